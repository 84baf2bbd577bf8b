using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Archives;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Archives;

/// <summary>Where a study came from, if it came as an archive.</summary>
public sealed class ListRestorations(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<Restoration>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.TakeWholeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Restorations.AsNoTracking().Where(r => r.StudyId == studyId).OrderBy(r => r.Number).ToListAsync(cancel);
    }
}
