using System.Data;
using System.Data.Common;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using Microsoft.EntityFrameworkCore;
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
            MatrixColumns.Trust => "t.trust_id::text",
            MatrixColumns.Role => "coalesce(x.role, '')",
            MatrixColumns.Attribute => "coalesce(x.attributes ->> @attribute, '')",
            MatrixColumns.Interview => "t.interview_id::text",
            MatrixColumns.Coder => "coalesce(p.member_id::text, '')",
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
        var counts = await asked.ReadAsync<Guid>($"select p.code_id, {asked.Column}, count(*) from p{asked.Joins} group by 1, 2", cancel);
        return AddedUp(asked.Rows, counts);
    }

    /// <summary>People or interviews: found once for each code and column, then counted for each cell and total.</summary>
    private static async Task<MatrixNumbers> DistinctAsync(Asked asked, string what, CancellationToken cancel)
    {
        var counts = await asked.ReadAsync<int>(
            $"""
             , found as materialized (select distinct p.code_id, {asked.Column} as col, {what} as one from p{asked.Joins} where {what} is not null)
             select coalesce(r.row, -1), f.col, count(distinct f.one) from found f join unnest(@rows, @codes) as r(row, code_id) on r.code_id = f.code_id
             group by grouping sets ((r.row, f.col), (r.row), (f.col), ())
             """, cancel);
        return Sorted(counts);
    }

    private static async Task<MatrixNumbers> WordsAsync(Asked asked, MatrixColumns columns, bool isWhole, CancellationToken cancel)
    {
        // Whoever says it says it in one trust, as one who is this or that, in one interview: there what is covered in the columns adds up to the row. Coders cover the same words.
        var addsUp = columns != MatrixColumns.Coder;
        var isSingle = asked.Rows.All(r => r.Count == 1);
        var totals = await asked.ReadAsync<int>(
            $"""
             select -1, {(addsUp ? "c.col" : "case when grouping(c.col) = 0 then c.col end")}, sum(c.words)::bigint from (
                 select k.col, {Covered} from (select distinct {asked.Column} as col, p.transcript_id, p.participant_id, p.first_word, p.end_word from p{asked.Joins}) k
                     group by {(addsUp ? "k.col, k.transcript_id, k.participant_id" : "grouping sets ((k.col, k.transcript_id, k.participant_id), (k.transcript_id, k.participant_id))")}) c
             group by c.col
             """, cancel);
        Dictionary<(int, string), long> cells;
        Dictionary<int, long>? rowTotals = null;
        if (isSingle && isWhole)
        {
            var counts = await asked.ReadAsync<Guid>($"select p.code_id, {asked.Column}, sum({(addsUp ? "p.new_words" : "p.own_new_words")})::bigint from p{asked.Joins} group by 1, 2", cancel);
            cells = AddedUp(asked.Rows, counts).Cells.ToDictionary();
            if (!addsUp) rowTotals = AddedUp(asked.Rows, await asked.ReadAsync<Guid>("select p.code_id, '', sum(p.new_words)::bigint from p group by 1", cancel)).RowTotals.ToDictionary();
        }
        else
        {
            var counts = await asked.ReadAsync<int>(
                $"""
                 select coalesce(c.row, -1), c.col, sum(c.words)::bigint from (
                     select k.row, k.col, {Covered} from (select r.row, {asked.Column} as col, p.transcript_id, p.participant_id, p.first_word, p.end_word from p{asked.Joins} join unnest(@rows, @codes) as r(row, code_id) on r.code_id = p.code_id) k
                         group by {(addsUp ? "k.row, k.col, k.transcript_id, k.participant_id" : "grouping sets ((k.row, k.col, k.transcript_id, k.participant_id), (k.row, k.transcript_id, k.participant_id))")}) c
                 group by c.row, c.col
                 """, cancel);
            var numbers = Sorted(counts);
            (cells, rowTotals) = (numbers.Cells.ToDictionary(), addsUp ? null : numbers.RowTotals.ToDictionary());
        }

        var columnTotals = totals.Where(t => t.Column is not null).ToDictionary(t => t.Column!, t => t.Number);
        return new MatrixNumbers(
            cells, rowTotals ?? cells.GroupBy(c => c.Key.Item1).ToDictionary(g => g.Key, g => g.Sum(c => c.Value)), columnTotals,
            addsUp ? columnTotals.Values.Sum() : totals.Where(t => t.Column is null).Sum(t => t.Number));
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
            await using var ask = chosen.Asking(Db, Columns, sql);
            Add(ask, "rows", Rows.SelectMany((codes, row) => codes.Distinct().Select(_ => row)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer, sql);
            Add(ask, "codes", Rows.SelectMany(codes => codes.Distinct().Select(c => c.Value)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid, sql);
            if (Attribute is { } attribute) Add(ask, "attribute", attribute.Value.ToString(), NpgsqlDbType.Text, sql);
            await Db.Database.OpenConnectionAsync(cancel);
            try
            {
                await using var answer = await ask.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
                var rows = new List<(TLine, string?, long)>();
                while (await answer.ReadAsync(cancel)) rows.Add((await answer.GetFieldValueAsync<TLine>(0, cancel), await answer.IsDBNullAsync(1, cancel) ? null : answer.GetString(1), answer.GetInt64(2)));
                return rows;
            }
            finally
            {
                await Db.Database.CloseConnectionAsync();
            }
        }

        private static void Add(DbCommand ask, string name, object value, NpgsqlDbType type, string sql)
        {
            if (sql.Contains("@" + name, StringComparison.Ordinal)) ask.Parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        }
    }
}
