using System.Text.RegularExpressions;

namespace CoreStudy.Domain.Codebooks;

public enum WordChange
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of words that stayed, went or came; with the spaces between them.</summary>
public sealed record WordRun(WordChange Change, string Text);

/// <summary>Two wordings of one text, word by word: what was taken out and what was put in.</summary>
/// <remarks>The longest common subsequence of words, spaces being their own pieces: the fewest words that went and came.</remarks>
public static partial class WordDifference
{
    /// <summary>Runs in reading order. Without the added ones they are the earlier text, without the removed ones the later.</summary>
    public static IReadOnlyList<WordRun> Between(string earlier, string later)
    {
        var a = Pieces().Matches(earlier).Select(m => m.Value).ToArray();
        var b = Pieces().Matches(later).Select(m => m.Value).ToArray();
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) start++;
        var (endA, endB) = (a.Length, b.Length);
        while (endA > start && endB > start && a[endA - 1] == b[endB - 1]) (endA, endB) = (endA - 1, endB - 1);

        var marked = new List<(WordChange Change, string Piece)>();
        marked.AddRange(a[..start].Select(p => (WordChange.Same, p)));
        Middle(a[start..endA], b[start..endB], marked);
        marked.AddRange(a[endA..].Select(p => (WordChange.Same, p)));
        return Runs(marked);
    }

    private static void Middle(string[] a, string[] b, List<(WordChange Change, string Piece)> marked)
    {
        var longest = new ushort[a.Length + 1, b.Length + 1]; // who compares more than a few thousand words takes them as one change
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                longest[i, j] = a[i] == b[j] ? (ushort)(longest[i + 1, j + 1] + 1) : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }

        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y]) (x, y) = (x + 1, Add(WordChange.Same, b[y], y));
            else if (x < a.Length && (y == b.Length || longest[x + 1, y] >= longest[x, y + 1])) x = Add(WordChange.Removed, a[x], x);
            else y = Add(WordChange.Added, b[y], y);
        }

        int Add(WordChange change, string piece, int at)
        {
            marked.Add((change, piece));
            return at + 1;
        }
    }

    /// <summary>Puts together what changed between two words that stayed: first all that went, then all that came, for a phrase reads easier than a zip.</summary>
    private static List<WordRun> Runs(List<(WordChange Change, string Piece)> marked)
    {
        var runs = new List<WordRun>();
        var (removed, added) = ("", "");
        for (var i = 0; i < marked.Count; i++)
        {
            var (change, piece) = marked[i];
            if (change == WordChange.Removed) removed += piece;
            else if (change == WordChange.Added) added += piece;
            else if (removed + added != "" && string.IsNullOrWhiteSpace(piece) && i + 1 < marked.Count && marked[i + 1].Change != WordChange.Same) (removed, added) = (removed + piece, added + piece);
            else
            {
                Flush();
                runs.Add(new WordRun(WordChange.Same, piece));
            }
        }

        Flush();
        return [.. Joined(runs)];

        void Flush()
        {
            if (removed != "") runs.Add(new WordRun(WordChange.Removed, removed));
            if (added != "") runs.Add(new WordRun(WordChange.Added, added));
            (removed, added) = ("", "");
        }
    }

    private static List<WordRun> Joined(List<WordRun> runs)
    {
        var joined = new List<WordRun>();
        foreach (var run in runs)
        {
            if (joined.Count > 0 && joined[^1].Change == run.Change) joined[^1] = run with { Text = joined[^1].Text + run.Text };
            else joined.Add(run);
        }

        return joined;
    }

    [GeneratedRegex(@"\s+|\w+(?:['’\-]\w+)*|[^\w\s]")]
    private static partial Regex Pieces();
}
