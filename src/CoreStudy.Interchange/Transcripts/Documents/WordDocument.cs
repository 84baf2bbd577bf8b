using System.Xml;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of a .docx (ECMA-376): what a reader sees, without tracked deletions, comments, notes and fields' codes.</summary>
internal static class WordDocument
{
    public static string? MainPart(Archive archive) =>
        archive.FirstPart(n => n == "word/document.xml")
        ?? archive.FirstPart(n => n.StartsWith("word/document", StringComparison.OrdinalIgnoreCase) && n.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));

    public static string Lines(byte[] part, CancellationToken cancel)
    {
        var lines = new DocumentLines();
        using var xml = SafeXml.Open(part);
        xml.Read();
        while (!xml.EOF)
        {
            cancel.ThrowIfCancellationRequested();
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "del" or "moveFrom" or "Fallback" or "instrText" or "delText" or "rPr" or "pPr" or "sectPr")
            {
                xml.Skip();
                continue;
            }
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "t")
            {
                lines.Add(xml.ReadElementContentAsString());
                continue;
            }
            if (xml.NodeType == XmlNodeType.Element) Begin(xml, lines);
            else if (xml.NodeType == XmlNodeType.EndElement) End(xml, lines);
            xml.Read();
        }
        return lines.ToString();
    }

    private static void Begin(XmlReader xml, DocumentLines lines)
    {
        switch (xml.LocalName)
        {
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
