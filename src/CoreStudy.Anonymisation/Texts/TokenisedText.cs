namespace CoreStudy.Anonymisation.Texts;

/// <summary>A text cut into lines and tokens.</summary>
internal sealed class TokenisedText
{
    private TokenisedText(string text, Token[] tokens, Line[] lines) => (Text, Tokens, Lines) = (text, tokens, lines);

    public string Text { get; }

    public Token[] Tokens { get; }

    public Line[] Lines { get; }

    public ReadOnlySpan<char> this[int token] => Text.AsSpan(Tokens[token].Start, Tokens[token].Length);

    public static TokenisedText Of(string text)
    {
        var tokens = new List<Token>(text.Length / 5 + 8);
        var lines = new List<Line>();
        var (at, first) = (0, 0);
        var startsSentence = true;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\n')
            {
                Close(text, tokens, lines, first);
                (first, startsSentence) = (tokens.Count, true);
                at++;
            }
            else if (Letters.IsWordAt(text, at))
            {
                var end = WordEnd(text, at);
                AddWord(text, tokens, at, end, ref startsSentence);
                at = end;
            }
            else if (Letters.IsApostrophe(c) && CliticLength(text, at) is > 0 and var length)
            {
                Add(text, tokens, at, at + length, TokenKind.Word, false);
                at += length;
            }
            else if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                at++;
            }
            else
            {
                var end = char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? at + 2 : at + 1;
                Add(text, tokens, at, end, TokenKind.Mark, false);
                if (c is '.' or '!' or '?' or '…' or ':' or '•' or '—' && at > 0 && text[at - 1] == '\n') startsSentence = true;
                at = end;
            }
        }

        Close(text, tokens, lines, first);
        return new TokenisedText(text, [.. tokens], [.. lines]);
    }

    /// <summary>The token that holds a place of the text, or the first after it; the number of tokens where there is none.</summary>
    public int IndexAt(int place)
    {
        var (low, high) = (0, Tokens.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Tokens[middle].End <= place) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static void Close(string text, List<Token> tokens, List<Line> lines, int first)
    {
        if (tokens.Count > first) lines.Add(new Line(first, tokens.Count, HasNoCapitals(text, tokens, first)));
    }

    private static bool HasNoCapitals(string text, List<Token> tokens, int first)
    {
        var words = 0;
        var from = first;
        for (var i = first; i < Math.Min(first + 5, tokens.Count); i++)
        {
            if (text[tokens[i].Start] == ':') from = i + 1; // a speaker's label
        }

        for (var i = from; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind != TokenKind.Word) continue;
            words++;
            if (token.Casing is Casing.Lower or Casing.None || (token.Length == 1 && text[token.Start] == 'I')) continue;
            return false;
        }

        return words > 0;
    }

    private static void AddWord(string text, List<Token> tokens, int start, int end, ref bool startsSentence)
    {
        var kind = TokenKind.Number;
        for (var i = start; i < end && kind == TokenKind.Number; i++)
        {
            if (!char.IsAsciiDigit(text[i]) && text[i] is not ('.' or ',' or '/' or ':')) kind = TokenKind.Word;
        }

        var cut = kind == TokenKind.Word ? Cut(text, start, end) : end;
        Add(text, tokens, start, cut, kind, startsSentence);
        startsSentence = false;
        if (cut < end) Add(text, tokens, cut, end, TokenKind.Word, false);
    }

    private static void Add(string text, List<Token> tokens, int start, int end, TokenKind kind, bool startsSentence)
    {
        var word = text.AsSpan(start, end - start);
        tokens.Add(new Token(start, end, Letters.Hash(word), kind, kind == TokenKind.Word ? CasingOf(word) : Casing.None, startsSentence));
    }

    private static int WordEnd(string text, int at)
    {
        var start = at;
        while (at < text.Length)
        {
            if (Letters.IsWordAt(text, at)) at++;
            else if (at + 1 < text.Length && at > start && Letters.IsWordAt(text, at + 1) && Joins(text, start, at)) at++;
            else break;
        }

        // “U.S.” keeps its last stop
        return at < text.Length && text[at] == '.' && at - start >= 3 && text[at - 2] == '.' ? at + 1 : at;
    }

    private static bool Joins(string text, int start, int at) => text[at] switch
    {
        '.' => (char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])) || (char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]) && (at - 1 == start || text[at - 2] == '.')),
        ',' or '/' or ':' => char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]),
        var c => Letters.IsApostrophe(c) && char.IsLetter(text[at + 1]) && char.IsLetter(text[at - 1]),
    };

    /// <summary>Where “'s” or “n't” begins in a word; its end where there is none.</summary>
    private static int Cut(string text, int start, int end)
    {
        for (var i = end - 2; i > start && i >= end - 3; i--)
        {
            if (!Letters.IsApostrophe(text[i])) continue;
            if (CliticLength(text, i) == end - i) return i;
            if (end - i == 2 && (text[i + 1] | 0x20) == 't' && i - 1 > start && (text[i - 1] | 0x20) == 'n') return i - 1;
        }

        return end;
    }

    private static int CliticLength(string text, int apostrophe)
    {
        var end = apostrophe + 1;
        while (end < text.Length && end < apostrophe + 4 && char.IsLetter(text[end])) end++;
        if (end < text.Length && char.IsLetterOrDigit(text[end])) return 0;
        return text.AsSpan(apostrophe + 1, end - apostrophe - 1) is "s" or "S" or "m" or "d" or "re" or "ve" or "ll" or "M" or "D" or "RE" or "VE" or "LL" ? end - apostrophe : 0;
    }

    private static Casing CasingOf(ReadOnlySpan<char> word)
    {
        var (upper, lower) = (0, 0);
        foreach (var c in word)
        {
            if (char.IsUpper(c)) upper++;
            else if (char.IsLower(c)) lower++;
        }

        if (upper == 0) return lower == 0 ? Casing.None : Casing.Lower;
        if (lower == 0) return upper == 1 ? Casing.OneCapital : Casing.AllCapitals;
        return char.IsUpper(word[0]) ? Casing.Capital : Casing.Inner;
    }
}
