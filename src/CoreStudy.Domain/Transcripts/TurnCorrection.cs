using System.Text.RegularExpressions;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Domain.Transcripts;

/// <summary>A turn's words typed anew, as the fewest edits of words; all anchors on words that stayed stay on them.</summary>
/// <param name="LostPlaceholders">What stood for somebody or something, such as <c>[PSW-07]</c>, and would not be there any more.</param>
public sealed partial record TurnCorrection(TextEdits Edits, IReadOnlyList<WordRun> Runs, IReadOnlyList<string> LostPlaceholders)
{
    /// <summary>Words of a turn at most, in UTF-16 code units.</summary>
    public const int Longest = 60_000;

    /// <summary>Runs of words that are compared one by one; where more differ, they are one edit.</summary>
    private const int MostCompared = 4_000_000;

    /// <param name="turn">The number of the turn, from 0.</param>
    /// <param name="words">How the turn should read.</param>
    public static Result<TurnCorrection> Plan(TranscriptText text, IReadOnlyList<Segment> turns, int turn, string words)
    {
        if (turn < 0 || turn >= turns.Count) return Refusal.NotFound;
        var (at, after) = (turns[turn], TranscriptText.Normalise(words).Trim());
        if (after.Length == 0) return new Refusal("A turn has words. To leave some out, put […] in their place.");
        if (after.Length > Longest) return new Refusal($"A turn may have at most {Longest:N0} characters; this has {after.Length:N0}.");
        var before = text.Words[at.Start..at.End];
        var runs = Differ(before, after);

        var edits = new List<TextEdit>();
        var position = at.Start;
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Change == WordChange.Same)
            {
                position += runs[i].Text.Length;
                continue;
            }

            var went = runs[i].Change == WordChange.Removed ? runs[i].Text : "";
            var came = runs[i].Change == WordChange.Added ? runs[i].Text : i + 1 < runs.Count && runs[i + 1].Change == WordChange.Added ? runs[++i].Text : "";
            if (went.Contains(TextEdit.Veiled, StringComparison.Ordinal)) return new Refusal("Words of this turn are withheld until an admin has looked at them. What is withheld cannot be corrected.");
            if (came.Contains(TextEdit.Veiled, StringComparison.Ordinal)) return new Refusal($"The sign {TextEdit.Veiled} stands for what is withheld. Please take it out.");
            edits.Add(new TextEdit(position, position + went.Length, came));
            position += went.Length;
        }

        if (edits.Count == 0) return new Refusal("Nothing has been changed.");
        return TextEdits.Plan(text, turns, edits).IsRefused(out var refusal, out var plan) ? refusal : new TurnCorrection(plan, runs, Lost(before, after));
    }

    public override string ToString() => Edits.ToString();

    private static IReadOnlyList<WordRun> Differ(string before, string after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start]) start++;
        var (a, b) = (before.Length, after.Length);
        while (a > start && b > start && before[a - 1] == after[b - 1]) (a, b) = (a - 1, b - 1);
        if ((long)(a - start) * (b - start) / 16 < MostCompared) return WordDifference.Between(before, after);

        // Too much is new to be compared: one edit, of whole words.
        while (start > 0 && !char.IsWhiteSpace(before[start - 1])) start--;
        while (a < before.Length && !char.IsWhiteSpace(before[a])) (a, b) = (a + 1, b + 1);
        return [.. new WordRun[] { new(WordChange.Same, before[..start]), new(WordChange.Removed, before[start..a]), new(WordChange.Added, after[start..b]), new(WordChange.Same, before[a..]) }.Where(r => r.Text.Length > 0)];
    }

    private static List<string> Lost(string before, string after)
    {
        var left = Placeholders().Matches(after).Select(m => m.Value).ToList();
        return [.. Placeholders().Matches(before).Select(m => m.Value).Where(p => !left.Remove(p))];
    }

    [GeneratedRegex(@"\[[^\[\]\n]{1,60}\]")]
    private static partial Regex Placeholders();
}
