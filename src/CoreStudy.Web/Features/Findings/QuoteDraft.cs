using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Findings;

/// <summary>A word of a passage: a run of what is not white space.</summary>
/// <param name="Place">In the transcript, in UTF-16 code units.</param>
/// <param name="Turn">Its turn among those of the passage, from 0.</param>
public sealed record QuotableWord(string Text, Segment Place, int Turn)
{
    public override string ToString() => $"{Text.Length} characters at {Place.Start}";
}

/// <summary>A quote while somebody puts it together: which words of the passage stay, and what the team puts between them.</summary>
public sealed class QuoteDraft
{
    private readonly QuotablePassage _passage;
    private readonly bool[] _stays;
    private readonly Dictionary<int, string> _put = [];

    public QuoteDraft(QuotablePassage passage)
    {
        _passage = passage;
        Words = [.. Cut(passage)];
        _stays = new bool[Words.Count];
        var next = 0;
        foreach (var piece in passage.Pieces)
        {
            if (piece.Words is not { } run)
            {
                _put[next] = _put.TryGetValue(next, out var before) ? $"{before}; {piece.Clarification}" : piece.Clarification;
                continue;
            }

            for (var i = 0; i < Words.Count; i++)
            {
                if (!Words[i].Place.Overlaps(run)) continue;
                if (i >= next) Follow(next, i);
                (_stays[i], next) = (true, i + 1);
            }
        }

        // a clarification belongs before the next word that stays
        void Follow(int from, int to)
        {
            if (from == to || !_put.Remove(from, out var words)) return;
            _put[to] = words;
        }
    }

    public IReadOnlyList<QuotableWord> Words { get; }

    /// <summary>Clarifications by the word that they stand before; the number of words for the end.</summary>
    public IReadOnlyDictionary<int, string> Put => _put;

    public bool Stays(int word) => _stays[word];

    /// <summary>How many words stay.</summary>
    public int Count => _stays.Count(s => s);

    /// <summary>Leaves words out, or puts them back where none of them stays.</summary>
    /// <param name="last">Inclusive.</param>
    /// <returns>Whether they were left out.</returns>
    public bool Turn(int first, int last)
    {
        var leaves = Enumerable.Range(first, last - first + 1).Any(i => _stays[i]);
        for (var i = first; i <= last; i++) _stays[i] = !leaves;
        return leaves;
    }

    /// <summary>Leaves out everything but these words.</summary>
    /// <param name="last">Inclusive.</param>
    public void KeepOnly(int first, int last)
    {
        for (var i = 0; i < _stays.Length; i++) _stays[i] = i >= first && i <= last;
        foreach (var at in _put.Keys.Where(k => k < first || k > last + 1).ToList()) _put.Remove(at);
    }

    /// <summary>Puts a clarification before a word; an empty one takes it out.</summary>
    public void Clarify(int before, string words)
    {
        if (string.IsNullOrWhiteSpace(words)) _put.Remove(before);
        else _put[before] = words.Trim().TrimStart('[').TrimEnd(']').Trim();
    }

    /// <summary>The whole passage again, without clarifications.</summary>
    public void Begin()
    {
        Array.Fill(_stays, true);
        _put.Clear();
    }

    /// <summary>What the quote is made of: runs of words that stay, with clarifications between.</summary>
    public IReadOnlyList<QuotePiece> Pieces
    {
        get
        {
            var pieces = new List<QuotePiece>();
            (int Start, int End)? run = null;
            for (var i = 0; i <= Words.Count; i++)
            {
                if (_put.TryGetValue(i, out var clarification))
                {
                    End();
                    pieces.Add(new QuotePiece(null, clarification));
                }

                if (i == Words.Count || !_stays[i]) End();
                else run = (run?.Start ?? Words[i].Place.Start, Words[i].Place.End);
            }

            return pieces;

            void End()
            {
                if (run is { } one) pieces.Add(new QuotePiece(new Segment(one.Start, one.End)));
                run = null;
            }
        }
    }

    /// <summary>As it would be read.</summary>
    public string Text => QuoteText.Write(
        [.. Pieces.Select(p => p.Words is { } words ? new QuotedPart(words, _passage.Words[(words.Start - _passage.Start)..(words.End - _passage.Start)]) : new QuotedPart(null, p.Clarification))],
        [.. _passage.Turns.Select(t => new QuotedTurn(t.Segment, t.Speaker, t.Says))]);

    /// <summary>The turns of which a word stays.</summary>
    public IEnumerable<QuotableTurn> Spoken => _passage.Turns.Where((_, turn) => Words.Where((w, i) => w.Turn == turn && _stays[i]).Any());

    /// <summary>What stands below it; empty where it may not be quoted.</summary>
    public string Label => WhyNot.Length > 0 ? "" : string.Join("; ", Spoken.Where(t => !t.IsInterviewer).Select(t => t.Label).Distinct().DefaultIfEmpty("Interviewer"));

    /// <summary>Why it may not be quoted as it is; empty where it may.</summary>
    public string WhyNot => Spoken.FirstOrDefault(t => t.WhyNot.Length > 0)?.WhyNot ?? "";

    private static IEnumerable<QuotableWord> Cut(QuotablePassage passage)
    {
        foreach (var start in Transcript.StartsOfWords(passage.Words))
        {
            var end = start;
            while (end < passage.Words.Length && !char.IsWhiteSpace(passage.Words[end])) end++;
            var place = new Segment(passage.Start + start, passage.Start + end);
            yield return new QuotableWord(passage.Words[start..end], place, Math.Max(0, passage.Turns.ToList().FindIndex(t => t.Segment.Overlaps(place))));
        }
    }
}
