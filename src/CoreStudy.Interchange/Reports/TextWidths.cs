using System.Globalization;
using SkiaSharp;

namespace CoreStudy.Interchange.Reports;

/// <summary>How wide words are, to tell what fits on a slide. Measured in Liberation Sans, which comes with the site and is as wide as Arial.</summary>
/// <remarks>Another typeface is narrower or wider by up to a tenth; slides ask to be shrunk by as much where they need it.</remarks>
internal static class TextWidths
{
    /// <summary>Share of its size that a bold letter is wider than one that is not.</summary>
    private const double Bold = 1.07;

    private static readonly Lazy<float[]> Ems = new(Measure, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Width of a line of words, in points.</summary>
    public static double Of(ReadOnlySpan<char> words, double points, bool bold = false)
    {
        var ems = 0.0;
        foreach (var c in words) ems += Ems.Value[c];
        return ems * points * (bold ? Bold : 1);
    }

    /// <summary>The words cut into lines no wider than <paramref name="width"/>: at white space, or within a word that is wider by itself. Never within a letter.</summary>
    /// <param name="width">In points.</param>
    /// <returns>Stretches of <paramref name="words"/>, one a line, in order; white space at a break is in none of them. One at least.</returns>
    public static IReadOnlyList<Range> Wrap(string words, double width, double points, bool bold = false)
    {
        List<Range> lines = [];
        var ems = width / (points * (bold ? Bold : 1));
        var start = 0;
        foreach (var paragraph in words.Split('\n'))
        {
            Wrap(words, start, start + paragraph.Length, ems, lines);
            start += paragraph.Length + 1;
        }

        return lines;
    }

    private static void Wrap(string words, int from, int upTo, double ems, List<Range> lines)
    {
        var start = from;
        while (true)
        {
            var (at, wide, space) = (start, 0.0, -1);
            while (at < upTo && (wide + Ems.Value[words[at]] <= ems || char.IsWhiteSpace(words[at])))
            {
                if (char.IsWhiteSpace(words[at])) space = at;
                wide += Ems.Value[words[at++]];
            }

            if (at >= upTo)
            {
                lines.Add(start..upTo);
                return;
            }

            var end = space > start ? space : LetterBefore(words, start, at);
            lines.Add(start..end);
            start = end;
            while (start < upTo && char.IsWhiteSpace(words[start])) start++;
            if (start >= upTo) return;
        }
    }

    /// <summary>The last place up to <paramref name="at"/> that is not within a letter; past the first letter at least.</summary>
    private static int LetterBefore(string words, int start, int at)
    {
        var end = start + Math.Max(1, StringInfo.GetNextTextElementLength(words.AsSpan(start)));
        while (end < at)
        {
            var next = end + Math.Max(1, StringInfo.GetNextTextElementLength(words.AsSpan(end)));
            if (next > at) break;
            end = next;
        }

        return end;
    }

    private static float[] Measure()
    {
        using var font = new SKFont(ReportFonts.Regular, size: 1000);
        var widths = new float[char.MaxValue + 1];
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var glyph = char.IsSurrogate((char)c) ? (ushort)0 : font.GetGlyph(c);
            widths[c] = glyph > 0 ? font.GetGlyphWidths([glyph])[0] / 1000 : Guess((char)c);
        }

        return widths;
    }

    /// <summary>Of letters that the typeface has not got.</summary>
    private static float Guess(char c) => c switch
    {
        _ when char.IsSurrogate(c) => 0.6f, // a pair makes one wide sign
        >= '\u1100' and <= '\u115F' or >= '\u2E80' and <= '\uA4CF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' or >= '\uFE30' and <= '\uFE6F' or >= '\uFF00' and <= '\uFF60' => 1f,
        _ when char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0f,
        '\n' or '\r' => 0f,
        '\t' => 1f,
        _ => 0.65f,
    };
}
