using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>What stands around every page of a study: its name, and what this member may go to.</summary>
public sealed record StudyFrame(StudyId Id, string ShortName, Member Me);

/// <summary>The frame of a study for one of its members.</summary>
public sealed class ReadStudyFrame(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<StudyFrame>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new StudyFrame(studyId, await db.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel), member);
    }
}
