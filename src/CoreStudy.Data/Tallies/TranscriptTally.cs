using CoreStudy.Domain;

namespace CoreStudy.Data.Tallies;

/// <summary>What one member has coded in one transcript, as of the transcript's mark.</summary>
public sealed class TranscriptTally(
    TranscriptId transcriptId, MemberId memberId, StudyId studyId, int codings, int words, DateTimeOffset lastAt, Guid[] codes, int[] counts)
{
    public TranscriptId TranscriptId { get; private set; } = transcriptId;

    public MemberId MemberId { get; private set; } = memberId;

    public StudyId StudyId { get; private set; } = studyId;

    public int Codings { get; private set; } = codings;

    /// <summary>Words whose first character lies in one of the member's codings, each counted once.</summary>
    public int Words { get; private set; } = words;

    /// <summary>When the member last changed a coding that stands here.</summary>
    public DateTimeOffset LastAt { get; private set; } = lastAt;

    /// <summary>Ids of the codes used, beside <see cref="Counts"/>.</summary>
    public Guid[] Codes { get; private set; } = codes;

    public int[] Counts { get; private set; } = counts;
}
