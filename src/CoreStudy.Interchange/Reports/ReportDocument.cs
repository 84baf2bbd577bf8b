using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CoreStudy.Interchange.WriteUps;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>A report as a Word document (ECMA-376, WordprocessingML), A4 or as the template has it. The same report makes the same bytes.</summary>
/// <remarks>Everything stands in a style that Word knows by name, so that a change of the style changes the whole document. Appendices begin a page each.</remarks>
public static class ReportDocument
{
    private const string Spaces =
        """xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" """;

    private static readonly XNamespace W = HouseDocument.Space;
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    /// <param name="template">A team's own file, a document; null for the house's look.</param>
    /// <returns>A .docx file.</returns>
    public static byte[] Write(WrittenReport report, ReportTemplate? template)
    {
        using var written = new MemoryStream();
        written.Write(template is { Kind: TemplateKind.Document } ? template.Bytes : HouseDocument.File);
        written.Position = 0;
        using (var file = WordprocessingDocument.Open(written, isEditable: true))
        {
            var main = file.MainDocumentPart!;
            var styles = Styles(main);
            var section = Section(main, report, styles);
            var body = new Writing(report, main, styles, TextWidth(section)).All();
            main.Put($"<w:document {Spaces}><w:body>{body}{section.ToString(SaveOptions.DisableFormatting)}</w:body></w:document>");
            OfficeParts.Describe(file, report);
        }

        return SteadyFile.Of(written);
    }

    /// <returns>The part's XML; an empty element where nothing was written yet.</returns>
    internal static XElement Read(OpenXmlPart part, string root)
    {
        using var from = part.GetStream(FileMode.OpenOrCreate, FileAccess.Read);
        return from.Length > 0 ? XElement.Load(from) : new XElement(W + root, new XAttribute(XNamespace.Xmlns + "w", W));
    }

    private static IReadOnlyDictionary<string, string> Styles(MainDocumentPart main)
    {
        var part = main.StyleDefinitionsPart ?? main.AddNewPart<StyleDefinitionsPart>("reportStyles");
        var styles = Read(part, "styles");
        var (ids, missing) = HouseDocument.Complete(styles);
        if (missing.Count > 0) part.Put(styles.ToString(SaveOptions.DisableFormatting));
        if (missing.Contains("List Bullet") || missing.Contains("List Bullet 2"))
        {
            var numbers = main.NumberingDefinitionsPart ?? main.AddNewPart<NumberingDefinitionsPart>("reportNumbering");
            var numbering = Read(numbers, "numbering");
            HouseDocument.AddBullets(numbering);
            numbers.Put(numbering.ToString(SaveOptions.DisableFormatting));
        }

        return ids;
    }

    /// <summary>The last section of the template with its heads and feet; a foot with page numbers where it has none.</summary>
    private static XElement Section(MainDocumentPart main, WrittenReport report, IReadOnlyDictionary<string, string> styles)
    {
        var section = Read(main, "document").Element(W + "body")?.Elements(W + "sectPr").LastOrDefault() ?? XElement.Parse(HouseDocument.Section(null));
        if (section.Elements(W + "footerReference").Any()) return section;
        const string Foot = "reportFoot";
        main.AddNewPart<FooterPart>(Foot).Put(HouseDocument.Foot(ReportWords.Clean(report.Name).Replace('\n', ' '), styles["footer"]));
        section.AddFirst(new XElement(W + "footerReference", new XAttribute(W + "type", "default"), new XAttribute(R + "id", Foot)));
        return section;
    }

    /// <summary>In twentieths of a point.</summary>
    private static int TextWidth(XElement section)
    {
        int Of(string element, string attribute, int usual) => int.TryParse((string?)section.Element(W + element)?.Attribute(W + attribute), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : usual;
        return Math.Clamp(Of("pgSz", "w", HouseDocument.PageWidth) - Of("pgMar", "left", HouseDocument.Margin) - Of("pgMar", "right", HouseDocument.Margin), 2_000, 30_000);
    }

    // Only words are put together, no numbers or dates, so no culture has a say.
    private static void Put(this StringBuilder to, string words) => to.Append(words);

    private static bool Is(string words) => !string.IsNullOrWhiteSpace(words);

    private sealed class Writing(WrittenReport report, MainDocumentPart main, IReadOnlyDictionary<string, string> styles, int textWidth)
    {
        private const int EmuPerTwip = 635;
        private const int MostContents = 28;

        private readonly StringBuilder _body = new();
        private readonly List<(int Level, string Words, string Mark)> _contents = [];
        private int _drawings;
        private int _tables;
        private int _figures;
        private int _appendices;
        private bool _wasAppendix;
        private bool _breaks;

        public string All()
        {
            var title = report.Parts.OfType<TitlePart>().FirstOrDefault();
            foreach (var part in report.Parts) if (part != title) Part(part);
            return Front(title) + Contents() + _body;
        }

        private string Front(TitlePart? title)
        {
            var front = new StringBuilder();
            var heading = title is not null && Is(title.Heading) ? title.Heading : Is(report.Name) ? report.Name : report.Study;
            front.Append(Paragraph(heading, "Title"));
            if (title is not null && Is(title.Subtitle)) front.Append(Paragraph(title.Subtitle, "Subtitle"));
            foreach (var by in title?.By.Where(Is) ?? []) front.Append(Paragraph(by, null));
            if (Is(report.Name) && report.Name != heading) front.Append(Paragraph(report.Name, null));
            if (Is(report.Study) && report.Study != heading) front.Append(Paragraph(report.Study, null));
            front.Append(Paragraph(report.MadeOn.ToString("d MMMM yyyy", British), null));
            return front.ToString();
        }

        /// <summary>A table of contents that is right without its being brought up to date but for page numbers, which Word asks for as it opens the document.</summary>
        private string Contents()
        {
            if (_contents.Count == 0) return "";
            var contents = new StringBuilder("""<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>""");
            contents.Append(Paragraph("Contents", "TOC Heading"));
            // A table of contents that is longer than its page is cut to the first level.
            var deepest = _contents.Count > MostContents ? 1 : 2;
            foreach (var (at, (level, words, mark)) in _contents.Where(c => c.Level <= deepest || c == _contents[0]).Index())
            {
                var begin = at == 0 ? $"""<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-{Whole(deepest)}" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>""" : "";
                contents.Put($"""<w:p><w:pPr><w:pStyle w:val="{styles[level == 1 ? "toc 1" : "toc 2"]}"/></w:pPr>{begin}<w:hyperlink w:anchor="{mark}" w:history="1">{Runs(words.Replace('\n', ' '), "")}<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>""");
            }

            return contents.Append("""<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:br w:type="page"/></w:r></w:p>""").ToString();
        }

        private void Part(WrittenPart part)
        {
            var isAppendix = part is ChecklistPart or TablePart { IsAppendix: true };
            // What comes after appendices begins a page too.
            (_breaks, _wasAppendix) = (isAppendix || _wasAppendix, isAppendix);
            switch (part)
            {
                case TitlePart title:
                    Heading(title.Heading, 1);
                    foreach (var line in title.By.Prepend(title.Subtitle).Where(Is)) Put(line, null);
                    break;
                case TextPart text:
                    Heading(text.Heading, 1);
                    Lines(text.Lines);
                    break;
                case SidesPart sides:
                    Heading(sides.Heading, 1);
                    Heading(sides.LeftHeading, 2);
                    Lines(sides.Left);
                    Heading(sides.RightHeading, 2);
                    Lines(sides.Right);
                    break;
                case ThemePart theme: Theme(theme); break;
                case QuotesPart quotes:
                    Heading(quotes.Heading, 1);
                    Quotes(quotes.Quotes, 2);
                    break;
                case TablePart table:
                    Heading(table.IsAppendix ? Appendix(table.Heading) : table.Heading, 1);
                    Table(table.Columns, table.Rows, table.NumbersFrom, table.Note);
                    break;
                case PicturePart picture:
                    Heading(picture.Heading, 1);
                    Picture(picture);
                    break;
                case ThanksPart thanks: Thanks(thanks); break;
                case ChecklistPart checklist:
                    Heading(Appendix(checklist.Heading), 1);
                    Table(ReportLabels.ChecklistColumns, [.. checklist.Lines.Select(ReportLabels.ChecklistRow)], ReportLabels.ChecklistColumns.Count, checklist.Source);
                    break;
                default: throw new ArgumentOutOfRangeException(nameof(part), part.GetType().Name, "A part that documents do not know.");
            }
        }

        private string Appendix(string heading)
        {
            var at = _appendices++;
            var letter = at < 26 ? ((char)('A' + at)).ToString() : string.Create(CultureInfo.InvariantCulture, $"{at + 1}");
            return Is(heading) ? $"Appendix {letter}. {heading.Trim()}" : $"Appendix {letter}";
        }

        private void Theme(ThemePart theme)
        {
            var level = theme.Level <= 0 ? 1 : 2;
            Heading(theme.Heading, level);
            if (Is(theme.CentralIdea)) Put(theme.CentralIdea, "Central idea");
            foreach (var paragraph in ReportWords.Paragraphs(theme.Narrative)) Put(paragraph, null);
            foreach (var finding in theme.Findings)
            {
                // a finding stands on the page of what is said below it, down to its first quote
                var (below, quotes) = (finding.Below.Where(Is).ToList(), ReportWords.Of(finding).ToList());
                string Kept(bool isLast) => isLast && !quotes.Exists(q => Is(q.Words)) ? "" : "<w:keepNext/>";
                if (Is(finding.Claim)) _body.Append(Paragraph(finding.Claim, "List Bullet", "<w:b/><w:bCs/>", Kept(below.Count == 0)));
                foreach (var (at, line) in below.Index()) _body.Append(Paragraph(line, "List Bullet 2", paragraph: Kept(at == below.Count - 1)));
                Quotes(quotes, level + 1);
            }

            Quotes(theme.Quotes, level + 1);
        }

        private void Quotes(IEnumerable<WrittenQuote> quotes, int level)
        {
            foreach (var group in quotes.Where(q => Is(q.Words)).GroupBy(q => q.Under))
            {
                Heading(group.Key, level);
                foreach (var quote in group)
                {
                    _body.Append(Paragraph(ReportWords.Quoted(new(quote.Words, Is(quote.Label))), "Quote", paragraph: Is(quote.Label) ? "<w:keepNext/>" : ""));
                    if (Is(quote.Label)) Put($"— {quote.Label.Trim()}", "Quote label");
                }
            }
        }

        private void Thanks(ThanksPart thanks)
        {
            Heading(thanks.Heading, 1);
            Lines(thanks.Thanks);
            if (Is(thanks.Funder)) Put($"{ReportLabels.Funder}: {thanks.Funder}", null);
            if (Is(thanks.Grant)) Put($"{ReportLabels.Grant}: {thanks.Grant}", null);
            foreach (var paragraph in ReportWords.Paragraphs(thanks.Disclaimer)) Put(paragraph, null);
            if (ReportLabels.NamesContact(thanks)) Heading(ReportLabels.Contact, 2);
            foreach (var line in thanks.Contact.Where(Is)) Put(line, null);
        }

        private void Lines(IEnumerable<WrittenLine> lines)
        {
            foreach (var line in lines.Where(l => Is(l.Words))) Put(line.Words, line.Level switch { <= 0 => null, 1 => "List Bullet", _ => "List Bullet 2" });
        }

        private void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int numbersFrom, string note)
        {
            Caption("Table", ++_tables, note, isAbove: true);
            if (columns.Count > 0)
            {
                var widths = Widths(columns, rows);
                _body.Put($"""<w:tbl><w:tblPr><w:tblStyle w:val="{styles["Report table"]}"/><w:tblW w:w="{Whole(widths.Sum())}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{string.Concat(widths.Select(v => $"<w:gridCol w:w=\"{Whole(v)}\"/>"))}</w:tblGrid>""");
                Row(columns, widths, numbersFrom, isHead: true);
                foreach (var row in rows) Row(row, widths, numbersFrom, isHead: false);
                _body.Append("""</w:tbl><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>"""); // so low that it begins no page of its own
            }
        }

        private void Row(IReadOnlyList<string> cells, int[] widths, int numbersFrom, bool isHead)
        {
            // A row that is longer than half a page may be cut by the end of one.
            var whole = isHead || cells.Max(c => c.Length) < 1_500 ? "<w:cantSplit/>" : "";
            _body.Put($"<w:tr>{(whole.Length > 0 || isHead ? $"<w:trPr>{whole}{(isHead ? "<w:tblHeader/>" : "")}</w:trPr>" : "")}");
            for (var at = 0; at < widths.Length; at++)
            {
                var cell = at < cells.Count ? cells[at] : "";
                _body.Put($"""<w:tc><w:tcPr><w:tcW w:w="{Whole(widths[at])}" w:type="dxa"/></w:tcPr>{Paragraph(cell, "Table words", paragraph: at >= numbersFrom ? "<w:jc w:val=\"right\"/>" : "")}</w:tc>""");
            }

            _body.Append("</w:tr>");
        }

        private int[] Widths(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
        {
            // Wide columns get more, by the root of what they hold, so that none starves.
            var wishes = columns.Select((c, at) => Math.Sqrt(Math.Clamp(rows.Select(r => at < r.Count ? r[at].Length : 0).Append(c.Length).Max(), 4, 400))).ToList();
            return [.. wishes.Select(w => (int)(textWidth * w / wishes.Sum()))];
        }

        private void Picture(PicturePart picture)
        {
            var drawing = ReportDrawing.Of(picture.Svg);
            var id = ++_drawings;
            main.AddImagePart(ImagePartType.Png, $"reportPng{Whole(id)}").Put(drawing.Png);
            main.AddImagePart(ImagePartType.Svg, $"reportSvg{Whole(id)}").Put(drawing.Svg);
            double wide = (long)textWidth * EmuPerTwip;
            var scale = Math.Min(wide / drawing.Width, 7_200_000 / drawing.Height);
            var (w, h) = ((long)Math.Max(1, drawing.Width * scale), (long)Math.Max(1, drawing.Height * scale));
            var size = string.Create(CultureInfo.InvariantCulture, $"cx=\"{w}\" cy=\"{h}\"");
            _body.Put($"""<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{Whole(id)}" name="Figure {Whole(id)}" descr="{OfficeParts.Text(picture.InWords)}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{Whole(id)}" name="Figure {Whole(id)}" descr="{OfficeParts.Text(picture.InWords)}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{OfficeParts.Blip($"reportPng{Whole(id)}", $"reportSvg{Whole(id)}")}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>""");
            Caption("Figure", ++_figures, picture.Note);
        }

        /// <param name="isAbove">It stands above what it is of, and on the same page.</param>
        private void Caption(string what, int number, string note, bool isAbove = false)
        {
            var said = Is(note) ? Runs($". {ReportWords.Clean(note).Trim()}", "") : "";
            _body.Put($"""<w:p><w:pPr><w:pStyle w:val="{styles["caption"]}"/>{(isAbove ? "<w:keepNext/>" : "")}</w:pPr><w:r><w:t xml:space="preserve">{what} </w:t></w:r><w:fldSimple w:instr=" SEQ {what} \* ARABIC "><w:r><w:t>{Whole(number)}</w:t></w:r></w:fldSimple>{said}</w:p>""");
        }

        private void Heading(string words, int level)
        {
            if (!Is(words)) return;
            var mark = $"_Toc{Whole(_contents.Count + 1)}";
            var id = Whole(_contents.Count + 1);
            if (level <= 2) _contents.Add((level, ReportWords.Clean(words).Trim(), mark));
            var marks = level <= 2 ? ($"<w:bookmarkStart w:id=\"{id}\" w:name=\"{mark}\"/>", $"<w:bookmarkEnd w:id=\"{id}\"/>") : ("", "");
            _body.Append(Paragraph(words, $"heading {Whole(Math.Min(level, 3))}", paragraph: _breaks ? "<w:pageBreakBefore/>" : "", before: marks.Item1, after: marks.Item2));
            _breaks = false;
        }

        private void Put(string words, string? style) => _body.Append(Paragraph(words, style));

        private string Paragraph(string words, string? style, string run = "", string paragraph = "", string before = "", string after = "")
        {
            var text = ReportWords.Clean(words).Trim();
            var isTurned = SlideText.IsRightToLeft(text);
            // In the order that the schema asks for: keeping, breaking, direction, side.
            var side = paragraph.Contains("<w:jc ", StringComparison.Ordinal);
            var how = $"{(style is null ? "" : $"<w:pStyle w:val=\"{styles[style]}\"/>")}{(side ? "" : paragraph)}{(isTurned ? "<w:bidi/>" : "")}{(side ? paragraph : "")}";
            return $"<w:p>{(how.Length > 0 ? $"<w:pPr>{how}</w:pPr>" : "")}{before}{Runs(text, run + (isTurned ? "<w:rtl/>" : ""))}{after}</w:p>";
        }

        private static string Runs(string words, string look)
        {
            if (words.Length == 0) return "";
            var runs = new StringBuilder();
            var properties = look.Length > 0 ? $"<w:rPr>{look}</w:rPr>" : "";
            foreach (var (at, line) in ReportWords.Clean(words).Split('\n').Index())
            {
                if (at > 0) runs.Append("<w:r><w:br/></w:r>");
                foreach (var (tab, piece) in line.Split('\t').Index())
                {
                    if (tab > 0) runs.Append("<w:r><w:tab/></w:r>");
                    if (piece.Length > 0) runs.Put($"<w:r>{properties}<w:t xml:space=\"preserve\">{OfficeParts.Text(piece)}</w:t></w:r>");
                }
            }

            return runs.ToString();
        }

        private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
