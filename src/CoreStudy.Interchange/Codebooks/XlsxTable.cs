using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Documents;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CoreStudy.Interchange.Codebooks;

/// <summary>Rows as a workbook (ECMA-376, SpreadsheetML). Reading takes the first sheet, the results of formulas and no more of a row than a framework needs.</summary>
internal static partial class XlsxTable
{
    private const int MostCells = 60;
    private const int LongestCell = 32_767;
    private const long LargestUnpacked = 40L * 1024 * 1024;

    public static byte[] Write(IEnumerable<string[]> rows)
    {
        using var file = new MemoryStream();
        using (var workbook = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var book = workbook.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>("sheet");
            book.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = "Framework", SheetId = 1, Id = "sheet" }));
            var widths = CodebookColumns.All.Select((c, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = c.Width, CustomWidth = true });
            var data = new SheetData(rows.Select((row, at) => Row(row, at + 2, style: 2)).Prepend(Row([.. CodebookColumns.All.Select(c => c.Title)], 1, style: 1)));
            var frozen = new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 };
            sheet.Worksheet = new Worksheet(new SheetViews(frozen), new Columns(widths), data);
        }

        return file.ToArray();
    }

    /// <param name="mostRows">Reading ends after so many; too many are counted by the caller.</param>
    public static List<TableRow> Read(ReadOnlyMemory<byte> content, CancellationToken cancel, int mostRows = CodebookFile.MostRows)
    {
        using var archive = Archive.Open(content, LargestUnpacked);
        try
        {
            if (!archive.Has("xl/workbook.xml"))
                throw new UnreadableFileException("“{0}” is no Excel workbook. Please save the framework as .xlsx or .csv.");
            var sheet = archive.Part(FirstSheet(archive, cancel), cancel) ?? throw new UnreadableFileException("There is no sheet in “{0}”.");
            var shared = archive.Part("xl/sharedStrings.xml", cancel) is { } strings ? Shared(strings, cancel) : [];
            return Rows(sheet, shared, mostRows, cancel);
        }
        catch (XmlException)
        {
            throw new UnreadableFileException("“{0}” is incomplete or damaged. Please save it again.");
        }
    }

    private static Row Row(string[] cells, int number, uint style) => new(cells.Select((cell, at) => new Cell
    {
        CellReference = $"{(char)('A' + at)}{number}",
        DataType = CellValues.InlineString,
        StyleIndex = style,
        InlineString = new InlineString(new Text(Escaped(cell)) { Space = SpaceProcessingModeValues.Preserve }),
    }))
    { RowIndex = (uint)number };

    private static Stylesheet Styles()
    {
        var wrapped = new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top };
        return new Stylesheet(
            new Fonts(new Font(), new Font(new Bold())),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border()),
            new CellFormats(
                new CellFormat(),
                new CellFormat { FontId = 1, ApplyFont = true },
                new CellFormat(wrapped) { NumberFormatId = 49, ApplyNumberFormat = true, ApplyAlignment = true })); // 49: text, so that nothing typed turns into a date
    }

    private static string FirstSheet(Archive archive, CancellationToken cancel)
    {
        var id = Elements(archive.Part("xl/workbook.xml", cancel)!, "sheet").Select(s => s.GetValueOrDefault("id")).FirstOrDefault();
        var target = archive.Part("xl/_rels/workbook.xml.rels", cancel) is { } links
            ? Elements(links, "Relationship").FirstOrDefault(r => r.GetValueOrDefault("Id") == id)?.GetValueOrDefault("Target")
            : null;
        return target is null ? "xl/worksheets/sheet1.xml" : target.StartsWith('/') ? target[1..] : $"xl/{target}";
    }

    /// <summary>The attributes of each element of that name.</summary>
    private static List<Dictionary<string, string>> Elements(byte[] part, string name)
    {
        var found = new List<Dictionary<string, string>>();
        using var xml = SafeXml.Open(part);
        while (found.Count < 1000 && xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != name) continue;
            var attributes = new Dictionary<string, string>();
            while (xml.MoveToNextAttribute()) attributes[xml.LocalName] = xml.Value;
            found.Add(attributes);
        }

        return found;
    }

    private static List<string> Shared(byte[] part, CancellationToken cancel)
    {
        var strings = new List<string>();
        using var xml = SafeXml.Open(part);
        while (xml.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si") strings.Add(Clean(Words(xml)));
        }

        return strings;
    }

    /// <summary>The words of the element it stands on, formatting and phonetic readings aside.</summary>
    private static string Words(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var words = new StringBuilder();
        using var inside = xml.ReadSubtree();
        while (!inside.EOF)
        {
            if (inside.NodeType == XmlNodeType.Element && inside.LocalName == "rPh") inside.Skip();
            else if (inside.NodeType == XmlNodeType.Element && inside.LocalName is "t" or "v") words.Append(inside.ReadElementContentAsString());
            else inside.Read();
        }

        return words.Length > LongestCell ? throw new UnreadableFileException("A cell of “{0}” has more than 32,767 characters. Please shorten it.") : words.ToString();
    }

    private static List<TableRow> Rows(byte[] part, List<string> shared, int mostRows, CancellationToken cancel)
    {
        var rows = new List<TableRow>();
        using var xml = SafeXml.Open(part);
        while (xml.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            var number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : (rows.Count == 0 ? 0 : rows[^1].Number) + 1;
            var cells = xml.IsEmptyElement ? [] : Cells(xml, shared);
            if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            rows.Add(new TableRow(number, cells));
            if (rows.Count > mostRows + 1) break; // too many: said by who counts them
        }

        return rows;
    }

    private static List<string> Cells(XmlReader xml, List<string> shared)
    {
        var cells = new List<string>();
        using var row = xml.ReadSubtree();
        while (row.Read())
        {
            if (row.NodeType != XmlNodeType.Element || row.LocalName != "c") continue;
            var (at, kind) = (ColumnOf(row.GetAttribute("r")) ?? cells.Count, row.GetAttribute("t"));
            if (at >= MostCells) continue;
            while (cells.Count <= at) cells.Add("");
            cells[at] = Content(row, kind, shared);
        }

        return cells;
    }

    private static string Content(XmlReader cell, string? kind, List<string> shared)
    {
        var words = Words(cell);
        if (kind == "s") return int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : "";
        return kind == "e" ? "" : Clean(words);
    }

    /// <summary>0 for A1, 1 for B1, 26 for AA1.</summary>
    private static int? ColumnOf(string? reference)
    {
        if (reference is null || !Reference().IsMatch(reference)) return null;
        return reference.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => (column * 26) + (char.ToUpperInvariant(letter) - 'A' + 1)) - 1;
    }

    /// <summary>As cells write characters that XML does not take, and underscores that would read as such (ECMA-376, part 1, 22.9.2.19).</summary>
    private static string Escaped(string cell) => Escape().Replace(new string([.. cell.ReplaceLineEndings("\n").Where((c, at) =>
        XmlConvert.IsXmlChar(c) || (char.IsHighSurrogate(c) && at + 1 < cell.Length) || char.IsLowSurrogate(c))]), "_x005F$0");

    private static string Clean(string cell) => FileText.Clean(Escape().Replace(cell, m => ((char)int.Parse(m.ValueSpan[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));

    [GeneratedRegex("^[A-Za-z]{1,3}[0-9]+$")]
    private static partial Regex Reference();

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_")]
    private static partial Regex Escape();
}
