using System.Globalization;

namespace CoreStudy.Interchange.Transcripts.Captions;

/// <summary>WebVTT, read as the parsing algorithm of the W3C reads it (WebVTT, section 6.1), settings and styles left aside.</summary>
internal static class WebVtt
{
    private const string Arrow = "-->";

    /// <summary>True for a file that begins with the signature, a byte order mark before it or not.</summary>
    public static bool IsSigned(string text)
    {
        var start = text.AsSpan().TrimStart('\uFEFF');
        return start.StartsWith("WEBVTT", StringComparison.Ordinal) && (start.Length == 6 || start[6] is ' ' or '\t' or '\n' or '\r');
    }

    /// <summary>The cues; a first line that is no signature is passed over, as that algorithm does.</summary>
    public static CueList Parse(string text)
    {
        var lines = text.Replace('\0', '\uFFFD').ReplaceLineEndingsAsInCaptions().Split('\n');
        var (cues, leftOut, at) = (new List<Cue>(), 0, 1);
        while (at < lines.Length && lines[at] != "" && !HasArrow(lines[at])) at++;

        while (at < lines.Length)
        {
            if (lines[at] == "")
            {
                at++;
                continue;
            }
            var block = at;
            while (at < lines.Length && lines[at] != "" && !HasArrow(lines[at])) at++;
            if (at - block > 1 || (at > block && (at >= lines.Length || lines[at] == "")))
            {
                if (!IsComment(lines[block])) leftOut++;
                continue;
            }
            var id = at > block ? lines[block] : "";
            var timings = Timings(lines[at++]);
            var from = at;
            while (at < lines.Length && lines[at] != "" && !HasArrow(lines[at])) at++;
            if (timings is { } read) cues.Add(new Cue(id, read.Start, read.End, string.Join('\n', lines[from..at])));
            else leftOut++;
        }
        return new CueList(cues, 0, leftOut);
    }

    internal static string ReplaceLineEndingsAsInCaptions(this string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static bool HasArrow(string line) => line.Contains(Arrow, StringComparison.Ordinal);

    private static bool IsComment(string line) => IsBlock(line, "NOTE") || IsBlock(line, "STYLE") || IsBlock(line, "REGION");

    private static bool IsBlock(string line, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) && (line.Length == word.Length || line[word.Length] is ' ' or '\t');

    private static (long Start, long End)? Timings(string line)
    {
        var at = 0;
        Skip(line, ref at);
        if (Timestamp(line, ref at) is not { } start) return null;
        Skip(line, ref at);
        if (string.CompareOrdinal(line, at, Arrow, 0, Arrow.Length) != 0) return null;
        at += Arrow.Length;
        Skip(line, ref at);
        return Timestamp(line, ref at) is { } end ? (start, end) : null;
    }

    private static void Skip(string line, ref int at)
    {
        while (at < line.Length && (line[at] is ' ' or '\t' or '\f')) at++;
    }

    private static long? Timestamp(string line, ref int at)
    {
        var first = Digits(line, ref at);
        if (first.Length is 0 or > 9) return null;
        var hours = first.Length != 2 || Number(first) > 59;
        if (Part(line, ref at, ':', 2) is not { } second) return null;
        var (h, m, s) = (0L, Number(first), second);
        if (hours || (at < line.Length && line[at] == ':'))
        {
            if (Part(line, ref at, ':', 2) is not { } third) return null;
            (h, m, s) = (m, second, third);
        }
        if (Part(line, ref at, '.', 3) is not { } milliseconds || m > 59 || s > 59) return null;
        return ((((h * 60) + m) * 60) + s) * 1000 + milliseconds;
    }

    private static long? Part(string line, ref int at, char separator, int length)
    {
        if (at >= line.Length || line[at] != separator) return null;
        at++;
        var digits = Digits(line, ref at);
        return digits.Length == length ? Number(digits) : null;
    }

    private static string Digits(string line, ref int at)
    {
        var from = at;
        while (at < line.Length && char.IsAsciiDigit(line[at])) at++;
        return line[from..at];
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
