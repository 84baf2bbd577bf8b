using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A coder goes on with what they had said was done.</summary>
public sealed class TakeUpAgain(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await db.FindAsync(permissions, me, id, Operation.Code, cancel)).IsRefused(out var refusal, out var found)) return refusal;
        if (found.Assignment.TakeUpAgain(found.Member, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        if ((await db.SaveWorkAsync(cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new AssignmentsChanged(found.Assignment.StudyId));
        return Done.Well;
    }
}
