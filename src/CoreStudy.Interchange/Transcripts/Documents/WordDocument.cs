using System.Xml;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of a .docx (ECMA-376): what a reader sees, without tracked deletions, hidden words, comments, notes and fields' codes.</summary>
internal static class WordDocument
{
    public static string? MainPart(Archive archive) =>
        archive.FirstPart(n => n == "word/document.xml")
        ?? archive.FirstPart(n => n.StartsWith("word/document", StringComparison.OrdinalIgnoreCase) && n.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));

    public static DocumentText Lines(byte[] part, CancellationToken cancel)
    {
        var (lines, hidden) = (new DocumentLines(), false);
        using var xml = SafeXml.Open(part);
        xml.Read();
        while (!xml.EOF)
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "del" or "moveFrom" or "Fallback" or "instrText" or "delText" or "pPr" or "sectPr")
            {
                lines.Omit(xml.LocalName switch { "del" or "moveFrom" => Omitted.Deletion, _ => null });
                xml.Skip();
                continue;
            }
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rPr")
            {
                hidden = IsHidden(xml);
                continue;
            }
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "t")
            {
                var words = xml.ReadElementContentAsString();
                if (hidden) lines.Omit(Omitted.HiddenWords);
                else lines.Add(words);
                continue;
            }
            if (xml.LocalName == "r") hidden = false;
            if (xml.NodeType == XmlNodeType.Element) Begin(xml, lines);
            else if (xml.NodeType == XmlNodeType.EndElement) End(xml, lines);
            xml.Read();
        }
        return lines.ToText();
    }

    /// <summary>Reads past the properties of a run; true where they hide its words.</summary>
    private static bool IsHidden(XmlReader xml)
    {
        using var properties = xml.ReadSubtree();
        var hidden = false;
        while (properties.Read())
        {
            if (properties.NodeType == XmlNodeType.Element && properties.LocalName == "vanish")
                hidden = properties.GetAttribute("val", properties.NamespaceURI) is null or "1" or "true" or "on";
        }
        properties.Close();
        xml.Read();
        return hidden;
    }

    private static void Begin(XmlReader xml, DocumentLines lines)
    {
        switch (xml.LocalName)
        {
            case "footnoteReference" or "endnoteReference": lines.Omit(Omitted.Note); break;
            case "commentReference": lines.Omit(Omitted.Comment); break;
            case "tab": lines.Tab(); break;
            case "br" or "cr": lines.Break(); break;
            case "noBreakHyphen": lines.Add("\u2011"); break;
            case "tr": lines.BeginRow(); break;
            case "tc": lines.BeginCell(); break;
            case "p" when xml.IsEmptyElement: lines.EndParagraph(); break;
        }
    }

    private static void End(XmlReader xml, DocumentLines lines)
    {
        switch (xml.LocalName)
        {
            case "p": lines.EndParagraph(); break;
            case "tr": lines.EndRow(); break;
        }
    }
}
