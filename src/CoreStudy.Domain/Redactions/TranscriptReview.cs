namespace CoreStudy.Domain.Redactions;

public enum ReviewState
{
    /// <summary>Something is left to decide, or nobody has said that all is decided.</summary>
    ToReview,

    /// <summary>One admin said that all is decided; another has not yet released it.</summary>
    Decided,

    /// <summary>Its words, pseudonymised, are there for the team.</summary>
    Released,
}

/// <summary>How far the anonymising of a transcript is: counts, people and times, no words.</summary>
public sealed class TranscriptReview
{
    private TranscriptReview() { }

    public TranscriptId TranscriptId { get; private set; }

    public StudyId StudyId { get; private set; }

    public ReviewState State { get; private set; }

    /// <summary>Places that were proposed or marked.</summary>
    public int Places { get; private set; }

    /// <summary>Places that nobody has decided.</summary>
    public int Left { get; private set; }

    /// <summary>Who last went through the whole text, to its end.</summary>
    public MemberId? ReadBy { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public MemberId? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public MemberId? ReleasedBy { get; private set; }

    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>What the last scan of the released words found and nobody has explained; null before the first.</summary>
    public int? LeakHits { get; private set; }

    public static TranscriptReview Begin(StudyId study, TranscriptId transcript) => new() { StudyId = study, TranscriptId = transcript };

    public void Count(int places, int left) => (Places, Left) = (places, left);

    public void Scanned(int hits) => LeakHits = hits;

    /// <summary>Somebody has had the whole text before them.</summary>
    public void ReadThrough(MemberId by, DateTimeOffset at) => (ReadBy, ReadAt) = (by, at);

    /// <summary>Whether decisions may change: not between the two steps, nor after release.</summary>
    public Refusal? CheckOpen() => State switch
    {
        ReviewState.Decided => new Refusal("This transcript was said to be decided. Take it back to review before you change anything."),
        ReviewState.Released => new Refusal("This transcript is released. What is found now is replaced in the released text."),
        _ => null,
    };

    /// <summary>The first step: nothing is left to decide, and this admin had the whole text before them.</summary>
    public Result<Done> Decide(MemberId by, DateTimeOffset at)
    {
        if (CheckOpen() is { } refusal) return refusal;
        if (Left > 0) return new Refusal(Left == 1 ? "One place is left to decide." : $"{Left:N0} places are left to decide.");
        if (ReadBy != by) return new Refusal("Go through the whole text to its end first: what no machine finds, only a reader does.");
        (State, DecidedBy, DecidedAt) = (ReviewState.Decided, by, at);
        return Done.Well;
    }

    /// <summary>The second step, by another admin; by the same after a second pass where the study allows that.</summary>
    public Result<Done> Release(MemberId by, DateTimeOffset at, bool mayBeSame)
    {
        if (State != ReviewState.Decided) return new Refusal("Before it is released, an admin says that everything in it is decided.");
        if (by == DecidedBy && !mayBeSame) return new Refusal("You said that it is decided: another admin looks it through and releases it.");
        if (by == DecidedBy && !(ReadBy == by && ReadAt > DecidedAt)) return new Refusal("Go through the whole text a second time before you release it yourself.");
        (State, ReleasedBy, ReleasedAt) = (ReviewState.Released, by, at);
        return Done.Well;
    }

    /// <summary>Back to deciding; after release only while nobody has coded it.</summary>
    public Result<Done> TakeBack(bool isCoded)
    {
        if (State == ReviewState.Released && isCoded)
            return new Refusal("It has been coded, or its released words were changed. What is found now is replaced in the released text, and every coding stays on its words.");
        (State, DecidedBy, DecidedAt, ReleasedBy, ReleasedAt, ReadBy, ReadAt) = (ReviewState.ToReview, null, null, null, null, null, null);
        return Done.Well;
    }
}

/// <summary>How a study anonymises: what it puts in place, how readily the detector proposes, and who may release.</summary>
public sealed class AnonymisationRules
{
    private AnonymisationRules() { }

    public StudyId StudyId { get; private set; }

    public ReplacementScheme Scheme { get; private set; } = ReplacementScheme.Usual;

    /// <summary>From this score on the detector proposes, from 0.05 to 0.9; lower finds more, and more that is nothing.</summary>
    public double Threshold { get; private set; } = 0.2;

    /// <summary>Whether one admin may decide and release, after a second pass.</summary>
    public bool MayReleaseAlone { get; private set; }

    public static AnonymisationRules UsualOf(StudyId study) => new() { StudyId = study };

    public Result<Done> Change(ReplacementScheme scheme, double threshold, bool mayReleaseAlone)
    {
        if (threshold is < 0.05 or > 0.9) return new Refusal("The threshold is a number from 0.05 to 0.9; 0.2 is usual.");
        (Scheme, Threshold, MayReleaseAlone) = (scheme, threshold, mayReleaseAlone);
        return Done.Well;
    }
}
