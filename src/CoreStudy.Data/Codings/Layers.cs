using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>A coding as comparisons read it: who judged that which code fits where.</summary>
/// <param name="MemberId">Default where nobody in particular judged, as in a settled layer.</param>
/// <param name="Segment">In today's text, in UTF-16 code units, end exclusive.</param>
public sealed record LayerCoding(CodingId Id, TranscriptId TranscriptId, MemberId MemberId, CodeId CodeId, Segment Segment);

/// <summary>Readings of codings as wholes: as they were handed in, as they are now.</summary>
/// <remarks>Callers ask <c>Permissions</c> and <see cref="Visibility"/> first: nothing is left out here for the reader's sake.</remarks>
public static class Layers
{
    /// <summary>What a round's coders had coded in its transcripts when it opened; before that, what they have now.</summary>
    /// <param name="transcripts">Those of the round that are wanted; null for all.</param>
    /// <returns>Ordered by transcript, start, end, coder.</returns>
    /// <remarks>
    /// Read from the acts: the last on each coding up to the revision at which the round opened. Revisions of the text carry acts along, so places are those of
    /// today's text. A code stands as it was handed in, even where it was merged into another since.
    /// </remarks>
    public static async Task<IReadOnlyList<LayerCoding>> AsHandedInAsync(StudyDb db, RoundId roundId, IReadOnlyCollection<TranscriptId>? transcripts, CancellationToken cancel)
    {
        var some = transcripts?.Select(t => t.Value).ToArray() ?? [];
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             with texts as (
                 select t.transcript_id, t.opened_at_revision, case when r.is_second_reading then r.id end as reading
                 from round_transcripts t join rounds r on r.id = t.round_id
                 where r.id = {roundId.Value} and ({transcripts == null} or t.transcript_id = any({some}))),
             handed_in as (
                 select distinct on (a.coding_id) a.coding_id as id, a.transcript_id, c.member_id, a.after
                 from texts t join coding_acts a on a.transcript_id = t.transcript_id and a.revision <= t.opened_at_revision
                     join codings c on c.id = a.coding_id and c.round_id is not distinct from t.reading
                 where a.after is not null
                 order by a.coding_id, a.revision desc)
             select x.id, x.transcript_id, x.member_id, x.code_id, x.segment_start, x.segment_end from (
                 select id, transcript_id, member_id, (after->>'Code')::uuid as code_id, (after->>'Start')::int as segment_start, (after->>'End')::int as segment_end
                 from handed_in where not (after->>'Removed')::boolean
                 union all
                 select c.id, c.transcript_id, c.member_id, c.code_id, c.segment_start, c.segment_end
                 from texts t join codings c on c.transcript_id = t.transcript_id and c.round_id is not distinct from t.reading
                 where t.opened_at_revision is null and c.removed_at is null) x
             where x.member_id in (select member_id from round_coders where round_id = {roundId.Value})
             order by x.transcript_id, x.segment_start, x.segment_end, x.member_id, x.id
             """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToCoding())];
    }

    /// <summary>What everybody has coded in these transcripts now, second readings left out.</summary>
    /// <returns>Ordered by transcript, start, end, coder.</returns>
    public static async Task<IReadOnlyList<LayerCoding>> NowAsync(StudyDb db, IReadOnlyCollection<TranscriptId> transcripts, CancellationToken cancel)
    {
        var ids = transcripts.Select(t => t.Value).ToArray();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             select id, transcript_id, member_id, code_id, segment_start, segment_end from codings
             where transcript_id = any({ids}) and removed_at is null and round_id is null
             order by transcript_id, segment_start, segment_end, member_id, id
             """).ToListAsync(cancel);
        return [.. rows.Select(r => r.ToCoding())];
    }

    /// <summary>What some members had coded in a transcript at one of its coding revisions, second readings left out.</summary>
    /// <param name="codings">Those that are wanted; null for all.</param>
    /// <returns>In today's places and in today's code where the code was merged since; ordered by start, end, coder.</returns>
    public static async Task<IReadOnlyList<LayerCoding>> AsOfAsync(
        StudyDb db, TranscriptId transcript, long revision, IReadOnlyCollection<MemberId> members, IReadOnlyCollection<CodingId>? codings, CancellationToken cancel)
    {
        var (of, some) = (members.Select(m => m.Value).ToArray(), codings?.Select(c => c.Value).ToArray() ?? []);
        var rows = await db.Database.SqlQuery<Row>(
            $"""
             with last as (
                 select distinct on (a.coding_id) a.coding_id as id, a.transcript_id, c.member_id, a.after
                 from coding_acts a join codings c on c.id = a.coding_id and c.round_id is null
                 where a.transcript_id = {transcript.Value} and a.revision <= {revision} and a.after is not null
                     and c.member_id = any({of}) and ({codings == null} or a.coding_id = any({some}))
                 order by a.coding_id, a.revision desc)
             select id, transcript_id, member_id, (after->>'Code')::uuid as code_id, (after->>'Start')::int as segment_start, (after->>'End')::int as segment_end
             from last where not (after->>'Removed')::boolean
             order by segment_start, segment_end, member_id, id
             """).ToListAsync(cancel);
        return await StandingAsync(db, [.. rows.Select(r => r.ToCoding())], cancel);
    }

    /// <summary>What was settled in these transcripts, as far as it is: agreed passages, and differences that were decided.</summary>
    /// <returns>Ordered by transcript, start, end; no member, and the settled coding's own id. A code that was merged since stands for the one it went into.</returns>
    public static async Task<IReadOnlyList<LayerCoding>> SettledAsync(StudyDb db, IReadOnlyCollection<TranscriptId> transcripts, CancellationToken cancel)
    {
        var rows = await db.SettledCodings.Where(s => transcripts.Contains(s.TranscriptId) && s.RemovedAt == null)
            .OrderBy(s => s.TranscriptId).ThenBy(s => s.Segment.Start).ThenBy(s => s.Segment.End).ThenBy(s => s.Id)
            .Select(s => new { s.Id, s.TranscriptId, s.CodeId, s.Segment }).ToListAsync(cancel);
        return await StandingAsync(db, [.. rows.Select(r => new LayerCoding(new(r.Id.Value), r.TranscriptId, default, r.CodeId, r.Segment))], cancel);
    }

    /// <summary>The same with the codes that stand for those that were merged into others.</summary>
    public static async Task<IReadOnlyList<LayerCoding>> StandingAsync(StudyDb db, IReadOnlyList<LayerCoding> codings, CancellationToken cancel)
    {
        var used = codings.Select(c => c.CodeId).Distinct().ToList();
        var study = await db.Codes.Where(c => used.Contains(c.Id) && c.MergedInto != null).Select(c => (StudyId?)c.StudyId).FirstOrDefaultAsync(cancel);
        if (study is null) return codings;
        var merged = await MergedCodes.ReadAsync(db, study.Value, cancel);
        return [.. codings.Select(c => c with { CodeId = merged.Standing(c.CodeId) })];
    }

    private sealed record Row(Guid Id, Guid TranscriptId, Guid MemberId, Guid CodeId, int SegmentStart, int SegmentEnd)
    {
        public LayerCoding ToCoding() => new(new(Id), new(TranscriptId), new(MemberId), new(CodeId), new Segment(SegmentStart, SegmentEnd));
    }
}
