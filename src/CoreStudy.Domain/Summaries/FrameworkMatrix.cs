namespace CoreStudy.Domain.Summaries;

/// <summary>What stands in the rows of a framework matrix.</summary>
public enum CaseKind
{
    Participants,
    Interviews,
    Trusts,
}

/// <summary>A framework matrix (Ritchie and Spencer’s framework method): a row for each case, a column for each code or theme, and in each cell a summary that the team writes.</summary>
/// <remarks>Cases are not listed: every participant, interview or trust of the study is one, as long as it takes part.</remarks>
public sealed class FrameworkMatrix
{
    public const int LongestName = 120;

    public const int MostColumns = 60;

    private FrameworkMatrix() { }

    public MatrixId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Name { get; private set; } = "";

    public CaseKind Cases { get; private set; }

    /// <summary>All columns it ever had, those that were taken out too: their cells are kept, and come back with them.</summary>
    public List<MatrixColumn> Columns { get; private set; } = [];

    public MemberId MadeBy { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When it was put away; null while it is in use. What is put away stays as it is, and can come back.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>Moves with each change of the name or the columns; a clash of two changes is refused.</summary>
    public uint Version { get; private set; }

    /// <summary>The columns that are shown, in order.</summary>
    public IEnumerable<MatrixColumn> Standing => Columns.Where(c => c.TakenOutAt is null).OrderBy(c => c.Position);

    public static Result<FrameworkMatrix> Make(StudyId studyId, string name, CaseKind cases, IReadOnlyList<ColumnSubject> columns, MemberId by, DateTimeOffset at)
    {
        var matrix = new FrameworkMatrix { Id = MatrixId.New(), StudyId = studyId, Cases = cases, MadeBy = by, MadeAt = at };
        if (matrix.Rename(name).IsRefused(out var noName, out _)) return noName;
        return matrix.Arrange(columns, at).IsRefused(out var refusal, out _) ? refusal : matrix;
    }

    public Result<Done> Rename(string name)
    {
        if (Words.Required("a name", name, LongestName) is { } refusal) return refusal;
        Name = name.Trim();
        return Done.Well;
    }

    /// <summary>Says which columns it has, in order. One that is left out is taken out with its cells, and comes back with them when it is named again.</summary>
    public Result<Done> Arrange(IReadOnlyList<ColumnSubject> columns, DateTimeOffset at)
    {
        if (columns.Count == 0) return new Refusal("Please choose at least one column.");
        if (columns.Count > MostColumns) return new Refusal($"A matrix may have at most {MostColumns} columns; these are {columns.Count}.");
        if (columns.Distinct().Count() != columns.Count) return new Refusal("A column is there twice. Please take one of the two out.");
        foreach (var column in Columns.Where(c => !columns.Contains(c.Subject))) column.TakeOut(at);
        foreach (var (position, subject) in columns.Index())
        {
            var column = Columns.Find(c => c.Subject == subject);
            if (column is null) Columns.Add(column = new MatrixColumn(Id, subject));
            column.StandAt(position);
        }

        return Done.Well;
    }

    public void PutAway(DateTimeOffset at) => ArchivedAt ??= at;

    public void BringBack() => ArchivedAt = null;
}

/// <summary>What a column of a framework matrix is about: a code with those below it, or a theme.</summary>
public readonly record struct ColumnSubject
{
    private ColumnSubject(CodeId? code, ThemeId? theme) => (CodeId, ThemeId) = (code, theme);

    public CodeId? CodeId { get; }

    public ThemeId? ThemeId { get; }

    public static ColumnSubject Of(CodeId code) => new(code, null);

    public static ColumnSubject Of(ThemeId theme) => new(null, theme);
}

/// <summary>A column of a framework matrix.</summary>
public sealed class MatrixColumn
{
    private MatrixColumn() { }

    internal MatrixColumn(MatrixId matrixId, ColumnSubject subject) => (Id, MatrixId, CodeId, ThemeId) = (ColumnId.New(), matrixId, subject.CodeId, subject.ThemeId);

    public ColumnId Id { get; private set; }

    public MatrixId MatrixId { get; private set; }

    public CodeId? CodeId { get; private set; }

    public ThemeId? ThemeId { get; private set; }

    /// <summary>Its place among the columns that are shown, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>When it was taken out of the matrix; null while it is shown.</summary>
    public DateTimeOffset? TakenOutAt { get; private set; }

    public ColumnSubject Subject => CodeId is { } code ? ColumnSubject.Of(code) : ColumnSubject.Of(ThemeId!.Value);

    internal void TakeOut(DateTimeOffset at) => TakenOutAt ??= at;

    internal void StandAt(int position) => (Position, TakenOutAt) = (position, null);
}
