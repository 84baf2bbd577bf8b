using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Tests.Features.Codings;

/// <summary>Edits that somebody could make of a text, by chance; the same for the same seed.</summary>
internal sealed class RandomEdits(int seed)
{
    private static readonly string[] Replacements = ["[PSW-07]", "[town]", "x", "", "😀 yes", "somebody else"];
    private readonly Random _random = new(seed);

    /// <summary>A few edits anywhere; null where chance made none that the rules allow.</summary>
    public TextEdits? Edit(TranscriptText text, IReadOnlyList<Segment> turns, bool veil = false)
    {
        TextEdits? planned = null;
        var edits = new List<TextEdit>();
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var turn = turns[_random.Next(turns.Count)];
            var start = _random.Next(turn.Start, turn.End + 1);
            var end = Math.Min(turn.End, start + _random.Next(0, 9));
            var edit = veil && end > start && !text.CutsCharacter(start) && !text.CutsCharacter(end)
                ? TextEdit.Veil(text, new Segment(start, end))
                : new TextEdit(start, end, Replacements[_random.Next(Replacements.Length)]);
            if (veil && !edit.IsVeil) continue;
            if (TextEdits.Plan(text, turns, [.. edits, edit]).IsRefused(out _, out var all)) continue;
            edits.Add(edit);
            planned = all;
        }

        return planned;
    }

    /// <summary>Whole characters somewhere in a text.</summary>
    /// <param name="longest">In UTF-16 code units.</param>
    public Segment Anchor(TranscriptText text, int longest = 24)
    {
        while (true)
        {
            var start = _random.Next(text.Length);
            var end = Math.Min(text.Length, start + _random.Next(1, longest + 1));
            if (!text.CutsCharacter(start) && !text.CutsCharacter(end)) return new Segment(start, end);
        }
    }

    public int Next(int below) => _random.Next(below);
}
