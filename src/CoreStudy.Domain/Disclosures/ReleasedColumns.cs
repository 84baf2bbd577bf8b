namespace CoreStudy.Domain.Disclosures;

/// <summary>Which columns about participants left in one file: several files together may tell more than each by itself.</summary>
public sealed class ReleasedColumns
{
    private ReleasedColumns() { }

    public ReleaseId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public MemberId MemberId { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>What the file was, such as “Participants”.</summary>
    public string Export { get; private set; } = "";

    /// <summary>The columns by key: <c>role</c>, <c>trust</c>, or the id of an attribute.</summary>
    public List<string> Columns { get; private set; } = [];

    public static ReleasedColumns Note(StudyId studyId, MemberId by, string export, IEnumerable<string> columns, DateTimeOffset at) =>
        new() { Id = ReleaseId.New(), StudyId = studyId, MemberId = by, Export = export, Columns = [.. columns.Distinct().Order(StringComparer.Ordinal)], At = at };
}
