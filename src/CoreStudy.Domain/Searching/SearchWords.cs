using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Searching;

/// <summary>A word as search knows it, and where it stands.</summary>
/// <param name="Segment">In UTF-16 code units of the text that was read.</param>
/// <param name="Word">In small letters, with a straight apostrophe, up to 60 characters (code points).</param>
public readonly record struct FoundWord(Segment Segment, string Word)
{
    public override string ToString() => $"{Word.Length} characters at {Segment.Start}";
}

/// <summary>What a word is when words are sought or counted: letters and digits in a row, with apostrophes between them, as in “didn’t”.</summary>
/// <remarks>The database reads the index with the same pattern; a test holds the two together. A hyphen parts words: “follow-up” is two, found as a phrase.</remarks>
public static partial class SearchWords
{
    /// <summary>Signs that stand between words: what ASCII and Latin-1 have beside letters and digits, punctuation, arrows, boxes, and the like.</summary>
    public const string Between =
        @"\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB-\u00BF\u00D7\u00F7\u2000-\u206F\u20A0-\u20CF\u2100-\u2BFF\u2E00-\u2E7F\u3000-\u303F\uFE00-\uFE0F\uFEFF\uFFFC-\uFFFF";

    /// <summary>Capitals beyond ASCII that are made small, each standing where <see cref="Small"/> has its small letter; other alphabets stay as they are.</summary>
    public const string Capitals = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŒŠŽŸĀĂĄĆČĎĐĒĘĚĞĪŁŃŇŌŐŘŚŞŢŤŪŮŰŹŻ";

    public const string Small = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþœšžÿāăąćčďđēęěğīłńňōőřśşţťūůűźż";

    /// <summary>How many characters of a word count, in code points, as the database counts.</summary>
    private const int Longest = 60;

    /// <summary>The words of a text, in order.</summary>
    public static IReadOnlyList<FoundWord> Of(string text)
    {
        var found = new List<FoundWord>(text.Length / 5);
        foreach (var match in Pattern().EnumerateMatches(text))
            found.Add(new FoundWord(new Segment(match.Index, match.Index + match.Length), Fold(text.AsSpan(match.Index, match.Length))));
        return found;
    }

    /// <summary>A word as it is compared: in small letters, with a straight apostrophe, cut where it is too long.</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        Span<char> folded = stackalloc char[Begin(word)];
        for (var i = 0; i < folded.Length; i++)
        {
            var sign = word[i];
            folded[i] = sign is '’' ? '\'' : sign < 128 ? char.ToLowerInvariant(sign) : Capitals.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? Small[at] : sign;
        }

        return new string(folded);
    }

    /// <summary>How many code units of a word count.</summary>
    private static int Begin(ReadOnlySpan<char> word)
    {
        var (signs, length) = (0, 0);
        while (length < word.Length && signs++ < Longest) length += length + 1 < word.Length && char.IsSurrogatePair(word[length], word[length + 1]) ? 2 : 1;
        return length;
    }

    [GeneratedRegex($"[^{Between}]+(?:['’][^{Between}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
