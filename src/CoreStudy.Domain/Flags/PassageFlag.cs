using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Flags;

public enum FlagState
{
    /// <summary>The passage is veiled until an admin has looked.</summary>
    Open,

    /// <summary>An admin put a replacement in its place.</summary>
    Redacted,

    /// <summary>An admin found that it identifies nobody; the words are shown again.</summary>
    Dismissed,
}

/// <summary>A passage of which a reader said that it may identify somebody. It is veiled for everybody until an admin decides.</summary>
public sealed class PassageFlag
{
    private PassageFlag() { }

    public FlagId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>What the reader thinks it is; null where they did not say.</summary>
    public IdentifierCategory? Category { get; private set; }

    public MemberId FlaggedBy { get; private set; }

    public DateTimeOffset FlaggedAt { get; private set; }

    public FlagState State { get; private set; }

    public MemberId? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The text revision that laid the veil.</summary>
    public int TextRevision { get; private set; }

    public static PassageFlag Raise(
        FlagId id, StudyId studyId, TranscriptId transcriptId, Segment segment, IdentifierCategory? category, MemberId by, DateTimeOffset at, int textRevision) =>
        new()
        {
            Id = id,
            StudyId = studyId,
            TranscriptId = transcriptId,
            Segment = segment,
            Category = category,
            FlaggedBy = by,
            FlaggedAt = at,
            State = FlagState.Open,
            TextRevision = textRevision,
        };

    public Result<Done> Decide(FlagState decision, MemberId by, DateTimeOffset at)
    {
        if (State != FlagState.Open) return new Refusal("Somebody has decided about this passage already.");
        (State, DecidedBy, DecidedAt) = (decision, by, at);
        return Done.Well;
    }
}
