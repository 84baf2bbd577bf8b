using System.Reflection;
using SkiaSharp;

namespace CoreStudy.Interchange.Reports;

/// <summary>The typeface that comes with the site, so that pictures look the same on a server that has none.</summary>
internal static class ReportFonts
{
    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Load("LiberationSans-Regular"));
    private static readonly Lazy<SKTypeface> LazyBold = new(() => Load("LiberationSans-Bold"));
    private static readonly Lazy<SKTypeface> LazyItalic = new(() => Load("LiberationSans-Italic"));

    public static SKTypeface Regular => LazyRegular.Value;

    public static SKTypeface Bold => LazyBold.Value;

    public static SKTypeface Italic => LazyItalic.Value;

    private static SKTypeface Load(string name)
    {
        using var font = Assembly.GetExecutingAssembly().GetManifestResourceStream($"CoreStudy.Interchange.Reports.Fonts.{name}.ttf")!;
        return SKTypeface.FromStream(font)!;
    }
}
