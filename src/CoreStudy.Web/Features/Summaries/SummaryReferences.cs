using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A passage that a summary refers to.</summary>
/// <param name="Number">Its number in the text.</param>
/// <param name="Segment">Its place now, in UTF-16 code units, end exclusive.</param>
/// <param name="Turn">In which it begins, from 1.</param>
/// <param name="Speaker">Who speaks there, by label.</param>
/// <param name="Participants">The participants who speak in it, each once.</param>
/// <param name="HasStrangers">Whether somebody speaks in it who is neither an interviewer nor a participant that the study knows.</param>
/// <param name="IsWithdrawn">Whether a participant withdrew its words.</param>
public sealed record ReferenceView(int Number, Segment Segment, TranscriptId TranscriptId, string Title, int Turn, string Speaker, IReadOnlyList<ParticipantId> Participants, bool HasStrangers, string Words, bool IsWithdrawn)
{
    public override string ToString() => $"reference {Number}, {Words.Length} long";
}

/// <summary>The passages that summaries refer to, for one reader.</summary>
internal static class SummaryReferences
{
    /// <summary>The passages of these summaries that the reader may see, in the order of their numbers; those that a blind round or their trusts keep from them are missing.</summary>
    public static async Task<ILookup<SummaryId, ReferenceView>> ReadAsync(StudyDb db, Member reader, IReadOnlyCollection<SummaryId> summaries, CancellationToken cancel)
    {
        var rows = await (
            from link in db.SummaryLinks
            join kept in db.KeptPassages.VisibleTo(db, reader) on link.PassageId equals kept.Id
            join transcript in db.Transcripts.ReadableBy(reader) on kept.TranscriptId equals transcript.Id
            where summaries.Contains(link.SummaryId)
            orderby link.SummaryId, link.Number
            select new
            {
                link.SummaryId, link.Number, kept.TranscriptId, transcript.Title, kept.Words, kept.Segment, IsWithdrawn = kept.WithdrawnAt != null,
                Turns = db.Turns.Where(t => t.TranscriptId == kept.TranscriptId && t.Segment.Start < kept.Segment.End && t.Segment.End > kept.Segment.Start).OrderBy(t => t.Number).Select(t => new { t.Number, t.SpeakerNumber }).ToList(),
            }).ToListAsync(cancel);
        var places = rows.Select(r => r.TranscriptId).Distinct().ToList();
        var speakers = await db.Speakers.Where(s => places.Contains(s.TranscriptId)).AsNoTracking().ToDictionaryAsync(s => (s.TranscriptId, s.Number), cancel);
        return rows.ToLookup(r => r.SummaryId, r =>
        {
            var said = r.Turns.Select(t => speakers.GetValueOrDefault((r.TranscriptId, t.SpeakerNumber))).OfType<Speaker>().Distinct().ToList();
            return new ReferenceView(
                r.Number, r.Segment, r.TranscriptId, r.Title, (r.Turns.Count == 0 ? 0 : r.Turns[0].Number) + 1, string.Join(", ", said.Where(s => !s.IsInterviewer).DefaultIfEmpty(said.FirstOrDefault()).Select(s => s?.Label)),
                [.. said.Where(s => !s.IsInterviewer).Select(s => s.ParticipantId).OfType<ParticipantId>().Distinct()], said.Exists(s => s is { IsInterviewer: false, ParticipantId: null }), r.Words, r.IsWithdrawn);
        });
    }

    /// <summary>When words that summaries of the study refer to were withdrawn, by summary and number.</summary>
    public static async Task<Dictionary<(SummaryId, int), DateTimeOffset>> WithdrawnAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        return await (
            from link in db.SummaryLinks
            join kept in db.KeptPassages on link.PassageId equals kept.Id
            where kept.StudyId == studyId && kept.WithdrawnAt != null
            select new { link.SummaryId, link.Number, At = kept.WithdrawnAt!.Value }).ToDictionaryAsync(l => (l.SummaryId, l.Number), l => l.At, cancel);
    }

    /// <summary>Whether words that it refers to were withdrawn after it was last written.</summary>
    public static bool MustBeReadAgain(Summary summary, IReadOnlyDictionary<(SummaryId, int), DateTimeOffset> withdrawn) =>
        withdrawn.Count > 0 && References.In(summary.Text).Any(n => withdrawn.TryGetValue((summary.Id, n), out var at) && at > summary.ChangedAt);
}
