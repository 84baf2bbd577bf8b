using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>What a framework matrix is.</summary>
/// <param name="Cases">What stands in the rows; stays as it was when the matrix was made.</param>
/// <param name="Columns">In order.</param>
public sealed record MatrixFacts(string Name, CaseKind Cases, IReadOnlyList<ColumnSubject> Columns);

/// <summary>Makes a framework matrix, or changes its name and its columns. Cells of a column that is taken out are kept, and come back with it.</summary>
public sealed class SaveMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords words, StudyFeed feed, TimeProvider clock, ILogger<SaveMatrix> logger) : IUseCase
{
    /// <param name="id">Null for a new matrix.</param>
    /// <param name="version">The version that was changed, so that two people’s changes do not undo each other; of no meaning for a new one.</param>
    public async Task<Result<MatrixId>> RunAsync(AccountId me, StudyId studyId, MatrixId? id, uint version, MatrixFacts facts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.WriteSummaries, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the name", facts.Name)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var codes = facts.Columns.Select(c => c.CodeId).OfType<CodeId>().Distinct().ToList();
        var themes = facts.Columns.Select(c => c.ThemeId).OfType<ThemeId>().Distinct().ToList();
        if (await db.Codes.CountAsync(c => c.StudyId == studyId && codes.Contains(c.Id), cancel) != codes.Count) return Refusal.NotFound;
        if (await db.Themes.CountAsync(t => t.StudyId == studyId && themes.Contains(t.Id), cancel) != themes.Count) return Refusal.NotFound;

        FrameworkMatrix? matrix;
        if (id is { } known)
        {
            matrix = await db.FrameworkMatrices.SingleOrDefaultAsync(m => m.Id == known && m.StudyId == studyId, cancel);
            if (matrix is null) return Refusal.NotFound;
            if (matrix.ArchivedAt is not null) return new Refusal($"“{matrix.Name}” is put away. Bring it back to change it.");
            if (matrix.Version != version) return new Refusal("Somebody else changed this meanwhile. What you typed is still here: look at theirs, then save again.");
            if (matrix.Rename(facts.Name).IsRefused(out var noName, out _)) return noName;
            if (matrix.Arrange(facts.Columns, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
            db.Entry(matrix).Property(m => m.Name).IsModified = true; // a change of columns alone is a change of the matrix
        }
        else
        {
            if (FrameworkMatrix.Make(studyId, facts.Name, facts.Cases, facts.Columns, member.Id, clock.GetUtcNow()).IsRefused(out var no, out matrix)) return no;
            db.FrameworkMatrices.Add(matrix);
        }

        db.Audit(AuditEntry.Of(AuditKind.MatrixSaved, member, AuditSubject.Of(AuditThing.Matrix, matrix.Id), AuditDetail.Count("columns", facts.Columns.Count).AndWord("cases", matrix.Cases).AndWhether("new", id is null)));
        if ((await db.SaveOrRefuseAsync(facts.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        logger.MatrixSaved(matrix.Id, facts.Columns.Count);
        feed.Publish(new SummariesMoved(studyId, matrix.Id));
        return matrix.Id;
    }
}
