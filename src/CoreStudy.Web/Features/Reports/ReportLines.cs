using CoreStudy.Interchange.Reports;

namespace CoreStudy.Web.Features.Reports;

/// <summary>Own words as paragraphs and bullets: “- ” at the beginning of a line makes a bullet, two spaces before it one below a bullet.</summary>
public static class ReportLines
{
    private static readonly string[] Bullets = ["- ", "* ", "• ", "– "];

    public static IReadOnlyList<WrittenLine> Read(string text)
    {
        var lines = new List<WrittenLine>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var words = line.TrimStart();
            if (words.Length == 0) continue;
            var indent = line[..^words.Length].Sum(c => c == '\t' ? 2 : 1);
            lines.Add(Array.Exists(Bullets, b => words.StartsWith(b, StringComparison.Ordinal)) ? new WrittenLine(words[2..].Trim(), indent >= 2 ? 2 : 1) : new WrittenLine(words.TrimEnd()));
        }

        return lines;
    }

    /// <summary>Single lines, such as who presents.</summary>
    public static IReadOnlyList<string> EachLine(string text) => [.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
}
