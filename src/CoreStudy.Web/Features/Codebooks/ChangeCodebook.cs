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
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // one change at a time: two moves that are each right could together put two codes below one another, out of the tree
        await db.Database.ExecuteSqlAsync($"select 1 from studies where id = {studyId.Value} for no key update", cancel);
        var codes = await db.Codes.Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ToListAsync(cancel);
        if (change(db, codes).IsRefused(out var no, out _)) return no;
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        feed.Publish(new CodebookChanged(studyId));
        return Done.Well;
    }

    /// <summary>The position after the last child of a code (or after the last at the top).</summary>
    private protected static int After(List<Code> codes, CodeId? parentId) =>
        codes.Where(c => c.ParentId == parentId).Select(c => c.Position + 1).DefaultIfEmpty().Max();
}
