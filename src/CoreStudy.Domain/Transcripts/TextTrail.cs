namespace CoreStudy.Domain.Transcripts;

/// <summary>One revision of a text, as places see it.</summary>
/// <param name="Number">From 1; the text as it was first is 0.</param>
/// <param name="Of">The revision that this one takes back.</param>
public sealed record RevisionStep(int Number, int? Of, TextMoves Moves);

/// <summary>Where a place lies after later revisions, some of which took others back: then the place is where it was, also inside the words concerned.</summary>
/// <remarks>
/// A trail is walked step by step and not melted into one set of edits: melted edits would be larger than the steps were, and would widen
/// anchors that no step widens. The browser walks it too, in <c>edits.js</c>; tests hold the two together.
/// </remarks>
public sealed class TextTrail
{
    private readonly IReadOnlyList<RevisionStep> _later;
    private readonly Dictionary<int, Change> _changes = [];
    private readonly HashSet<int> _takenBack = [];

    /// <param name="later">All revisions after the one that the places are of, in order.</param>
    public TextTrail(IReadOnlyList<RevisionStep> later)
    {
        _later = later;
        var last = new Dictionary<int, Change>();
        foreach (var step in later) last[Learn(step).Root] = _changes[step.Number];
        foreach (var (number, change) in _changes)
        {
            if (last[change.Root].IsBack != change.IsBack) _takenBack.Add(number);
        }

        // of one that lies before the trail it is known only by what took it back
        foreach (var (root, change) in last)
        {
            if (change.IsBack && !_changes.ContainsKey(root)) _takenBack.Add(root);
        }
    }

    /// <summary>Whether a revision, this trail's own beginning included, has been taken back and is so now.</summary>
    public bool IsTakenBack(int number) => _takenBack.Contains(number);

    public Segment Carry(Segment segment)
    {
        var (start, end) = (new Spot(segment.Start), new Spot(segment.End));
        foreach (var step in _later) (start, end) = Walk(start, end, step);
        return new Segment(start.Position, Math.Max(start.Position + 1, end.Position));
    }

    /// <summary>Where a stretch lies now, which may be empty; or the number of a revision that stands and has changed words there.</summary>
    public (int Start, int End, int? ChangedBy) Follow(int start, int end)
    {
        var (from, to) = (new Spot(start), new Spot(end));
        foreach (var step in _later)
        {
            // what was changed here and put back since, is as it was
            var isPutBack = _takenBack.Contains(step.Number) || (step.Of is { } of && _later.Any(s => s.Number == of));
            // words that went before this stretch did and are back beside it: nothing here tells whether they stood before it or after it
            if (start == end && IsOlder(step) && step.Moves.All.Any(m => m.Start == m.End && m.Start == from.Position)) return (start, end, step.Number);
            if (!isPutBack && Changes(step.Moves, from.Position, to.Position, wasEmpty: start == end)) return (start, end, step.Number);
            if (from == to && start == end)
            {
                from = to = Walk(from, step, isEnd: true);
                continue;
            }

            (from, to) = (Walk(from, step, isEnd: false), Walk(to, step, isEnd: true));
        }

        return (from.Position, to.Position, null);
    }

    private Change Learn(RevisionStep step) => _changes[step.Number] =
        step.Of is not { } of ? new Change(step.Number, IsBack: false)
        : _changes.TryGetValue(of, out var change) ? change with { IsBack = !change.IsBack }
        : new Change(of, IsBack: true);

    /// <summary>Whether a step takes back, or makes again, what was changed before this trail begins.</summary>
    private bool IsOlder(RevisionStep step) => _later.All(s => s.Number != _changes[step.Number].Root);

    /// <summary>Whether an edit changes the words of a stretch; of one whose words are all gone for a time, none does.</summary>
    private static bool Changes(TextMoves moves, int start, int end, bool wasEmpty) => wasEmpty
        ? moves.All.Any(m => m.Start < start && start < m.End)
        : start < end && moves.Touches(new Segment(start, end));

    private (Spot Start, Spot End) Walk(Spot start, Spot end, RevisionStep step)
    {
        var (from, to) = (Walk(start, step, isEnd: false), Walk(end, step, isEnd: true));
        if (from.Position < to.Position || from.Inside is not null || to.Inside is not null) return (from, to);

        // Beside words that come back now nothing is left of what the place was on: they are all of it.
        if (start.Inside is { } first) return (from, new Spot(LandingOf(step.Moves, first.Edit) + step.Moves.All[first.Edit].Length));
        if (end.Inside is { } last) return (new Spot(LandingOf(step.Moves, last.Edit)), to);
        var refuge = step.Moves.Carry(new Segment(start.Position, end.Position));
        return (new Spot(refuge.Start), new Spot(refuge.End));
    }

    private Spot Walk(Spot spot, RevisionStep step, bool isEnd)
    {
        if (spot.Inside is { } inside && _changes[step.Number].Root == inside.Root) return new Spot(LandingOf(step.Moves, inside.Edit) + inside.Offset);
        var position = step.Moves.Carry(spot.Position, isEnd);
        if (spot.Inside is not null) return spot with { Position = position };
        if (!_takenBack.Contains(step.Number)) return new Spot(position);
        for (var i = 0; i < step.Moves.All.Count; i++)
        {
            var move = step.Moves.All[i];
            if (IsOn(move, spot.Position, isEnd)) return new Spot(position, (_changes[step.Number].Root, i, spot.Position - move.Start));
        }

        return new Spot(position);
    }

    /// <summary>Where what one of the edits brings begins, in the text afterwards.</summary>
    internal static int LandingOf(TextMoves moves, int edit) => moves.All[edit].Start + moves.All.Take(edit).Sum(m => m.Length - (m.End - m.Start));

    /// <summary>Whether the character that a border belongs to is among those that go.</summary>
    internal static bool IsOn(TextMove move, int position, bool isEnd) =>
        isEnd ? move.Start < position && position <= move.End : move.Start <= position && position < move.End;

    private readonly record struct Spot(int Position, (int Root, int Edit, int Offset)? Inside = null);

    /// <summary>The change that a revision makes, takes back, or makes again by taking its taking back back.</summary>
    /// <param name="Root">The revision that made it first.</param>
    private readonly record struct Change(int Root, bool IsBack);
}
