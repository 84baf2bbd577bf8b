using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Sheets = DocumentFormat.OpenXml.Spreadsheet.Sheets;

namespace CoreStudy.Interchange.Tables;

/// <summary>A sheet of a workbook: a heading, and rows of words and numbers.</summary>
/// <param name="Name">Up to 31 characters, none of []:*?/\.</param>
/// <param name="Rows">A cell is a string, a double, or null for nothing.</param>
/// <param name="FirstWidth">Of the first column, in characters.</param>
public sealed record WorkbookSheet(string Name, IReadOnlyList<string> Heading, IReadOnlyList<IReadOnlyList<object?>> Rows, int FirstWidth = 34)
{
    public override string ToString() => $"{Rows.Count} rows";
}

/// <summary>Tables as an Excel workbook (ECMA-376, SpreadsheetML). Numbers keep every digit; words are text cells, never formulas.</summary>
public static class Workbook
{
    public static byte[] Write(IReadOnlyList<WorkbookSheet> sheets)
    {
        using var file = new MemoryStream();
        using (var workbook = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = workbook.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = new Stylesheet(
                new Fonts(new Font(), new Font(new Bold())), new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })), new Borders(new Border()),
                new CellFormats(new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }));
            var list = new Sheets();
            foreach (var (at, sheet) in sheets.Index())
            {
                var part = book.AddNewPart<WorksheetPart>($"sheet{at + 1}");
                var frozen = new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 };
                var widths = new Columns(
                    new Column { Min = 1, Max = 1, Width = sheet.FirstWidth, CustomWidth = true }, new Column { Min = 2, Max = (uint)Math.Max(2, sheet.Heading.Count), Width = 16, CustomWidth = true });
                Write(part, new SheetViews(frozen), widths, sheet.Rows.Select((row, r) => Row(row, r + 2, style: 0)).Prepend(Row([.. sheet.Heading], 1, style: 1)));
                list.Append(new Sheet { Name = sheet.Name, SheetId = (uint)at + 1, Id = $"sheet{at + 1}" });
            }

            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(list);
        }

        return file.ToArray();
    }

    /// <summary>Row by row, so that a long sheet is not held as a tree.</summary>
    private static void Write(WorksheetPart part, SheetViews views, Columns widths, IEnumerable<Row> rows)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(views);
        writer.WriteElement(widths);
        writer.WriteStartElement(new SheetData());
        foreach (var row in rows) writer.WriteElement(row);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static Row Row(IReadOnlyList<object?> cells, int number, uint style) => new(cells.Select((cell, at) => cell switch
    {
        null => new Cell { CellReference = Reference(at, number) },
        double value => new Cell { CellReference = Reference(at, number), CellValue = new CellValue(value.ToString("R", CultureInfo.InvariantCulture)), StyleIndex = style },
        _ => new Cell { CellReference = Reference(at, number), DataType = CellValues.InlineString, StyleIndex = style, InlineString = new InlineString(new Text(Clean((string)cell)) { Space = SpaceProcessingModeValues.Preserve }) },
    }))
    { RowIndex = (uint)number };

    internal static string Reference(int column, int row)
    {
        var letters = "";
        for (var left = column + 1; left > 0; left = (left - 1) / 26) letters = (char)('A' + ((left - 1) % 26)) + letters;
        return $"{letters}{row}";
    }

    internal static string Clean(string cell) => new([.. cell.Where((c, at) => XmlConvert.IsXmlChar(c) || (char.IsHighSurrogate(c) && at + 1 < cell.Length) || char.IsLowSurrogate(c))]);
}
