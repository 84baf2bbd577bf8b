using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A cell in which something is written, or was.</summary>
/// <param name="ChangedBy">Null where nobody is known to have written it.</param>
/// <param name="MustBeReadAgain">Whether it refers to words that were withdrawn after it was written.</param>
public sealed record CellView(SummarySpot Spot, string Text, SummaryState State, int Number, string? ChangedBy, DateTimeOffset ChangedAt, bool MustBeReadAgain)
{
    public override string ToString() => $"{State}, {Text.Length} long";
}

/// <summary>A framework matrix with all that the reader may see of it.</summary>
/// <param name="Cells">What is written, by spot; a spot that is missing is empty. Nothing of hidden cases.</param>
/// <param name="Passages">How many passages there are for each cell; a cell that is missing has none.</param>
/// <param name="Choices">What can be a column.</param>
public sealed record MatrixView(
    MatrixId Id, string Name, CaseKind Kind, uint Version, bool IsArchived, IReadOnlyList<ColumnView> Columns, IReadOnlyList<MatrixCase> Cases,
    IReadOnlyDictionary<SummarySpot, CellView> Cells, IReadOnlyDictionary<SummarySpot, int> Passages, IReadOnlyList<ColumnChoice> Choices, MemberId Me, bool MayWrite)
{
    public override string ToString() => $"{Cases.Count} by {Columns.Count}";
}

/// <summary>Opens a framework matrix.</summary>
public sealed class OpenMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MatrixView>> RunAsync(AccountId me, StudyId studyId, MatrixId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var mayWrite = await permissions.MayAsync(me, studyId, Operation.WriteSummaries, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.FrameworkMatrices.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.StudyId == studyId, cancel) is not { } matrix) return Refusal.NotFound;
        var cases = await MatrixCases.ReadAsync(db, member, matrix.Cases, cancel);
        var columns = await MatrixColumns.ReadAsync(db, matrix, cancel);
        var cells = await CellsAsync(db, studyId, columns, cases, cancel);
        return new MatrixView(
            id, matrix.Name, matrix.Cases, matrix.Version, matrix.ArchivedAt is not null, columns, cases, cells.Select(c => c.Cell).ToDictionary(c => c.Spot),
            await MatrixColumns.PassagesAsync(db, member, matrix.Cases, columns, cancel), await ListMatrices.ChoicesAsync(db, studyId, cancel), member.Id, mayWrite && matrix.ArchivedAt is null);
    }

    /// <summary>What is written about cases that are not hidden.</summary>
    internal static async Task<IReadOnlyList<(Summary Summary, CellView Cell)>> CellsAsync(
        StudyDb db, StudyId studyId, IReadOnlyList<ColumnView> columns, IReadOnlyList<MatrixCase> cases, CancellationToken cancel)
    {
        var shown = cases.Where(c => !c.IsHidden).Select(c => c.Case).ToHashSet();
        var standing = columns.Select(c => (ColumnId?)c.Id).ToList();
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var summaries = (await db.Summaries.AsNoTracking().Where(s => s.StudyId == studyId && standing.Contains(s.ColumnId) && s.Number > 0).ToListAsync(cancel)).Where(s => shown.Contains(s.Case)).ToList();
        var withdrawn = await SummaryReferences.WithdrawnAsync(db, studyId, cancel);
        return summaries.ConvertAll(s => (s, new CellView(
            new SummarySpot(s.ColumnId, s.Case), s.Text, s.State, s.Number, s.ChangedBy is { } by ? names.GetValueOrDefault(by) : null, s.ChangedAt, SummaryReferences.MustBeReadAgain(s, withdrawn))));
    }
}
