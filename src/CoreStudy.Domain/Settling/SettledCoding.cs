using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Settling;

/// <summary>How a settled coding came to be.</summary>
public enum SettledHow
{
    /// <summary>All coders had coded it so; nobody had to decide.</summary>
    Agreed,

    /// <summary>One coder's coding was taken.</summary>
    Taken,

    /// <summary>It stands together with what others did.</summary>
    TakenTogether,

    /// <summary>Its borders reach round those of all.</summary>
    Merged,

    /// <summary>The settler chose code and words.</summary>
    Written,
}

/// <summary>A coding of the settled layer, which is nobody's alone. The coders' codings that it came from stay as they are.</summary>
public sealed class SettledCoding
{
    private SettledCoding() { }

    public SettledCodingId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>As it was settled; a code that was merged since stands for the one it went into.</summary>
    public CodeId CodeId { get; private set; }

    public Segment Segment { get; private set; }

    /// <summary>The words at the segment when it was set: what the check of codings compares.</summary>
    public string Words { get; private set; } = "";

    public SettledHow How { get; private set; }

    /// <summary>The difference that it settles; null where all agreed.</summary>
    public DifferenceId? DifferenceId { get; private set; }

    /// <summary>The coders' codings that it came from.</summary>
    public IReadOnlyList<CodingId> From { get; private set; } = [];

    public MemberId DecidedBy { get; private set; }

    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>When the decision was taken back or another came; it stays in the store, so that it can come back.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>The settlement's revision at the last change.</summary>
    public long Revision { get; private set; }

    internal static SettledCoding Make(Settlement settlement, SettledDraft draft, string words, DifferenceId? difference, MemberId by, DateTimeOffset at, long revision) => new()
    {
        Id = SettledCodingId.New(),
        StudyId = settlement.StudyId,
        TranscriptId = settlement.TranscriptId,
        CodeId = draft.CodeId,
        Segment = draft.Segment,
        Words = words,
        How = draft.How,
        DifferenceId = difference,
        From = draft.From,
        DecidedBy = by,
        DecidedAt = at,
        Revision = revision,
    };

    internal void Remove(DateTimeOffset at, long revision) => (RemovedAt, Revision) = (RemovedAt ?? at, revision);

    internal void Restore(long revision) => (RemovedAt, Revision) = (null, revision);
}
