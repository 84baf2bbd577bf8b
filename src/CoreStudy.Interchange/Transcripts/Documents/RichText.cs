using System.Globalization;
using System.Text;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>The lines of an .rtf (Rich Text Format 1.9.1): the words of the body, without pictures, headers, notes and tracked deletions.</summary>
internal sealed class RichText
{
    private const int Deepest = 2000;

    private static readonly HashSet<string> NotBody =
    [
        "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
        "footnote", "annotation", "object", "themedata", "colorschememapping", "datastore", "latentstyles", "listtable", "listoverridetable",
        "rsidtbl", "generator", "xmlnstbl", "fldinst", "listtext", "pntext", "revtbl", "atnid", "atnauthor", "bkmkstart", "bkmkend", "deleted",
    ];

    private readonly StringBuilder _text = new();
    private readonly List<byte> _bytes = [];
    private readonly HashSet<Omitted> _omitted = [];
    private readonly Stack<Group> _groups = new();
    private readonly Dictionary<int, Encoding> _fonts = [];
    private Encoding _ansi = CodePage(1252);
    private Encoding? _encoding;
    private bool _inFonts;
    private int _font;
    private bool _skip;
    private bool _hidden;
    private int _fallback = 1;
    private int _toSkip;

    /// <summary>What a group changes is forgotten at its end.</summary>
    private readonly record struct Group(bool Skip, int Fallback, bool Hidden, bool InFonts, Encoding? Encoding);

    private RichText()
    {
    }

    public static DocumentText Lines(ReadOnlySpan<byte> rtf, CancellationToken cancel)
    {
        var reader = new RichText();
        reader.Read(rtf, cancel);
        return new DocumentText(reader._text.ToString(), reader._omitted, IsCutShort: reader._groups.Count > 0);
    }

    private void Read(ReadOnlySpan<byte> rtf, CancellationToken cancel)
    {
        for (var at = 0; at < rtf.Length;)
        {
            if ((at & 0xFFFF) == 0) cancel.ThrowIfCancellationRequested();
            switch (rtf[at])
            {
                case (byte)'{':
                    Flush();
                    if (_groups.Count >= Deepest) throw new UnreadableFileException("“{0}” is nested deeper than a document should be. Please open it in a word processor and save it as .docx.");
                    _groups.Push(new Group(_skip, _fallback, _hidden, _inFonts, _encoding));
                    at++;
                    break;
                case (byte)'}':
                    Flush();
                    if (_groups.TryPop(out var before)) (_skip, _fallback, _hidden, _inFonts, _encoding) = before;
                    _toSkip = 0;
                    at++;
                    break;
                case (byte)'\\':
                    at = Control(rtf, at + 1);
                    break;
                case (byte)'\r' or (byte)'\n':
                    at++;
                    break;
                default:
                    Byte(rtf[at++]);
                    break;
            }
        }
        Flush();
    }

    private int Control(ReadOnlySpan<byte> rtf, int at)
    {
        if (at >= rtf.Length) return at;
        if (rtf[at] == '\'')
        {
            if (at + 2 < rtf.Length && int.TryParse(rtf[(at + 1)..(at + 3)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) Byte((byte)value);
            return Math.Min(rtf.Length, at + 3);
        }
        if (!char.IsAsciiLetter((char)rtf[at]))
        {
            Symbol((char)rtf[at]);
            return at + 1;
        }
        var from = at;
        while (at < rtf.Length && char.IsAsciiLetter((char)rtf[at]) && at - from < 32) at++;
        var word = Encoding.ASCII.GetString(rtf[from..at]);
        var digits = at;
        if (at < rtf.Length && rtf[at] == '-') at++;
        while (at < rtf.Length && char.IsAsciiDigit((char)rtf[at]) && at - digits < 10) at++;
        var number = int.TryParse(rtf[digits..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parameter) ? parameter : (int?)null;
        if (at < rtf.Length && rtf[at] == ' ') at++;
        if (word == "bin" && number is > 0) return (int)Math.Min(rtf.Length, (long)at + number.Value);
        Word(word, number);
        return at;
    }

    private void Symbol(char symbol)
    {
        switch (symbol)
        {
            case '*': _skip = true; break;
            case '~': Append("\u00A0"); break;
            case '_': Append("\u2011"); break;
            case '\r' or '\n': Append("\n"); break;
            case '\\' or '{' or '}': Byte((byte)symbol); break;
        }
    }

    private void Word(string word, int? number)
    {
        switch (word)
        {
            case "par" or "line" or "row" or "sect" or "page": Append("\n"); break;
            case "tab" or "cell": Append("\t"); break;
            case "emdash": Append("—"); break;
            case "endash": Append("–"); break;
            case "lquote": Append("‘"); break;
            case "rquote": Append("’"); break;
            case "ldblquote": Append("“"); break;
            case "rdblquote": Append("”"); break;
            case "bullet": Append("•"); break;
            case "emspace" or "enspace" or "qmspace": Append(" "); break;
            case "u" when number is { } code:
                Append(((char)(ushort)code).ToString());
                _toSkip = _fallback;
                break;
            case "uc": _fallback = Math.Clamp(number ?? 1, 0, 32); break;
            case "ansicpg": _ansi = CodePage(number ?? 1252); break;
            case "mac": _ansi = CodePage(10000); break;
            case "fonttbl": (_inFonts, _skip) = (true, true); break;
            case "f" when _inFonts: _font = number ?? 0; break;
            case "fcharset" when _inFonts:
                if (CodePageOf(number ?? 0) is { } page) _fonts[_font] = CodePage(page);
                break;
            case "f":
                Flush();
                _encoding = _fonts.GetValueOrDefault(number ?? 0);
                break;
            case "deleted" when number == 0: break;
            case "v":
                Flush();
                _hidden = number != 0;
                break;
            case "plain":
                Flush();
                (_hidden, _encoding) = (false, null);
                break;
            default:
                if (!_skip) Note(word);
                if (NotBody.Contains(word)) _skip = true;
                break;
        }
    }

    private void Note(string word)
    {
        if (word == "footnote") _omitted.Add(Omitted.Note);
        else if (word == "annotation") _omitted.Add(Omitted.Comment);
        else if (word == "deleted") _omitted.Add(Omitted.Deletion);
    }

    private void Byte(byte value)
    {
        if (_toSkip > 0) _toSkip--;
        else if (IsBody(value is not ((byte)' '))) _bytes.Add(value);
    }

    private bool IsBody(bool words)
    {
        if (!_skip && _hidden && words) _omitted.Add(Omitted.HiddenWords);
        return !_skip && !_hidden;
    }

    private void Append(string words)
    {
        Flush();
        if (IsBody(words.Trim() != "") || words == "\n") _text.Append(_skip ? "" : words);
    }

    private void Flush()
    {
        if (_bytes.Count == 0) return;
        _text.Append((_encoding ?? _ansi).GetString([.. _bytes]));
        _bytes.Clear();
    }

    /// <summary>The character sets of fonts that are not the document's own.</summary>
    private static int? CodePageOf(int charset) => charset switch
    {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => null,
    };

    private static Encoding CodePage(int number)
    {
        try
        {
            return number == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(number) ?? CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        }
        catch (ArgumentException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        }
    }
}
