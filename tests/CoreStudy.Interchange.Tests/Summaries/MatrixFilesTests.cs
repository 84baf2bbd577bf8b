using CoreStudy.Interchange.Summaries;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.Tests.Summaries;

public sealed class MatrixFilesTests
{
    private static readonly MatrixSheet Sheet = new(
        "Training, by participant", "2 of 4 cells done", "Participant", ["Training", "Supervision"],
        [new("PSW-01", ["Peer support worker", "Alder"], ["Went twice [1].\nWould go again.", ""]), new("PSW-02", [], ["=SUM(A1)\u0001", "Once a month [2]"])],
        [new("1", "PSW-01, interview, turn 4", "PSW-01", "I went twice."), new("2", "PSW-02, interview, turn 9", "PSW-02", "")]);

    [Fact]
    public void A_Word_file_is_valid_prints_on_A3_across_and_repeats_its_headings()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(MatrixDocument.Write(Sheet)), isEditable: false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var body = document.MainDocumentPart!.Document!.Body!;
        Assert.Equal((23811u, 16838u, PageOrientationValues.Landscape), (body.Descendants<PageSize>().Single().Width!.Value, body.Descendants<PageSize>().Single().Height!.Value, body.Descendants<PageSize>().Single().Orient!.Value));
        var tables = body.Elements<Table>().ToList();
        Assert.Equal(2, tables.Count);
        Assert.All(tables, t => Assert.Single(t.Descendants<TableHeader>()));
        Assert.All(tables.SelectMany(t => t.Elements<TableRow>()), r => Assert.Single(r.Descendants<CantSplit>()));
        Assert.Contains("Went twice [1].", body.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_Excel_file_is_valid_and_prints_as_wide_as_the_page_with_its_headings()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(MatrixWorkbook.Write(Sheet)), isEditable: false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var setup = document.WorkbookPart!.WorksheetParts.Select(p => p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.PageSetup>().Single()).ToList();
        Assert.All(setup, s => Assert.Equal((8u, 1u, 0u), (s.PaperSize!.Value, s.FitToWidth!.Value, s.FitToHeight!.Value)));
        Assert.Equal(2, document.WorkbookPart.Workbook!.DefinedNames!.Count());
        Assert.Empty(document.WorkbookPart.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.CellFormula>()));
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(20, 3)]
    public void Columns_that_do_not_fit_beside_one_another_go_on_below(int columns, int tables)
    {
        var wide = Sheet with { Columns = [.. Enumerable.Range(1, columns).Select(i => $"Column {i}")], Rows = [new("PSW-01", [], [.. Enumerable.Range(1, columns).Select(i => $"Cell {i}")])], References = [] };

        using var document = WordprocessingDocument.Open(new MemoryStream(MatrixDocument.Write(wide)), isEditable: false);

        var cells = document.MainDocumentPart!.Document!.Body!.Elements<Table>().Select(t => t.Elements<TableRow>().Last().Elements<TableCell>().Select(c => c.InnerText).ToList()).ToList();
        Assert.Equal(tables, cells.Count);
        Assert.All(cells, c => Assert.Equal("PSW-01", c[0]));
        Assert.Equal(Enumerable.Range(1, columns).Select(i => $"Cell {i}"), cells.SelectMany(c => c.Skip(1)));
    }
}
