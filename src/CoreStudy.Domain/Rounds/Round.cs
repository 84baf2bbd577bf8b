using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Rounds;

public enum RoundState
{
    /// <summary>Its coders work, and see nothing of one another.</summary>
    Blind,

    /// <summary>Everybody sees what everybody coded; what was handed in stays known.</summary>
    Open,

    /// <summary>It came to nothing: what was coded stays, as ordinary coding.</summary>
    CalledOff,
}

/// <summary>How a lead wants a round to be.</summary>
/// <param name="Share">The share of transcripts that was drawn at random, in percent; null where they were chosen by hand.</param>
/// <param name="Seed">What the sample was drawn with, so that anybody can draw it again.</param>
/// <param name="Repeats">The round that this one follows, perhaps after the framework was sharpened.</param>
public sealed record RoundPlan(string Name, ComparisonUnit Unit, DateOnly? DueOn, int? Share, int? Seed, RoundId? Repeats, bool IsSecondReading);

/// <summary>Several coders code the same transcripts, each without seeing the others, until all have handed in.</summary>
public sealed class Round
{
    private Round() { }

    public RoundId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>1, 2, ... in the study.</summary>
    public int Number { get; private set; }

    /// <summary>Up to 80 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The frozen framework that it is coded with.</summary>
    public VersionId VersionId { get; private set; }

    public ComparisonUnit Unit { get; private set; }

    public DateOnly? DueOn { get; private set; }

    /// <summary>The share of transcripts that was drawn at random, in percent; null where they were chosen by hand.</summary>
    public int? Share { get; private set; }

    /// <summary>What the sample was drawn with.</summary>
    public int? Seed { get; private set; }

    public RoundId? Repeats { get; private set; }

    /// <summary>Whether its coders read again, weeks after, what they coded before: agreement of each with themselves.</summary>
    public bool IsSecondReading { get; private set; }

    public MemberId StartedBy { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When its coders' work came to be seen by all; null while it is blind, or when it was called off.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>Who opened it early; null where it opened by itself, when all had handed in.</summary>
    public MemberId? OpenedBy { get; private set; }

    /// <summary>Why it was opened early, or called off; up to 500 characters, otherwise empty.</summary>
    public string Reason { get; private set; } = "";

    public DateTimeOffset? CalledOffAt { get; private set; }

    public MemberId? CalledOffBy { get; private set; }

    public List<RoundTranscript> Transcripts { get; private set; } = [];

    public List<RoundCoder> Coders { get; private set; } = [];

    /// <summary>Whether there was a time in which its coders worked apart; not so where it was brought in, or all had handed in before it began.</summary>
    public bool WasBlind => OpenedAt > StartedAt;

    public RoundState State => CalledOffAt is not null ? RoundState.CalledOff : OpenedAt is not null ? RoundState.Open : RoundState.Blind;

    /// <summary>Starts a round over these transcripts; each coder is to code each of them.</summary>
    /// <param name="number">The next of the study's.</param>
    public static Result<Round> Start(
        Study study, int number, RoundPlan plan, FrameworkVersion version, IReadOnlyCollection<Transcript> transcripts, IReadOnlyCollection<Member> coders, Member by, DateTimeOffset at)
    {
        if (study.Id != by.StudyId || version.StudyId != study.Id) return Refusal.NotFound;
        if (Words.Required("a name for the round", plan.Name, 80) is { } noName) return noName;
        if (transcripts.Count == 0) return new Refusal("Choose the transcripts that are to be coded.");
        if (coders.Count == 0) return new Refusal("Choose who is to code.");
        if (coders.Count == 1 && !plan.IsSecondReading) return new Refusal("A round needs at least two coders: one alone cannot be compared.");
        if (plan.Share is < 1 or > 100) return new Refusal("A sample is between 1 and 100 % of the transcripts.");
        foreach (var transcript in transcripts)
        {
            if (transcript.StudyId != study.Id) return Refusal.NotFound;
            if (transcript.ArchivedAt is not null) return new Refusal($"“{transcript.Title}” has been put away. Bring it back first.");
            if (transcript.OpenedAt is null) return new Refusal($"“{transcript.Title}” is not open for coding yet. Open it first.");
        }

        foreach (var coder in coders)
        {
            if (coder.StudyId != study.Id || coder.EndedAt is not null) return Refusal.NotFound;
            if (!Rights.Allow(coder.Role, Operation.Code)) return new Refusal($"{coder.Name} does not code in this study.");
            if (transcripts.FirstOrDefault(t => !coder.ReachesTrust(t.TrustId)) is { } closed) return new Refusal($"The trust of “{closed.Title}” is not open to {coder.Name}.");
        }

        var id = RoundId.New();
        return new Round
        {
            Id = id,
            StudyId = study.Id,
            Number = number,
            Name = plan.Name.Trim(),
            VersionId = version.Id,
            Unit = plan.Unit,
            DueOn = plan.DueOn,
            Share = plan.Share,
            Seed = plan.Seed,
            Repeats = plan.Repeats,
            IsSecondReading = plan.IsSecondReading,
            StartedBy = by.Id,
            StartedAt = at,
            Transcripts = [.. transcripts.Select(t => new RoundTranscript(id, t.Id))],
            Coders = [.. coders.Select(c => new RoundCoder(id, c.Id))],
        };
    }

    /// <summary>A round that was coded elsewhere and is brought in as it was handed in: it is open from the start.</summary>
    /// <param name="coders">Members, or coders from outside.</param>
    /// <param name="revisions">The coding revision of each transcript with what was brought in.</param>
    public static Result<Round> BroughtIn(
        Study study, int number, RoundPlan plan, FrameworkVersion version, IReadOnlyCollection<TranscriptId> transcripts, IReadOnlyCollection<MemberId> coders,
        IReadOnlyDictionary<TranscriptId, long> revisions, Member by, DateTimeOffset at)
    {
        if (study.Id != by.StudyId || version.StudyId != study.Id) return Refusal.NotFound;
        if (Words.Required("a name for the round", plan.Name, 80) is { } noName) return noName;
        if (coders.Count < 2) return new Refusal("A round needs at least two coders: one alone cannot be compared.");
        var id = RoundId.New();
        var round = new Round
        {
            Id = id, StudyId = study.Id, Number = number, Name = plan.Name.Trim(), VersionId = version.Id, Unit = plan.Unit, StartedBy = by.Id, StartedAt = at,
            Transcripts = [.. transcripts.Select(t => new RoundTranscript(id, t))],
            Coders = [.. coders.Select(c => new RoundCoder(id, c))],
        };
        return round.Open(revisions, at).IsRefused(out var refusal, out _) ? refusal : round;
    }

    /// <summary>Whether everybody has handed in everything.</summary>
    /// <param name="work">The round's work.</param>
    /// <param name="away">Transcripts that were put away since, which nobody can hand in.</param>
    public bool IsComplete(IEnumerable<Assignment> work, IReadOnlySet<TranscriptId> away)
    {
        var handedIn = work.Where(w => w.RoundId == Id && w.IsHandedIn).Select(w => (w.TranscriptId, w.MemberId)).ToHashSet();
        return Transcripts.TrueForAll(t => away.Contains(t.TranscriptId) || Coders.TrueForAll(c => handedIn.Contains((t.TranscriptId, c.MemberId))));
    }

    /// <summary>It opens by itself: all have handed in.</summary>
    /// <param name="revisions">The coding revision of each of its transcripts, held so that nobody codes meanwhile.</param>
    public Result<Done> Open(IReadOnlyDictionary<TranscriptId, long> revisions, DateTimeOffset at)
    {
        if (State != RoundState.Blind) return NotBlind;
        OpenedAt = at;
        foreach (var transcript in Transcripts) transcript.Keep(revisions[transcript.TranscriptId]);
        return Done.Well;
    }

    /// <summary>A lead opens it before all have handed in: who has not can see the others' coding from now on.</summary>
    public Result<Done> OpenEarly(string reason, IReadOnlyDictionary<TranscriptId, long> revisions, Member by, DateTimeOffset at)
    {
        if (Words.Required("a reason", reason, 500) is { } noReason) return noReason;
        if (Open(revisions, at).IsRefused(out var refusal, out _)) return refusal;
        (OpenedBy, Reason) = (by.Id, reason.Trim());
        return Done.Well;
    }

    public Result<Done> CallOff(string reason, Member by, DateTimeOffset at)
    {
        if (State != RoundState.Blind) return NotBlind;
        if (Words.Required("a reason", reason, 500) is { } noReason) return noReason;
        (CalledOffAt, CalledOffBy, Reason) = (at, by.Id, reason.Trim());
        return Done.Well;
    }

    private Refusal NotBlind => new(State == RoundState.Open ? "This round is open already." : "This round has been called off.");
}

/// <summary>A transcript of a round.</summary>
public sealed class RoundTranscript(RoundId roundId, TranscriptId transcriptId)
{
    public RoundId RoundId { get; private set; } = roundId;

    public TranscriptId TranscriptId { get; private set; } = transcriptId;

    /// <summary>The transcript's coding revision when the round opened: acts up to it are what was handed in. Null before.</summary>
    public long? OpenedAtRevision { get; private set; }

    public void Keep(long revision) => OpenedAtRevision ??= revision;
}

/// <summary>Somebody who codes each transcript of a round.</summary>
public sealed class RoundCoder(RoundId roundId, MemberId memberId)
{
    public RoundId RoundId { get; private set; } = roundId;

    public MemberId MemberId { get; private set; } = memberId;
}
