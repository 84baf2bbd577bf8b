using System.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CoreStudy.Data.Matrices;

/// <summary>In which interview of a row of them each code was used first.</summary>
/// <param name="Codes">The place of the interview, from 0.</param>
/// <param name="Passages">How many passages an interview has, by its place; none where it is not there.</param>
public sealed record FirstUses(IReadOnlyDictionary<CodeId, int> Codes, IReadOnlyDictionary<int, long> Passages)
{
    /// <param name="interviews">In order.</param>
    public static async Task<FirstUses> ReadAsync(StudyDb db, IQueryable<CodedPassage> passages, IReadOnlyList<InterviewId> interviews, CancellationToken cancel)
    {
        await using var ask = passages.Select(p => new { p.TranscriptId, p.CodeId }).Asking(
            db, "p(transcript_id, code_id)",
            """
            , used as materialized (
                select p.code_id, i.place, count(*) as passages from p join transcripts t on t.id = p.transcript_id join (select id, (n - 1)::int as place from unnest(@interviews) with ordinality as x(id, n)) i on i.id = t.interview_id group by 1, 2)
            select code_id, min(place), 0::bigint from used group by 1 union all select null, place, sum(passages)::bigint from used group by 2
            """);
        ask.Parameters.Add(new NpgsqlParameter("interviews", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = interviews.Select(i => i.Value).ToArray() });
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            var (codes, counts) = (new Dictionary<CodeId, int>(), new Dictionary<int, long>());
            await using var answer = await ask.ExecuteReaderAsync(CommandBehavior.SingleResult, cancel);
            while (await answer.ReadAsync(cancel))
            {
                if (await answer.IsDBNullAsync(0, cancel)) counts[answer.GetInt32(1)] = answer.GetInt64(2);
                else codes[new CodeId(answer.GetGuid(0))] = answer.GetInt32(1);
            }

            return new FirstUses(codes, counts);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
