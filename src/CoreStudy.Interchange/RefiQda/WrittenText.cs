using System.Text;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>A text on its way out: its bytes, and its places counted as a program counts them.</summary>
internal sealed class WrittenText
{
    private readonly string _words;
    private readonly bool _isUtf16;
    private readonly int[]? _before;

    /// <param name="isInline">Whether it stands in the XML, where line ends are line feeds, whatever the program.</param>
    public WrittenText(string words, RefiVariant variant, bool isInline)
    {
        if (words.Contains('\r')) throw new ArgumentException("Line ends of a text are line feeds.", nameof(words));
        (_words, _isUtf16) = (words, variant.Positions.Unit == PositionUnit.Utf16);
        var lineEnd = variant.HasReturns && variant.Positions.LineEndIsTwo && !isInline ? 2 : 1;
        if ((_isUtf16 || words.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) && (lineEnd == 1 || !words.Contains('\n'))) return;
        _before = new int[words.Length + 1];
        for (var at = 0; at < words.Length; at++)
        {
            var isSecond = at > 0 && char.IsSurrogatePair(words[at - 1], words[at]);
            _before[at + 1] = _before[at] + (words[at] == '\n' ? lineEnd : isSecond && !_isUtf16 ? 0 : 1);
        }
    }

    /// <summary>Whether a place lies inside a character, and cannot be said in this unit.</summary>
    public bool IsInside(int at) => !_isUtf16 && at > 0 && at < _words.Length && char.IsSurrogatePair(_words[at - 1], _words[at]);

    /// <summary>The place of a start; inside a character it is the start of the character.</summary>
    public int Start(int at) => Count(IsInside(at) ? at - 1 : at);

    /// <summary>The place of an end; inside a character it is the end of the character.</summary>
    public int End(int at) => Count(IsInside(at) ? at + 1 : at);

    public static byte[] Bytes(string words, RefiVariant variant) =>
        [.. variant.HasMark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(variant.HasReturns ? words.Replace("\n", "\r\n", StringComparison.Ordinal) : words)];

    public override string ToString() => $"{_words.Length} characters";

    private int Count(int at)
    {
        if (at < 0 || at > _words.Length) throw new ArgumentOutOfRangeException(nameof(at), "A place lies outside of its text.");
        return _before is null ? at : _before[at];
    }
}
