using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>A coding that is brought in from a file.</summary>
/// <param name="Words">Those at the segment.</param>
/// <param name="At">When it was made, as the file says.</param>
public sealed record BroughtInCoding(CodingId Id, TranscriptId Transcript, CodeId Code, MemberId Coder, Segment Segment, string Words, DateTimeOffset At, bool IsUnsure, string Question)
{
    public override string ToString() => $"coding {Id.Value}";
}

/// <summary>Stores codings from a file like those made at the desk, each with an act of its own; a hundred thousand go in three statements.</summary>
public static class BroughtInCodings
{
    /// <remarks>Within the caller's transaction, with transcripts, codes and members stored already, and before the audit trail is told.</remarks>
    /// <param name="import">That they came in together, and from what; it may be stored already.</param>
    /// <returns>How far each transcript came.</returns>
    public static async Task<IReadOnlyDictionary<TranscriptId, long>> StoreAsync(StudyDb db, StudyId studyId, IReadOnlyList<BroughtInCoding> codings, CodingImport? import, DateTimeOffset at, CancellationToken cancel)
    {
        var transcripts = codings.Select(c => c.Transcript).Distinct().ToList();
        var held = transcripts.Select(t => t.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = any({held}) order by transcript_id for update", cancel);
        var revisions = await db.CodingHeads.AsNoTracking().Where(h => transcripts.Contains(h.TranscriptId)).ToDictionaryAsync(h => h.TranscriptId, h => h.Revision, cancel);
        var ids = codings.Select(c => c.Id.Value).ToArray();
        var numbers = codings.Select(c => ++revisions[c.Transcript]).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into codings (id, study_id, transcript_id, code_id, member_id, segment_start, segment_end, words, is_unsure, question, coded_at, changed_at, revision)
             select n.id, {studyId.Value}, n.transcript_id, n.code_id, n.member_id, n.segment_start, n.segment_end, n.words, n.is_unsure, n.question, n.coded_at, n.coded_at, n.revision
             from unnest({ids}, {codings.Select(c => c.Transcript.Value).ToArray()}, {codings.Select(c => c.Code.Value).ToArray()}, {codings.Select(c => c.Coder.Value).ToArray()},
                 {codings.Select(c => c.Segment.Start).ToArray()}, {codings.Select(c => c.Segment.End).ToArray()}, {codings.Select(c => c.Words).ToArray()}, {codings.Select(c => c.IsUnsure).ToArray()},
                 {codings.Select(c => c.Question).ToArray()}, {codings.Select(c => c.At.ToUniversalTime()).ToArray()}, {numbers})
                 as n(id, transcript_id, code_id, member_id, segment_start, segment_end, words, is_unsure, question, coded_at, revision)
             """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into coding_acts (id, transcript_id, revision, member_id, at, kind, coding_id, after)
             select gen_random_uuid(), transcript_id, revision, member_id, {at}, 'Import', id,
                 jsonb_build_object('Code', code_id, 'Start', segment_start, 'End', segment_end, 'Unsure', is_unsure, 'Question', question, 'Removed', false)
             from codings where id = any({ids})
             """,
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             update coding_heads h set revision = n.revision
             from unnest({held}, {transcripts.Select(t => revisions[t]).ToArray()}) as n(transcript_id, revision) where h.transcript_id = n.transcript_id
             """,
            cancel);
        if (import is not null && ids.Length > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                 insert into coding_imports (id, study_id, member_id, "from", program, at)
                 values ({import.Id.Value}, {import.StudyId.Value}, {import.MemberId.Value}, {import.From.ToString()}, {import.Program}, {import.At.ToUniversalTime()}) on conflict do nothing
                 """,
                cancel);
            await db.Database.ExecuteSqlAsync($"insert into imported_codings (coding_id, import_id, revision) select n.id, {import.Id.Value}, n.revision from unnest({ids}, {numbers}) as n(id, revision)", cancel);
        }

        return revisions;
    }
}
