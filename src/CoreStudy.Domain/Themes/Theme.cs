namespace CoreStudy.Domain.Themes;

/// <summary>How far the team has come with a theme.</summary>
public enum ThemeStatus
{
    /// <summary>A first idea, to be looked at against its passages.</summary>
    Candidate,

    /// <summary>Looked at against its passages and the whole of the material.</summary>
    Reviewed,

    /// <summary>Named, told in a sentence and written up.</summary>
    Defined,

    /// <summary>Given up. It stays, with its codes and its history, and counts as no theme.</summary>
    Dropped,
}

/// <summary>A theme that the team builds from codes, or a sub-theme of one; sub-themes have none of their own.</summary>
public sealed class Theme
{
    public const int LongestName = 120;

    public const int LongestIdea = 600;

    public const int LongestNarrative = 20_000;

    private Theme() { }

    public ThemeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>The theme that this is a sub-theme of; null for a theme.</summary>
    public ThemeId? ParentId { get; private set; }

    /// <summary>Up to 120 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What holds it together, in a sentence or two; up to 600 characters, may be empty.</summary>
    public string CentralIdea { get; private set; } = "";

    /// <summary>Its account as it would stand in a report; up to 20,000 characters, may be empty.</summary>
    public string Narrative { get; private set; } = "";

    public ThemeStatus Status { get; private set; }

    /// <summary>Its place among its siblings, from 0.</summary>
    public int Order { get; private set; }

    /// <summary>Moves with each edit of its words, status or place, not with its codes; a clash of two edits is refused.</summary>
    public uint Version { get; private set; }

    /// <summary>The codes put in it, not those of its sub-themes.</summary>
    public List<ThemeCode> Codes { get; private set; } = [];

    public ThemeWords Words => new(Name, CentralIdea, Narrative);

    public IReadOnlyList<CodeId> CodesInOrder => [.. Codes.OrderBy(c => c.Order).Select(c => c.CodeId)];

    public ThemeSnapshot Snapshot => new(Id, ParentId, Words, Status, Order, CodesInOrder);

    /// <param name="parent">The theme that it becomes a sub-theme of; null for a theme.</param>
    public static Result<Theme> Create(StudyId studyId, Theme? parent, ThemeWords words, int order)
    {
        if (parent is not null && parent.StudyId != studyId) return Refusal.NotFound;
        if (parent?.ParentId is not null) return new Refusal($"“{parent.Name}” is a sub-theme, and sub-themes have none of their own.");
        var theme = new Theme { Id = ThemeId.New(), StudyId = studyId, ParentId = parent?.Id, Order = order };
        return theme.Describe(words).IsRefused(out var refusal, out _) ? refusal : theme;
    }

    /// <summary>Makes one anew that was removed, as it stood.</summary>
    public static Theme Recreate(StudyId studyId, ThemeSnapshot snapshot)
    {
        var theme = new Theme { Id = snapshot.Id, StudyId = studyId, ParentId = snapshot.ParentId, Status = snapshot.Status, Order = snapshot.Order };
        (theme.Name, theme.CentralIdea, theme.Narrative) = (snapshot.Words.Name, snapshot.Words.CentralIdea, snapshot.Words.Narrative);
        theme.Codes.AddRange(snapshot.Codes.Select((code, i) => new ThemeCode(theme.Id, code, i)));
        return theme;
    }

    public Result<Done> Describe(ThemeWords words)
    {
        if (Domain.Words.Required("a name", words.Name, LongestName) is { } noName) return noName;
        if (Domain.Words.Limited("The central idea", words.CentralIdea, LongestIdea) is { } idea) return idea;
        if (Domain.Words.Limited("The narrative", words.Narrative, LongestNarrative) is { } narrative) return narrative;
        (Name, CentralIdea, Narrative) = (words.Name.Trim(), words.CentralIdea.Trim(), words.Narrative.Trim());
        return Done.Well;
    }

    public void Mark(ThemeStatus status) => Status = status;

    /// <summary>Puts it among the themes, or among the sub-themes of another.</summary>
    /// <param name="hasSubThemes">Whether it has sub-themes: then it can be none itself.</param>
    public Result<Done> Move(Theme? parent, bool hasSubThemes, int order)
    {
        if (parent is not null)
        {
            if (parent.StudyId != StudyId) return Refusal.NotFound;
            if (parent.Id == Id) return new Refusal($"“{Name}” cannot be put below itself.");
            if (parent.ParentId is not null) return new Refusal($"“{parent.Name}” is a sub-theme, and sub-themes have none of their own.");
            if (hasSubThemes) return new Refusal($"“{Name}” has sub-themes, and so cannot become one. Move them out first.");
        }

        (ParentId, Order) = (parent?.Id, order);
        return Done.Well;
    }

    public bool Holds(CodeId code) => Codes.Exists(c => c.CodeId == code);

    /// <summary>Puts a code in it; one that it holds already only changes its place.</summary>
    /// <param name="before">The code of this theme that it comes before; null for last.</param>
    public void Put(CodeId code, CodeId? before = null)
    {
        var codes = CodesInOrder.Where(c => c != code).ToList();
        var at = before is { } one ? codes.IndexOf(one) : -1;
        codes.Insert(at < 0 ? codes.Count : at, code);
        if (!Holds(code)) Codes.Add(new ThemeCode(Id, code, codes.Count));
        Number(codes);
    }

    /// <summary>Takes a code out of it; nothing happens where it is not there.</summary>
    public void Take(CodeId code)
    {
        Codes.RemoveAll(c => c.CodeId == code);
        Number(CodesInOrder);
    }

    /// <summary>Takes back what one change did to it: each thing that the change moved and nobody has moved since. Its parent and place are put back by who holds its siblings.</summary>
    public Result<Done> TakeBack(ThemeSnapshot before, ThemeSnapshot after)
    {
        var since = new Refusal($"“{Name}” has been changed again since. Undo that first.");
        if (before.Words.Name != after.Words.Name && Name != after.Words.Name) return since;
        if (before.Words.CentralIdea != after.Words.CentralIdea && CentralIdea != after.Words.CentralIdea) return since;
        if (before.Words.Narrative != after.Words.Narrative && Narrative != after.Words.Narrative) return since;
        if (before.Status != after.Status && Status != after.Status) return since;
        if (before.ParentId != after.ParentId && ParentId != after.ParentId) return since;
        var (added, taken) = (after.Codes.Except(before.Codes).ToList(), before.Codes.Except(after.Codes).ToList());
        if (added.Exists(c => !Holds(c)) || taken.Exists(Holds)) return since;

        if (before.Words.Name != after.Words.Name) Name = before.Words.Name;
        if (before.Words.CentralIdea != after.Words.CentralIdea) CentralIdea = before.Words.CentralIdea;
        if (before.Words.Narrative != after.Words.Narrative) Narrative = before.Words.Narrative;
        if (before.Status != after.Status) Status = before.Status;
        foreach (var code in added) Take(code);
        foreach (var code in taken) Put(code, before.Codes.SkipWhile(c => c != code).Skip(1).Cast<CodeId?>().FirstOrDefault(c => Holds(c!.Value)));
        if (added.Count == 0 && taken.Count == 0 && !before.Codes.SequenceEqual(after.Codes)) Number([.. before.Codes.Where(Holds), .. CodesInOrder.Except(before.Codes)]);
        return Done.Well;
    }

    private void Number(IReadOnlyList<CodeId> codes)
    {
        for (var i = 0; i < codes.Count; i++) Codes.Find(c => c.CodeId == codes[i])!.PlaceAt(i);
    }
}

/// <summary>That a code belongs to a theme; it may belong to several.</summary>
public sealed class ThemeCode
{
    private ThemeCode() { }

    public ThemeCode(ThemeId themeId, CodeId codeId, int order) => (ThemeId, CodeId, Order) = (themeId, codeId, order);

    public ThemeId ThemeId { get; private set; }

    public CodeId CodeId { get; private set; }

    /// <summary>Its place among the codes of the theme, from 0.</summary>
    public int Order { get; private set; }

    public void PlaceAt(int order) => Order = order;
}

/// <summary>What is written about a theme.</summary>
public sealed record ThemeWords(string Name, string CentralIdea, string Narrative)
{
    public override string ToString() => $"{Name.Length}, {CentralIdea.Length} and {Narrative.Length} characters";
}

/// <summary>A theme as it stood at one moment, for history and undo.</summary>
/// <param name="Codes">In their order.</param>
public sealed record ThemeSnapshot(ThemeId Id, ThemeId? ParentId, ThemeWords Words, ThemeStatus Status, int Order, IReadOnlyList<CodeId> Codes)
{
    /// <summary>Whether it stands otherwise than before.</summary>
    public bool DiffersFrom(ThemeSnapshot other) =>
        (ParentId, Words, Status, Order) != (other.ParentId, other.Words, other.Status, other.Order) || !Codes.SequenceEqual(other.Codes);
}
