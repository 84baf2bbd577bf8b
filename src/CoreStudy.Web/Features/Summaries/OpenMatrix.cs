using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A column as the screen shows it.</summary>
/// <param name="Codes">The codes whose passages belong to it, without those below them; a code that was merged since stands for the one it went into.</param>
public sealed record ColumnView(ColumnId Id, ColumnSubject Subject, string Name, string Colour, IReadOnlyList<CodeId> Codes);

/// <summary>A cell in which something is written, or was.</summary>
/// <param name="ChangedBy">Null where nobody is known to have written it.</param>
public sealed record CellView(SummarySpot Spot, string Text, SummaryState State, int Number, string? ChangedBy, DateTimeOffset ChangedAt)
{
    public override string ToString() => $"{State}, {Text.Length} long";
}

/// <summary>A framework matrix with all that the reader may see of it.</summary>
/// <param name="Cells">What is written, by spot; a spot that is missing is empty. Nothing of hidden cases.</param>
public sealed record MatrixView(
    MatrixId Id, string Name, CaseKind Kind, uint Version, bool IsArchived, IReadOnlyList<ColumnView> Columns, IReadOnlyList<MatrixCase> Cases, IReadOnlyDictionary<SummarySpot, CellView> Cells, MemberId Me, string MyName, bool MayWrite)
{
    public override string ToString() => $"{Cases.Count} by {Columns.Count}";
}

/// <summary>Opens a framework matrix.</summary>
public sealed class OpenMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MatrixView>> RunAsync(AccountId me, StudyId studyId, MatrixId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var mayWrite = !(await permissions.AskAsync(me, studyId, Operation.WriteSummaries, cancel)).IsRefused(out _, out _);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.FrameworkMatrices.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.StudyId == studyId, cancel) is not { } matrix) return Refusal.NotFound;
        var cases = await MatrixCases.ReadAsync(db, member, matrix.Cases, cancel);
        var shown = cases.Where(c => !c.IsHidden).Select(c => c.Case).ToHashSet();
        var columns = await MatrixColumns.ReadAsync(db, matrix, cancel);
        var standing = columns.Select(c => (ColumnId?)c.Id).ToList();
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var cells = (await db.Summaries.AsNoTracking().Where(s => s.StudyId == studyId && standing.Contains(s.ColumnId) && s.Number > 0).ToListAsync(cancel))
            .Where(s => shown.Contains(s.Case))
            .Select(s => new CellView(new SummarySpot(s.ColumnId, s.Case), s.Text, s.State, s.Number, s.ChangedBy is { } by ? names.GetValueOrDefault(by) : null, s.ChangedAt));
        return new MatrixView(
            id, matrix.Name, matrix.Cases, matrix.Version, matrix.ArchivedAt is not null, columns, cases, cells.ToDictionary(c => c.Spot), member.Id, member.Name, mayWrite && matrix.ArchivedAt is null);
    }
}

/// <summary>The columns of a matrix with the names that they have now.</summary>
internal static class MatrixColumns
{
    public static async Task<IReadOnlyList<ColumnView>> ReadAsync(StudyDb db, FrameworkMatrix matrix, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == matrix.StudyId).Select(c => new { c.Id, c.Name, c.Colour, c.MergedInto }).ToDictionaryAsync(c => c.Id, cancel);
        return
        [
            .. matrix.Standing.Select(c =>
            {
                var code = codes[c.CodeId];
                while (code.MergedInto is { } into) code = codes[into];
                return new ColumnView(c.Id, c.Subject, code.Name, code.Colour, [code.Id]);
            }),
        ];
    }
}
