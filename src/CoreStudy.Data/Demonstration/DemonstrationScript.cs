using System.Globalization;
using System.Text;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Data.Demonstration;

/// <summary>A demonstration transcript as we wrote it: turns, with the passages that a careful coder would mark.</summary>
/// <remarks>
/// A line is <c>[hh:mm:ss] Speaker: words</c>; inside, <c>{key|words}</c> or <c>{key,key|words}</c> marks a passage, nested at will.
/// Lines that begin with # are ours.
/// </remarks>
internal sealed record DemonstrationScript(IReadOnlyList<DraftTurn> Turns, IReadOnlyList<DemonstrationPassage> Passages)
{
    /// <exception cref="FormatException">The line is not a turn, or its braces do not match.</exception>
    public static DemonstrationScript Read(string script)
    {
        var turns = new List<DraftTurn>();
        var passages = new List<DemonstrationPassage>();
        var position = 0;
        foreach (var line in TranscriptText.Normalise(script).Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
        {
            var (bracket, colon) = (line.IndexOf(']', StringComparison.Ordinal), line.IndexOf(": ", StringComparison.Ordinal));
            if (line[0] != '[' || bracket < 0 || colon < bracket) throw new FormatException($"Not a turn: {line[..Math.Min(40, line.Length)]}");

            var time = TimeSpan.ParseExact(line[1..bracket], @"hh\:mm\:ss", CultureInfo.InvariantCulture);
            var words = Unmark(line[(colon + 2)..], position, passages);
            turns.Add(new DraftTurn(line[(bracket + 2)..colon], (long)time.TotalMilliseconds, words));
            position += words.Length + 1;
        }

        return new DemonstrationScript(turns, passages);
    }

    private static string Unmark(string marked, int position, List<DemonstrationPassage> passages)
    {
        var words = new StringBuilder(marked.Length);
        var open = new Stack<(string[] Keys, int Start)>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '{')
            {
                var bar = marked.IndexOf('|', i);
                if (bar < 0) throw new FormatException("A passage is opened without a key.");
                open.Push((marked[(i + 1)..bar].Split(','), position + words.Length));
                i = bar;
            }
            else if (marked[i] == '}')
            {
                if (!open.TryPop(out var passage)) throw new FormatException("A passage is closed that was not opened.");
                var segment = new Segment(passage.Start, position + words.Length);
                passages.AddRange(passage.Keys.Select(key => new DemonstrationPassage(key.Trim(), segment)));
            }
            else
            {
                words.Append(marked[i]);
            }
        }

        return open.Count == 0 ? words.ToString() : throw new FormatException("A passage is not closed.");
    }
}

/// <summary>A passage to which a code belongs.</summary>
internal readonly record struct DemonstrationPassage(string Key, Segment Segment);
