namespace CoreStudy.Domain.Transcripts;

/// <summary>Takes back one revision of a text, whatever came after it elsewhere.</summary>
public sealed class TextRestoration
{
    private readonly RevisionStep _revision;
    private readonly TextTrail _trail;

    private TextRestoration(RevisionStep revision, TextTrail trail, TextEdits edits) => (_revision, _trail, Edits) = (revision, trail, edits);

    public TextEdits Edits { get; }

    /// <param name="text">As it is now.</param>
    /// <param name="turns">As they are now.</param>
    /// <param name="revision">The one to be taken back.</param>
    /// <param name="later">All that came after it, in order.</param>
    /// <param name="went">The words that it took away, edit by edit.</param>
    public static Result<TextRestoration> Plan(
        TranscriptText text, IReadOnlyList<Segment> turns, RevisionStep revision, IReadOnlyList<RevisionStep> later, IReadOnlyList<string> went)
    {
        var trail = new TextTrail(later);
        if (trail.IsTakenBack(revision.Number)) return new Refusal("This change has been taken back already.");
        if (went.Count != revision.Moves.All.Count) throw new ArgumentException("These are the words of another revision.", nameof(went));

        var back = new List<TextEdit>(went.Count);
        for (var i = 0; i < went.Count; i++)
        {
            var move = revision.Moves.All[i];
            var landing = TextTrail.LandingOf(revision.Moves, i);
            var (start, end, changedBy) = trail.Follow(landing, landing + move.Length);
            if (changedBy is { } number) return new Refusal($"The same words have been changed again since, in revision {number}. Take that back first.");
            back.Add(new TextEdit(start, end, went[i], move.IsVeil));
        }

        if (TextEdits.Plan(text, turns, back).IsRefused(out var refusal, out var edits)) return refusal;
        return edits.All.Count == back.Count
            ? new TextRestoration(revision, trail, edits)
            : new Refusal("The words around have been changed since, so that this can no longer be taken back by itself. Correct the turn instead.");
    }

    /// <summary>Where an anchor would be now that the revision left at <paramref name="after"/>, had nobody moved it.</summary>
    public Segment Expected(Segment after) => _trail.Carry(after);

    /// <summary>Where an anchor belongs, once the words are back, that lay at <paramref name="before"/> before the revision.</summary>
    public Segment Back(Segment before)
    {
        var (start, end) = (Back(before.Start, isEnd: false), Back(before.End, isEnd: true));
        return new Segment(start, Math.Max(start + 1, end));
    }

    private int Back(int position, bool isEnd)
    {
        for (var i = 0; i < _revision.Moves.All.Count; i++)
        {
            var move = _revision.Moves.All[i];
            if (TextTrail.IsOn(move, position, isEnd)) return TextTrail.LandingOf(Edits.Moves, i) + position - move.Start;
        }

        var carried = _revision.Moves.Carry(position, isEnd);
        var now = isEnd ? _trail.Carry(new Segment(carried - 1, carried)).End : _trail.Carry(new Segment(carried, carried + 1)).Start;
        return Edits.Moves.Carry(now, isEnd);
    }
}
