namespace CoreStudy.Domain.Themes;

public enum ThemeChangeKind
{
    Create,
    Rewrite,

    /// <summary>Its status: reviewed, defined, dropped, taken up again.</summary>
    Mark,

    /// <summary>It went elsewhere among themes and sub-themes.</summary>
    Move,

    /// <summary>A code was put in, out of another theme or not.</summary>
    PutCode,
    TakeCode,
    Remove,
    Undo,
}

/// <summary>One change of the themes: who changed what when. Changes are only ever added; history and undo read them.</summary>
public sealed class ThemeChange
{
    private ThemeChange() { }

    public ThemeChangeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Its place in the order of all changes, given when it is stored.</summary>
    public long Number { get; private set; }

    public MemberId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ThemeChangeKind Kind { get; private set; }

    /// <summary>Each theme it touched, before and after.</summary>
    public List<ThemeStep> Themes { get; private set; } = [];

    /// <summary>The change that an undo took back.</summary>
    public ThemeChangeId? Of { get; private set; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public static ThemeChange Record(
        ThemeChangeId id, StudyId studyId, MemberId by, DateTimeOffset at, ThemeChangeKind kind, IEnumerable<ThemeStep> themes, ThemeChangeId? of = null) => new()
        {
            Id = id,
            StudyId = studyId,
            By = by,
            At = at,
            Kind = kind,
            Themes = [.. themes.Select(t => t.WithoutSame())],
            Of = of,
        };

    public void MarkUndone(DateTimeOffset at) => UndoneAt = at;
}

/// <summary>A theme before and after a change; null before it was made, or after it was removed.</summary>
public sealed record ThemeStep(ThemeSnapshot? Before, ThemeSnapshot? After)
{
    public ThemeId Id => (After ?? Before)!.Id;

    /// <summary>The step without the long words that it did not change: they would be kept again with each move.</summary>
    internal ThemeStep WithoutSame()
    {
        if (Before is not { Words: var before } || After is not { Words: var after }) return this;
        if (before.CentralIdea == after.CentralIdea) (before, after) = (before with { CentralIdea = "" }, after with { CentralIdea = "" });
        if (before.Narrative == after.Narrative) (before, after) = (before with { Narrative = "" }, after with { Narrative = "" });
        return new(Before with { Words = before }, After with { Words = after });
    }
}
