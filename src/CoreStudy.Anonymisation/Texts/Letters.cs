using System.Globalization;
using System.Text;

namespace CoreStudy.Anonymisation.Texts;

/// <summary>Letters as they are compared: lower case, without accents, with one kind of apostrophe.</summary>
internal static class Letters
{
    private static readonly char[] Folded = MakeFolded();

    public static char Fold(char c) => c < Folded.Length ? Folded[c] : c == '’' || c == 'ʼ' ? '\'' : FoldRare(c);

    public static string Fold(ReadOnlySpan<char> word)
    {
        var folded = new char[word.Length];
        for (var i = 0; i < word.Length; i++) folded[i] = Fold(word[i]);
        return new string(folded);
    }

    /// <summary>The same for two words that are written alike but for case, accents and the kind of apostrophe.</summary>
    public static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in word) hash = (hash ^ Fold(c)) * 1099511628211UL;
        return hash;
    }

    public static ulong Join(ulong phrase, ulong word) => (phrase * 0x9E3779B97F4A7C15UL ^ word) * 0xC2B2AE3D27D4EB4FUL;

    public static bool IsApostrophe(char c) => c is '\'' or '’' or 'ʼ' or '`' or '´';

    /// <summary>A letter, a digit, or a mark that belongs to one; halves of a surrogate pair count where the pair is a letter.</summary>
    public static bool IsWordAt(string text, int at)
    {
        var c = text[at];
        if (c < 128) return char.IsAsciiLetterOrDigit(c);
        if (char.IsSurrogate(c))
        {
            if (char.IsLowSurrogate(c)) at--;
            return at >= 0 && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && Rune.IsLetterOrDigit(new Rune(text[at], text[at + 1]));
        }

        return char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    private static char FoldRare(char c)
    {
        if (char.IsSurrogate(c)) return c;
        var lower = char.ToLowerInvariant(c);
        if (lower is < '\u1e00' or > '\u1eff') return lower;
        var parts = lower.ToString().Normalize(NormalizationForm.FormD);
        return parts[0];
    }

    private static char[] MakeFolded()
    {
        var folded = new char[0x250];
        for (var i = 0; i < folded.Length; i++)
        {
            var lower = char.ToLowerInvariant((char)i);
            folded[i] = lower switch
            {
                '`' or '´' => '\'',
                'ł' => 'l',
                'ø' => 'o',
                'đ' => 'd',
                'ı' => 'i',
                'þ' => 't',
                _ => char.IsLetter(lower) ? lower.ToString().Normalize(NormalizationForm.FormD)[0] : lower,
            };
        }

        folded['İ'] = 'i';
        return folded;
    }
}
