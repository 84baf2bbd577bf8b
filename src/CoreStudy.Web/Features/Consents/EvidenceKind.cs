using System.IO.Compression;
using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Consents;

/// <summary>What kind of file shows a consent, told by its content, never by its name.</summary>
public sealed record EvidenceKind(string Extension, string ContentType)
{
    /// <summary>Bytes of the largest file.</summary>
    public const int Most = 10 * 1024 * 1024;

    private static readonly EvidenceKind Pdf = new(".pdf", "application/pdf");
    private static readonly EvidenceKind Jpeg = new(".jpg", "image/jpeg");
    private static readonly EvidenceKind Png = new(".png", "image/png");
    private static readonly EvidenceKind Word = new(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

    public static Result<EvidenceKind> Of(ReadOnlySpan<byte> content)
    {
        if (content.Length == 0) return new Refusal("The file is empty.");
        if (content.Length > Most) return new Refusal($"The file has {content.Length / 1024 / 1024.0:0.0} MB; at most {Most / 1024 / 1024} MB can be kept. Please scan it smaller.");
        if (content.StartsWith("%PDF-"u8)) return Pdf;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff])) return Jpeg;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return Png;
        return content.StartsWith("PK\u0003\u0004"u8) && IsWord(content.ToArray())
            ? Word
            : new Refusal("This is no PDF, JPEG, PNG or Word file (.docx), whatever its name says. Please scan or save it as one of these.");
    }

    private static bool IsWord(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content));
            return archive.GetEntry("[Content_Types].xml") is not null && archive.GetEntry("word/document.xml") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
