using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>
/// The characters of an XML file, in whatever encoding it says. Some programs write characters that XML does not allow, pasted into memos; one of them would make the whole file
/// unreadable. They become U+FFFD here, and are counted.
/// </summary>
internal sealed partial class XmlCharacters : TextReader
{
    private const int Enough = 1024;

    private readonly Stream _stream;
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[32 * 1024];
    private readonly char[] _characters;
    private (int From, int To) _waiting;
    private (int At, int Length) _ready;
    private bool _hasEnded;

    public XmlCharacters(Stream stream)
    {
        _stream = stream;
        var count = stream.ReadAtLeast(_bytes.AsSpan(0, Enough), Enough, throwOnEndOfStream: false);
        var (encoding, mark) = EncodingOf(_bytes.AsSpan(0, count));
        _decoder = encoding.GetDecoder();
        _characters = new char[encoding.GetMaxCharCount(_bytes.Length)];
        _waiting = (mark, count);
    }

    /// <summary>How many characters were replaced so far.</summary>
    public int Replaced { get; private set; }

    /// <summary>A reader of XML from outside: no document type, nothing fetched, nothing expanded.</summary>
    public static XmlReader Open(XmlCharacters characters) => XmlReader.Create(characters, Settings());

    public static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    };

    public override int Peek() => Fill() ? _characters[_ready.At] : -1;

    public override int Read() => Fill() ? _characters[_ready.At++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.Length == 0 || !Fill()) return 0;
        var count = Math.Min(buffer.Length, _ready.Length - _ready.At);
        _characters.AsSpan(_ready.At, count).CopyTo(buffer);
        _ready.At += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _stream.Dispose();
        base.Dispose(disposing);
    }

    private bool Fill()
    {
        while (_ready.At == _ready.Length)
        {
            if (_hasEnded) return false;
            if (_waiting.From == _waiting.To)
            {
                _waiting = (0, _stream.Read(_bytes));
                _hasEnded = _waiting.To == 0;
            }

            try
            {
                _ready = (0, _decoder.GetChars(_bytes.AsSpan(_waiting.From.._waiting.To), _characters, flush: _hasEnded));
            }
            catch (DecoderFallbackException)
            {
                throw new UnreadableFileException("“{0}” has bytes that are no characters in the encoding that it says it is in. Please export it again from the other program.");
            }

            _waiting = default;
            foreach (ref var character in _characters.AsSpan(0, _ready.Length))
            {
                if (character is not (< ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF')) continue;
                character = '\uFFFD';
                Replaced++;
            }
        }

        return true;
    }

    /// <summary>By the mark, else by the declaration, else UTF-8 (XML 1.0, appendix F).</summary>
    private static (Encoding Encoding, int Mark) EncodingOf(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble)) return (new UTF8Encoding(false, throwOnInvalidBytes: true), 3);
        if (start.StartsWith(Encoding.Unicode.Preamble)) return (new UnicodeEncoding(false, false, throwOnInvalidBytes: true), 2);
        if (start.StartsWith(Encoding.BigEndianUnicode.Preamble)) return (new UnicodeEncoding(true, false, throwOnInvalidBytes: true), 2);
        if (start.StartsWith("<\0?\0"u8)) return (new UnicodeEncoding(false, false, throwOnInvalidBytes: true), 0);
        if (start.StartsWith("\0<\0?"u8)) return (new UnicodeEncoding(true, false, throwOnInvalidBytes: true), 0);
        var declared = Declaration().Match(Encoding.Latin1.GetString(start));
        if (!declared.Success || declared.Groups["name"].Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return (new UTF8Encoding(false, throwOnInvalidBytes: true), 0);
        var name = declared.Groups["name"].Value;
        try
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name), 0);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) // the latter for UTF-7, which .NET reads no more
        {
            throw new UnreadableFileException("“{0}” says that it is in an encoding that is not known here. Please export it again from the other program.");
        }
    }

    [GeneratedRegex("""^<\?xml[^>]*?\sencoding\s*=\s*["'](?<name>[A-Za-z][A-Za-z0-9._-]*)["']""")]
    private static partial Regex Declaration();
}
