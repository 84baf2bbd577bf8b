using System.Globalization;
using System.Text;

namespace CoreStudy.Domain.Transcripts;

/// <summary>Words of a transcript, from <paramref name="Start"/> up to but not including <paramref name="End"/>, that give way to others.</summary>
/// <remarks>Counted in UTF-16 code units. Where both are the same, words are put in; where the replacement is empty, words are taken out.</remarks>
/// <param name="IsVeil">
/// Only the signs change, none moves: the replacement has the same length, and every anchor stays where it is, also one inside. Laying a veil
/// and lifting it are such edits.
/// </param>
public sealed record TextEdit(int Start, int End, string Replacement, bool IsVeil = false)
{
    /// <summary>What is shown for each letter and digit under a veil.</summary>
    public const char Veiled = '█';

    /// <summary>Hides the letters and digits of a segment, and the marks on them; what stands between words stays.</summary>
    public static TextEdit Veil(TranscriptText text, Segment segment)
    {
        var veiled = new StringBuilder(segment.Length);
        foreach (var rune in text.Words.AsSpan(segment.Start, segment.Length).EnumerateRunes())
        {
            if (IsHidden(rune)) veiled.Append(Veiled, rune.Utf16SequenceLength);
            else veiled.Append(rune.ToString());
        }

        return new TextEdit(segment.Start, segment.End, veiled.ToString(), IsVeil: true);
    }

    public override string ToString() => $"{End - Start} characters at {Start} become {Replacement.Length}";

    private static bool IsHidden(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
