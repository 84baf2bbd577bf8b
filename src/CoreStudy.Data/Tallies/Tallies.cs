using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Tallies;

/// <summary>
/// Keeps counts of codings beside the codings. Acts of coding pay nothing for it: whoever wants the counts first has counted again
/// what moved since, transcript by transcript, so that they are true as of that moment.
/// </summary>
public static class Tallies
{
    private const int Together = 40;

    /// <summary>Counts again the transcripts of a study that changed since they were last counted. Not within a transaction of the caller.</summary>
    public static async Task RefreshAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        if ((await MovedAsync(db, studyId, cancel)).Count == 0) return;
        await using var everybodys = await db.ForEverybodyAsync(cancel);

        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            // One counter at a time: two would both add the same difference.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({studyId.Value.ToString()}, 7))", cancel);
            foreach (var moved in (await MovedAsync(db, studyId, cancel)).Chunk(Together)) await CountAsync(db, studyId, moved, cancel);
            await transaction.CommitAsync(cancel);
        });
    }

    private static Task<List<Moved>> MovedAsync(StudyDb db, StudyId studyId, CancellationToken cancel) => db.Database.SqlQuery<Moved>($"""
        select t.id as transcript_id, h.revision, t.trust_id, t.archived_at is not null as is_archived
        from transcripts t join coding_heads h on h.transcript_id = t.id left join tally_marks m on m.transcript_id = t.id
        where t.study_id = {studyId.Value}
          and (h.revision, t.trust_id, t.archived_at is not null) is distinct from (m.revision, m.trust_id, m.is_archived)
          and not (m.transcript_id is null and h.revision = 0)
        """).ToListAsync(cancel);

    private static async Task CountAsync(StudyDb db, StudyId studyId, Moved[] moved, CancellationToken cancel)
    {
        var ids = moved.Select(m => new TranscriptId(m.TranscriptId)).ToList();
        var starts = await db.TranscriptTexts.Where(t => ids.Contains(t.TranscriptId)).Select(t => new { t.TranscriptId, t.WordStarts }).ToDictionaryAsync(t => t.TranscriptId, t => t.WordStarts, cancel);
        // Read after the revisions: what is added meanwhile is at most counted early, and counted again next time.
        var live = await db.Codings.Where(c => ids.Contains(c.TranscriptId) && c.RemovedAt == null && c.RoundId == null)
            .Select(c => new { c.TranscriptId, c.MemberId, c.CodeId, c.Segment.Start, c.Segment.End, c.ChangedAt }).ToListAsync(cancel);

        var tallies = live.GroupBy(c => (c.TranscriptId, c.MemberId)).Select(g => new
        {
            g.Key,
            Codings = g.Count(),
            Words = Coverage.Words(g.Select(c => new Segment(c.Start, c.End)), starts[g.Key.TranscriptId]),
            LastAt = g.Max(c => c.ChangedAt),
            Codes = g.GroupBy(c => c.CodeId).Select(c => (Code: c.Key, Count: c.Count())).ToList(),
        }).ToList();
        var trusts = moved.Where(m => !m.IsArchived).ToDictionary(m => new TranscriptId(m.TranscriptId), m => m.TrustId);
        var codes = tallies.Where(t => trusts.ContainsKey(t.Key.TranscriptId)).SelectMany(t => t.Codes.Select(c => (Trust: trusts[t.Key.TranscriptId], Member: t.Key.MemberId.Value, Code: c.Code.Value, c.Count)))
            .GroupBy(c => (c.Trust, c.Member, c.Code)).Select(g => (g.Key.Trust, g.Key.Member, g.Key.Code, Count: g.Sum(c => c.Count))).ToList();

        await db.Database.ExecuteSqlAsync($"""
            with change as (
                select trust_id, member_id, code_id, sum(codings)::int as codings from (
                    select m.trust_id, x.member_id, c.code_id, -c.codings
                    from transcript_tallies x join tally_marks m on m.transcript_id = x.transcript_id, unnest(x.codes, x.counts) as c(code_id, codings)
                    where x.transcript_id = any({ids.Select(i => i.Value).ToArray()}) and not m.is_archived
                    union all
                    select * from unnest({codes.Select(c => c.Trust).ToArray()}, {codes.Select(c => c.Member).ToArray()}, {codes.Select(c => c.Code).ToArray()}, {codes.Select(c => c.Count).ToArray()})
                ) as counts (trust_id, member_id, code_id, codings)
                group by 1, 2, 3 having sum(codings) <> 0)
            insert into code_tallies (study_id, trust_id, member_id, code_id, codings)
            select {studyId.Value}, trust_id, member_id, code_id, codings from change
            on conflict (code_id, trust_id, member_id) do update set codings = code_tallies.codings + excluded.codings
            """, cancel);
        await db.TranscriptTallies.Where(t => ids.Contains(t.TranscriptId)).ExecuteDeleteAsync(cancel);
        db.TranscriptTallies.AddRange(tallies.Select(t => new TranscriptTally(
            t.Key.TranscriptId, t.Key.MemberId, studyId, t.Codings, t.Words, t.LastAt, [.. t.Codes.Select(c => c.Code.Value)], [.. t.Codes.Select(c => c.Count)])));
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        await db.Database.ExecuteSqlAsync($"""
            insert into tally_marks (transcript_id, revision, trust_id, is_archived)
            select * from unnest({moved.Select(m => m.TranscriptId).ToArray()}, {moved.Select(m => m.Revision).ToArray()}, {moved.Select(m => m.TrustId).ToArray()}, {moved.Select(m => m.IsArchived).ToArray()})
            on conflict (transcript_id) do update set revision = excluded.revision, trust_id = excluded.trust_id, is_archived = excluded.is_archived
            """, cancel);
    }

    private sealed record Moved(Guid TranscriptId, long Revision, Guid TrustId, bool IsArchived);
}
