using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Matrices;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A matrix of everybody, or of one of two groups.</summary>
/// <param name="Heading">What the group is called; empty where there is one matrix.</param>
/// <param name="Filter">What its passages are chosen by, without its rows and columns.</param>
public sealed record MatrixSide(string Heading, PassageFilter Filter, Matrix Matrix);

/// <summary>What was asked for.</summary>
/// <param name="Sides">One, or two with the same rows and columns.</param>
/// <param name="BlindTranscripts">How many transcripts show the reader their own work alone, for now.</param>
/// <param name="SmallestCell">How few people may be told of in a file.</param>
public sealed record MatrixView(MatrixAsk Ask, IReadOnlyList<MatrixSide> Sides, int BlindTranscripts, int SmallestCell);

/// <summary>Counts coded passages by code and something else.</summary>
public sealed class ReadMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MatrixView>> RunAsync(AccountId me, StudyId studyId, MatrixAsk ask, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var rows = ask.Rows == MatrixRows.Themes ? [.. (await ThemeRow.AllAsync(db, studyId, cancel)).Select(t => new Row(t.Line, t.Codes))] : Rows(framework, ask, ask.Filter.Themes.Count == 0 ? [] : await db.CodesOf(ask.Filter.Themes).ToListAsync(cancel));
        if (ask.Columns == MatrixColumns.Code && rows.Count > PairCounts.Most) return new Refusal($"These are {rows.Count:N0} codes, and every one would be set against every other. Choose at most {PairCounts.Most} as rows, or the top of the framework.");
        var blind = await db.BlindTo(reader).Distinct().CountAsync(cancel);
        var numbers = new List<(string Heading, PassageFilter Filter, MatrixNumbers Numbers)>();
        foreach (var (group, filter) in ask.Sides.All)
        {
            var passages = CodedPassages.Matching(db, reader, filter with { Codes = CodesOf(rows, ask), WithSubcodes = false, Themes = [] });
            numbers.Add((group is null ? "" : await NameAsync(db, studyId, group, cancel), filter, ask.Columns == MatrixColumns.Code
                ? Paired(await PairCounts.ReadAsync(db, passages, [.. rows.Select(r => r.Codes)], [.. rows.Select(r => r.Codes)], ask.Together, ask.Measure, cancel), rows)
                : await MatrixCounts.ReadAsync(db, passages, [.. rows.Select(r => r.Codes)], ask.Columns, ask.Attribute, ask.Measure, cancel)));
        }

        var columns = ask.Columns == MatrixColumns.Code ? [.. rows.Select(r => r.Line)] : await ColumnsAsync(db, reader, ask, numbers.SelectMany(n => n.Numbers.Cells.Keys.Select(k => k.Column)).ToHashSet(), cancel);
        return new MatrixView(ask, [.. numbers.Select(n => new MatrixSide(n.Heading, n.Filter, Laid(rows, columns, n.Numbers, ask.Columns)))], blind, await PeopleColumns.SmallestCellAsync(db, studyId, cancel));
    }

    /// <summary>What a group is called.</summary>
    internal static async Task<string> NameAsync(StudyDb db, StudyId studyId, Ui.Passages.PassageGroup group, CancellationToken cancel) => group switch
    {
        Ui.Passages.PassageGroup.OfRole role => role.Role,
        Ui.Passages.PassageGroup.OfTrust trust => await db.Trusts.Where(t => t.Id == trust.Trust && t.StudyId == studyId).Select(t => t.Label).SingleOrDefaultAsync(cancel) ?? "A trust that is not here",
        Ui.Passages.PassageGroup.OfValue value => $"{await db.ParticipantAttributes.Where(a => a.Id == value.Value.Attribute && a.StudyId == studyId).Select(a => a.Name).SingleOrDefaultAsync(cancel)}: {value.Value.Value}",
        _ => "",
    };

    /// <param name="themed">The codes of the themes that were chosen.</param>
    private static List<Row> Rows(Framework framework, MatrixAsk ask, IReadOnlyList<CodeId> themed)
    {
        var chosen = ask.Filter.Codes.Concat(themed).ToHashSet();
        var isAll = ask.Rows == MatrixRows.Codes && chosen.Count == 0;
        var codes = framework.Codes.Where(c => ask.Rows == MatrixRows.Top ? c.Depth == 0 : isAll || chosen.Contains(c.Code.Id)).ToList();
        return [.. codes.Select(c => new Row(Framework.LineOf(c, isAll ? c.Depth : 0), framework.Of(c.Code.Id, ask.Filter.WithSubcodes)))];
    }

    /// <summary>The codes to look for; none where all are rows, which needs no limit.</summary>
    private static List<CodeId> CodesOf(List<Row> rows, MatrixAsk ask) => ask.Rows == MatrixRows.Codes && ask.Filter is { Codes.Count: 0, Themes.Count: 0 } ? [] : [.. rows.SelectMany(r => r.Codes).Distinct().DefaultIfEmpty(default)];

    private static MatrixNumbers Paired(PairNumbers pairs, List<Row> rows)
    {
        var cells = new Dictionary<(int, string), long>();
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows.Count; c++)
            {
                if (pairs.Cells[r, c] > 0) cells[(r, rows[c].Line.Key)] = pairs.Cells[r, c];
            }
        }

        return new MatrixNumbers(cells, pairs.RowTotals.Index().ToDictionary(t => t.Index, t => t.Item), new Dictionary<string, long>(), 0);
    }

    private static Matrix Laid(List<Row> rows, IReadOnlyList<MatrixLine> columns, MatrixNumbers numbers, MatrixColumns across)
    {
        var cells = new long[rows.Count, columns.Count];
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < columns.Count; c++) cells[r, c] = numbers.Cells.GetValueOrDefault((r, columns[c].Key));
        }

        var hasTotals = across != MatrixColumns.Code;
        return new Matrix(
            [.. rows.Select(r => r.Line)], columns, cells, [.. rows.Select((_, i) => numbers.RowTotals.GetValueOrDefault(i))],
            hasTotals ? [.. columns.Select(c => numbers.ColumnTotals.GetValueOrDefault(c.Key))] : null, hasTotals ? numbers.Total : null);
    }

    /// <summary>Every column there is, used or not; of interviews and coders those with something in them. What belongs nowhere comes last, where there is any.</summary>
    private static async Task<IReadOnlyList<MatrixLine>> ColumnsAsync(StudyDb db, Member reader, MatrixAsk ask, HashSet<string> found, CancellationToken cancel)
    {
        var study = reader.StudyId;
        List<MatrixLine> columns;
        switch (ask.Columns)
        {
            case MatrixColumns.Trust:
                var reach = reader.TrustIds;
                var trusts = await db.Trusts.Where(t => t.StudyId == study && (reach.Count == 0 || reach.Contains(t.Id))).Select(t => new { t.Id, t.Label }).ToListAsync(cancel);
                columns = [.. trusts.OrderBy(t => t.Label, ReadingOrder.ForPeople).Select(t => new MatrixLine(t.Id.Value.ToString(), t.Label))];
                break;
            case MatrixColumns.Role:
                var roles = (await db.Studies.Where(s => s.Id == study).Select(s => s.ParticipantRoles).SingleAsync(cancel)).ToList();
                columns = [.. roles.Concat(found.Except(roles).Where(f => f.Length > 0)).Select(r => new MatrixLine(r, r))];
                if (found.Contains("")) columns.Add(new MatrixLine("", "Nobody taking part"));
                break;
            case MatrixColumns.Attribute:
                var attribute = await db.ParticipantAttributes.AsNoTracking().SingleOrDefaultAsync(a => a.Id == ask.Attribute && a.StudyId == study, cancel);
                var others = found.Where(f => f.Length > 0).Except(attribute?.Choices ?? []).OrderBy(v => v, ReadingOrder.ForPeople);
                columns = [.. (attribute?.Choices ?? []).Concat(others).Select(v => new MatrixLine(v, v))];
                if (found.Contains("")) columns.Add(new MatrixLine("", "Not known"));
                break;
            case MatrixColumns.Interview:
                var interviews = await db.Interviews.Where(i => i.StudyId == study).Select(i => new { i.Id, i.Title, i.HeldOn }).ToListAsync(cancel);
                columns = [.. interviews.Where(i => found.Contains(i.Id.Value.ToString())).OrderBy(i => i.Title, ReadingOrder.ForPeople).ThenBy(i => i.HeldOn).Select(i => new MatrixLine(i.Id.Value.ToString(), i.Title))];
                break;
            default:
                var members = await db.Members.Where(m => m.StudyId == study).Select(m => new { m.Id, m.Name }).ToListAsync(cancel);
                columns = [.. members.Where(m => found.Contains(m.Id.Value.ToString())).OrderBy(m => m.Name, ReadingOrder.ForPeople).Select(m => new MatrixLine(m.Id.Value.ToString(), m.Name))];
                if (found.Contains("")) columns.Add(new MatrixLine("", "Settled"));
                break;
        }

        return columns;
    }

    private sealed record Row(MatrixLine Line, IReadOnlyCollection<CodeId> Codes);
}
