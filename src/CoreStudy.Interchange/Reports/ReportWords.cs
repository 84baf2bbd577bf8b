using System.Text;
using System.Xml;
using CoreStudy.Interchange.WriteUps;

namespace CoreStudy.Interchange.Reports;

/// <summary>Words of a report as its files hold them.</summary>
internal static class ReportWords
{
    /// <summary>The words without what XML cannot hold; line ends as line feeds.</summary>
    /// <remarks>Half of a surrogate pair becomes U+FFFD, so that something stands where something stood.</remarks>
    public static string Clean(string words)
    {
        var kept = new StringBuilder(words.Length);
        for (var at = 0; at < words.Length; at++)
        {
            var c = words[at];
            if (char.IsHighSurrogate(c) && at + 1 < words.Length && char.IsLowSurrogate(words[at + 1])) kept.Append(c).Append(words[++at]);
            else if (char.IsSurrogate(c)) kept.Append('\uFFFD');
            else if (c == '\r') kept.Append(at + 1 < words.Length && words[at + 1] == '\n' ? "" : "\n");
            else if (c is '\v' or '\f' or '\u0085' or '\u2028' or '\u2029') kept.Append('\n');
            else if (XmlConvert.IsXmlChar(c)) kept.Append(c);
        }

        return kept.ToString();
    }

    /// <summary>What an empty line sets apart, each without its outer white space; none for nothing but white space.</summary>
    public static IReadOnlyList<string> Paragraphs(string narrative)
    {
        List<string> paragraphs = [];
        var lines = new StringBuilder();
        foreach (var line in Clean(narrative).Split('\n').Append(""))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Append(lines.Length > 0 ? "\n" : "").Append(line);
            }
            else if (lines.Length > 0)
            {
                paragraphs.Add(lines.ToString().Trim());
                lines.Clear();
            }
        }

        return paragraphs;
    }

    /// <summary>The quotes of a finding; what they are set under is left out where it is the finding, which stands above them.</summary>
    public static IReadOnlyList<WrittenQuote> Of(WrittenFinding finding) => [.. finding.Quotes.Select(q => q.Under == finding.Claim ? q with { Under = "" } : q)];

    /// <summary>A quote in quotation marks, unless it has some already.</summary>
    public static string Quoted(WrittenQuoteWords quote)
    {
        var words = Clean(quote.Words).Trim();
        return quote.HasLabel && words.Length > 0 && words[0] is not ('“' or '"' or '‘' or '«') ? $"“{words}”" : words;
    }
}

/// <summary>A quote's words, and whether something is said below it.</summary>
internal readonly record struct WrittenQuoteWords(string Words, bool HasLabel)
{
    public override string ToString() => $"quote of {Words.Length} characters";
}
