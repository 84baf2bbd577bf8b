using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of HTML, however badly closed: only which tags break a line, part cells or hide their content matters.</summary>
internal static partial class WebPage
{
    private static readonly HashSet<string> Breaks =
    [
        "p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "blockquote", "pre",
        "section", "article", "header", "footer", "body", "dir",
    ];

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static readonly string[] Hidden = ["head", "script", "style", "title", "noscript", "template", "svg", "del"];

    public static string Lines(string html, CancellationToken cancel)
    {
        var (lines, cells, unclosed) = (new StringBuilder(), 0, new HashSet<string>());
        for (var at = 0; at < html.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var tag = html.IndexOf('<', at);
            if (tag < 0) tag = html.Length;
            Words(html.AsSpan(at, tag - at), lines);
            if (tag == html.Length) break;
            if (string.CompareOrdinal(html, tag, "<!--", 0, 4) == 0)
            {
                at = After(html, "-->", tag + 4);
                continue;
            }
            var end = html.IndexOf('>', tag);
            if (end < 0) break;
            var name = Name(html, tag + 1);
            at = end + 1;
            if (name == "")
            {
                if (tag + 1 < html.Length && html[tag + 1] is not ('!' or '?' or '/'))
                {
                    lines.Append('<');
                    at = tag + 1;
                }
                continue;
            }
            if (Hidden.Contains(name) && html[end - 1] != '/' && !unclosed.Contains(name))
            {
                var close = After(html, $"</{name}", at);
                if (close < html.Length) at = After(html, ">", close);
                else unclosed.Add(name);
            }
            else if (name is "td" or "th") Cell(lines, cells++);
            else if (Breaks.Contains(name.TrimStart('/')))
            {
                if (name.TrimStart('/') is "tr" or "table") cells = 0;
                if (cells < 2 || lines.Length == 0 || lines[^1] != '\t') lines.Append('\n');
            }
            else if (name == "span" && html.AsSpan(tag, end - tag).Contains("timestamp", StringComparison.Ordinal)) at = Timestamp(html, at, lines);
        }
        return lines.ToString();
    }

    /// <summary>oTranscribe writes a time as <c>&lt;span class="timestamp"&gt;00:08&lt;/span&gt;</c>, in the middle of a paragraph too.</summary>
    private static int Timestamp(string html, int at, StringBuilder lines)
    {
        var end = html.IndexOf('<', at);
        if (end < 0 || end - at > 20) return at;
        if (Clock.Milliseconds(html.AsSpan(at, end - at).Trim()) is null) return at;
        lines.Append("\n[").Append(html.AsSpan(at, end - at).Trim()).Append("] ");
        return end;
    }

    private static void Words(ReadOnlySpan<char> source, StringBuilder lines)
    {
        if (source.IsEmpty) return;
        var raw = new StringBuilder(source.Length);
        foreach (var character in source)
        {
            var space = character is ' ' or '\t' or '\n' or '\r' or '\f';
            if (!space) raw.Append(character);
            else if (raw.Length > 0 ? raw[^1] != ' ' : lines.Length > 0 && lines[^1] is not (' ' or '\n' or '\t')) raw.Append(' ');
        }
        lines.Append(WindowsReferences().Replace(WebUtility.HtmlDecode(raw.ToString()), m => Windows1252.GetString([(byte)m.Value[0]])));
    }

    private static void Cell(StringBuilder lines, int before)
    {
        if (before == 0) return;
        while (lines.Length > 0 && lines[^1] is ' ' or '\n') lines.Length--;
        lines.Append('\t');
    }

    private static string Name(string html, int at)
    {
        var from = at;
        if (at < html.Length && html[at] == '/') at++;
        while (at < html.Length && char.IsAsciiLetterOrDigit(html[at])) at++;
        var name = html[from..at].ToLowerInvariant();
        return name == "/" ? "" : name;
    }

    private static int After(string html, string mark, int at)
    {
        var found = html.IndexOf(mark, Math.Min(at, html.Length), StringComparison.OrdinalIgnoreCase);
        return found < 0 ? html.Length : found + mark.Length;
    }

    /// <summary>Old pages number the characters of Windows-1252, <c>&amp;#133;</c> for an ellipsis, and HTML reads them so.</summary>
    [GeneratedRegex("[\u0080-\u009F]", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsReferences();
}
