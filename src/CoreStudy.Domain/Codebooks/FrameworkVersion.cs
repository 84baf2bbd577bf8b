namespace CoreStudy.Domain.Codebooks;

/// <summary>The whole framework as it stood when somebody froze it under a name, such as “Framework v2”. It never changes.</summary>
public sealed class FrameworkVersion
{
    private FrameworkVersion() { }

    public VersionId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Name { get; private set; } = "";

    public string Note { get; private set; } = "";

    public MemberId FrozenBy { get; private set; }

    public DateTimeOffset FrozenAt { get; private set; }

    /// <summary>Every code, retired ones too, in the order of the tree.</summary>
    public List<CodeSnapshot> Codes { get; private set; } = [];

    public static Result<FrameworkVersion> Freeze(StudyId studyId, string name, string note, IEnumerable<CodeSnapshot> codes, MemberId by, DateTimeOffset at)
    {
        if (Words.Required("a name for the version", name, 60) is { } noName) return noName;
        if (Words.Limited("The note", note, 1000) is { } tooLong) return tooLong;
        return new FrameworkVersion
        {
            Id = VersionId.New(),
            StudyId = studyId,
            Name = name.Trim(),
            Note = note.Trim(),
            FrozenBy = by,
            FrozenAt = at,
            Codes = [.. codes],
        };
    }
}
