using CoreStudy.Domain;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.Tables;

/// <summary>A row of a table that somebody typed or pasted.</summary>
/// <param name="Line">Where it begins in the text, from 1, as an editor counts.</param>
public sealed record TableRow(int Line, IReadOnlyList<string> Cells)
{
    public override string ToString() => $"line {Line}, {Cells.Count} cells";
}

/// <summary>Rows of a .csv (RFC 4180), or of cells copied out of a spreadsheet, which come with tabs between them.</summary>
public static class TypedTable
{
    /// <summary>The text of a file, whatever encoding it was saved in.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => FileText.Decode(bytes).Characters;

    /// <summary>The rows of a file: an Excel workbook's first sheet, or a .csv. Told by its content.</summary>
    public static Result<IReadOnlyList<TableRow>> ReadFile(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (!content.Span.StartsWith("PK"u8)) return Read(Decode(content.Span)).ToList();
        try
        {
            return XlsxTable.Read(content, cancel).Where(r => r.Cells.Any(c => c.Trim().Length > 0)).Select(r => new TableRow(r.Number, [.. r.Cells.Select(c => Unguarded(c.Trim()))])).ToList();
        }
        catch (UnreadableFileException)
        {
            return new Refusal("This is no Excel workbook that can be read. Please save it as .xlsx or .csv again.");
        }
    }

    /// <summary>
    /// The rows that hold something, their cells trimmed. Tabs, semicolons or commas stand between the cells: whichever the first row has most of.
    /// The apostrophe that keeps a spreadsheet from running a cell as a formula is taken off again.
    /// </summary>
    public static IReadOnlyList<TableRow> Read(string text)
    {
        var clean = FileText.Clean(text);
        return
        [
            .. SeparatedRows.Of(clean, SeparatedRows.SeparatorOf(clean, "\t;,")).Select(r => new TableRow(r.Line, [.. r.Cells.Select(c => Unguarded(c.Trim()))])).Where(r => r.Cells.Any(c => c.Length > 0)),
        ];
    }

    private static string Unguarded(string cell) => cell is ['\'', '=' or '+' or '-' or '@', ..] ? cell[1..] : cell;
}
