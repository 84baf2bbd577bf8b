using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Settling;

public enum SettlementState
{
    /// <summary>Differences are being settled.</summary>
    Open,

    /// <summary>A supervisor has read it and finds it good; nothing changes until it is reopened.</summary>
    SignedOff,
}

/// <summary>The settling of what coders of one transcript differ in. There is one a transcript at most.</summary>
public sealed class Settlement
{
    /// <summary>How many codings a settlement can hold at most, over all lanes.</summary>
    public const int MostCodings = 50_000;

    private Settlement() { }

    public TranscriptId TranscriptId { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>The round whose coders they are; null where it was coded several times without one.</summary>
    public RoundId? RoundId { get; private set; }

    /// <summary>The transcript's coding revision at which the coders' codings are taken: when their round was opened, or when settling began.</summary>
    public long AtRevision { get; private set; }

    /// <summary>The coders, in the order of their lanes, which was drawn for this transcript.</summary>
    public IReadOnlyList<MemberId> Lanes { get; private set; } = [];

    public SettlementState State { get; private set; }

    public MemberId BegunBy { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    public MemberId? SignedOffBy { get; private set; }

    public DateTimeOffset? SignedOffAt { get; private set; }

    /// <summary>The last of its acts, from 1; each act takes the next.</summary>
    public long Revision { get; private set; }

    /// <summary>How many passages all coders agreed on when it began.</summary>
    public int AgreedCount { get; private set; }

    /// <summary>How many differences there are.</summary>
    public int DifferenceCount { get; private set; }

    public bool IsSignedOff => State == SettlementState.SignedOff;

    /// <param name="lanes">The coders in the order in which their lanes stand.</param>
    /// <param name="codings">Their codings as of <paramref name="atRevision"/>.</param>
    public static Result<Begun> Begin(
        Transcript transcript, TranscriptText text, RoundId? round, IReadOnlyList<MemberId> lanes, IReadOnlyList<LaneCoding> codings, long atRevision, MemberId by, DateTimeOffset at)
    {
        if (lanes.Distinct().Count() < 2) return new Refusal("There is nothing to settle with fewer than two coders who have handed in their coding.");
        if (codings.Count > MostCodings) return new Refusal($"There are {codings.Count:N0} codings on this transcript; a settlement can hold {MostCodings:N0}.");
        var comparison = LaneComparison.Of(codings, lanes.Count);
        var settlement = new Settlement
        {
            TranscriptId = transcript.Id,
            StudyId = transcript.StudyId,
            RoundId = round,
            AtRevision = atRevision,
            Lanes = lanes,
            BegunBy = by,
            BegunAt = at,
            AgreedCount = comparison.Agreed.Count,
            DifferenceCount = comparison.Differences.Count,
        };
        var differences = comparison.Differences.Select((d, i) => Difference.Found(settlement, i, d)).ToList();
        settlement.Revision++;
        var settled = new List<SettledCoding>(comparison.Agreed.Count);
        foreach (var agreed in comparison.Agreed)
        {
            if (text.Cut(agreed.Segment).IsRefused(out var outside, out var excerpt)) return outside;
            settled.Add(SettledCoding.Make(settlement, new SettledDraft(agreed.CodeId, agreed.Segment, SettledHow.Agreed, agreed.From), excerpt.Words, null, by, at, settlement.Revision));
        }

        return new Begun(settlement, differences, settled, SettlingAct.Record(settlement, ActId.New(), SettlingActKind.Begin, by, at));
    }

    /// <summary>Keeps what was settled elsewhere and is brought in from a file: signed off, without the differences, of which the file says nothing.</summary>
    /// <param name="lanes">The coders of the transcript.</param>
    /// <param name="codings">Their codings: those of the same code on the same words are what a settled coding came from.</param>
    /// <param name="settled">Codes and places of the settled layer.</param>
    public static Result<Begun> BroughtIn(
        Transcript transcript, TranscriptText text, IReadOnlyList<MemberId> lanes, IReadOnlyList<LaneCoding> codings, IReadOnlyList<(CodeId Code, Segment Segment)> settled, long atRevision, MemberId by, DateTimeOffset at)
    {
        var settlement = new Settlement
        {
            TranscriptId = transcript.Id,
            StudyId = transcript.StudyId,
            AtRevision = atRevision,
            Lanes = lanes,
            BegunBy = by,
            BegunAt = at,
            AgreedCount = settled.Count,
            Revision = 1,
            State = SettlementState.SignedOff,
            SignedOffBy = by,
            SignedOffAt = at,
        };
        var of = codings.ToLookup(c => (c.CodeId, c.Segment), c => c.Id);
        var kept = new List<SettledCoding>(settled.Count);
        foreach (var (code, segment) in settled)
        {
            if (text.Cut(segment).IsRefused(out var outside, out var excerpt)) return outside;
            kept.Add(SettledCoding.Make(settlement, new SettledDraft(code, segment, SettledHow.Agreed, [.. of[(code, segment)]]), excerpt.Words, null, by, at, settlement.Revision));
        }

        return new Begun(settlement, [], kept, SettlingAct.Record(settlement, ActId.New(), SettlingActKind.Begin, by, at));
    }

    /// <summary>Settles a difference, or settles it otherwise.</summary>
    /// <param name="seen">The difference's revision that the settler had before them; refused where somebody has decided since.</param>
    /// <param name="drafts">What comes to stand, each with its words in the text of now.</param>
    /// <param name="standing">The settled codings of this difference that stand.</param>
    public Result<Decided> Decide(
        ActId act, Difference difference, long seen, Decision decision, IReadOnlyList<(SettledDraft Draft, string Words)> drafts, IReadOnlyList<SettledCoding> standing, MemberId by, DateTimeOffset at)
    {
        if (CheckOpen() is { } closed) return closed;
        if (difference.Revision > seen) return new Refusal("Somebody has decided this difference meanwhile. Look at what they decided; if you still want it otherwise, decide again.");
        var before = difference.Standing;
        Revision++;
        foreach (var gone in standing) gone.Remove(at, Revision);
        var added = drafts.Select(d => SettledCoding.Make(this, d.Draft, d.Words, difference.Id, by, at, Revision)).ToList();
        difference.Become(new DifferenceStanding(decision.Kind, decision.Lane, decision.Reason.Trim(), by, at), Revision);
        var record = SettlingAct.Record(this, act, SettlingActKind.Decide, by, at, difference.Id, before, difference.Standing, [.. added.Select(a => a.Id)], [.. standing.Select(s => s.Id)]);
        return new Decided(record, added);
    }

    /// <summary>Takes back a decision; refused where the difference has been decided again since.</summary>
    /// <param name="codings">The settled codings that the decision added or removed.</param>
    public Result<SettlingAct> Undo(ActId act, SettlingAct last, Difference difference, IReadOnlyList<SettledCoding> codings, MemberId by, DateTimeOffset at)
    {
        if (CheckOpen() is { } closed) return closed;
        if (difference.Standing != last.After) return new Refusal("Somebody has decided this difference again since, so this cannot be undone.");
        Revision++;
        Exchange(codings, last.Removed, last.Added, at);
        difference.Become(last.Before, Revision);
        last.MarkUndone(Revision);
        return SettlingAct.Record(this, act, SettlingActKind.Undo, by, at, difference.Id, last.After, last.Before, last.Removed, last.Added, last.Id);
    }

    /// <summary>Does again what was taken back.</summary>
    public Result<SettlingAct> Redo(ActId act, SettlingAct last, Difference difference, IReadOnlyList<SettledCoding> codings, MemberId by, DateTimeOffset at)
    {
        if (CheckOpen() is { } closed) return closed;
        if (difference.Standing != last.Before) return new Refusal("Somebody has decided this difference since, so this cannot be done again.");
        Revision++;
        Exchange(codings, last.Added, last.Removed, at);
        difference.Become(last.After, Revision);
        last.MarkRedone();
        return SettlingAct.Record(this, act, SettlingActKind.Redo, by, at, difference.Id, last.Before, last.After, last.Added, last.Removed, last.Id);
    }

    /// <summary>Somebody says something about a difference, or answers.</summary>
    public Result<(Remark Remark, SettlingAct Act)> Say(ActId act, RemarkId id, Difference difference, string text, MemberId by, DateTimeOffset at)
    {
        if (Words.Required("a remark", text, Remark.Longest) is { } no) return no;
        Revision++;
        difference.TalkGoesOn(Revision);
        return (Remark.Say(id, difference, text, by, at, Revision), SettlingAct.Record(this, act, SettlingActKind.Remark, by, at, difference.Id));
    }

    /// <summary>Marks the talk about a difference as resolved, or as open again.</summary>
    public SettlingAct Resolve(ActId act, Difference difference, bool isResolved, MemberId by, DateTimeOffset at)
    {
        Revision++;
        difference.Resolve(isResolved ? by : null, at, Revision);
        return SettlingAct.Record(this, act, isResolved ? SettlingActKind.Resolve : SettlingActKind.TalkAgain, by, at, difference.Id);
    }

    /// <param name="open">How many differences nobody has decided; those left to be discussed have their reason, and may stay.</param>
    public Result<SettlingAct> SignOff(int open, MemberId by, DateTimeOffset at)
    {
        if (IsSignedOff) return new Refusal("This has been signed off already.");
        if (open > 0) return new Refusal(open == 1
            ? "One difference is still open. Decide it, or leave it to be discussed and say why."
            : $"{open:N0} differences are still open. Decide them, or leave them to be discussed and say why.");
        Revision++;
        (State, SignedOffBy, SignedOffAt) = (SettlementState.SignedOff, by, at);
        return SettlingAct.Record(this, ActId.New(), SettlingActKind.SignOff, by, at);
    }

    /// <param name="reason">Why; kept with the act, up to 1000 characters.</param>
    public Result<SettlingAct> Reopen(string reason, MemberId by, DateTimeOffset at)
    {
        if (!IsSignedOff) return new Refusal("This is not signed off.");
        if (Words.Required("a reason for opening it again", reason, Decision.LongestReason) is { } no) return no;
        Revision++;
        (State, SignedOffBy, SignedOffAt) = (SettlementState.Open, null, null);
        return SettlingAct.Record(this, ActId.New(), SettlingActKind.Reopen, by, at, reason: reason.Trim());
    }

    private Refusal? CheckOpen() => IsSignedOff ? new Refusal("This transcript is settled and signed off. Who signs off can open it again, with a reason.") : null;

    private void Exchange(IReadOnlyList<SettledCoding> codings, IReadOnlyList<SettledCodingId> back, IReadOnlyList<SettledCodingId> away, DateTimeOffset at)
    {
        foreach (var coding in codings)
        {
            if (away.Contains(coding.Id)) coding.Remove(at, Revision);
            else if (back.Contains(coding.Id)) coding.Restore(Revision);
        }
    }
}

/// <summary>What a settlement begins with.</summary>
public sealed record Begun(Settlement Settlement, IReadOnlyList<Difference> Differences, IReadOnlyList<SettledCoding> Settled, SettlingAct Act);

/// <summary>A decision that was made, and the settled codings that came of it.</summary>
public sealed record Decided(SettlingAct Act, IReadOnlyList<SettledCoding> Added);
