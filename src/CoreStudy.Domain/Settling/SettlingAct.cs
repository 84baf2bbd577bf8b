namespace CoreStudy.Domain.Settling;

public enum SettlingActKind
{
    Begin,
    Decide,
    Undo,
    Redo,
    Remark,
    Resolve,

    /// <summary>The talk about a difference is not resolved after all.</summary>
    TalkAgain,
    SignOff,
    Reopen,
}

/// <summary>One thing done in a settlement, in order. Acts are only ever added; they are its history, and what undo and redo read.</summary>
public sealed class SettlingAct
{
    private SettlingAct() { }

    /// <summary>Made in the browser, so that an act sent twice is done once.</summary>
    public ActId Id { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>Its place in the order of the settlement's acts, from 1.</summary>
    public long Revision { get; private set; }

    public SettlingActKind Kind { get; private set; }

    public MemberId MemberId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DifferenceId? DifferenceId { get; private set; }

    /// <summary>What stood decided before; null where nothing did.</summary>
    public DifferenceStanding? Before { get; private set; }

    /// <summary>What stood decided afterwards.</summary>
    public DifferenceStanding? After { get; private set; }

    /// <summary>The settled codings that came to stand.</summary>
    public IReadOnlyList<SettledCodingId> Added { get; private set; } = [];

    /// <summary>The settled codings that stand no longer.</summary>
    public IReadOnlyList<SettledCodingId> Removed { get; private set; } = [];

    /// <summary>The act that an undo took back or a redo did again.</summary>
    public ActId? Of { get; private set; }

    /// <summary>The revision at which this act was undone, while it is.</summary>
    public long? UndoneAt { get; private set; }

    /// <summary>Why the settlement was opened again; empty for every other act.</summary>
    public string Reason { get; private set; } = "";

    internal static SettlingAct Record(
        Settlement settlement, ActId id, SettlingActKind kind, MemberId by, DateTimeOffset at, DifferenceId? difference = null, DifferenceStanding? before = null,
        DifferenceStanding? after = null, IReadOnlyList<SettledCodingId>? added = null, IReadOnlyList<SettledCodingId>? removed = null, ActId? of = null, string reason = "") => new()
        {
            Id = id,
            TranscriptId = settlement.TranscriptId,
            Revision = settlement.Revision,
            Kind = kind,
            MemberId = by,
            At = at,
            DifferenceId = difference,
            Before = before,
            After = after,
            Added = added ?? [],
            Removed = removed ?? [],
            Of = of,
            Reason = reason,
        };

    internal void MarkUndone(long revision) => UndoneAt = revision;

    internal void MarkRedone() => UndoneAt = null;
}
