using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcriptions;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Interviews;

/// <summary>What is there of each interview of a study, from its sound to its summary: which step it has reached, in one place for all who show it.</summary>
public sealed class InterviewMaterials
{
    private readonly Dictionary<InterviewId, InterviewMaterial> _materials;

    private InterviewMaterials(Dictionary<InterviewId, InterviewMaterial> materials) => _materials = materials;

    /// <param name="isSummaryHidden">Whether a blind round hides the summary from the reader: then it does not count for them.</param>
    public InterviewStep StepOf(InterviewId id, bool isSummaryHidden)
    {
        var material = _materials.GetValueOrDefault(id);
        return (isSummaryHidden ? material with { Summary = SummaryState.Empty } : material).Step;
    }

    public static async Task<InterviewMaterials> ReadAsync(StudyDb db, StudyId study, CancellationToken cancel)
    {
        var sounds = await db.Recordings.Where(r => r.StudyId == study && r.DestroyedAt == null).Select(r => r.InterviewId).Distinct().ToListAsync(cancel);
        var typed = await (
            from t in db.Transcriptions
            join r in db.Recordings on t.RecordingId equals r.Id
            where t.StudyId == study && (r.DestroyedAt == null || t.State == TranscriptionState.Sent)
            select new { t.InterviewId, t.State }).ToListAsync(cancel);
        var transcripts = await db.Transcripts.Where(t => t.StudyId == study && t.ArchivedAt == null).Select(t => new { t.InterviewId, IsReleased = t.ReleasedAt != null }).ToListAsync(cancel);
        var summaries = await db.Summaries.Where(s => s.StudyId == study && s.ColumnId == null && s.State == SummaryState.Done).Select(s => s.InterviewId!.Value).ToListAsync(cancel);

        var materials = new Dictionary<InterviewId, InterviewMaterial>();
        InterviewMaterial Of(InterviewId id) => materials.GetValueOrDefault(id);
        foreach (var id in sounds) materials[id] = Of(id) with { HasSound = true };
        foreach (var one in typed.OrderBy(t => t.State)) materials[one.InterviewId] = Of(one.InterviewId) with { Typing = one.State };
        foreach (var one in transcripts) materials[one.InterviewId] = Of(one.InterviewId) with { HasTranscript = true, IsReleased = Of(one.InterviewId).IsReleased || one.IsReleased };
        foreach (var id in summaries) materials[id] = Of(id) with { Summary = SummaryState.Done };
        return new InterviewMaterials(materials);
    }
}
