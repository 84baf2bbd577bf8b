using System.Globalization;
using System.Xml;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of an .odt (OASIS OpenDocument 1.2), without tracked deletions, comments, notes and tables of contents.</summary>
internal static class OpenDocument
{
    public static DocumentText Lines(byte[] content, CancellationToken cancel)
    {
        var lines = new DocumentLines();
        using var xml = SafeXml.Open(content);
        var (inBody, hidden, style) = (0, new HashSet<string>(), "");
        xml.Read();
        while (!xml.EOF)
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.NodeType == XmlNodeType.Element
                && xml.LocalName is "annotation" or "tracked-changes" or "note" or "table-of-content" or "forms" or "sequence-decls" or "font-face-decls" or "scripts" or "hidden-text" or "hidden-paragraph")
            {
                lines.Omit(xml.LocalName switch
                {
                    "annotation" => Omitted.Comment,
                    "note" => Omitted.Note,
                    "tracked-changes" => Omitted.Deletion,
                    "hidden-text" or "hidden-paragraph" => Omitted.HiddenWords,
                    _ => null,
                });
                xml.Skip();
                continue;
            }
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "style") style = Attribute(xml, "name") ?? "";
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "text-properties" && Attribute(xml, "display") == "none") hidden.Add(style);
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "span" or "p" && Attribute(xml, "style-name") is { } used && hidden.Contains(used))
            {
                lines.Omit(Omitted.HiddenWords);
                if (xml.LocalName == "p") lines.EndParagraph();
                xml.Skip();
                continue;
            }
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace && inBody > 0) lines.Add(Collapsed(xml.Value));
            else if (xml.NodeType == XmlNodeType.Element) inBody += Begin(xml, lines);
            else if (xml.NodeType == XmlNodeType.EndElement) inBody -= End(xml, lines);
            xml.Read();
        }
        return lines.ToText();
    }

    private static int Begin(XmlReader xml, DocumentLines lines)
    {
        switch (xml.LocalName)
        {
            case "p" or "h" when xml.IsEmptyElement: lines.EndParagraph(); break;
            case "p" or "h": return 1;
            case "tab": lines.Tab(); break;
            case "line-break": lines.Break(); break;
            case "s": lines.Add(new string(' ', Spaces(xml))); break;
            case "table-row": lines.BeginRow(); break;
            case "table-cell": lines.BeginCell(); break;
        }
        return 0;
    }

    private static int End(XmlReader xml, DocumentLines lines)
    {
        switch (xml.LocalName)
        {
            case "p" or "h": lines.EndParagraph(); return 1;
            case "table-row": lines.EndRow(); break;
        }
        return 0;
    }

    /// <summary>Whatever name space it stands in.</summary>
    private static string? Attribute(XmlReader xml, string name)
    {
        for (var at = 0; at < xml.AttributeCount; at++)
        {
            xml.MoveToAttribute(at);
            if (xml.LocalName != name) continue;
            var value = xml.Value;
            xml.MoveToElement();
            return value;
        }
        xml.MoveToElement();
        return null;
    }

    private static int Spaces(XmlReader xml) =>
        int.TryParse(xml.GetAttribute("c", xml.NamespaceURI), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Clamp(count, 1, 100) : 1;

    private static string Collapsed(string text) => text.Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
}
