using System.Buffers;
using System.Globalization;
using System.Text;

namespace CoreStudy.Domain.Transcripts;

/// <summary>The words of a transcript at one of its revisions; normalised at import.</summary>
/// <remarks>The turns' texts one after the other, a line feed between two; speakers and times are not part of the text.</remarks>
public sealed class TranscriptText
{
    public TranscriptText(string words) => Words = words;

    public string Words { get; }

    /// <summary>In UTF-16 code units.</summary>
    public int Length => Words.Length;

    /// <summary>What no text may hold: PostgreSQL takes no NUL, and .NET normalises nothing that holds U+FFFE, which is no character.</summary>
    private static readonly SearchValues<char> Unfit = SearchValues.Create('\0', '\uFFFE');

    /// <summary>Normalises what came from a file: line ends become line feeds, the characters NFC, no NUL, no U+FFFE and no lone surrogate.</summary>
    public static string Normalise(string text) =>
        Kept(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')).Normalize(NormalizationForm.FormC);

    /// <summary>A text without what no text may hold; U+FFFD in the place of half a character.</summary>
    public static string Kept(string text) => WithoutLoneSurrogates(text.AsSpan().ContainsAny(Unfit) ? string.Concat(text.Where(c => !Unfit.Contains(c))) : text);

    /// <summary>Whether a text can be kept as it is: no NUL, no U+FFFE, no half of a character.</summary>
    public static bool CanKeep(string text) => !text.AsSpan().ContainsAny(Unfit) && text == WithoutLoneSurrogates(text);

    /// <summary>Whether words can stand in a transcript as they are: they can be kept, and hold no carriage return.</summary>
    public static bool CanHold(string words) => !words.Contains('\r', StringComparison.Ordinal) && CanKeep(words);

    /// <summary>The words at a segment, or a refusal where it reaches past the end or cuts a character in two.</summary>
    public Result<Excerpt> Cut(Segment segment)
    {
        if (segment.End > Length) return new Refusal("The selection reaches past the end of the transcript.");
        if (CutsCharacter(segment.Start) || CutsCharacter(segment.End))
            return new Refusal("The selection begins or ends inside a character. Please select it again.");
        return new Excerpt(segment, Words[segment.Start..segment.End]);
    }

    /// <summary>The smallest segment around this one that begins and ends between characters as a reader sees them (grapheme clusters).</summary>
    public Segment SnapOutwards(Segment segment)
    {
        var (start, end) = (segment.Start, Math.Min(segment.End, Length));
        while (start > 0 && !IsBoundary(start)) start--;
        while (end < Length && !IsBoundary(end)) end++;
        return new Segment(start, end);
    }

    public override string ToString() => $"{Length} characters";

    private static string WithoutLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.ToString());
        return clean.ToString();
    }

    /// <summary>Whether a place lies between the two halves of one character.</summary>
    public bool CutsCharacter(int at) => at > 0 && at < Length && char.IsLowSurrogate(Words[at]) && char.IsHighSurrogate(Words[at - 1]);

    private bool IsBoundary(int at)
    {
        if (at <= 0 || at >= Length) return true;
        var from = Math.Max(0, at - 64);
        while (from > 0 && Words[from] != '\n' && Words[from] != ' ') from--;
        var next = from;
        while (next < at) next += StringInfo.GetNextTextElementLength(Words.AsSpan(next));
        return next == at;
    }
}

/// <summary>A segment with the words it held.</summary>
public sealed record Excerpt(Segment Segment, string Words)
{
    public override string ToString() => $"{Segment.Length} characters at {Segment.Start}";
}
