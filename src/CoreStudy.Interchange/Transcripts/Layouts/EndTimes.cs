using System.Text.RegularExpressions;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>The times that f4 writes at the end of a paragraph, <c>#00:00:19-0#</c>: when it ends or, by a setting, when it begins.</summary>
internal sealed partial class EndTimes
{
    private readonly Dictionary<int, long> _byLine = [];
    private readonly Dictionary<int, long> _byTurn = [];

    public bool Any => _byLine.Count > 0;

    /// <summary>Takes the times out of the lines.</summary>
    public static EndTimes Take(string[] lines)
    {
        var times = new EndTimes();
        for (var at = 0; at < lines.Length; at++)
        {
            if (!lines[at].Contains('#')) continue;
            if (Ending().Match(lines[at]) is { Success: true } end && end.Index > 0 && Clock.Milliseconds(end.Groups["t"].Value) is { } time) times._byLine[at] = time;
            lines[at] = Inside().Replace(lines[at], m => m.Index == 0 && m.Length < lines[at].Length ? m.Value : "").TrimEnd();
        }
        return times;
    }

    public long? At(int line) => _byLine.TryGetValue(line, out var time) ? time : null;

    public void Mark(int turn, long time) => _byTurn.TryAdd(turn, time);

    /// <summary>Gives each turn its start. Which setting was used shows in whether long turns go with long spans before or after the time.</summary>
    public List<DraftTurn> Settle(List<DraftTurn> turns)
    {
        var timed = Enumerable.Range(0, turns.Count).Where(_byTurn.ContainsKey).ToList();
        var (asStart, asEnd) = (Misfit(1), Misfit(0));
        var ends = asEnd < asStart;
        return [.. turns.Select((turn, at) => turn with { StartMs = turn.StartMs ?? Start(at) })];

        long? Start(int at)
        {
            if (!ends) return _byTurn.TryGetValue(at, out var time) ? time : null;
            return at == 0 ? 0 : _byTurn.TryGetValue(at - 1, out var before) ? before : null;
        }

        // Squared distance between the spans and what the lengths of the turns would make of the whole.
        double Misfit(int shift)
        {
            var pairs = timed.Zip(timed.Skip(1)).Where(p => p.Second == p.First + 1)
                .Select(p => (Length: (double)turns[shift == 1 ? p.First : p.Second].Text.Length, Span: (double)(_byTurn[p.Second] - _byTurn[p.First]))).ToList();
            var lengths = pairs.Sum(p => p.Length);
            if (lengths <= 0) return double.MaxValue;
            var pace = pairs.Sum(p => p.Span) / lengths;
            return pairs.Sum(p => Math.Pow(p.Span - (p.Length * pace), 2));
        }
    }

    [GeneratedRegex(@"#(?<t>\d{1,2}:\d{2}:\d{2}(-\d)?)#\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    [GeneratedRegex(@"\s*#\d{1,2}:\d{2}:\d{2}(-\d)?#", RegexOptions.CultureInvariant)]
    private static partial Regex Inside();
}
