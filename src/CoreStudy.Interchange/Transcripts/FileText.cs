using System.Text;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>The characters of a text file, whatever encoding it was saved in.</summary>
/// <param name="Characters">As decoded: line ends and control characters are still those of the file.</param>
/// <param name="Doubtful">True where some bytes fitted no encoding and were replaced by U+FFFD.</param>
internal sealed record FileText(string Characters, bool Doubtful)
{
    private const int Windows1252 = 1252;
    private const int MacRoman = 10000;

    /// <summary>
    /// UTF-8 or UTF-16 where a byte order mark or the bytes say so; otherwise Windows-1252, or Mac Roman where lines end in CR alone.
    /// </summary>
    public static FileText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return Utf8(bytes[3..]);
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return Of(Encoding.Unicode, bytes[2..]);
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) return Of(Encoding.BigEndianUnicode, bytes[2..]);
        if (Utf16WithoutMark(bytes) is { } utf16) return Of(utf16, bytes);
        if (IsMostlyUtf8(bytes)) return Utf8(bytes);

        var macintosh = bytes.IndexOf((byte)'\r') >= 0 && bytes.IndexOf((byte)'\n') < 0;
        return Of(CodePagesEncodingProvider.Instance.GetEncoding(macintosh ? MacRoman : Windows1252)!, bytes);
    }

    /// <summary>The words as they are kept: normalised, and without control characters other than tab and line feed.</summary>
    public static string Clean(string text) => TranscriptText.Normalise(SeenText.Of(text).Words);

    public override string ToString() => $"{Characters.Length} characters";

    private static FileText Utf8(ReadOnlySpan<byte> bytes) => new(Encoding.UTF8.GetString(bytes), !Utf8IsValid(bytes));

    private static FileText Of(Encoding encoding, ReadOnlySpan<byte> bytes) => new(encoding.GetString(bytes), false);

    private static bool Utf8IsValid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Latin text in UTF-16 has a zero in nearly every second byte, and hardly any in the others.</summary>
    private static UnicodeEncoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..(Math.Min(bytes.Length, 8192) & ~1)];
        if (sample.Length < 4) return null;
        var (even, odd) = (0, 0);
        for (var at = 0; at < sample.Length; at += 2)
        {
            if (sample[at] == 0) even++;
            if (sample[at + 1] == 0) odd++;
        }
        var pairs = sample.Length / 2;
        if (odd > pairs * 6 / 10 && even < pairs / 10) return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        if (even > pairs * 6 / 10 && odd < pairs / 10) return new UnicodeEncoding(bigEndian: true, byteOrderMark: false);
        return null;
    }

    /// <summary>Valid, or cut in the middle of a character, or with so few slips that nothing else is likelier.</summary>
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8IsValid(bytes)) return true;
        var (whole, broken) = (0, 0);
        for (var at = 0; at < bytes.Length;)
        {
            if (bytes[at] < 0x80)
            {
                at++;
                continue;
            }
            var state = Rune.DecodeFromUtf8(bytes[at..], out _, out var used);
            if (state == System.Buffers.OperationStatus.Done) whole++;
            else if (state != System.Buffers.OperationStatus.NeedMoreData) broken++;
            at += Math.Max(1, used);
        }
        return whole > broken * 4;
    }
}
