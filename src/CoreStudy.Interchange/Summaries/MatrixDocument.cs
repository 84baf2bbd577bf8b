using CoreStudy.Interchange.Tables;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TableRow = DocumentFormat.OpenXml.Wordprocessing.TableRow;

namespace CoreStudy.Interchange.Summaries;

/// <summary>A framework matrix as a Word document (ECMA-376, WordprocessingML) that prints on A3 across: headings on every page, no row cut by the end of one.</summary>
public static class MatrixDocument
{
    /// <summary>How many columns stand beside one another at most; more go on in another table below.</summary>
    public const int MostAbreast = 8;

    // Twentieths of a point.
    private const int PageWidth = 23811;
    private const int PageHeight = 16838;
    private const int Margin = 720;
    private const int CaseWidth = 2600;

    public static byte[] Write(MatrixSheet sheet)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = Styles();
            main.AddNewPart<FooterPart>("footer").Footer = Foot(sheet.Title);
            var body = new Body(Paragraph(sheet.Title, "Title"), Paragraph(sheet.Said, "Under"));
            foreach (var (at, part) in Parts(sheet.Columns.Count).Index())
            {
                if (at > 0) body.Append(new Paragraph(new Run(new Break { Type = BreakValues.Page })));
                body.Append(Matrix(sheet, part));
                body.Append(new Paragraph());
            }

            if (sheet.References.Count > 0)
            {
                body.Append(Paragraph("Passages", "Heading1"));
                body.Append(References(sheet.References));
                body.Append(new Paragraph());
            }

            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = "footer" },
                new PageSize { Width = PageWidth, Height = PageHeight, Orient = PageOrientationValues.Landscape },
                new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 360, Footer = 360, Gutter = 0 }));
            main.Document = new Document(body);
        }

        return file.ToArray();
    }

    /// <summary>The columns cut into parts of about the same size that each fit the page.</summary>
    internal static IEnumerable<Range> Parts(int columns)
    {
        var parts = Math.Max(1, (columns + MostAbreast - 1) / MostAbreast);
        for (var at = 0; at < parts; at++) yield return (columns * at / parts)..(columns * (at + 1) / parts);
    }

    private static Table Matrix(MatrixSheet sheet, Range part)
    {
        var (from, count) = part.GetOffsetAndLength(sheet.Columns.Count);
        var width = (PageWidth - (2 * Margin) - CaseWidth) / Math.Max(1, count);
        var widths = Enumerable.Repeat(width, count).Prepend(CaseWidth).ToList();
        var table = NewTable(widths);
        table.Append(Row(isHeading: true, [.. sheet.Columns.Skip(from).Take(count).Prepend(sheet.CaseHeading).Select((h, i) => Cell(widths[i], [Paragraph(h, "CellHeading")], shaded: true))]));
        foreach (var row in sheet.Rows)
        {
            table.Append(Row(isHeading: false,
            [
                Cell(CaseWidth, [Paragraph(row.Label, "CellHeading"), .. row.Under.Where(u => u.Length > 0).Select(u => Paragraph(u, "CellUnder"))], shaded: true),
                .. row.Cells.Skip(from).Take(count).Select(c => Cell(width, [.. c.Split('\n').Select(line => Paragraph(line, "Cell"))])),
            ]));
        }

        return table;
    }

    private static Table References(IReadOnlyList<MatrixSheetReference> references)
    {
        List<int> widths = [900, 5200, 3000, PageWidth - (2 * Margin) - 9100];
        var table = NewTable(widths);
        table.Append(Row(isHeading: true, [.. MatrixSheetReference.Headings.Select((h, i) => Cell(widths[i], [Paragraph(h, "CellHeading")], shaded: true))]));
        foreach (var one in references)
            table.Append(Row(isHeading: false, [.. new[] { one.Number, one.Place, one.Speaker, one.Words }.Select((c, i) => Cell(widths[i], [.. c.Split('\n').Select(line => Paragraph(line, "Cell"))]))]));
        return table;
    }

    private static Table NewTable(IReadOnlyList<int> widths)
    {
        static T Line<T>()
            where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Color = "7B898D" };
        return new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Dxa, Width = $"{widths.Sum()}" },
                new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TopMargin { Width = "60", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 90, Type = TableWidthValues.Dxa }, new BottomMargin { Width = "60", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 90, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
    }

    private static TableRow Row(bool isHeading, IReadOnlyList<TableCell> cells)
    {
        var how = new TableRowProperties(new CantSplit());
        if (isHeading) how.Append(new TableHeader());
        return new TableRow([how, .. cells]);
    }

    private static TableCell Cell(int width, IReadOnlyList<Paragraph> paragraphs, bool shaded = false)
    {
        var how = new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = $"{width}" });
        if (shaded) how.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EEF2F2" });
        return new TableCell([how, .. paragraphs]);
    }

    private static Paragraph Paragraph(string words, string style) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = style }), new Run(new Text(Workbook.Clean(words)) { Space = SpaceProcessingModeValues.Preserve }));

    private static Footer Foot(string title) => new(new Paragraph(
        new ParagraphProperties(new ParagraphStyleId { Val = "Under" }, new Tabs(new TabStop { Val = TabStopValues.Right, Position = PageWidth - (2 * Margin) })),
        new Run(new Text(Workbook.Clean(title)) { Space = SpaceProcessingModeValues.Preserve }), new Run(new TabChar()), new Run(new Text("Page ") { Space = SpaceProcessingModeValues.Preserve }),
        new SimpleField { Instruction = " PAGE " }, new Run(new Text(" of ") { Space = SpaceProcessingModeValues.Preserve }), new SimpleField { Instruction = " NUMPAGES " }));

    private static Styles Styles()
    {
        static Style One(string id, int halfPoints, bool bold, int after, string colour = "1C2426", bool stays = false)
        {
            var paragraph = new StyleParagraphProperties();
            if (stays) paragraph.Append(new KeepNext());
            paragraph.Append(new SpacingBetweenLines { Before = "0", After = $"{after}" });
            var run = new StyleRunProperties(new RunFonts { Ascii = "Arial", HighAnsi = "Arial", ComplexScript = "Arial" });
            if (bold) run.Append(new Bold());
            run.Append(new Color { Val = colour });
            run.Append(new FontSize { Val = $"{halfPoints}" });
            return new Style(new StyleName { Val = id }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = id };
        }

        return new Styles(
            One("Title", 36, bold: true, 60, stays: true), One("Heading1", 26, bold: true, 120, stays: true), One("Under", 18, bold: false, 160, "4D5A5E"),
            One("CellHeading", 18, bold: true, 0), One("CellUnder", 16, bold: false, 0, "4D5A5E"), One("Cell", 18, bold: false, 40));
    }
}
