using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Summaries;

/// <summary>The cases of which a reader is shown no summary for now, because a transcript of theirs is coded blindly: a summary tells what colleagues found there.</summary>
public sealed class BlindCases
{
    private readonly HashSet<SummaryCase> _cases;

    private BlindCases(HashSet<SummaryCase> cases) => _cases = cases;

    public bool IsEmpty => _cases.Count == 0;

    /// <summary>Whether what is written about the case is hidden from the reader; then they cannot write about it either.</summary>
    public bool Hide(SummaryCase about) => _cases.Contains(about);

    /// <summary>By <see cref="Visibility.BlindTo"/>: participants who speak or took part, interviews and trusts of the transcripts on which the reader sees their own work alone.</summary>
    public static async Task<BlindCases> ReadAsync(StudyDb db, Member reader, CancellationToken cancel)
    {
        var blind = db.BlindTo(reader);
        var transcripts = await db.Transcripts.Where(t => blind.Contains(t.Id))
            .Select(t => new { t.InterviewId, t.TrustId, Speakers = t.Speakers.Select(s => s.ParticipantId).ToList() }).ToListAsync(cancel);
        var interviews = transcripts.Select(t => t.InterviewId).ToHashSet();
        var tookPart = transcripts.Count == 0 ? [] : await db.Interviews.Where(i => interviews.Contains(i.Id)).SelectMany(i => i.Participants).Select(p => p.ParticipantId).ToListAsync(cancel);
        return new BlindCases(
        [
            .. interviews.Select(SummaryCase.Of),
            .. transcripts.Select(t => SummaryCase.Of(t.TrustId)),
            .. transcripts.SelectMany(t => t.Speakers).OfType<ParticipantId>().Concat(tookPart).Select(SummaryCase.Of),
        ]);
    }
}
