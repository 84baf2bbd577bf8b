using System.Xml;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>XML from outside: no document type, nothing fetched, nothing expanded.</summary>
internal static class SafeXml
{
    public static XmlReader Open(byte[] part)
    {
        if (part.AsSpan(0, Math.Min(part.Length, 4096)).IndexOf("<!DOCTYPE"u8) >= 0)
            throw new UnreadableFileException("“{0}” holds a document type definition, which can make a file unsafe. Please open it in a word processor and save it again.");
        return XmlReader.Create(new MemoryStream(part, writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CheckCharacters = false,
            MaxCharactersInDocument = 120_000_000,
        });
    }
}
