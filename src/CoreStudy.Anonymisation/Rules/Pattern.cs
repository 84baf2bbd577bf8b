using System.Text.RegularExpressions;

namespace CoreStudy.Anonymisation.Rules;

/// <summary>A pattern that takes time in proportion to the text, whatever the text.</summary>
internal static class Pattern
{
    public static Regex Of(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether a match stands apart from letters and digits before and after it.</summary>
    public static bool StandsAlone(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end >= text.Length || !char.IsLetterOrDigit(text[end]));

    /// <summary>The words before a place, in lower case, a turn's end taken as a blank.</summary>
    public static string Before(string text, int at, int length) => text[Math.Max(0, at - length)..at].ToLowerInvariant().Replace('\n', ' ').Replace('’', '\'');

    public static string After(string text, int at, int length) => text[at..Math.Min(text.Length, at + length)].ToLowerInvariant().Replace('\n', ' ').Replace('’', '\'');
}
