using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook = DocumentFormat.OpenXml.Spreadsheet.Workbook;

namespace CoreStudy.Interchange.Summaries;

/// <summary>A framework matrix as an Excel workbook (ECMA-376, SpreadsheetML) that prints on A3 across, as wide as the page, with its headings on every page. Words are text cells, never formulas.</summary>
public static class MatrixWorkbook
{
    private const uint Heading = 1;
    private const uint Words = 2;

    public static byte[] Write(MatrixSheet sheet)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            var under = sheet.Rows.Count == 0 ? 0 : sheet.Rows.Max(r => r.Under.Count);
            List<IReadOnlyList<string>> rows = [.. sheet.Rows.Select(r => (IReadOnlyList<string>)[r.Label, string.Join('\n', r.Under.Where(u => u.Length > 0)), .. r.Cells])];
            Add(book, 1, [sheet.CaseHeading, under > 0 ? "About" : "", .. sheet.Columns], rows, [18, 20, .. Enumerable.Repeat(38, sheet.Columns.Count)], frozen: 1);
            var list = new Sheets(new Sheet { Name = "Matrix", SheetId = 1, Id = "sheet1" });
            var names = new DefinedNames(new DefinedName("Matrix!$A:$A,Matrix!$1:$1") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 });
            if (sheet.References.Count > 0)
            {
                Add(book, 2, MatrixSheetReference.Headings, [.. sheet.References.Select(r => (IReadOnlyList<string>)[r.Number, r.Place, r.Speaker, r.Words])], [8, 44, 24, 110], frozen: 0);
                list.Append(new Sheet { Name = "Passages", SheetId = 2, Id = "sheet2" });
                names.Append(new DefinedName("Passages!$1:$1") { Name = "_xlnm.Print_Titles", LocalSheetId = 1 });
            }

            book.Workbook = new Workbook(list, names);
        }

        return file.ToArray();
    }

    /// <param name="frozen">How many columns stay where they are when the sheet is scrolled; the first row always does.</param>
    private static void Add(WorkbookPart book, int number, IReadOnlyList<string> heading, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<int> widths, int frozen)
    {
        var pane = new Pane { VerticalSplit = 1, TopLeftCell = Tables.Workbook.Reference(frozen, 2), ActivePane = frozen > 0 ? PaneValues.BottomRight : PaneValues.BottomLeft, State = PaneStateValues.Frozen };
        if (frozen > 0) pane.HorizontalSplit = frozen;
        book.AddNewPart<WorksheetPart>($"sheet{number}").Worksheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(pane) { WorkbookViewId = 0 }),
            new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })),
            new SheetData(rows.Select((r, i) => Row(r, i + 2, first: Heading)).Prepend(Row(heading, 1, first: Heading, rest: Heading))),
            new PageMargins { Left = 0.5, Right = 0.5, Top = 0.5, Bottom = 0.6, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 8, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddFooter("&L&A&RPage &P of &N")));
    }

    private static Row Row(IReadOnlyList<string> cells, int number, uint first, uint rest = Words) => new(cells.Select((cell, at) => new Cell
    {
        CellReference = Tables.Workbook.Reference(at, number), DataType = CellValues.InlineString, StyleIndex = at == 0 ? first : rest,
        InlineString = new InlineString(new Text(Tables.Workbook.Clean(cell)) { Space = SpaceProcessingModeValues.Preserve }),
    }))
    { RowIndex = (uint)number };

    private static Stylesheet Styles()
    {
        static T Line<T>()
            where T : BorderPropertiesType, new() => new() { Style = BorderStyleValues.Thin, Color = new Color { Rgb = "FF7B898D" } };
        CellFormat Format(uint font, uint fill) => new(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = font, FillId = fill, BorderId = 1, ApplyFont = true, ApplyFill = true, ApplyBorder = true, ApplyAlignment = true };
        return new Stylesheet(
            new Fonts(new Font(), new Font(new Bold())),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEEF2F2" }) { PatternType = PatternValues.Solid })),
            new Borders(new Border(), new Border(Line<LeftBorder>(), Line<RightBorder>(), Line<TopBorder>(), Line<BottomBorder>())),
            new CellFormats(new CellFormat(), Format(1, 2), Format(0, 0)));
    }
}
