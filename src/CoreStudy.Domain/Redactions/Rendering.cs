using System.Text;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Redactions;

/// <summary>A stretch of the original with what stands in its place.</summary>
/// <param name="Original">Perhaps wider than the redaction: an article or a title before it may have had to change too.</param>
/// <param name="Released">In the released words.</param>
/// <param name="RedactionId">The redaction that it stands for.</param>
public readonly record struct RenderedPiece(Segment Original, Segment Released, Guid RedactionId);

/// <summary>The words that coders read, made from an original and the redactions that were accepted in it, with the way from each to the other.</summary>
public sealed class Rendering
{
    private static readonly string[] Titles = ["Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor", "Sir", "Dame", "Lady", "Lord", "Rev", "Reverend", "Sister", "Nurse"];

    private static readonly string[] Possessives = ["'s", "’s", "s'", "s’"];

    private Rendering(string words, IReadOnlyList<Segment> turns, IReadOnlyList<RenderedPiece> pieces) => (Words, Turns, Pieces) = (words, turns, pieces);

    /// <summary>The released words.</summary>
    public string Words { get; }

    /// <summary>The turns in the released words.</summary>
    public IReadOnlyList<Segment> Turns { get; }

    /// <summary>In order; what lies between two is the same in both texts.</summary>
    public IReadOnlyList<RenderedPiece> Pieces { get; }

    /// <param name="original">The turns' words joined by line feeds.</param>
    /// <param name="turns">In order, each with words.</param>
    /// <param name="redactions">Those that are not accepted are left out.</param>
    /// <param name="entryReplacement">The replacement of an entry of the register; null where there is none of this id.</param>
    /// <param name="heldOn">The day of the interview; null where it is not known.</param>
    public static Rendering Of(
        string original, IReadOnlyList<Segment> turns, IEnumerable<Redaction> redactions, Func<Guid, string?> entryReplacement, ReplacementScheme scheme, DateOnly? heldOn)
    {
        var words = new StringBuilder(original.Length);
        var pieces = new List<RenderedPiece>();
        var released = new List<Segment>(turns.Count);
        var accepted = redactions.Where(r => r.Status == RedactionStatus.Accepted).OrderBy(r => r.Start).ToList();
        var (next, reached) = (0, 0);
        foreach (var turn in turns)
        {
            words.Append(original, reached, turn.Start - reached);
            reached = turn.Start;
            var start = words.Length;
            for (; next < accepted.Count && accepted[next].Start < turn.End; next++)
            {
                var redaction = accepted[next];
                if (redaction.Start < reached) continue; // never by the rules of RedactionSheet
                var (from, text) = Write(original, reached, redaction, ReplacementOf(original, redaction, entryReplacement, scheme, heldOn), scheme);
                var end = redaction.End;
                var isFollowed = next + 1 < accepted.Count && accepted[next + 1].Start <= end;
                if (!isFollowed && end < turn.End && IsBareApostrophe(original, end, turn.End)) text += $"{original[end++]}s"; // “the Smiths’ dog”
                words.Append(original, reached, from - reached);
                pieces.Add(new RenderedPiece(new Segment(from, end), new Segment(words.Length, words.Length + text.Length), redaction.Id));
                words.Append(text);
                reached = end;
            }

            words.Append(original, reached, turn.End - reached);
            reached = turn.End;
            released.Add(new Segment(start, words.Length));
        }

        return new Rendering(words.ToString(), released, pieces);
    }

    /// <summary>The replacement of one redaction, as it stands by itself.</summary>
    public static string ReplacementOf(string original, Redaction redaction, Func<Guid, string?> entryReplacement, ReplacementScheme scheme, DateOnly? heldOn) =>
        redaction.Replacement
        ?? (redaction.IdentifierId is { } entry ? entryReplacement(entry) : null)
        ?? scheme.Coarsen(redaction.Category, original[redaction.Start..redaction.End], heldOn);

    /// <summary>Where a stretch of the released words came from; what touches a replacement takes the whole of what it replaces.</summary>
    public Segment ToOriginal(Segment released)
    {
        var (start, end) = (released.Start, released.End);
        var shift = 0;
        int? from = null, to = null;
        foreach (var piece in Pieces)
        {
            if (piece.Released.Overlaps(released))
            {
                from = Math.Min(from ?? int.MaxValue, Math.Min(piece.Original.Start, start < piece.Released.Start ? start + shift : int.MaxValue));
                to = piece.Original.End;
                shift = piece.Original.End - piece.Released.End;
                if (end > piece.Released.End) to = end + shift;
                continue;
            }

            if (piece.Released.Start >= end) break;
            shift = piece.Original.End - piece.Released.End;
        }

        return from is { } f && to is { } t ? new Segment(f, t) : new Segment(start + shift, end + shift);
    }

    /// <summary>Where a stretch of the original is in the released words; what touches a redaction takes the whole replacement.</summary>
    public Segment ToReleased(Segment original)
    {
        int At(int place, bool isEnd)
        {
            var shift = 0;
            foreach (var piece in Pieces)
            {
                if (piece.Original.Start >= place) break;
                if (place < piece.Original.End) return isEnd ? piece.Released.End : piece.Released.Start;
                shift = piece.Released.End - piece.Original.End;
            }

            return place + shift;
        }

        return new Segment(At(original.Start, isEnd: false), At(original.End, isEnd: true));
    }

    public override string ToString() => $"{Words.Length} characters, {Pieces.Count} replaced";

    /// <summary>The replacement in its sentence: possessives stay, titles go or stay, “a” and “an” follow the replacement.</summary>
    private static (int From, string Text) Write(string original, int reached, Redaction redaction, string replacement, ReplacementScheme scheme)
    {
        var from = redaction.Start;
        var text = replacement + PossessiveOf(original[redaction.Start..redaction.End]);
        if (redaction.Category == IdentifierCategory.Person && !scheme.KeepTitles && TitleBefore(original, reached, from) is { } title) from = title;
        if (replacement.StartsWith("[family ", StringComparison.Ordinal) && WordBefore(original, reached, from, "the") is { } the) from = the;

        foreach (var article in (ReadOnlySpan<string>)["a", "an"])
        {
            if (WordBefore(original, reached, from, article) is not { } at) continue;
            var isCapital = char.IsUpper(original[at]);
            var fitting = replacement.Length > 1 && "aeiouAEIOU8".Contains(replacement[1], StringComparison.Ordinal) || replacement.StartsWith("[NHS", StringComparison.Ordinal) ? "an" : "a";
            return fitting == article ? (from, text) : (at, (isCapital ? char.ToUpperInvariant(fitting[0]) + fitting[1..] : fitting) + " " + text);
        }

        return (from, text);
    }

    private static bool IsBareApostrophe(string original, int at, int end) =>
        original[at] is '\'' or '’' && original[at - 1] is 's' && (at + 1 == end || !char.IsLetterOrDigit(original[at + 1]));

    private static string PossessiveOf(string words)
    {
        foreach (var ending in Possessives)
        {
            if (words.Length > ending.Length + 1 && words.EndsWith(ending, StringComparison.Ordinal)) return ending[0] == 's' ? $"{ending[1]}s" : ending;
        }

        return "";
    }

    private static int? TitleBefore(string original, int reached, int from)
    {
        var end = from;
        while (end > reached && original[end - 1] is ' ' or '.') end--;
        if (end == from) return null;
        var start = end;
        while (start > reached && char.IsLetter(original[start - 1])) start--;
        return Titles.Contains(original[start..end], StringComparer.OrdinalIgnoreCase) && (char.IsUpper(original[start]) || end - start > 1) ? start : null;
    }

    /// <summary>Where a word begins that stands right before a place, a blank between; null where it does not.</summary>
    private static int? WordBefore(string original, int reached, int from, string word)
    {
        var start = from - word.Length - 1;
        if (start < reached || original[from - 1] != ' ') return null;
        if (!original.AsSpan(start, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase)) return null;
        return start == 0 || !char.IsLetterOrDigit(original[start - 1]) && original[start - 1] is not ('\'' or '’') ? start : null;
    }
}
