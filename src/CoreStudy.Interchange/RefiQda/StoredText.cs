using System.Text;
using System.Text.Unicode;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>A text as it lay in a file, and how places in it become places in the clean text.</summary>
internal sealed class StoredText
{
    private const int Windows1252 = 1252;

    private readonly string _stored;

    private StoredText(string stored, bool hasMark, string? otherEncoding)
    {
        _stored = stored;
        (HasMark, OtherEncoding) = (hasMark, otherEncoding);
        HasReturns = stored.Contains('\r');
        HasPairs = stored.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
        Clean = HasReturns ? stored.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : stored;
    }

    /// <summary>Without a byte order mark, line ends as line feeds.</summary>
    public string Clean { get; }

    public bool HasMark { get; }

    public bool HasReturns { get; }

    /// <summary>Whether it has characters that take two UTF-16 code units.</summary>
    public bool HasPairs { get; }

    /// <summary>How it was understood where it is not UTF-8.</summary>
    public string? OtherEncoding { get; }

    /// <summary>Whether the ways of counting differ on it.</summary>
    public bool TellsReadingsApart => HasPairs || HasReturns;

    public static StoredText Inline(string words) => new(words, false, null);

    public static StoredText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return Utf8.IsValid(bytes[3..]) ? new(Encoding.UTF8.GetString(bytes[3..]), true, null) : Western(bytes[3..], true);
        if (Utf8.IsValid(bytes)) return new(Encoding.UTF8.GetString(bytes), false, null);
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return new(Encoding.Unicode.GetString(bytes[2..]), true, "UTF-16");
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) return new(Encoding.BigEndianUnicode.GetString(bytes[2..]), true, "UTF-16");
        return Western(bytes, false);
    }

    /// <summary>The places of the clean text that units of the file stand for, under one way of counting.</summary>
    public Places Read(PositionReading reading)
    {
        if (!TellsReadingsApart) return new Places(Clean.Length, null, null, reading.IsEndInclusive);
        var (starts, ends) = (new List<int>(_stored.Length + 1), new List<int>(_stored.Length + 1));
        var clean = 0;
        for (var at = 0; at < _stored.Length; at++)
        {
            Add(clean, clean);
            if (_stored[at] == '\r' && at + 1 < _stored.Length && _stored[at + 1] == '\n')
            {
                if (reading.LineEndIsTwo) Add(clean, clean + 1); // inside the line end: outward
                at++;
                clean++;
            }
            else if (char.IsHighSurrogate(_stored[at]) && at + 1 < _stored.Length && char.IsLowSurrogate(_stored[at + 1]))
            {
                if (reading.Unit == PositionUnit.Utf16) Add(clean, clean + 2); // inside the character: outward
                at++;
                clean += 2;
            }
            else
            {
                clean++;
            }
        }

        Add(clean, clean);
        return new Places(starts.Count - 1, [.. starts], [.. ends], reading.IsEndInclusive);

        void Add(int start, int end)
        {
            starts.Add(start);
            ends.Add(end);
        }
    }

    public override string ToString() => $"{Clean.Length} characters";

    private static StoredText Western(ReadOnlySpan<byte> bytes, bool hasMark) => new(CodePagesEncodingProvider.Instance.GetEncoding(Windows1252)!.GetString(bytes), hasMark, "Windows-1252");

    /// <summary>Places of a text, from the file's way of counting to UTF-16 code units of the clean text.</summary>
    internal readonly struct Places(int units, int[]? starts, int[]? ends, bool isEndInclusive)
    {
        /// <summary>The stretch, end exclusive; null where it lies outside of the text, or ends before it starts.</summary>
        /// <param name="isWidened">Whether an end lay inside a character or a line end, and was moved outward.</param>
        public RefiTextPlace? Find(long start, long end, out bool isWidened)
        {
            isWidened = false;
            var past = isEndInclusive ? end + 1 : end;
            if (start < 0 || past < start || past > units) return null;
            if (starts is null) return new RefiTextPlace((int)start, (int)past);
            var (from, to) = (starts[start], start == past ? starts[past] : ends![past]);
            isWidened = ends![start] != starts[start] || ends[past] != starts[past];
            return new RefiTextPlace(from, to);
        }

        /// <summary>A single place; null where it lies outside of the text.</summary>
        public int? Find(long position) => position < 0 || position > units ? null : starts is null ? (int)position : starts[position];
    }
}
