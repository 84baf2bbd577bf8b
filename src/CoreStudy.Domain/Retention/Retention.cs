namespace CoreStudy.Domain.Retention;

/// <summary>What a study keeps for a time only, from the first to go to the last.</summary>
public enum RetentionKind
{
    /// <summary>Recordings of interviews that lie here; that copies elsewhere are gone is confirmed with it.</summary>
    Recordings,

    /// <summary>Transcripts as they came.</summary>
    Originals,

    /// <summary>Who participants are, what places are called, and the register of identifiers.</summary>
    Identities,

    /// <summary>Files that show consents.</summary>
    Evidence,
}

/// <summary>Until when a study may keep one kind of what identifies.</summary>
public sealed class RetentionRule
{
    /// <summary>How many days before its date a study is reminded.</summary>
    public const int DaysAhead = 30;

    private RetentionRule() { }

    public StudyId StudyId { get; private set; }

    public RetentionKind Kind { get; private set; }

    /// <summary>The last day on which it may still be here.</summary>
    public DateOnly Until { get; private set; }

    public MemberId SetBy { get; private set; }

    public DateTimeOffset SetAt { get; private set; }

    public static RetentionRule Set(StudyId study, RetentionKind kind, DateOnly until, MemberId by, DateTimeOffset at) =>
        new() { StudyId = study, Kind = kind, Until = until, SetBy = by, SetAt = at };

    public void Move(DateOnly until, MemberId by, DateTimeOffset at) => (Until, SetBy, SetAt) = (until, by, at);

    /// <summary>Whether the study is to be reminded: the date is near, or past.</summary>
    public bool IsNear(DateOnly today) => today.DayNumber >= Until.DayNumber - DaysAhead;

    public bool IsDue(DateOnly today) => today > Until;
}

/// <summary>That an admin had one kind destroyed: who, when, how many, and whether it came to its end.</summary>
public sealed class Destruction
{
    private Destruction() { }

    public DestructionId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public RetentionKind Kind { get; private set; }

    public MemberId By { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>How many things were to be destroyed when it was confirmed.</summary>
    public int Total { get; private set; }

    public int Destroyed { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When somebody stopped it between two things; what was destroyed by then is gone.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    public bool IsRunning => FinishedAt is null && StoppedAt is null;

    public static Destruction Start(StudyId study, RetentionKind kind, int total, MemberId by, DateTimeOffset at) =>
        new() { Id = DestructionId.New(), StudyId = study, Kind = kind, Total = total, By = by, StartedAt = at };

    public void Count() => Destroyed++;

    public void Finish(DateTimeOffset at) => FinishedAt ??= at;

    public void Stop(DateTimeOffset at)
    {
        if (IsRunning) StoppedAt = at;
    }
}
