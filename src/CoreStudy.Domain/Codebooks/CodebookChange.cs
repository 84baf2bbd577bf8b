namespace CoreStudy.Domain.Codebooks;

public enum ChangeKind
{
    Create,
    Propose,
    Accept,
    Decline,
    Rewrite,
    Move,
    Retire,
    Restore,
    Merge,
    Split,
    Import,
    Undo,
}

/// <summary>One change of the framework: who changed what when. Changes are only ever added; undo reads them.</summary>
public sealed class CodebookChange
{
    private CodebookChange() { }

    public ChangeId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    /// <summary>Its place in the order of all changes, given when it is stored.</summary>
    public long Number { get; private set; }

    public MemberId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ChangeKind Kind { get; private set; }

    /// <summary>Each code it touched, before and after.</summary>
    public List<CodeChange> Codes { get; private set; } = [];

    /// <summary>How many codings followed.</summary>
    public int Codings { get; private set; }

    /// <summary>The change that an undo took back.</summary>
    public ChangeId? Of { get; private set; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public static CodebookChange Record(
        ChangeId id, StudyId studyId, MemberId by, DateTimeOffset at, ChangeKind kind, IEnumerable<CodeChange> codes, ChangeId? of = null) =>
        new()
        {
            Id = id,
            StudyId = studyId,
            By = by,
            At = at,
            Kind = kind,
            Codes = [.. codes],
            Of = of,
        };

    /// <summary>Says how many codings followed.</summary>
    public void TakeAlong(int codings) => Codings = codings;

    public void MarkUndone(DateTimeOffset at) => UndoneAt = at;
}

/// <summary>A code before and after a change; null before it was made, or after its making was undone.</summary>
public sealed record CodeChange(CodeSnapshot? Before, CodeSnapshot? After);
