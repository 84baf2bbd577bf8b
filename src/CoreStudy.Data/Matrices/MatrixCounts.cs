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

/// <summary>Counts coded passages by code and what they belong to.</summary>
/// <remarks>
/// Passages are counted by the database, by code and column, and added up. Words, people and interviews are not sums: one that lies in two codes is in both rows, and once
/// in their total. For these the database hands over, transcript by transcript and speaker by speaker, which passages there are, as a few arrays of numbers, and
/// <see cref="CellSweep"/> counts each cell and total as they pass; nothing but the counts is kept.
/// </remarks>
public static class MatrixCounts
{
    /// <param name="passages">Those that count and that the reader may see.</param>
    /// <param name="rows">The codes of each row.</param>
    /// <param name="attribute">Where columns are values of one.</param>
    public static async Task<MatrixNumbers> ReadAsync(
        StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, MatrixColumns columns, AttributeId? attribute, MatrixMeasure measure, CancellationToken cancel)
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
        var people = columns is MatrixColumns.Role or MatrixColumns.Attribute ? " left join participants x on x.id = p.participant_id" : "";
        var transcripts = columns is MatrixColumns.Trust or MatrixColumns.Interview || measure == MatrixMeasure.Interviews ? " join transcripts t on t.id = p.transcript_id" : "";
        List<NpgsqlParameter> parameters =
        [
            new("codes", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = rows.SelectMany(r => r).Distinct().Select(c => c.Value).ToArray() },
            new("attribute", NpgsqlDbType.Text) { Value = attribute?.Value.ToString() ?? "" },
        ];
        return measure == MatrixMeasure.Passages
            ? await PassagesAsync(db, passages, rows, column, transcripts + people, parameters, cancel)
            : await SweptAsync(db, passages, rows, column, transcripts + people, columns == MatrixColumns.Coder, measure, parameters, cancel);
    }

    private static Task<MatrixNumbers> PassagesAsync(
        StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, string column, string joins, List<NpgsqlParameter> parameters, CancellationToken cancel)
    {
        return passages.Select(p => new { p.TranscriptId, p.CodeId, p.MemberId, p.ParticipantId }).AskAsync(
            db, "p(transcript_id, code_id, member_id, participant_id)",
            $"select k.code_id, coalesce(k.col::text, ''), k.number from (select p.code_id, {column} as col, count(*) as number from p{joins} group by 1, 2) k",
            parameters,
            async (answer, leaving) =>
            {
                var rowsOf = rows.SelectMany((codes, row) => codes.Distinct().Select(code => (code.Value, row))).ToLookup(r => r.Value, r => r.row);
                var (cells, rowTotals, columnTotals) = (new Dictionary<(int, string), long>(), new Dictionary<int, long>(), new Dictionary<string, long>());
                while (await answer.ReadAsync(leaving))
                {
                    var (of, col, number) = (rowsOf[answer.GetGuid(0)], answer.GetString(1), answer.GetInt64(2));
                    var isCounted = false;
                    foreach (var row in of)
                    {
                        cells[(row, col)] = cells.GetValueOrDefault((row, col)) + number;
                        rowTotals[row] = rowTotals.GetValueOrDefault(row) + number;
                        isCounted = true;
                    }

                    if (isCounted) columnTotals[col] = columnTotals.GetValueOrDefault(col) + number;
                }

                return new MatrixNumbers(cells, rowTotals, columnTotals, columnTotals.Values.Sum());
            },
            cancel);
    }

    /// <summary>Whoever says it says it in one trust, as one who is this or that, in one interview: so the column is asked but once for each speaker of each transcript, and for each coder of theirs.</summary>
    private static Task<MatrixNumbers> SweptAsync(
        StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<IReadOnlyCollection<CodeId>> rows, string column, string joins, bool byCoder, MatrixMeasure measure, List<NpgsqlParameter> parameters,
        CancellationToken cancel)
    {
        var (one, isOfWords, coder) = (measure switch { MatrixMeasure.People => "p.participant_id", MatrixMeasure.Interviews => "t.interview_id", _ => "null::uuid" }, measure == MatrixMeasure.Words, byCoder ? ", p.member_id" : "");
        return passages.Select(p => new { p.TranscriptId, p.CodeId, p.MemberId, p.ParticipantId, p.FirstWord, p.EndWord }).AskAsync(
            db, "k(transcript_id, code_id, member_id, participant_id, first_word, end_word)",
            $"""
             , p as (
                 select p.transcript_id, p.participant_id{coder}, array_agg(c.number::int) as codes{(isOfWords ? ", array_agg(p.first_word) as firsts, array_agg(p.end_word) as ends" : "")}
                 from k p join unnest(@codes) with ordinality as c(id, number) on c.id = p.code_id
                 group by p.transcript_id, p.participant_id{coder})
             select {one}, p.transcript_id, p.participant_id, coalesce(({column})::text, ''), p.codes{(isOfWords ? ", p.firsts, p.ends" : "")} from p{joins}
             order by 1, 2, 3
             """,
            parameters,
            async (answer, leaving) =>
            {
                var sweep = new CellSweep([.. rows.SelectMany(r => r).Distinct()], rows);
                while (await answer.ReadAsync(leaving))
                {
                    var (column, codes) = (answer.GetString(3), answer.GetFieldValue<int[]>(4));
                    if (isOfWords) sweep.TakeWords(answer.GetGuid(1), answer.IsDBNull(2) ? null : answer.GetGuid(2), column, codes, answer.GetFieldValue<int[]>(5), answer.GetFieldValue<int[]>(6));
                    else if (!answer.IsDBNull(0)) sweep.Take(answer.GetGuid(0), column, codes);
                }

                return sweep.Numbers();
            },
            cancel, byHash: true);
    }
}
