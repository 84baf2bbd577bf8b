using System.IO.Compression;
using System.Text;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>Small documents written on the spot.</summary>
internal static class MadeUp
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Utf8(content));
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A .docx with this in its body.</summary>
    public static byte[] Word(string body) => Zip(("word/document.xml",
        $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"));

    public static string Paragraph(string words) => $"<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>";

    public static byte[] OpenDocument(string body, string manifest = "<manifest/>") => Zip(
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", $"<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text>{body}</office:text></office:body></office:document-content>"));

    /// <summary>The first bytes of an OLE file, and the name of a stream in it.</summary>
    public static byte[] Ole(string stream) => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504], .. Encoding.Unicode.GetBytes(stream), .. new byte[512]];

    /// <summary>A PDF of one empty page.</summary>
    public static byte[] Pdf(string trailer = "") => Utf8(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>\nendobj\n"
        + "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
        + $"trailer\n<</Size 4/Root 1 0 R{trailer}>>\nstartxref\n167\n%%EOF\n");
}
