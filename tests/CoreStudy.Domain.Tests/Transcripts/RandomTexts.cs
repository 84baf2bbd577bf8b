using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Transcripts;

/// <summary>A text with its turns, edits of it, and anchors on it.</summary>
internal sealed record EditedText(TranscriptText Text, Segment[] Turns, TextEdits Edits, Segment[] Anchors)
{
    public override string ToString() =>
        $"“{Text.Words}” {string.Join(", ", Edits.All.Select(e => $"[{e.Start},{e.End})→“{e.Replacement}”{(e.IsVeil ? " veil" : "")}"))} anchors {string.Join(" ", Anchors.Select(a => $"{a.Start}-{a.End}"))}";
}

/// <summary>A text with the revisions that it went through, and anchors on the text as it was first.</summary>
internal sealed class EditedAndBack
{
    private readonly List<IReadOnlyList<string>> _went = [];

    public EditedAndBack(EditedText first)
    {
        (First, Text, Turns) = (first, first.Text, first.Turns);
        Revise(first.Edits);
    }

    public EditedText First { get; }

    public Segment[] Anchors => First.Anchors;

    public List<RevisionStep> Steps { get; } = [];

    public TranscriptText Text { get; private set; }

    public IReadOnlyList<Segment> Turns { get; private set; }

    public void Revise(TextEdits edits, int? of = null)
    {
        _went.Add(edits.Went(Text));
        (Text, Turns) = (edits.Apply(Text), edits.CarryTurns(Turns));
        Steps.Add(new RevisionStep(Steps.Count + 1, of, edits.Moves));
    }

    /// <summary>Takes a revision back, where the rules allow it.</summary>
    public void TakeBack(int number)
    {
        if (!TextRestoration.Plan(Text, Turns, Steps[number - 1], [.. Steps.Skip(number)], _went[number - 1]).IsRefused(out _, out var back)) Revise(back.Edits, number);
    }

    public override string ToString() => $"{First}, then {string.Join(", ", Steps.Select(s => s.Of is { } of ? $"{s.Number} of {of}" : $"{s.Number}"))}";
}

/// <summary>Random texts of whole characters: letters, accents that stand alone, emoji of many code units, white space, several turns.</summary>
internal static class RandomTexts
{
    private static readonly Gen<string> Turn =
        Gen.OneOf(Each("a", "Bee", " ", "é", "e\u0301", "👩‍👧", "😀", "7", ", ", "\n", "[P-1]")).Array[0, 9].Select(pieces => string.Concat(pieces) + "z");

    private static readonly Gen<string> Words = Gen.OneOf(Each("", "[PSW-07]", "x", "😀", "ä b", "\u0301", "somebody else "));

    private static readonly Gen<(double At, double Length, string Words, bool IsVeil)[]> Wishes =
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Words, Gen.Bool).Array[1, 6];

    private static readonly Gen<(double, double)[]> Places = Gen.Select(Gen.Double.Unit, Gen.Double.Unit).Array[1, 12];

    public static readonly Gen<EditedText> Edited = Gen.Select(Turn.Array[1, 4], Wishes, Places).Select(t =>
    {
        var (text, turns) = Text(t.Item1);
        return Edit(text, turns, t.Item2) is { } edits ? new EditedText(text, turns, edits, [.. t.Item3.Select(p => Anchor(text, p))]) : null!;
    }).Where(e => e is not null);

    /// <summary>Several sets of wishes, each for the text that those before it leave.</summary>
    public static readonly Gen<(EditedText First, (double, double, string, bool)[][] Later)> EditedOften = Gen.Select(Edited, Wishes.Array[1, 4]);

    /// <summary>Anchors, and revisions after them of which some take back others: at random, and in the end as many as can be.</summary>
    public static readonly Gen<EditedAndBack> EditedAndBack = Gen.Select(EditedOften, Gen.Double.Unit.Array[1, 6], Gen.Bool).Select(t =>
    {
        var ((e, wishes), choices, isAllBack) = t;
        var story = new EditedAndBack(e);
        foreach (var wish in wishes) if (Edit(story.Text, story.Turns, wish) is { } next) story.Revise(next);
        foreach (var choice in choices) story.TakeBack(1 + (int)(choice * story.Steps.Count * 0.999));
        if (isAllBack) for (var number = story.Steps.Count; number > 0; number--) story.TakeBack(number);
        return story;
    });

    public static (TranscriptText Text, Segment[] Turns) Text(string[] turns)
    {
        var (segments, position) = (new List<Segment>(), 0);
        foreach (var turn in turns)
        {
            segments.Add(new Segment(position, position + turn.Length));
            position += turn.Length + 1;
        }

        return (new TranscriptText(string.Join('\n', turns)), [.. segments]);
    }

    /// <summary>As many of the wishes as the rules allow; null where that is none.</summary>
    public static TextEdits? Edit(TranscriptText text, IReadOnlyList<Segment> turns, (double At, double Length, string Words, bool IsVeil)[] wishes)
    {
        TextEdits? planned = null;
        var edits = new List<TextEdit>();
        foreach (var wish in wishes)
        {
            var turn = turns[(int)(wish.At * turns.Count * 0.999)];
            var start = Whole(text, turn.Start + (int)(wish.At * 7919 % 1 * (turn.Length + 1)));
            var end = Whole(text, Math.Min(turn.End, start + (int)(wish.Length * wish.Length * 6)));
            if (end < start) continue;
            var edit = wish.IsVeil && end > start ? TextEdit.Veil(text, new Segment(start, end)) : new TextEdit(start, end, wish.Words);
            if (TextEdits.Plan(text, turns, [.. edits, edit]).IsRefused(out _, out var all)) continue;
            edits.Add(edit);
            planned = all;
        }

        return planned;
    }

    public static Segment Anchor(TranscriptText text, (double At, double Length) place)
    {
        var start = Whole(text, (int)(place.At * (text.Length - 1)));
        var end = Whole(text, Math.Min(text.Length, start + 1 + (int)(place.Length * 12)));
        return end > start ? new Segment(start, end) : new Segment(start, Math.Min(text.Length, start + 2));
    }

    private static Gen<string>[] Each(params string[] pieces) => [.. pieces.Select(p => Gen.Const(p))];

    private static int Whole(TranscriptText text, int at) => text.CutsCharacter(at) ? at - 1 : at;
}
