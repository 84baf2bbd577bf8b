using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>The house's look for slides, as a presentation without slides: a theme, a master and a layout for each kind of slide, 16:9.</summary>
/// <remarks>Colours: each pair of text and ground contrasts by 4.5 to 1 at least (WCAG 2.2). The typeface is Arial, which every office has, or one as wide.</remarks>
internal static class HouseSlides
{
    /// <summary>In English Metric Units, 914,400 to the inch.</summary>
    public const long Width = 12_192_000;

    /// <summary>In English Metric Units.</summary>
    public const long Height = 6_858_000;

    private const long Left = 720_000;
    private const long Across = Width - (2 * Left);
    private const long BodyTop = 1_620_000;
    private const long BodyHigh = 4_480_000;

    private const string Spaces = """xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" """;
    private const string Group = """<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>""";
    private const string ColourMap = """<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>""";

    private static readonly Lazy<byte[]> Made = new(Make);

    private static readonly IReadOnlyList<string> Layouts =
    [
        Layout("Title slide", "title", ground: "tx2",
            Shape(2, "Title", "ctrTitle", null, Left, 1_500_000, Across, 1_800_000, "b", Levels((1, 40, "bg1", true, null))),
            Shape(3, "Subtitle", "subTitle", 1, Left, 3_560_000, Across, 2_300_000, "t", Levels((1, 24, "bg1", false, null), (2, 18, "bg1", false, null))),
            Bar(9, Left, 3_400_000, "accent2Light")),
        Layout("Title and content", "obj", ground: null, Title(), Shape(3, "Content", null, 1, Left, BodyTop, Across, BodyHigh, "t", ""), Foot(), Number(), Bar(9, Left, 1_412_000, "accent1")),
        Layout("Section", "secHead", ground: "bg2",
            Shape(2, "Title", "title", null, Left, 1_900_000, Across, 1_700_000, "b", Levels((1, 36, "tx2", true, null))),
            Shape(3, "Text", "body", 1, Left, 3_860_000, Across, 1_700_000, "t", Levels((1, 24, "tx1", false, null), (2, 18, "tx1", false, null))), Foot(), Number(), Bar(9, Left, 3_700_000, "accent1")),
        Layout("Quote", null, ground: "bg2",
            Title(24), Shape(3, "Quotes", "body", 1, Left + 260_000, BodyTop, Across - 260_000, BodyHigh, "ctr", Levels((1, 28, "tx1", false, 2000), (2, 18, "accent6", false, 500))), Foot(), Number(), Side(9)),
        Layout("Picture", "picTx", ground: null,
            Title(), Shape(3, "Picture", "pic", 13, Left, BodyTop, Across, 3_860_000, "t", Levels((1, 16, "tx1", false, null))),
            Shape(4, "Note", "body", 2, Left, 5_580_000, Across, 560_000, "t", Levels((1, 14, "accent6", false, 0))), Foot(), Number(), Bar(9, Left, 1_412_000, "accent1")),
        Layout("Table", "tbl", ground: null,
            Title(), Shape(3, "Table", "tbl", 13, Left, BodyTop, Across, 3_860_000, "t", Levels((1, 16, "tx1", false, null))),
            Shape(4, "Note", "body", 2, Left, 5_580_000, Across, 560_000, "t", Levels((1, 14, "accent6", false, 0))), Foot(), Number(), Bar(9, Left, 1_412_000, "accent1")),
        Layout("Two content", "twoObj", ground: null,
            Title(), Shape(3, "Left", null, 1, Left, BodyTop, (Across / 2) - 200_000, BodyHigh, "t", ""), Shape(4, "Right", null, 2, Left + (Across / 2) + 200_000, BodyTop, (Across / 2) - 200_000, BodyHigh, "t", ""),
            Foot(), Number(), Bar(9, Left, 1_412_000, "accent1")),
        Layout("Closing", null, ground: "bg2",
            Title(), Shape(3, "Text", "body", 1, Left, BodyTop, Across, BodyHigh, "t", Levels((1, 22, "tx1", false, 1000), (2, 18, "tx1", false, 400))), Foot(), Number(), Bar(9, Left, 1_412_000, "accent1")),
    ];

    /// <summary>The presentation, as a .pptx file without slides.</summary>
    public static byte[] File => Made.Value;

    private static byte[] Make()
    {
        using var file = new MemoryStream();
        using (var slides = PresentationDocument.Create(file, PresentationDocumentType.Presentation))
        {
            var presentation = slides.AddNewPart<PresentationPart>("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "presentation");
            var master = presentation.AddNewPart<SlideMasterPart>("master1");
            master.AddNewPart<DocumentFormat.OpenXml.Packaging.ThemePart>("theme1").Put(Theme);
            var ids = new StringBuilder();
            foreach (var (at, layout) in Layouts.Index())
            {
                var part = master.AddNewPart<SlideLayoutPart>($"layout{at + 1}");
                part.Put(layout);
                part.AddPart(master, "master1");
                ids.Append(System.Globalization.CultureInfo.InvariantCulture, $"""<p:sldLayoutId id="{2147483649 + at}" r:id="layout{at + 1}"/>""");
            }

            master.Put(Master(ids.ToString()));
            AddNotesMaster(presentation);
            presentation.AddNewPart<PresentationPropertiesPart>("presProps").Put($"<p:presentationPr {Spaces}/>");
            presentation.AddNewPart<TableStylesPart>("tableStyles").Put("""<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>""");
            presentation.Put(
                $"""<p:presentation {Spaces} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="master1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="{NotesMaster}"/></p:notesMasterIdLst><p:sldSz cx="{Width}" cy="{Height}"/><p:notesSz cx="6858000" cy="9144000"/><p:defaultTextStyle/></p:presentation>""");
        }

        return SteadyFile.Of(file);
    }

    /// <summary>Name of the relationship from a presentation to the notes master that is put into it.</summary>
    public const string NotesMaster = "notesMaster1";

    /// <summary>Puts the house's notes master into a presentation that has none. The caller names it in the presentation.</summary>
    public static NotesMasterPart AddNotesMaster(PresentationPart presentation)
    {
        var notes = presentation.AddNewPart<NotesMasterPart>(NotesMaster);
        notes.AddNewPart<DocumentFormat.OpenXml.Packaging.ThemePart>("theme1").Put(Theme);
        notes.Put(
            $"""
            <p:notesMaster {Spaces}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{Group}
            <p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="685800"/><a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="9525"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln></p:spPr></p:sp>
            <p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4000500"/><a:ext cx="5486400" cy="4500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>Notes</a:t></a:r></a:p></p:txBody></p:sp>
            </p:spTree></p:cSld>{ColourMap}<p:notesStyle><a:lvl1pPr marL="0" algn="l"><a:spcBef><a:spcPts val="600"/></a:spcBef><a:defRPr sz="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr></p:notesStyle></p:notesMaster>
            """);
        return notes;
    }

    private static string Master(string layouts) =>
        $"""
        <p:sldMaster {Spaces}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{Group}
        {Shape(2, "Title", "title", null, Left, 380_000, Across, 980_000, "b", "")}
        {Shape(3, "Text", "body", 1, Left, BodyTop, Across, BodyHigh, "t", "")}
        {Shape(4, "Footer", "ftr", 3, Left, 6_300_000, 8_800_000, 300_000, "ctr", Small("l"))}
        {Shape(5, "Slide number", "sldNum", 4, Width - Left - 1_400_000, 6_300_000, 1_400_000, 300_000, "ctr", Small("r"), field: true)}
        </p:spTree></p:cSld>{ColourMap}<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>
        <p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>{Run(32, "tx2", bold: true, "mj")}</a:lvl1pPr></p:titleStyle>
        <p:bodyStyle>{Bullet(1, 24, 320_000, 1400, "•")}{Bullet(2, 18, 680_000, 600, "–")}{Bullet(3, 18, 1_000_000, 500, "•")}{Bullet(4, 16, 1_320_000, 400, "–")}{Bullet(5, 16, 1_640_000, 400, "•")}</p:bodyStyle>
        <p:otherStyle><a:lvl1pPr marL="0" algn="l">{Run(18, "tx1", bold: false, "mn")}</a:lvl1pPr></p:otherStyle></p:txStyles></p:sldMaster>
        """;

    private static string Bullet(int level, int points, long margin, int before, string sign) =>
        $"""<a:lvl{level}pPr marL="{margin}" indent="-280000" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="{before}"/></a:spcBef><a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="{sign}"/>{Run(points, "tx1", bold: false, "mn")}</a:lvl{level}pPr>""";

    private static string Run(int points, string colour, bool bold, string font) =>
        $"""<a:defRPr sz="{points * 100}" b="{(bold ? 1 : 0)}" kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>""";

    /// <summary>Levels without bullets, as they differ from the master's.</summary>
    private static string Levels(params IEnumerable<(int Level, int Points, string Colour, bool Bold, int? Before)> levels) => string.Concat(levels.Select(l =>
        $"""<a:lvl{l.Level}pPr marL="0" indent="0" algn="l">{(l.Before is { } before ? $"""<a:spcBef><a:spcPts val="{before}"/></a:spcBef>""" : "")}<a:buNone/><a:defRPr sz="{l.Points * 100}" b="{(l.Bold ? 1 : 0)}"><a:solidFill><a:schemeClr val="{l.Colour}"/></a:solidFill></a:defRPr></a:lvl{l.Level}pPr>"""));

    private static string Small(string side) =>
        $"""<a:lvl1pPr marL="0" indent="0" algn="{side}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="1200" b="0"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>""";

    private static string Layout(string name, string? type, string? ground, params IEnumerable<string> shapes)
    {
        var colour = ground is null ? "" : $"""<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{ground}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>""";
        return $"""<p:sldLayout {Spaces} {(type is null ? """userDrawn="1" """ : $"""type="{type}" """)}preserve="1"><p:cSld name="{name}">{colour}<p:spTree>{Group}{string.Concat(shapes.OrderBy(s => !s.Contains("userDrawn", StringComparison.Ordinal)))}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>""";
    }

    private static string Title(int points = 32) => Shape(2, "Title", "title", null, Left, 380_000, Across, 980_000, "b", points == 32 ? "" : $"""<a:lvl1pPr>{Run(points, "tx2", bold: true, "mj")}</a:lvl1pPr>""");

    private static string Foot() => Shape(7, "Footer", "ftr", 3, Left, 6_300_000, 8_800_000, 300_000, "ctr", Small("l"));

    private static string Number() => Shape(8, "Slide number", "sldNum", 4, Width - Left - 1_400_000, 6_300_000, 1_400_000, 300_000, "ctr", Small("r"), field: true);

    /// <summary>A short line below the title; drawn, not read.</summary>
    private static string Bar(int id, long x, long y, string colour) => Drawn(id, x, y, 760_000, 45_720, colour);

    /// <summary>A line along quotes.</summary>
    private static string Side(int id) => Drawn(id, Left, BodyTop, 57_150, BodyHigh, "accent1");

    private static string Drawn(int id, long x, long y, long wide, long high, string colour)
    {
        var fill = colour == "accent2Light" ? """<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>""" : $"""<a:schemeClr val="{colour}"/>""";
        return $"""<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Line"><a:extLst><a:ext uri="{"{C183D7F6-B498-43B3-948B-1728B52AA6E4}"}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>{fill}</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>""";
    }

    private static string Shape(int id, string name, string? type, int? idx, long x, long y, long wide, long high, string anchor, string levels, bool field = false)
    {
        var place = $"""<p:ph{(type is null ? "" : $" type=\"{type}\"")}{(type is "ftr" or "sldNum" ? " sz=\"quarter\"" : "")}{(idx is null ? "" : $" idx=\"{idx}\"")}/>""";
        var words = field ? """<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>""" : type == "ftr" ? "" : $"""<a:r><a:rPr lang="en-GB"/><a:t>{name}</a:t></a:r>""";
        return $"""<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>{levels}</a:lstStyle><a:p>{words}</a:p></p:txBody></p:sp>""";
    }

    private const string Theme =
        """
        <a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="CoreStudy"><a:themeElements>
        <a:clrScheme name="CoreStudy"><a:dk1><a:srgbClr val="1C2426"/></a:dk1><a:lt1><a:srgbClr val="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="0F4A52"/></a:dk2><a:lt2><a:srgbClr val="EEF4F4"/></a:lt2><a:accent1><a:srgbClr val="12616B"/></a:accent1><a:accent2><a:srgbClr val="8A4B08"/></a:accent2><a:accent3><a:srgbClr val="5B4B8A"/></a:accent3><a:accent4><a:srgbClr val="3B6E22"/></a:accent4><a:accent5><a:srgbClr val="9C2F45"/></a:accent5><a:accent6><a:srgbClr val="4A585D"/></a:accent6><a:hlink><a:srgbClr val="0B5C9E"/></a:hlink><a:folHlink><a:srgbClr val="5B4B8A"/></a:folHlink></a:clrScheme>
        <a:fontScheme name="CoreStudy"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/></a:majorFont><a:minorFont><a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/></a:minorFont></a:fontScheme>
        <a:fmtScheme name="CoreStudy"><a:fillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:fillStyleLst><a:lnStyleLst><a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln><a:ln w="12700"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln><a:ln w="19050"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln></a:lnStyleLst><a:effectStyleLst><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst><a:bgFillStyleLst><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme>
        </a:themeElements></a:theme>
        """;
}
