using System.Text;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>A text on its way out: its bytes, and its places counted as a program counts them.</summary>
internal sealed class WrittenText
{
    private readonly string _words;
    private readonly int[]? _before;

    /// <param name="isInline">Whether it stands in the XML, where line ends are line feeds, whatever the program.</param>
    public WrittenText(string words, RefiVariant variant, bool isInline)
    {
        if (words.Contains('\r')) throw new ArgumentException("Line ends of a text are line feeds.", nameof(words));
        _words = words;
        var isUtf16 = variant.Positions.Unit == PositionUnit.Utf16;
        var lineEnd = variant.HasReturns && variant.Positions.LineEndIsTwo && !isInline ? 2 : 1;
        if ((isUtf16 || words.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) && (lineEnd == 1 || !words.Contains('\n'))) return;
        _before = new int[words.Length + 1];
        for (var at = 0; at < words.Length; at++)
        {
            var isSecond = at > 0 && char.IsSurrogatePair(words[at - 1], words[at]);
            _before[at + 1] = _before[at] + (words[at] == '\n' ? lineEnd : isSecond && !isUtf16 ? 0 : 1);
        }
    }

    /// <summary>Whether a place lies inside a character, where no program can put one.</summary>
    public bool IsInside(int at) => at > 0 && at < _words.Length && char.IsSurrogatePair(_words[at - 1], _words[at]);

    /// <summary>The place of a start; inside a character it is the start of the character.</summary>
    public int Start(int at) => Count(IsInside(at) ? at - 1 : at);

    /// <summary>The place of an end; inside a character it is the end of the character.</summary>
    public int End(int at) => Count(IsInside(at) ? at + 1 : at);

    /// <summary>Whether numbers that mean no place of the text would be read as one.</summary>
    public bool Holds(RefiUnplaced place) => place.Start >= 0 && place.End >= place.Start && place.End <= Count(_words.Length);

    /// <summary>As the program expects them. A text that begins with the very character of the mark gets a mark before it, since readers take one away.</summary>
    public static byte[] Bytes(string words, RefiVariant variant) =>
        [.. variant.HasMark || words.StartsWith('\uFEFF') ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(variant.HasReturns ? words.Replace("\n", "\r\n", StringComparison.Ordinal) : words)];

    public override string ToString() => $"{_words.Length} characters";

    private int Count(int at)
    {
        if (at < 0 || at > _words.Length) throw new ArgumentOutOfRangeException(nameof(at), "A place lies outside of its text.");
        return _before is null ? at : _before[at];
    }
}
