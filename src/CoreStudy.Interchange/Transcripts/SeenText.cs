using System.Text;

namespace CoreStudy.Interchange.Transcripts;

/// <summary>A text without the characters that nobody sees, such as control characters and soft hyphens; those that part lines or pages are line feeds. Tabs, line feeds and carriage returns stay. Not normalised.</summary>
internal sealed class SeenText
{
    private readonly int[]? _places;

    private SeenText(string words, int[]? places) => (Words, _places) = (words, places);

    public string Words { get; }

    /// <summary>Whether nothing was taken out.</summary>
    public bool IsWhole => _places is null;

    public static SeenText Of(string text)
    {
        if (!text.Any(c => IsUnseen(c) || PartsLines(c))) return Whole(text);
        var (words, places) = (new StringBuilder(text.Length), new List<int>(text.Length));
        foreach (var (at, character) in text.Index())
        {
            if (IsUnseen(character)) continue;
            words.Append(PartsLines(character) ? '\n' : character);
            places.Add(at);
        }

        return new(words.ToString(), words.Length == text.Length ? null : [.. places]);
    }

    /// <summary>Nothing is taken out.</summary>
    public static SeenText Whole(string text) => new(text, null);

    /// <summary>Where a character of the words stood in the text.</summary>
    public int PlaceOf(int at) => _places is null ? at : _places[at];

    /// <summary>Where a stretch of the words stood in the text: from its first character to behind its last.</summary>
    public (int Start, int End) PlaceOf(int start, int end) => (PlaceOf(start), PlaceOf(end - 1) + 1);

    public override string ToString() => $"{Words.Length} characters";

    private static bool PartsLines(char character) => character is '\u000B' or '\u000C' or '\u2028' or '\u2029';

    private static bool IsUnseen(char character) =>
        character is < ' ' and not ('\t' or '\n' or '\r' or '\u000B' or '\u000C') or '\u007F' or '\uFEFF' or '\uFFFE' or '\u200B' or '\u00AD';
}
