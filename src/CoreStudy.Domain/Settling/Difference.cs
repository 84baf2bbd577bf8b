namespace CoreStudy.Domain.Settling;

/// <summary>What stands decided about a difference.</summary>
/// <param name="Lane">Which lane was taken, from 0, where one was.</param>
/// <param name="At">To the microsecond, as it is stored: what stands and what an act remembers are compared.</param>
public sealed record DifferenceStanding(DecisionKind Kind, int? Lane, string Reason, MemberId By, DateTimeOffset At)
{
    public DateTimeOffset At { get; } = new(At.UtcTicks - (At.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>One difference between coders of a transcript, as it was found when settling began.</summary>
/// <remarks>It holds no place of its own: it is where its codings are.</remarks>
public sealed class Difference
{
    private Difference() { }

    public DifferenceId Id { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    /// <summary>From 0, in the order of the text.</summary>
    public int Number { get; private set; }

    public DifferenceKind Kind { get; private set; }

    /// <summary>The coders' codings that it is made of, in the order of the text.</summary>
    public IReadOnlyList<CodingId> Codings { get; private set; } = [];

    /// <summary>What was decided; null while nobody has.</summary>
    public DecisionKind? Decision { get; private set; }

    public int? Lane { get; private set; }

    public string Reason { get; private set; } = "";

    public MemberId? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The settlement's revision of the last decision; 0 while there was none.</summary>
    public long Revision { get; private set; }

    /// <summary>Who marked the talk about it as resolved; null where nobody has, or there was no talk.</summary>
    public MemberId? ResolvedBy { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>The settlement's revision at the last change of the talk about it.</summary>
    public long TalkRevision { get; private set; }

    public DifferenceStanding? Standing => Decision is { } kind ? new(kind, Lane, Reason, DecidedBy!.Value, DecidedAt!.Value) : null;

    internal static Difference Found(Settlement settlement, int number, LaneDifference difference) => new()
    {
        Id = DifferenceId.New(),
        TranscriptId = settlement.TranscriptId,
        Number = number,
        Kind = difference.Kind,
        Codings = [.. difference.Codings.Select(c => c.Id)],
    };

    internal void Become(DifferenceStanding? standing, long revision)
    {
        (Decision, Lane, Reason, DecidedBy, DecidedAt) = (standing?.Kind, standing?.Lane, standing?.Reason ?? "", standing?.By, standing?.At);
        Revision = revision;
    }

    internal void TalkGoesOn(long revision) => (ResolvedBy, ResolvedAt, TalkRevision) = (null, null, revision);

    internal void Resolve(MemberId? by, DateTimeOffset at, long revision) => (ResolvedBy, ResolvedAt, TalkRevision) = (by, by is null ? null : at, revision);
}

/// <summary>What somebody says about a difference: to the coders, or in answer. In the order of saying.</summary>
public sealed class Remark
{
    public const int Longest = 4000;

    private Remark() { }

    public RemarkId Id { get; private set; }

    public DifferenceId DifferenceId { get; private set; }

    public TranscriptId TranscriptId { get; private set; }

    public MemberId MemberId { get; private set; }

    public string Text { get; private set; } = "";

    public DateTimeOffset SaidAt { get; private set; }

    /// <summary>The settlement's revision at which it was said.</summary>
    public long Revision { get; private set; }

    internal static Remark Say(RemarkId id, Difference difference, string text, MemberId by, DateTimeOffset at, long revision) => new()
    {
        Id = id,
        DifferenceId = difference.Id,
        TranscriptId = difference.TranscriptId,
        MemberId = by,
        Text = text.Trim(),
        SaidAt = at,
        Revision = revision,
    };

    public override string ToString() => $"{Text.Length} characters";
}
