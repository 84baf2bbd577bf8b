using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Interchange.Tables;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;
using CsvHelper;
using CsvHelper.Configuration;

namespace CoreStudy.Interchange.Codebooks;

/// <summary>Rows as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe, which reading takes away again.</summary>
internal static partial class CsvTable
{
    /// <summary>In UTF-16 code units.</summary>
    private const int LongestCell = 100_000;

    public static byte[] Write(IEnumerable<string[]> rows)
    {
        using var text = new StringWriter();
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            foreach (var row in rows.Prepend([.. CodebookColumns.All.Select(c => c.Title)]))
            {
                foreach (var cell in row) csv.WriteField(RunsAsFormula().IsMatch(cell) ? $"'{cell}" : cell, shouldQuote: true);
                csv.NextRecord();
            }
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public static IEnumerable<TableRow> Read(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var text = FileText.Clean(FileText.Decode(content.Span).Characters);
        foreach (var (number, (_, cells)) in SeparatedRows.Of(text, SeparatedRows.SeparatorOf(text, ",;\t")).Index())
        {
            cancel.ThrowIfCancellationRequested();
            if (cells.Any(c => c.Length > LongestCell))
                throw new UnreadableFileException($"“{{0}}” cannot be read as a table from row {number + 1} on. Is a quotation mark missing there? Please save it again as .csv or .xlsx.");
            yield return new TableRow(number + 1, [.. cells.Select(c => IsHarmless().IsMatch(c) ? c[1..] : c)]);
        }
    }

    [GeneratedRegex(@"^'*[=+\-@\t\r]")]
    private static partial Regex RunsAsFormula();

    [GeneratedRegex(@"^'+[=+\-@\t\r]")]
    private static partial Regex IsHarmless();
}
