using System.Globalization;
using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Summaries;

/// <summary>A piece of a summary’s text: words, or a reference to a passage.</summary>
/// <param name="Number">The number of the reference; null for words.</param>
public readonly record struct SummaryPiece(string Words, int? Number)
{
    public override string ToString() => Number is { } number ? $"[{number}]" : $"{Words.Length} long";
}

/// <summary>The references in a summary: numbers in square brackets, such as [2].</summary>
public static partial class References
{
    /// <summary>The numbers that a text refers to, each once, in the order in which they stand.</summary>
    public static IReadOnlyList<int> In(string text) => [.. Pieces(text).Where(p => p.Number is not null).Select(p => p.Number!.Value).Distinct()];

    /// <summary>How a reference is written.</summary>
    public static string Written(int number) => $"[{number.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>The text cut into words and references, in order; together they are the text.</summary>
    public static IEnumerable<SummaryPiece> Pieces(string text)
    {
        var at = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            if (match.Index > at) yield return new SummaryPiece(text[at..match.Index], null);
            yield return new SummaryPiece(match.Value, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            at = match.Index + match.Length;
        }

        if (at < text.Length) yield return new SummaryPiece(text[at..], null);
    }

    [GeneratedRegex(@"\[([1-9][0-9]{0,3})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
