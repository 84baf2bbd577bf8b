using System.Globalization;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>What a slide is for.</summary>
internal enum SlideKind
{
    Title,
    Content,
    Section,
    Quote,
    Picture,
    Table,
    TwoContent,
    Closing,
}

/// <summary>Where something lies on a slide, in English Metric Units.</summary>
internal readonly record struct SlideBox(long X, long Y, long Wide, long High)
{
    public long Area => Wide * High;
}

/// <summary>How a level of text looks in a place, as far as it matters for what fits.</summary>
/// <param name="Points">Size of the letters.</param>
/// <param name="Margin">Left of the words, in English Metric Units.</param>
/// <param name="Before">Above a paragraph, in points.</param>
/// <param name="Line">Height of a line as a share of the letters' size.</param>
internal readonly record struct LevelLook(double Points, long Margin, double Before, double Line);

/// <summary>A place of a layout that a slide can fill.</summary>
/// <param name="Type">As the layout says it; null for one that takes anything.</param>
/// <param name="Index">As the layout says it; null for the first.</param>
/// <param name="Box">Without the insets.</param>
/// <param name="Levels">Of text, the first first; five.</param>
/// <param name="Bold">Whether its first level is bold.</param>
/// <param name="Side">To which side its first level is set; null for the usual.</param>
internal sealed record SlidePlace(string? Type, string? Index, SlideBox Outer, SlideBox Box, IReadOnlyList<LevelLook> Levels, bool Bold, string? Side);

/// <summary>A layout of a presentation.</summary>
internal sealed record SlideLayout(SlideLayoutPart Part, string Name, string? Type, IReadOnlyList<SlidePlace> Places)
{
    public SlidePlace? Title => Places.FirstOrDefault(p => p.Type is "title" or "ctrTitle");

    /// <summary>Places for text or anything, from left to right, then down.</summary>
    public IReadOnlyList<SlidePlace> Bodies { get; } = [.. Places.Where(p => p.Type is null or "obj" or "body").OrderBy(p => p.Outer.Y / 1_500_000).ThenBy(p => p.Outer.X)];

    public SlidePlace? Of(string type) => Places.FirstOrDefault(p => p.Type == type);
}

/// <summary>The layouts of a presentation, one for each kind of slide: found by type, then by name; where one is missing another does.</summary>
internal sealed class SlideLayouts
{
    private static readonly XNamespace P = "http://schemas.openxmlformats.org/presentationml/2006/main";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";

    private readonly Dictionary<SlideKind, SlideLayout> _chosen = [];

    private SlideLayouts(IReadOnlyList<string> remarks) => Remarks = remarks;

    /// <summary>Which layouts were not found, and what does in their place; a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; private set; }

    public SlideLayout this[SlideKind kind] => _chosen[kind];

    /// <returns>Null where no layout has a title and room for text.</returns>
    public static SlideLayouts? Of(PresentationPart presentation)
    {
        List<SlideLayout> all = [];
        foreach (var master in presentation.SlideMasterParts)
        {
            var own = Xml(master);
            foreach (var layout in master.SlideLayoutParts) all.Add(Read(layout, own));
        }

        var content = Best(all.Where(l => l.Type is "obj" or "tx" && Has(l, bodies: 1)), "title and content")
            ?? all.Where(l => Has(l, bodies: 1) && l.Type is not ("title" or "secHead" or "vertTx" or "vertTitleAndTx")).MaxBy(l => (Named(l, "content") ? 2L : 1L) * l.Bodies.Max(b => b.Outer.Area))
            ?? all.Where(l => Has(l, bodies: 1)).MaxBy(l => l.Bodies.Max(b => b.Outer.Area));
        if (content is null) return null;

        var layouts = new SlideLayouts([]);
        List<string> remarks = [];
        void Choose(SlideKind kind, string words, SlideLayout? found, SlideLayout instead)
        {
            layouts._chosen[kind] = found ?? instead;
            if (found is null) remarks.Add($"It has no layout for {words}: “{instead.Name}” is used.");
        }

        layouts._chosen[SlideKind.Content] = content;
        Choose(SlideKind.Title, "the title", all.FirstOrDefault(l => l.Type == "title" && l.Title is not null) ?? Best(all.Where(l => l.Of("ctrTitle") is not null), "title"), content);
        Choose(SlideKind.Section, "sections", all.FirstOrDefault(l => l.Type == "secHead" && l.Title is not null) ?? ByName(all, l => l.Title is not null, "section"), layouts[SlideKind.Title]);
        Choose(SlideKind.Quote, "quotes", ByName(all, l => Has(l, bodies: 1) && l.Bodies.Max(b => b.Outer.Area) > l.Title!.Outer.Area, "quote", "quotation"), content);
        Choose(SlideKind.Picture, "pictures", all.FirstOrDefault(l => l.Type == "picTx" && IsForPictures(l)) ?? ByName(all, IsForPictures, "picture", "image"), content);
        Choose(SlideKind.Table, "tables", all.FirstOrDefault(l => l.Type == "tbl" && l.Title is not null && l.Of("tbl") is not null) ?? ByName(all, l => l.Title is not null && l.Of("tbl") is not null, "table"), content);
        Choose(SlideKind.TwoContent, "two lists side by side", all.FirstOrDefault(l => l.Type is "twoObj" && Has(l, bodies: 2)) ?? ByName(all, l => Has(l, bodies: 2), "two content"), content);
        Choose(SlideKind.Closing, "thanks and contact", ByName(all, l => Has(l, bodies: 1), "closing", "thank", "end slide", "acknowledg"), content);
        layouts.Remarks = remarks;
        return layouts;
    }

    private static bool Has(SlideLayout layout, int bodies) => layout.Title is not null && layout.Bodies.Count >= bodies;

    private static bool IsForPictures(SlideLayout layout) => layout.Title is not null && layout.Of("pic") is { } place && place.Outer.Area > HouseSlides.Width * HouseSlides.Height / 8;

    private static SlideLayout? Best(IEnumerable<SlideLayout> layouts, string name)
    {
        var all = layouts.ToList();
        return all.FirstOrDefault(l => Named(l, name)) ?? all.FirstOrDefault();
    }

    private static SlideLayout? ByName(IEnumerable<SlideLayout> layouts, Func<SlideLayout, bool> fits, params string[] names) =>
        layouts.Where(fits).FirstOrDefault(l => names.Any(n => Named(l, n)));

    private static bool Named(SlideLayout layout, string name) => layout.Name.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static SlideLayout Read(SlideLayoutPart part, XElement master)
    {
        var own = Xml(part);
        var common = own.Element(P + "cSld")!;
        return new(part, (string?)common.Attribute("name") ?? "", (string?)own.Attribute("type"), [.. Shapes(own).Select(s => Place(s, master)).OfType<SlidePlace>()]);
    }

    private static IEnumerable<XElement> Shapes(XElement root) =>
        root.Element(P + "cSld")!.Element(P + "spTree")!.Elements(P + "sp").Where(s => Ph(s) is not null);

    private static XElement? Ph(XElement shape) => shape.Element(P + "nvSpPr")?.Element(P + "nvPr")?.Element(P + "ph");

    private static SlidePlace? Place(XElement shape, XElement master)
    {
        var ph = Ph(shape)!;
        var type = (string?)ph.Attribute("type");
        var ground = type switch { "title" or "ctrTitle" => "title", "dt" or "ftr" or "sldNum" => type, _ => "body" };
        var above = Shapes(master).FirstOrDefault(s => (string?)Ph(s)!.Attribute("type") == ground);
        if ((Box(shape) ?? (above is null ? null : Box(above))) is not { } outer || outer.Wide <= 0 || outer.High <= 0) return null;

        var bodies = new[] { shape, above }.Select(s => s?.Element(P + "txBody")?.Element(A + "bodyPr")).OfType<XElement>().ToList();
        long Inset(string side, long usual) => bodies.Select(b => (long?)b.Attribute(side)).FirstOrDefault(v => v is not null) ?? usual;
        var (left, top, right, bottom) = (Inset("lIns", 91_440), Inset("tIns", 45_720), Inset("rIns", 91_440), Inset("bIns", 45_720));
        var box = new SlideBox(outer.X + left, outer.Y + top, Math.Max(1, outer.Wide - left - right), Math.Max(1, outer.High - top - bottom));

        var style = master.Element(P + "txStyles")?.Element(P + (ground == "title" ? "titleStyle" : ground == "body" ? "bodyStyle" : "otherStyle"));
        List<XElement> lists = [.. new[] { shape.Element(P + "txBody")?.Element(A + "lstStyle"), above?.Element(P + "txBody")?.Element(A + "lstStyle"), style }.OfType<XElement>()];
        return new(type, (string?)ph.Attribute("idx"), outer, box, [.. Enumerable.Range(1, 5).Select(level => Look(lists, level))], Flag(lists, "b"),
            lists.Select(l => (string?)l.Element(A + "lvl1pPr")?.Attribute("algn")).FirstOrDefault(v => v is not null));
    }

    private static SlideBox? Box(XElement shape)
    {
        var frame = shape.Element(P + "spPr")?.Element(A + "xfrm");
        if (frame?.Element(A + "off") is not { } at || frame.Element(A + "ext") is not { } size) return null;
        return new((long)at.Attribute("x")!, (long)at.Attribute("y")!, (long)size.Attribute("cx")!, (long)size.Attribute("cy")!);
    }

    private static LevelLook Look(IReadOnlyList<XElement> lists, int level)
    {
        List<XElement> levels = [.. lists.Select(l => l.Element(A + $"lvl{level}pPr")).OfType<XElement>()];
        var points = levels.Select(l => (double?)l.Element(A + "defRPr")?.Attribute("sz")).FirstOrDefault(v => v is not null) / 100 ?? 18;
        var margin = levels.Select(l => (long?)l.Attribute("marL")).FirstOrDefault(v => v is not null) ?? 0;
        var before = levels.Select(l => l.Element(A + "spcBef")).FirstOrDefault(e => e is not null);
        var gap = (double?)before?.Element(A + "spcPts")?.Attribute("val") / 100 ?? (Share(before?.Element(A + "spcPct")) * points) ?? 0;
        var line = Share(levels.Select(l => l.Element(A + "lnSpc")?.Element(A + "spcPct")).FirstOrDefault(e => e is not null)) ?? 1;
        return new(Math.Clamp(points, 6, 200), Math.Max(0, margin), Math.Max(0, gap), 1.2 * Math.Clamp(line, 0.7, 3));
    }

    /// <summary>A share, written as thousandths of a per cent or with its sign.</summary>
    private static double? Share(XElement? element)
    {
        var words = (string?)element?.Attribute("val");
        if (words is null) return null;
        var isSigned = words.EndsWith('%');
        return double.TryParse(words.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number / (isSigned ? 100 : 100_000) : null;
    }

    private static bool Flag(IReadOnlyList<XElement> lists, string name) =>
        lists.Select(l => (string?)l.Element(A + "lvl1pPr")?.Element(A + "defRPr")?.Attribute(name)).FirstOrDefault(v => v is not null) is "1" or "true";

    private static XElement Xml(OpenXmlPart part)
    {
        using var from = part.GetStream(FileMode.Open, FileAccess.Read);
        return XElement.Load(from);
    }
}
