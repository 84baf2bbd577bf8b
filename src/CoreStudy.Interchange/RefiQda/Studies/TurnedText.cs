using System.Globalization;
using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Interchange.Transcripts.Layouts;

namespace CoreStudy.Interchange.RefiQda.Studies;

/// <summary>A turn of a text in a file.</summary>
/// <param name="Speaker">As the file names the speaker; null where it names none.</param>
/// <param name="Start">Where its words begin in the file's text, in UTF-16 code units.</param>
/// <param name="End">Where they end, exclusive.</param>
public sealed record SourceTurn(string? Speaker, long? StartMs, int Start, int End)
{
    public override string ToString() => $"{Start}–{End}";
}

/// <summary>The words of a file's text as a transcript has them, and where each place of the one lies in the other.</summary>
/// <remarks>
/// A transcript holds the words of its turns alone, normalised, with a line feed between two; names of speakers, empty lines between turns, and characters that nobody sees are no part of it. Nothing else is left out.
/// </remarks>
public sealed class TurnedText
{
    private readonly List<Run> _runs = [];

    /// <param name="asItStands">Whether what nobody sees stays, for words that are compared with those of a transcript that is there.</param>
    private TurnedText(string source, IReadOnlyList<SourceTurn> turns, bool asItStands = false)
    {
        SeenText Said(SourceTurn turn) => source[turn.Start..turn.End] is var said && asItStands ? SeenText.Whole(said) : SeenText.Of(said);

        var words = new StringBuilder(source.Length);
        var kept = new List<(SourceTurn, Segment)>(turns.Count);
        foreach (var (turn, said) in turns.Select(t => (t, Said(t))).Where(t => TranscriptText.Normalise(t.Item2.Words).Length > 0))
        {
            if (kept.Count > 0)
            {
                var before = kept[^1].Item1.End;
                if (before < source.Length && source[before] == '\n' && before < turn.Start) Add(before, 1, words.Length, 1);
                words.Append('\n');
            }

            var start = words.Length;
            Take(said, turn.Start, words);
            kept.Add((turn, new Segment(start, words.Length)));
        }

        (Words, Turns) = (words.ToString(), kept);
    }

    /// <summary>The words of the turns, a line feed between two.</summary>
    public string Words { get; }

    public IReadOnlyList<(SourceTurn Source, Segment Segment)> Turns { get; }

    public static TurnedText Of(string source, IReadOnlyList<SourceTurn> turns) => new(source, turns);

    /// <summary>The text as it was written of a transcript: what nobody sees stays, if that held it.</summary>
    public static TurnedText AsWritten(string source, IReadOnlyList<SourceTurn> turns) => new(source, turns, asItStands: true);

    /// <summary>Finds the turns by the layouts that transcribers use; where there are no speakers, each paragraph is a turn.</summary>
    public static TurnedText Find(string source)
    {
        var seen = SeenText.Of(source);
        return new(source, [.. Turned(seen.Words).Select(t => seen.PlaceOf(t.Start, t.End) is var (start, end) ? t with { Start = start, End = end } : t)]);
    }

    /// <summary>The text by the turns that are known to be in it; null where it holds other words, or lacks some. Each turn is on lines of its own, after its speaker and a colon, or without.</summary>
    public static TurnedText? Holding(string source, IEnumerable<string> turns)
    {
        var (found, at) = (new List<SourceTurn>(), 0);
        foreach (var words in turns)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
            if (StartOf(source, at, words) is not { } start) return null;
            at = start + words.Length;
            found.Add(new SourceTurn(null, null, start, at));
        }

        return found.Count > 0 && source.AsSpan(at).IsWhiteSpace() ? AsWritten(source, found) : null;
    }

    /// <summary>Where a stretch of the file's text lies in the words, with whole characters; null where none of it is in them.</summary>
    public Segment? Place(int start, int end)
    {
        var first = FirstAfter(start);
        if (first == _runs.Count || end <= start) return null;
        var last = FirstAfter(end);
        if (last == _runs.Count || _runs[last].Source >= end) last--;
        if (last < first) return null;
        var from = _runs[first].ToWords(start, isEnd: false);
        var to = _runs[last].ToWords(end, isEnd: true);
        if (from >= to) return null;
        var (place, words) = (new Segment(from, to), new TranscriptText(Words));
        return words.CutsCharacter(from) || words.CutsCharacter(to) ? words.SnapOutwards(place) : place;
    }

    /// <summary>The stretch of words that is nearest to a place of which nothing is kept: the next turn, or the last.</summary>
    public Segment Nearest(int start) => Turns.FirstOrDefault(t => t.Source.End > start, Turns[^1]).Segment;

    public override string ToString() => $"{Words.Length} characters, {Turns.Count} turns";

    /// <summary>Where the words of a turn begin, which end with a line: where the line does, or after a colon in it.</summary>
    private static int? StartOf(string source, int line, string words)
    {
        var end = source.IndexOf('\n', line);
        if (end < 0) end = source.Length;
        for (var start = line; ;)
        {
            var past = start + words.Length;
            if (string.CompareOrdinal(source, start, words, 0, words.Length) == 0 && (past == source.Length || source[past] == '\n')) return start;
            var colon = source.IndexOf(": ", start, end - start, StringComparison.Ordinal);
            if (colon < 0) return null;
            start = colon + 2;
        }
    }

    /// <summary>The first run that ends after a place.</summary>
    private int FirstAfter(int place)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].Source + _runs[middle].SourceLength <= place) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <param name="start">Where what was said begins in the file's text.</param>
    private void Take(SeenText said, int start, StringBuilder words)
    {
        if (said.IsWhole && TranscriptText.Normalise(said.Words) == said.Words)
        {
            Add(start, said.Words.Length, words.Length, said.Words.Length);
            words.Append(said.Words);
            return;
        }

        for (var at = 0; at < said.Words.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(said.Words.AsSpan(at));
            var element = said.Words.Substring(at, length);
            var written = TranscriptText.Normalise(element);
            var (from, to) = said.PlaceOf(at, at + length);
            if (written.Length > 0) Add(start + from, to - from, words.Length, written.Length, written == element && to - from == length);
            words.Append(written);
            at += length;
        }
    }

    private void Add(int source, int sourceLength, int words, int wordsLength, bool isSame = true)
    {
        if (isSame && _runs.Count > 0 && _runs[^1] is { IsSame: true } last && last.Source + last.SourceLength == source && last.Words + last.WordsLength == words)
            _runs[^1] = last with { SourceLength = last.SourceLength + sourceLength, WordsLength = last.WordsLength + wordsLength };
        else _runs.Add(new Run(source, sourceLength, words, wordsLength, isSame));
    }

    private static List<SourceTurn> Turned(string source)
    {
        var (lines, places) = Lines(source);
        var heads = lines.ConvertAll(LineHeads.Of);
        var speakers = new KnownSpeakers(heads, heads.Count(h => h.Words.Length > 0 || h.Label is not null));
        var turns = new List<SourceTurn>();
        (string? Speaker, long? Ms, int Start, int End)? open = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var (from, to) = (places[i] + line.Length - line.TrimStart().Length, places[i] + line.TrimEnd().Length);
            if (from >= to) continue;
            if (speakers.Speaks(heads[i]))
            {
                Close();
                var words = heads[i].Words;
                var start = source.AsSpan(from, to - from).EndsWith(words, StringComparison.Ordinal) ? to - words.Length : from;
                open = (heads[i].Label, heads[i].TimeMs, start, to);
            }
            else if (open is { } turn && speakers.Any) open = (turn.Speaker, turn.Ms, turn.Start < turn.End ? turn.Start : from, to); // words below a name that stands alone
            else turns.Add(new SourceTurn(null, heads[i].TimeMs, from, to));
        }

        Close();
        return turns;

        void Close()
        {
            if (open is { } turn && turn.Start < turn.End) turns.Add(new SourceTurn(turn.Speaker, turn.Ms, turn.Start, turn.End));
            open = null;
        }
    }

    private static (List<string> Lines, List<int> Places) Lines(string source)
    {
        var (lines, places) = (new List<string>(), new List<int>());
        for (var at = 0; at <= source.Length;)
        {
            var end = source.IndexOf('\n', at);
            if (end < 0) end = source.Length;
            lines.Add(source[at..end]);
            places.Add(at);
            at = end + 1;
        }

        return (lines, places);
    }

    /// <param name="IsSame">Whether each character of the one is the same of the other.</param>
    private readonly record struct Run(int Source, int SourceLength, int Words, int WordsLength, bool IsSame)
    {
        public int ToWords(int place, bool isEnd)
        {
            var inside = place - Source;
            if (inside <= 0) return Words;
            if (inside >= SourceLength) return Words + WordsLength;
            return IsSame ? Words + inside : isEnd ? Words + WordsLength : Words;
        }
    }
}
