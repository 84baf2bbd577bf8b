using System.Text;
using System.Text.Json;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>What a file is by its first bytes.</summary>
internal enum FileKind
{
    Text,
    Zip,
    Pdf,
    RichText,
    OldOffice,
    Picture,
    Recording,
    Program,
    Unknown,
}

internal static class FileKinds
{
    private const int LongestSample = 16384;

    public static FileKind Of(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(content.Length, 1024)];
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8)) return FileKind.Zip;
        if (start.StartsWith("{\\rtf"u8)) return FileKind.RichText;
        if (start.IndexOf("%PDF-"u8) >= 0) return FileKind.Pdf;
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return FileKind.OldOffice;
        if (IsPicture(start)) return FileKind.Picture;
        if (IsRecording(start)) return FileKind.Recording;
        if (start.StartsWith("MZ\u0090"u8) || start.StartsWith("\u007FELF"u8) || start.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x5A, 0x90, 0])) return FileKind.Program;
        return IsText(content) ? FileKind.Text : FileKind.Unknown;
    }

    /// <summary>Why a file of this kind cannot be read, with <c>{0}</c> for its name; null where it may be.</summary>
    public static string? WhyNot(FileKind kind, ReadOnlySpan<byte> content) => kind switch
    {
        FileKind.OldOffice when Contains(content, "EncryptedPackage") =>
            "“{0}” is protected with a password. Please open it in Word, remove the password, save it as .docx and choose it again.",
        FileKind.OldOffice when Contains(content, "WordDocument") =>
            "“{0}” is in the format of Word 97 to 2003 (.doc). Please open it in a word processor, save it as .docx and choose that.",
        FileKind.OldOffice => "“{0}” is in an old Office format. Please open it, save the transcript as .docx and choose that.",
        FileKind.Picture => "“{0}” is a picture. Please choose a file with the text of the transcript.",
        FileKind.Recording => "“{0}” is a sound or video recording. Please have it transcribed, and choose the transcript.",
        FileKind.Program => "“{0}” is a program. Please choose the file with the transcript.",
        FileKind.Unknown => "“{0}” is not a text that can be read. Please save the transcript as .docx, .txt or .vtt and choose that.",
        _ => null,
    };

    /// <summary>A sentence where the ending of the name says something else than the content does.</summary>
    public static string? Mislabelled(FileKind kind, string ending)
    {
        var (actual, fits) = kind switch
        {
            FileKind.Zip => ("a Word or OpenDocument text", ending is ".docx" or ".odt" or ".docm" or ".dotx" or ".ott"),
            FileKind.Pdf => ("a PDF", ending == ".pdf"),
            FileKind.RichText => ("RTF", ending == ".rtf"),
            _ => ("plain text", ending is not (".docx" or ".odt" or ".pdf" or ".rtf" or ".doc")),
        };
        if (fits || ending == "") return null;
        if (kind == FileKind.Text)
            throw new UnreadableFileException($"“{{0}}” is not a {ending[1..]} file: there is plain text inside. If that text is the transcript, please rename the file to end in .txt and choose it again.");
        return $"The name ends in {ending}, but the file is {actual} and was read as that.";
    }

    public static bool IsHtml(string text, string ending)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 1000)).TrimStart().TrimStart('\uFEFF');
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || (ending is ".htm" or ".html" && start.Contains('<'));
    }

    public static bool IsOTranscribe(string text) =>
        text.AsSpan().TrimStart().TrimStart('\uFEFF').StartsWith("{", StringComparison.Ordinal) && text.AsSpan(0, Math.Min(text.Length, 2000)).Contains("\"text\"", StringComparison.Ordinal)
        && OTranscribeHtmlOrNull(text) is not null;

    public static string OTranscribeHtml(string text) => OTranscribeHtmlOrNull(text) ?? "";

    public static bool IsJson(string text)
    {
        if (text.AsSpan().TrimStart('\uFEFF').TrimStart() is not ['{' or '[', ..]) return false;
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? OTranscribeHtmlOrNull(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("text", out var html) && html.ValueKind == JsonValueKind.String
                ? html.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsPicture(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || start.StartsWith("GIF8"u8)
        || start.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2A, 0]) || start.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0, 0x2A]) || Riff(start, "WEBP"u8)
        || (start.Length > 12 && start[4..8].SequenceEqual("ftyp"u8) && (start[8..12].SequenceEqual("heic"u8) || start[8..12].SequenceEqual("avif"u8) || start[8..12].SequenceEqual("mif1"u8)))
        || (start.Length > 14 && start.StartsWith("BM"u8) && start[6..10].IndexOfAnyExcept((byte)0) < 0);

    private static bool IsRecording(ReadOnlySpan<byte> start) =>
        start.StartsWith("ID3"u8) || start.StartsWith("OggS"u8) || start.StartsWith("fLaC"u8) || start.StartsWith("FORM"u8) || Riff(start, "WAVE"u8) || Riff(start, "AVI "u8)
        || start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) || start.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75]) || start.StartsWith("#!AMR"u8)
        || (start.Length > 8 && start[4..8].SequenceEqual("ftyp"u8))
        || (start.Length > 3 && start[0] == 0xFF && start[1] is 0xFB or 0xF3 or 0xF2 or 0xF1 or 0xF9);

    private static bool Riff(ReadOnlySpan<byte> start, ReadOnlySpan<byte> form) =>
        start.Length > 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual(form);

    /// <summary>Streams of an OLE file are named in UTF-16.</summary>
    private static bool Contains(ReadOnlySpan<byte> content, string stream) => content.IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;

    /// <summary>Hardly any control characters, once decoded.</summary>
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        var text = FileText.Decode(content[..Math.Min(content.Length, LongestSample)]).Characters;
        var odd = 0;
        foreach (var character in text)
        {
            if (character is < ' ' and not ('\t' or '\n' or '\r' or '\f' or '\v') or '\uFFFD' or '\u007F' or (>= '\u0080' and <= '\u009F')) odd++;
        }
        return odd * 20 <= text.Length || (odd < 40 && WebVttSigned(text));
    }

    private static bool WebVttSigned(string text) => Captions.WebVtt.IsSigned(text);
}
