using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>The house's look for documents, as a document that says nothing: styles, bullets, A4, a foot with page numbers.</summary>
internal static class HouseDocument
{
    public const string Space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>Of A4, in twentieths of a point.</summary>
    public const int PageWidth = 11_906;

    /// <summary>Of A4, in twentieths of a point.</summary>
    public const int PageHeight = 16_838;

    /// <summary>On each side, in twentieths of a point.</summary>
    public const int Margin = 1_304;

    private const string Bullets = "9001";
    private const string Spaces = $"""xmlns:w="{Space}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" """;

    private static readonly Lazy<byte[]> Made = new(Make);

    /// <summary>Styles by the name that every Word knows them by, with what they are where a template has none.</summary>
    public static IReadOnlyList<(string Name, string Xml)> Styles { get; } =
    [
        ("Title", Paragraph("Title", "Title", "<w:keepNext/><w:spacing w:before=\"1800\" w:after=\"160\" w:line=\"240\" w:lineRule=\"auto\"/>", "<w:b/><w:color w:val=\"0F4A52\"/><w:sz w:val=\"56\"/><w:szCs w:val=\"56\"/>")),
        ("Subtitle", Paragraph("Subtitle", "Subtitle", "<w:spacing w:before=\"0\" w:after=\"240\"/>", "<w:color w:val=\"4A585D\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>")),
        ("heading 1", Heading(1, 32, 480, 160)),
        ("heading 2", Heading(2, 26, 360, 120)),
        ("heading 3", Heading(3, 23, 280, 80)),
        ("Quote", Paragraph("Quote", "Quote", "<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"10\" w:color=\"12616B\"/></w:pBdr><w:spacing w:before=\"160\" w:after=\"40\"/><w:ind w:left=\"425\" w:right=\"425\"/>", "<w:i/><w:iCs/>")),
        ("Quote label", Paragraph("QuoteLabel", "Quote label", "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\" w:space=\"10\" w:color=\"12616B\"/></w:pBdr><w:spacing w:before=\"0\" w:after=\"200\"/><w:ind w:left=\"425\" w:right=\"425\"/>", "<w:color w:val=\"4A585D\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>")),
        ("Central idea", Paragraph("CentralIdea", "Central idea", "<w:spacing w:before=\"40\" w:after=\"200\"/>", "<w:color w:val=\"0F4A52\"/><w:sz w:val=\"25\"/><w:szCs w:val=\"25\"/>")),
        ("caption", Paragraph("Caption", "caption", "<w:spacing w:before=\"80\" w:after=\"240\"/>", "<w:color w:val=\"4A585D\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>")),
        ("List Bullet", Paragraph("ListBullet", "List Bullet", $"<w:numPr><w:numId w:val=\"{Bullets}\"/></w:numPr><w:spacing w:after=\"80\"/>", "")),
        ("List Bullet 2", Paragraph("ListBullet2", "List Bullet 2", $"<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"{Bullets}\"/></w:numPr><w:spacing w:after=\"60\"/>", "<w:color w:val=\"36444A\"/>")),
        ("TOC Heading", Paragraph("TOCHeading", "TOC Heading", "<w:keepNext/><w:spacing w:before=\"480\" w:after=\"120\"/>", "<w:b/><w:color w:val=\"0F4A52\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>")),
        ("toc 1", Paragraph("TOC1", "toc 1", $"<w:tabs><w:tab w:val=\"right\" w:pos=\"{PageWidth - (2 * Margin)}\"/></w:tabs><w:spacing w:before=\"60\" w:after=\"40\"/><w:ind w:right=\"567\"/>", "")),
        ("toc 2", Paragraph("TOC2", "toc 2", $"<w:tabs><w:tab w:val=\"right\" w:pos=\"{PageWidth - (2 * Margin)}\"/></w:tabs><w:spacing w:after=\"40\"/><w:ind w:left=\"284\" w:right=\"567\"/>", "")),
        ("footer", Paragraph("Footer", "footer", $"<w:tabs><w:tab w:val=\"right\" w:pos=\"{PageWidth - (2 * Margin)}\"/></w:tabs><w:spacing w:after=\"0\"/>", "<w:color w:val=\"4A585D\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>")),
        ("Table words", Paragraph("TableWords", "Table words", "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"252\" w:lineRule=\"auto\"/>", "<w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>")),
        ("Report table",
            """<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report table"/><w:uiPriority w:val="59"/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="9AA7AA"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D3D5"/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="12" w:space="0" w:color="12616B"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr><w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>"""),
    ];

    /// <summary>Names of styles that a template may lack without its being worth a word: they are the house's own.</summary>
    public static IReadOnlyList<string> Own { get; } = ["Quote label", "Central idea", "Table words", "Report table", "toc 1", "toc 2", "TOC Heading"];

    /// <summary>The document, as a .docx file that says nothing.</summary>
    public static byte[] File => Made.Value;

    /// <summary>The end of a document on A4.</summary>
    public static string Section(string? footer) =>
        $"""<w:sectPr {Spaces}>{(footer is null ? "" : $"<w:footerReference w:type=\"default\" r:id=\"{footer}\"/>")}<w:pgSz w:w="{PageWidth}" w:h="{PageHeight}"/><w:pgMar w:top="{Margin}" w:right="{Margin}" w:bottom="{Margin}" w:left="{Margin}" w:header="624" w:footer="624" w:gutter="0"/></w:sectPr>""";

    /// <summary>A foot with the report's name and page numbers.</summary>
    public static string Foot(string name, string style) =>
        $"""<w:ftr {Spaces}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{OfficeParts.Text(name)}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> of </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>""";

    /// <summary>Adds to styles those that are missing.</summary>
    /// <returns>The id of each style by its name, and the names that were missing.</returns>
    public static (IReadOnlyDictionary<string, string> Ids, IReadOnlyList<string> Missing) Complete(XElement styles)
    {
        XNamespace w = Space;
        var there = styles.Elements(w + "style").Where(s => s.Attribute(w + "styleId") is not null && s.Element(w + "name") is not null)
            .GroupBy(s => (string)s.Element(w + "name")!.Attribute(w + "val")!, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => (string)g.First().Attribute(w + "styleId")!, StringComparer.OrdinalIgnoreCase);
        var taken = there.Values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var normal = styles.Elements(w + "style").FirstOrDefault(s => (string?)s.Attribute(w + "type") == "paragraph" && (string?)s.Attribute(w + "default") is "1" or "true")?.Attribute(w + "styleId")?.Value;
        Dictionary<string, string> ids = [];
        List<string> missing = [];
        foreach (var (name, xml) in Styles)
        {
            if (there.TryGetValue(name, out var id))
            {
                ids[name] = id;
                continue;
            }

            var style = XElement.Parse(xml);
            id = (string)style.Attribute(w + "styleId")!;
            if (taken.Contains(id)) style.SetAttributeValue(w + "styleId", id += "Report");
            if (style.Element(w + "basedOn") is { } ground)
            {
                if (normal is null) ground.Remove();
                else ground.SetAttributeValue(w + "val", normal);
            }

            if (style.Element(w + "next") is { } next)
            {
                if (normal is null) next.Remove();
                else next.SetAttributeValue(w + "val", normal);
            }

            styles.Add(style);
            ids[name] = id;
            missing.Add(name);
        }

        return (ids, missing);
    }

    /// <summary>Adds the house's bullets to a list of numberings.</summary>
    public static void AddBullets(XElement numbering)
    {
        XNamespace w = Space;
        if (numbering.Elements(w + "num").Any(n => (string?)n.Attribute(w + "numId") == Bullets)) return;
        var ours = XElement.Parse(Numbering);
        // All that is abstract comes before all that is not.
        var first = numbering.Elements(w + "num").FirstOrDefault();
        if (first is null) numbering.Add(ours.Element(w + "abstractNum"));
        else first.AddBeforeSelf(ours.Element(w + "abstractNum"));
        var last = numbering.Elements(w + "num").LastOrDefault() ?? numbering.Elements(w + "abstractNum").Last();
        last.AddAfterSelf(ours.Element(w + "num"));
    }

    private static byte[] Make()
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "document");
            main.Put($"<w:document {Spaces}><w:body>{Section(null)}</w:body></w:document>");
            main.AddNewPart<StyleDefinitionsPart>("styles").Put(
                $"""
                <w:styles {Spaces}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:color w:val="1C2426"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="he-IL"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>{string.Concat(Styles.Select(s => s.Xml))}</w:styles>
                """);
            main.AddNewPart<NumberingDefinitionsPart>("numbering").Put(Numbering);
            main.AddNewPart<DocumentSettingsPart>("settings").Put($"""<w:settings {Spaces}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/></w:settings>""");
        }

        return SteadyFile.Of(file);
    }

    private static string Paragraph(string id, string name, string paragraph, string run) =>
        $"""<w:style xmlns:w="{Space}" w:type="paragraph"{(name is "Quote label" or "Central idea" or "Table words" ? " w:customStyle=\"1\"" : "")} w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>{(run.Length > 0 ? $"<w:rPr>{run}</w:rPr>" : "")}</w:style>""";

    private static string Heading(int level, int size, int before, int after) =>
        $"""<w:style xmlns:w="{Space}" w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="252" w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val="0F4A52"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>""";

    private const string Numbering =
        $"""
        <w:numbering xmlns:w="{Space}"><w:abstractNum w:abstractNumId="{Bullets}"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="12616B"/></w:rPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet2"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="794" w:hanging="284"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="12616B"/></w:rPr></w:lvl></w:abstractNum><w:num w:numId="{Bullets}"><w:abstractNumId w:val="{Bullets}"/></w:num></w:numbering>
        """;
}
