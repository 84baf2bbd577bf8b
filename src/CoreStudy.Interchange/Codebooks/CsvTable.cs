using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;
using CsvHelper;
using CsvHelper.Configuration;

namespace CoreStudy.Interchange.Codebooks;

/// <summary>Rows as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe, which reading takes away again.</summary>
internal static partial class CsvTable
{
    private static readonly string[] Delimiters = [",", ";", "\t"];

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
        using var csv = new CsvParser(new StringReader(text), Layout(Delimiter(text)));
        while (Next(csv))
        {
            cancel.ThrowIfCancellationRequested();
            yield return new TableRow(csv.Row, [.. csv.Record!.Select(c => IsHarmless().IsMatch(c) ? c[1..] : c)]);
        }
    }

    private static CsvConfiguration Layout(string delimiter) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter,
        HasHeaderRecord = false,
        NewLine = "\n",
        IgnoreBlankLines = false,
        BadDataFound = null,
        MaxFieldSize = 100_000,
    };

    private static bool Next(CsvParser csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvHelperException)
        {
            throw new UnreadableFileException("“{0}” cannot be read as a table from row " + csv.Row.ToString(CultureInfo.InvariantCulture) + " on. Is a quotation mark missing there? Please save it again as .csv or .xlsx.");
        }
    }

    /// <summary>The one that the heading has most of: spreadsheets write semicolons where the comma is the decimal sign.</summary>
    private static string Delimiter(string text)
    {
        var heading = text.AsSpan(0, text.IndexOf('\n') is var end and >= 0 ? end : text.Length).ToString();
        return Delimiters.MaxBy(d => heading.Split(d).Length)!;
    }

    [GeneratedRegex(@"^'*[=+\-@\t\r]")]
    private static partial Regex RunsAsFormula();

    [GeneratedRegex(@"^'+[=+\-@\t\r]")]
    private static partial Regex IsHarmless();
}
