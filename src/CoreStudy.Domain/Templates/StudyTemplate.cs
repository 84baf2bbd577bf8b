namespace CoreStudy.Domain.Templates;

/// <summary>What a template is for.</summary>
public enum StudyTemplateKind
{
    Slides,
    Document,
}

/// <summary>A team's own look for its reports: a file whose masters, layouts, theme and styles are taken on.</summary>
public sealed class StudyTemplate
{
    public const int LongestName = 80;

    /// <summary>How many a study may keep.</summary>
    public const int Most = 12;

    private StudyTemplate() { }

    public TemplateId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Name { get; private set; } = "";

    public StudyTemplateKind Kind { get; private set; }

    /// <summary>The file, checked, without what it says itself.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>What there was to say when it was read; a line each.</summary>
    public string Remarks { get; private set; } = "";

    /// <summary>Whether reports of its kind take it on; one of a kind at most.</summary>
    public bool IsChosen { get; private set; }

    public MemberId AddedBy { get; private set; }

    public DateTimeOffset AddedAt { get; private set; }

    public static Result<StudyTemplate> Add(StudyId studyId, string name, StudyTemplateKind kind, byte[] content, IReadOnlyList<string> remarks, MemberId by, DateTimeOffset at)
    {
        if (Words.Required("a name", name, LongestName) is { } refusal) return refusal;
        return new StudyTemplate { Id = TemplateId.New(), StudyId = studyId, Name = name.Trim(), Kind = kind, Content = content, Remarks = string.Join('\n', remarks), AddedBy = by, AddedAt = at };
    }

    public void Choose(bool chosen) => IsChosen = chosen;

    public override string ToString() => $"{Kind} template of {Content.Length} bytes";
}
