using System.Globalization;
using System.Text.RegularExpressions;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>The numbers that some programs print before each line or paragraph.</summary>
internal static partial class LineNumbers
{
    private const int Fewest = 4;

    /// <summary>Takes them out where every line with words has one and each is one more than the one before; false where it left the lines alone.</summary>
    public static bool Take(string[] lines)
    {
        var (last, count) = (-1L, 0);
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (Number().Match(line) is not { Success: true } match) return false;
            var number = long.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
            if (count++ > 0 && number != last + 1) return false;
            last = number;
        }
        if (count < Fewest) return false;
        for (var at = 0; at < lines.Length; at++) lines[at] = Number().Replace(lines[at], "", 1);
        return true;
    }

    [GeneratedRegex(@"^\s*(?<n>[0-9]{1,6})[.)]?\s+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
