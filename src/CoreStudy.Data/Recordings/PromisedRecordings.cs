using CoreStudy.Domain;
using CoreStudy.Domain.Participants;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Recordings;

/// <summary>Recordings of an interview that were to be kept until it was transcribed, and it is.</summary>
/// <param name="Count">How many.</param>
/// <param name="Who">The labels of those who took part and did not agree to the recording being kept.</param>
public sealed record PromisedRecordings(InterviewId Interview, TrustId Trust, string Title, int Count, IReadOnlyList<string> Who)
{
    /// <summary>Those of a study. Where no consent of somebody is on record, nothing is said of them.</summary>
    public static async Task<IReadOnlyList<PromisedRecordings>> ReadAsync(StudyDb db, StudyId study, CancellationToken cancel)
    {
        var transcribed = await db.Interviews.AsNoTracking()
            .Where(i => i.StudyId == study && db.Recordings.Any(r => r.InterviewId == i.Id && r.DestroyedAt == null) && db.Transcripts.Any(t => t.InterviewId == i.Id && t.ReleasedAt != null))
            .OrderBy(i => i.Title).ToListAsync(cancel);
        if (transcribed.Count == 0) return [];
        var took = transcribed.SelectMany(i => i.Participants).Select(p => p.ParticipantId).Distinct().ToList();
        var labels = await db.Participants.Where(p => took.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Label, cancel);
        var consents = (await db.Consents.AsNoTracking().Where(c => took.Contains(c.ParticipantId)).ToListAsync(cancel)).ToLookup(c => c.ParticipantId);
        var ids = transcribed.ConvertAll(i => i.Id);
        var counts = await db.Recordings.Where(r => ids.Contains(r.InterviewId) && r.DestroyedAt == null).GroupBy(r => r.InterviewId).ToDictionaryAsync(g => g.Key, g => g.Count(), cancel);
        return [.. from interview in transcribed
                   let who = interview.Participants.Select(p => p.ParticipantId).Where(p => consents[p].Current() is { } now && !now.Allows(ConsentScope.KeepRecording)).Select(p => labels[p]).Order(StringComparer.Ordinal).ToList()
                   where who.Count > 0
                   select new PromisedRecordings(interview.Id, interview.TrustId, interview.Title, counts[interview.Id], who)];
    }
}
