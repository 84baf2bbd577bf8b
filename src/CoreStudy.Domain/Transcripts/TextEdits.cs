using System.Text;

namespace CoreStudy.Domain.Transcripts;

/// <summary>Edits that make one revision of a text out of another: in order, apart from one another, each within one turn.</summary>
public sealed class TextEdits
{
    private TextEdits(int lengthBefore, IReadOnlyList<TextEdit> all, TextMoves moves) => (LengthBefore, All, Moves) = (lengthBefore, all, moves);

    /// <summary>Of the text that they are for, in UTF-16 code units.</summary>
    public int LengthBefore { get; }

    public IReadOnlyList<TextEdit> All { get; }

    public TextMoves Moves { get; }

    /// <summary>Checks edits against the text they are for. Edits that meet where one of them only takes out or puts in become one.</summary>
    /// <param name="turns">The turns of the text, in order.</param>
    /// <param name="edits">In any order.</param>
    public static Result<TextEdits> Plan(TranscriptText text, IReadOnlyList<Segment> turns, IEnumerable<TextEdit> edits)
    {
        var all = new List<TextEdit>();
        foreach (var edit in edits.Where(e => e.Start != e.End || e.Replacement.Length > 0).OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            if (Check(text, turns, edit) is { } refusal) return refusal;
            if (all.Count > 0 && edit.Start < all[^1].End) return new Refusal("Two changes are on the same words. Please make them one.");
            if (all.Count > 0 && Melt(all[^1], edit) is { } melted) all[^1] = melted;
            else all.Add(edit);
        }

        if (all.Count == 0) return new Refusal("Nothing would change.");

        var after = new TranscriptText(Write(text, all));
        var turnsAfter = CarryTurns(all, turns);
        var moves = new List<TextMove>(all.Count);
        var (turn, shift) = (0, 0);
        foreach (var edit in all)
        {
            while (turns[turn].End < edit.Start) turn++;
            var (start, end) = turnsAfter[turn];
            if (string.IsNullOrWhiteSpace(after.Words[start..end]))
                return new Refusal($"Turn {turn + 1} would be left without words. Put something in their place, such as […].");
            var refuge = edit.Replacement.Length == 0 ? Nearest(after, start, end, edit.Start + shift) : (Segment?)null;
            moves.Add(new TextMove(edit.Start, edit.End, edit.Replacement.Length, edit.IsVeil, refuge));
            shift += Growth(edit);
        }

        return new TextEdits(text.Length, all, new TextMoves(moves));
    }

    /// <summary>The text afterwards.</summary>
    public TranscriptText Apply(TranscriptText text) => new(Write(OfRightLength(text), All));

    /// <summary>The turns afterwards; words put in at a turn's border are in the turn.</summary>
    public IReadOnlyList<Segment> CarryTurns(IReadOnlyList<Segment> turns) => [.. CarryTurns(All, turns).Select(t => new Segment(t.Start, t.End))];

    public Segment Carry(Segment segment) => Moves.Carry(segment);

    /// <summary>The words that go, edit by edit.</summary>
    /// <param name="text">The text before.</param>
    public IReadOnlyList<string> Went(TranscriptText text) => [.. All.Select(e => OfRightLength(text).Words[e.Start..e.End])];

    /// <summary>The edits that make of the text afterwards the text before.</summary>
    /// <param name="text">The text before.</param>
    public TextEdits Invert(TranscriptText text, IReadOnlyList<Segment> turns)
    {
        var shift = 0;
        var back = new List<TextEdit>(All.Count);
        foreach (var edit in All)
        {
            back.Add(new TextEdit(edit.Start + shift, edit.Start + shift + edit.Replacement.Length, text.Words[edit.Start..edit.End], edit.IsVeil));
            shift += Growth(edit);
        }

        return Plan(Apply(text), CarryTurns(turns), back).IsRefused(out var refusal, out var inverse) ? throw new InvalidOperationException(refusal.Sentence) : inverse;
    }

    public override string ToString() => $"{All.Count} edits";

    private static List<(int Start, int End)> CarryTurns(IReadOnlyList<TextEdit> edits, IReadOnlyList<Segment> turns)
    {
        // A line feed lies between two turns: what is put in at a turn's border is within it, unlike at that of an anchor.
        var (shift, next) = (0, 0);
        var after = new List<(int, int)>(turns.Count);
        foreach (var turn in turns)
        {
            var start = turn.Start + shift;
            for (; next < edits.Count && edits[next].Start <= turn.End; next++) shift += Growth(edits[next]);
            after.Add((start, turn.End + shift));
        }

        return after;
    }

    private static int Growth(TextEdit edit) => edit.Replacement.Length - (edit.End - edit.Start);

    private TranscriptText OfRightLength(TranscriptText text) => text.Length == LengthBefore
        ? text
        : throw new ArgumentException($"These edits are for a text of {LengthBefore} characters, not of {text.Length}.", nameof(text));

    private static Refusal? Check(TranscriptText text, IReadOnlyList<Segment> turns, TextEdit edit)
    {
        if (edit.Start < 0 || edit.End < edit.Start || edit.End > text.Length) return new Refusal("The change reaches past the end of the transcript.");
        if (text.CutsCharacter(edit.Start) || text.CutsCharacter(edit.End)) return new Refusal("The change begins or ends inside a character. Please select it again.");
        if (!turns.Any(t => t.Start <= edit.Start && edit.End <= t.End)) return new Refusal("A change stays within one turn. Please make one for each turn.");
        if (edit.IsVeil && edit.Replacement.Length != edit.End - edit.Start) return new Refusal("A veil is as long as what it hides.");
        return TranscriptText.CanHold(edit.Replacement) ? null : new Refusal("The new words hold signs that a transcript cannot keep. Please type them again.");
    }

    private static TextEdit? Melt(TextEdit first, TextEdit second)
    {
        var isOneEmpty = first.Start == first.End || second.Start == second.End || first.Replacement.Length == 0 || second.Replacement.Length == 0;
        return first.End == second.Start && isOneEmpty ? new TextEdit(first.Start, second.End, first.Replacement + second.Replacement) : null;
    }

    private static string Write(TranscriptText text, IReadOnlyList<TextEdit> edits)
    {
        var words = new StringBuilder(text.Length);
        var reached = 0;
        foreach (var edit in edits)
        {
            words.Append(text.Words, reached, edit.Start - reached).Append(edit.Replacement);
            reached = edit.End;
        }

        return words.Append(text.Words, reached, text.Length - reached).ToString();
    }

    /// <summary>The character after a place, or at the end of the turn the one before it.</summary>
    private static Segment Nearest(TranscriptText text, int start, int end, int place)
    {
        var at = place < end ? place : end - 1;
        var around = text.SnapOutwards(new Segment(at, at + 1));
        return new Segment(Math.Max(start, around.Start), Math.Min(end, around.End));
    }
}
