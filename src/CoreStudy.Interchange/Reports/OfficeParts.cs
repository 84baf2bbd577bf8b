using System.Globalization;
using System.Security;
using System.Text;
using DocumentFormat.OpenXml.Packaging;

namespace CoreStudy.Interchange.Reports;

/// <summary>What slides and documents have in common as files.</summary>
internal static class OfficeParts
{
    private const string Core = "core";

    /// <summary>Writes a part's XML.</summary>
    public static void Put(this OpenXmlPart part, string xml)
    {
        using var to = part.GetStream(FileMode.Create, FileAccess.Write);
        to.Write(Encoding.UTF8.GetBytes(xml.StartsWith("<?xml", StringComparison.Ordinal) ? xml : $"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{xml}"));
    }

    /// <summary>Writes bytes of a part that is not XML.</summary>
    public static void Put(this OpenXmlPart part, byte[] bytes)
    {
        using var to = part.GetStream(FileMode.Create, FileAccess.Write);
        to.Write(bytes);
    }

    /// <summary>Says what the file is called, of which study, in which language and as of which day; nobody's name.</summary>
    public static void Describe(OpenXmlPackage file, WrittenReport report)
    {
        var properties = file.GetPartsOfType<CoreFilePropertiesPart>().FirstOrDefault() ?? file.AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", Core);
        var day = report.MadeOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";
        properties.Put(
            $"""
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{Text(report.Name)}</dc:title><dc:subject>{Text(report.Study)}</dc:subject><dc:creator>CoreStudy</dc:creator><dc:language>en-GB</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>
            """);
    }

    /// <summary>A picture as a drawing, with points for programs that do not draw it.</summary>
    public static string Blip(string png, string svg) =>
        $$"""<a:blip r:embed="{{png}}"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{{svg}}"/></a:ext></a:extLst></a:blip>""";

    /// <summary>Words as XML holds them between tags or quotes.</summary>
    public static string Text(string words) => SecurityElement.Escape(ReportWords.Clean(words))!;
}
