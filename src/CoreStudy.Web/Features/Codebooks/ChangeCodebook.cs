using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>One change of the framework by somebody who keeps it: asked, made, saved and told in one way.</summary>
public abstract class ChangeCodebook(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    private protected async Task<Result<Done>> ChangeAsync(
        AccountId me, StudyId studyId, string label, Func<StudyDb, List<Code>, Result<Done>> change, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var codes = await db.Codes.Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ToListAsync(cancel);
        if (change(db, codes).IsRefused(out var no, out _)) return no;
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new CodebookChanged(studyId));
        return Done.Well;
    }
}
