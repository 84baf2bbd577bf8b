using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Anonymisation;

/// <summary>Why something that is still visible deserves a last look.</summary>
public enum SweepReason
{
    /// <summary>Written with a capital, and no sentence starts with it.</summary>
    Capital,

    /// <summary>Holds a digit.</summary>
    Digits,

    /// <summary>A number in words.</summary>
    SpelledNumber,

    /// <summary>In no dictionary; only in lines without capitals.</summary>
    UnknownWord,

    /// <summary>On a list of names or places; only in lines without capitals.</summary>
    ListedName,
}

/// <summary>A stretch that is still visible after all decisions and may yet tell something.</summary>
/// <param name="Segment">In UTF-16 code units of the text, end exclusive.</param>
public readonly record struct Leftover(Segment Segment, SweepReason Reason);

/// <summary>The last look over a text before it is released: all that reads like a name or a number and is not hidden.</summary>
public static class Sweep
{
    private static readonly HashSet<ulong> NumberWords =
    [
        .. new[]
        {
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
            "eighty", "ninety", "hundred", "thousand", "million", "zero", "nought",
        }.Select(w => Letters.Hash(w)),
    ];

    /// <param name="text">Normalised words of a transcript; a line feed between turns.</param>
    /// <param name="hidden">What has been decided to be hidden; in any order.</param>
    /// <returns>In order of place. Names of one capitalised run of words come together.</returns>
    public static IReadOnlyList<Leftover> Of(string text, IEnumerable<Segment> hidden)
    {
        var covered = new bool[text.Length];
        foreach (var segment in hidden)
        {
            if (segment.Start < text.Length) covered.AsSpan(segment.Start, Math.Min(segment.End, text.Length) - segment.Start).Fill(true);
        }

        var tokens = TokenisedText.Of(text);
        var left = new List<Leftover>();
        foreach (var line in tokens.Lines)
        {
            for (var i = line.First; i < line.End; i++)
            {
                var token = tokens.Tokens[i];
                if (covered.AsSpan(token.Start, token.Length).Contains(true) || Look(tokens, i, line.HasNoCapitals) is not { } reason) continue;
                if (left.Count > 0 && left[^1].Reason == reason && token.Start - left[^1].Segment.End == 1 && text[left[^1].Segment.End] == ' ' && i > line.First) left[^1] = new Leftover(new Segment(left[^1].Segment.Start, token.End), reason);
                else left.Add(new Leftover(new Segment(token.Start, token.End), reason));
            }
        }

        return left;
    }

    private static SweepReason? Look(TokenisedText text, int at, bool hasNoCapitals)
    {
        var token = text.Tokens[at];
        if (token.Kind == TokenKind.Mark) return null;
        var word = text[at];
        if (word.ContainsAnyInRange('0', '9')) return SweepReason.Digits;
        if (token.Kind == TokenKind.Number) return null;
        var facts = Gazetteer.Shared[token.Hash];
        if (NumberWords.Contains(token.Hash)) return SweepReason.SpelledNumber;
        if (Letters.IsApostrophe(word[0]) || word is "I" or "i" || facts.Is(WordFacts.Allowed)) return null;
        if (token.IsCapital || token.Casing == Casing.Inner)
        {
            var isFirst = token.StartsSentence && (facts.IsOrdinary || facts.Word > 0);
            return isFirst ? null : SweepReason.Capital;
        }

        if (!hasNoCapitals || word.Length < 2) return null;
        if (facts.Word == 0 && (facts.IsName || facts.Place > 0 || facts.Is(WordFacts.Organisation))) return SweepReason.ListedName;
        return facts.Word == 0 && !facts.Is(WordFacts.Title) && !facts.Is(WordFacts.OrganisationWord) && !facts.Is(WordFacts.Occupation) && word.Length > 2 && !IsEnding(word) ? SweepReason.UnknownWord : null;
    }

    private static bool IsEnding(ReadOnlySpan<char> word) => word is "n't" or "n’t" or "ca" or "wo" or "gonna" or "wanna" or "gotta";
}
