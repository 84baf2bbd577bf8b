namespace CoreStudy.Interchange.Summaries;

/// <summary>A framework matrix to be printed: what stands in it, and the list of passages that its cells refer to.</summary>
/// <param name="Said">A line below the title, such as who made it and when.</param>
/// <param name="CaseHeading">What the rows are, such as Participant.</param>
/// <param name="Columns">The headings of the columns with summaries, in order.</param>
public sealed record MatrixSheet(string Title, string Said, string CaseHeading, IReadOnlyList<string> Columns, IReadOnlyList<MatrixSheetRow> Rows, IReadOnlyList<MatrixSheetReference> References)
{
    public override string ToString() => $"{Rows.Count} by {Columns.Count}";
}

/// <summary>A row of a matrix.</summary>
/// <param name="Under">What stands below its label, such as role and trust; each a line.</param>
/// <param name="Cells">As many as there are columns; lines end with a line feed.</param>
public sealed record MatrixSheetRow(string Label, IReadOnlyList<string> Under, IReadOnlyList<string> Cells)
{
    public override string ToString() => $"{Cells.Count} cells";
}

/// <summary>A passage that cells refer to by its number in square brackets.</summary>
/// <param name="Place">The transcript and the turn.</param>
/// <param name="Words">Empty where they may not leave.</param>
public sealed record MatrixSheetReference(string Number, string Place, string Speaker, string Words)
{
    internal static readonly IReadOnlyList<string> Headings = ["No.", "Place", "Who speaks", "Words"];

    public override string ToString() => $"reference {Number}";
}
