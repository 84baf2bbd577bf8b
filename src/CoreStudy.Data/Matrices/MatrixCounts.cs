using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using Npgsql;
using NpgsqlTypes;

namespace CoreStudy.Data.Matrices;

/// <summary>The numbers of a matrix. A key that is not there has 0.</summary>
/// <param name="Cells">By row, from 0, and the key of a column: an id, a role, a value; empty for passages that belong to no column.</param>
/// <param name="ColumnTotals">Counted over the codes of all rows together.</param>
public sealed record MatrixNumbers(IReadOnlyDictionary<(int Row, string Column), long> Cells, IReadOnlyDictionary<int, long> RowTotals, IReadOnlyDictionary<string, long> ColumnTotals, long Total);

/// <summary>Counts coded passages by code and what they belong to, within the database.</summary>
/// <remarks>
/// Passages are counted by code and column, and added up. Words of single codes are added up from what the index keeps, where that holds; else, as people and
/// interviews always, they are counted anew for each cell and total, for one that is in two codes is in a sum twice.
/// </remarks>
public static class MatrixCounts
{
    private const string Columns = "p(id, transcript_id, code_id, member_id, participant_id, first_word, end_word, new_words, own_new_words)";

    /// <param name="passages">Those that count and that the reader may see.</param>
    /// <param name="rows">The codes of each row.</param>
    /// <param name="attribute">Where columns are values of one.</param>
    /// <param name="isWhole">Whether nobody's passages are left out of what stands on the transcripts: then the index's own counts of words hold.</param>
    public static async Task<MatrixNumbers> ReadAsync(
        StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, MatrixColumns columns, AttributeId? attribute, MatrixMeasure measure, bool isWhole, CancellationToken cancel)
    {
        var column = columns switch
        {
            // Ids are grouped as ids and words byte by byte: by the order of letters it takes several times as long.
            MatrixColumns.Trust => "t.trust_id",
            MatrixColumns.Role => "x.role collate \"C\"",
            MatrixColumns.Attribute => "(x.attributes ->> @attribute) collate \"C\"",
            MatrixColumns.Interview => "t.interview_id",
            MatrixColumns.Coder => "p.member_id",
            _ => throw new ArgumentOutOfRangeException(nameof(columns), columns, "Two codes are counted by PairCounts."),
        };
        var joins = (columns, measure) switch
        {
            (MatrixColumns.Coder, not MatrixMeasure.Interviews) => "",
            (MatrixColumns.Role or MatrixColumns.Attribute, not MatrixMeasure.Interviews) => " left join participants x on x.id = p.participant_id",
            (MatrixColumns.Role or MatrixColumns.Attribute, _) => " join transcripts t on t.id = p.transcript_id left join participants x on x.id = p.participant_id",
            _ => " join transcripts t on t.id = p.transcript_id",
        };
        var asked = new Asked(db, passages, rows, attribute, column, joins);
        return measure switch
        {
            MatrixMeasure.Passages => await PassagesAsync(asked, cancel),
            MatrixMeasure.Words => await WordsAsync(asked, columns, isWhole, cancel),
            MatrixMeasure.People => await DistinctAsync(asked, "p.participant_id", cancel),
            _ => await DistinctAsync(asked, "t.interview_id", cancel),
        };
    }

    private static async Task<MatrixNumbers> PassagesAsync(Asked asked, CancellationToken cancel)
    {
        var counts = await asked.ReadAsync<Guid>($"select k.code_id, coalesce(k.col::text, ''), k.number from (select p.code_id, {asked.Column} as col, count(*) as number from p{asked.Joins} group by 1, 2) k", cancel);
        return AddedUp(asked.Rows, counts);
    }

    /// <summary>People or interviews: found once for each code and column, then counted for each cell and total.</summary>
    private static async Task<MatrixNumbers> DistinctAsync(Asked asked, string what, CancellationToken cancel)
    {
        var counts = await asked.ReadAsync<int>(
            $"""
             , found as materialized (select distinct p.code_id, {asked.Column} as col, {what} as one from p{asked.Joins} where {what} is not null)
             select coalesce(r.row, -1), case when grouping(f.col) = 0 then coalesce(f.col::text, '') end, count(distinct f.one) from found f join unnest(@rows, @codes) as r(row, code_id) on r.code_id = f.code_id
             group by grouping sets ((r.row, f.col), (r.row), (f.col), ())
             """, cancel);
        return Sorted(counts);
    }

    /// <summary>
    /// Whoever says it says it in one trust, as one who is this or that, in one interview: there what is covered in the columns adds up to the row, and which column
    /// it is need be asked but once for each speaker of each transcript. Coders cover the same words.
    /// </summary>
    private static Task<MatrixNumbers> WordsAsync(Asked asked, MatrixColumns columns, bool isWhole, CancellationToken cancel) =>
        columns == MatrixColumns.Coder ? WordsByCoderAsync(asked, isWhole, cancel) : WordsByPlaceAsync(asked, isWhole, cancel);

    private static async Task<MatrixNumbers> WordsByPlaceAsync(Asked asked, bool isWhole, CancellationToken cancel)
    {
        string InColumns(string line, string words, string grouped) =>
            $"""
             select k.line, coalesce(k.col::text, ''), k.words from (
                 select p.line, {asked.Column} as col, sum(p.words)::bigint as words from (select {line} as line, k.transcript_id, k.participant_id, {words} from {grouped}) p{asked.Joins} group by 1, 2) k
             """;
        var totals = await asked.ReadAsync<int>(InColumns("-1", Covered, "p k group by 2, 3"), cancel);
        IReadOnlyDictionary<(int, string), long> cells = asked.Rows.All(r => r.Count == 1) && isWhole
            ? AddedUp(asked.Rows, await asked.ReadAsync<Guid>(InColumns("k.code_id", "sum(k.new_words)::bigint as words", "p k group by 1, 2, 3"), cancel)).Cells
            : Sorted(await asked.ReadAsync<int>(InColumns("r.row", Covered, "p k join unnest(@rows, @codes) as r(row, code_id) on r.code_id = k.code_id group by 1, 2, 3"), cancel)).Cells;
        var columnTotals = totals.ToDictionary(t => t.Column!, t => t.Number);
        return new MatrixNumbers(cells, cells.GroupBy(c => c.Key.Item1).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)), columnTotals, columnTotals.Values.Sum());
    }

    private static async Task<MatrixNumbers> WordsByCoderAsync(Asked asked, bool isWhole, CancellationToken cancel)
    {
        const string Each = "grouping sets ((k.member_id, k.transcript_id, k.participant_id), (k.transcript_id, k.participant_id))";
        const string Named = "case when grouping(k.member_id) = 0 then coalesce(k.member_id::text, '') end as col";
        var totals = await asked.ReadAsync<int>($"select -1, c.col, sum(c.words)::bigint from (select {Named}, {Covered} from p k group by {Each}) c group by 2", cancel);
        MatrixNumbers numbers;
        if (asked.Rows.All(r => r.Count == 1) && isWhole)
        {
            var own = AddedUp(asked.Rows, await asked.ReadAsync<Guid>("select p.code_id, coalesce(p.member_id::text, ''), sum(p.own_new_words)::bigint from p group by p.code_id, p.member_id", cancel));
            numbers = own with { RowTotals = AddedUp(asked.Rows, await asked.ReadAsync<Guid>("select p.code_id, '', sum(p.new_words)::bigint from p group by 1", cancel)).RowTotals };
        }
        else
        {
            numbers = Sorted(await asked.ReadAsync<int>(
                $"""
                 select c.row, c.col, sum(c.words)::bigint from (
                     select r.row, {Named}, {Covered} from p k join unnest(@rows, @codes) as r(row, code_id) on r.code_id = k.code_id group by r.row, {Each}) c
                 group by 1, 2
                 """, cancel));
        }

        return numbers with { ColumnTotals = totals.Where(t => t.Column is not null).ToDictionary(t => t.Column!, t => t.Number), Total = totals.Where(t => t.Column is null).Sum(t => t.Number) };
    }

    /// <summary>How many words the ranges of a group hold, each once.</summary>
    private const string Covered = "(select coalesce(sum(upper(u) - lower(u)), 0) from unnest(range_agg(int4range(k.first_word, k.end_word))) u) as words";

    /// <summary>Numbers of single codes added up to rows and columns: a passage has one code and one column.</summary>
    private static MatrixNumbers AddedUp(IReadOnlyList<IReadOnlyCollection<CodeId>> rows, IReadOnlyList<(Guid Line, string? Column, long Number)> counts)
    {
        var rowsOf = rows.SelectMany((codes, row) => codes.Distinct().Select(code => (code.Value, row))).ToLookup(r => r.Value, r => r.row);
        var (cells, rowTotals, columnTotals) = (new Dictionary<(int, string), long>(), new Dictionary<int, long>(), new Dictionary<string, long>());
        foreach (var (code, column, number) in counts.Where(c => rowsOf.Contains(c.Line)))
        {
            foreach (var row in rowsOf[code])
            {
                cells[(row, column!)] = cells.GetValueOrDefault((row, column!)) + number;
                rowTotals[row] = rowTotals.GetValueOrDefault(row) + number;
            }

            columnTotals[column!] = columnTotals.GetValueOrDefault(column!) + number;
        }

        return new MatrixNumbers(cells, rowTotals, columnTotals, columnTotals.Values.Sum());
    }

    /// <summary>Numbers that came with their totals: -1 stands for all rows, null for all columns.</summary>
    private static MatrixNumbers Sorted(IReadOnlyList<(int Line, string? Column, long Number)> counts) => new(
        counts.Where(c => c.Line >= 0 && c.Column is not null).ToDictionary(c => (c.Line, c.Column!), c => c.Number),
        counts.Where(c => c.Line >= 0 && c.Column is null).ToDictionary(c => c.Line, c => c.Number),
        counts.Where(c => c.Line < 0 && c.Column is not null).ToDictionary(c => c.Column!, c => c.Number),
        counts.Where(c => c.Line < 0 && c.Column is null).Sum(c => c.Number));

    private sealed record Asked(StudyDb Db, IQueryable<CodedPassage> Passages, IReadOnlyList<IReadOnlyCollection<CodeId>> Rows, AttributeId? Attribute, string Column, string Joins)
    {
        public async Task<IReadOnlyList<(TLine Line, string? Column, long Number)>> ReadAsync<TLine>(string sql, CancellationToken cancel)
        {
            var chosen = Passages.Select(p => new { p.Id, p.TranscriptId, p.CodeId, p.MemberId, p.ParticipantId, p.FirstWord, p.EndWord, p.NewWords, p.OwnNewWords });
            List<NpgsqlParameter> parameters =
            [
                new("rows", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = Rows.SelectMany((codes, row) => codes.Distinct().Select(_ => row)).ToArray() },
                new("codes", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = Rows.SelectMany(codes => codes.Distinct().Select(c => c.Value)).ToArray() },
                new("attribute", NpgsqlDbType.Text) { Value = Attribute?.Value.ToString() ?? "" },
            ];
            return await chosen.AskAsync(
                Db, Columns, sql, parameters,
                async (answer, leaving) =>
                {
                    var rows = new List<(TLine, string?, long)>();
                    while (await answer.ReadAsync(leaving)) rows.Add((answer.GetFieldValue<TLine>(0), answer.IsDBNull(1) ? null : answer.GetString(1), answer.GetInt64(2)));
                    return rows;
                },
                cancel);
        }
    }
}
