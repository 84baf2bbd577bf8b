using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;
using Svg.Skia;

namespace CoreStudy.Interchange.Reports;

/// <summary>A picture as files hold it: the drawing by itself, and the same as points for programs that cannot draw it.</summary>
/// <param name="Svg">UTF-8, without scripts and without what lies elsewhere.</param>
/// <param name="Png">On white, as wide as a slide shows it sharply.</param>
/// <param name="Width">Of the drawing, in its own units.</param>
/// <param name="Height">Of the drawing, in its own units.</param>
internal sealed record ReportDrawing(byte[] Svg, byte[] Png, double Width, double Height)
{
    /// <summary>Points along the longer side of the PNG.</summary>
    private const double LongSide = 2000;

    private static readonly XNamespace Xlink = "http://www.w3.org/1999/xlink";

    public override string ToString() => $"drawing of {Width} by {Height}";

    /// <exception cref="XmlException">It is not XML.</exception>
    public static ReportDrawing Of(string svg)
    {
        var root = Clean(svg);
        var (width, height) = SizeOf(root);
        root.SetAttributeValue("width", width.ToString(CultureInfo.InvariantCulture));
        root.SetAttributeValue("height", height.ToString(CultureInfo.InvariantCulture));
        if (root.Attribute("viewBox") is null) root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        var words = root.ToString(SaveOptions.DisableFormatting);
        return new(Encoding.UTF8.GetBytes(words), Rasterise(words, width, height), width, height);
    }

    /// <summary>The drawing without scripts, foreign pages, what it would fetch, and what it would do when touched.</summary>
    internal static XElement Clean(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XElement.Load(reader);
        root.DescendantsAndSelf().Where(e => e.Name.LocalName is "script" or "foreignObject" or "iframe" or "audio" or "video").ToList().ForEach(e => e.Remove());
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(IsUnsafe).ToList()) attribute.Remove();
        foreach (var style in root.Descendants().Where(e => e.Name.LocalName == "style" && Fetches(e.Value)).ToList()) style.Remove();
        return root;
    }

    private static bool IsUnsafe(XAttribute attribute) =>
        attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || ((attribute.Name.LocalName == "href" || attribute.Name == Xlink + "href") && !attribute.Value.StartsWith('#') && !attribute.Value.StartsWith("data:image/png", StringComparison.Ordinal))
        || (!attribute.IsNamespaceDeclaration && Fetches(attribute.Value) && attribute.Name.LocalName != "href");

    private static bool Fetches(string words)
    {
        var plain = words.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain.Contains("@IMPORT", StringComparison.Ordinal) || plain.Split("URL(").Skip(1).Any(after => !after.StartsWith('#'));
    }

    private static (double Width, double Height) SizeOf(XElement root)
    {
        double? Number(string? words) =>
            words is not null && !words.EndsWith('%') && double.TryParse(words.TrimEnd('p', 'x', 't', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000 ? number : null;
        var box = root.Attribute("viewBox")?.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var width = Number(root.Attribute("width")?.Value) ?? Number(box is { Length: 4 } ? box[2] : null) ?? 800;
        var height = Number(root.Attribute("height")?.Value) ?? Number(box is { Length: 4 } ? box[3] : null) ?? 450;
        return (width, height);
    }

    private static byte[] Rasterise(string svg, double width, double height)
    {
        using var drawing = new SKSvg();
        drawing.Settings.TypefaceProviders = [new OwnTypefaces()];
        var picture = drawing.FromSvg(svg);
        var scale = LongSide / Math.Max(width, height);
        var size = new SKImageInfo(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale((float)scale);
        if (picture is not null) surface.Canvas.DrawPicture(picture);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private sealed class OwnTypefaces : Svg.Skia.TypefaceProviders.ITypefaceProvider
    {
        public SKTypeface? FromFamilyName(string fontFamily, SKFontStyleWeight fontWeight, SKFontStyleWidth fontWidth, SKFontStyleSlant fontStyle) =>
            fontWeight >= SKFontStyleWeight.SemiBold ? ReportFonts.Bold : fontStyle == SKFontStyleSlant.Upright ? ReportFonts.Regular : ReportFonts.Italic;
    }
}
