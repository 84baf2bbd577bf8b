namespace CoreStudy.Domain.Transcripts;

/// <summary>Gives the turns of a transcript their times by captions of the same recording, whose words are the same but for what was misheard, left out or made up.</summary>
/// <remarks>
/// Words are compared without case, marks and punctuation. Sequences that occur once in both pin the texts to each other (patience), longer ones first; between two
/// pins the longest common subsequence fills in. A pair that stands alone, with no other of its neighbours paired beside it, is chance and is let go.
/// </remarks>
public static class CaptionAlignment
{
    /// <summary>How many words of a turn may come before the first that is paired, for its time to count as sure.</summary>
    private const int NearTheStart = 3;

    /// <summary>So much of a turn is paired where its time is sure.</summary>
    private const double EnoughPaired = 0.4;

    /// <summary>A word takes about so long, in milliseconds, where nothing better is known.</summary>
    private const double UsualWord = 350;

    /// <summary>The times of the turns, as many as there are turns, in order: never one before the one above it.</summary>
    /// <param name="turns">The words of each turn.</param>
    /// <param name="captions">In any order.</param>
    /// <returns>All null where the texts have next to nothing in common.</returns>
    public static IReadOnlyList<TurnTime> Align(IReadOnlyList<string> turns, IReadOnlyList<TimedWords> captions)
    {
        var vocabulary = new Dictionary<string, int>();
        var said = new List<int>();
        var starts = new int[turns.Count + 1];
        for (var i = 0; i < turns.Count; i++)
        {
            starts[i] = said.Count;
            foreach (var word in ComparedWords.Of(turns[i])) said.Add(Number(word));
        }

        starts[turns.Count] = said.Count;
        var (heard, times) = (new List<int>(), new List<double>());
        double end = 0;
        foreach (var caption in captions.OrderBy(c => c.StartMs))
        {
            var words = ComparedWords.Of(caption.Words);
            double total = words.Sum(w => w.Length + 1), before = 0;
            foreach (var word in words)
            {
                heard.Add(Number(word));
                times.Add(Math.Max(times.Count == 0 ? 0 : times[^1], caption.StartMs + (Math.Max(0, caption.EndMs - caption.StartMs) * before / total)));
                before += word.Length + 1;
            }

            end = Math.Max(end, Math.Max(caption.StartMs, caption.EndMs));
        }

        var pairs = WordPairing.Pair([.. said], [.. heard]);
        return Time(starts, pairs, times, end);

        int Number(string word)
        {
            if (!vocabulary.TryGetValue(word, out var number)) vocabulary.Add(word, number = vocabulary.Count);
            return number;
        }
    }

    /// <param name="starts">Where each turn begins among all words, and at last how many words there are.</param>
    /// <param name="pairs">For each word the caption word that it is, or -1; ascending.</param>
    private static TurnTime[] Time(int[] starts, int[] pairs, List<double> times, double end)
    {
        var timed = new TurnTime[starts.Length - 1];
        var paired = new List<(int Word, double At)>();
        for (var word = 0; word < pairs.Length; word++)
        {
            if (pairs[word] >= 0) paired.Add((word, times[pairs[word]]));
        }

        if (paired.Count == 0) return timed;
        long last = 0;
        var (next, pace) = (0, Pace(paired));
        for (var turn = 0; turn < timed.Length; turn++)
        {
            var (from, to) = (starts[turn], starts[turn + 1]);
            while (next < paired.Count && paired[next].Word < from) next++;
            var within = 0;
            for (var i = next; i < paired.Count && paired[i].Word < to; i++) within++;
            var isNear = within > 0 && paired[next].Word - from < NearTheStart;
            var isSure = isNear && within >= EnoughPaired * Math.Min(to - from, 12) && within >= Math.Min(2, to - from);
            var at = isNear ? paired[next].At - ((paired[next].Word - from) * pace) : Between(paired, next, from, starts[^1], end);
            if (isNear && next > 0) at = Math.Max(at, paired[next - 1].At);
            last = Math.Max(last, (long)Math.Round(at));
            timed[turn] = new TurnTime(last, isSure);
        }

        return timed;
    }

    /// <summary>When a word that is not paired may be spoken, by the paired ones around it.</summary>
    private static double Between(List<(int Word, double At)> paired, int next, int word, int words, double end)
    {
        var before = next > 0 ? paired[next - 1] : (Word: -1, At: 0d);
        var after = next < paired.Count ? paired[next] : (Word: words, At: Math.Max(end, before.At));
        return before.At + ((after.At - before.At) * (word - before.Word) / Math.Max(1, after.Word - before.Word));
    }

    private static double Pace(List<(int Word, double At)> paired)
    {
        var steps = paired.Zip(paired.Skip(1)).Where(p => p.Second.Word == p.First.Word + 1).Select(p => p.Second.At - p.First.At).Order().ToList();
        return steps.Count == 0 ? UsualWord : Math.Clamp(steps[steps.Count / 2], 50, 1000);
    }
}
