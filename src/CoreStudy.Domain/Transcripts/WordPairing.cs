namespace CoreStudy.Domain.Transcripts;

/// <summary>Which words of two texts are one another, in order; see <see cref="CaptionAlignment"/>.</summary>
internal static class WordPairing
{
    /// <summary>Of words times words, up to which all ways are compared.</summary>
    private const int SmallGap = 20_000;

    private const int Deepest = 24;

    /// <summary>So many neighbours on either side are asked whether a pair is chance.</summary>
    private const int Neighbours = 3;

    /// <summary>For each word of the first text, by number, the word of the second that it is, or -1; those that are not -1 ascend.</summary>
    public static int[] Pair(int[] first, int[] second)
    {
        var pairs = new int[first.Length];
        Array.Fill(pairs, -1);
        Fill(first, second, new Gap(0, first.Length, 0, second.Length), pairs, 0);
        return WithoutChance(pairs);
    }

    private static void Fill(int[] first, int[] second, Gap gap, int[] pairs, int depth)
    {
        // what follows a pin directly, and what comes directly before the next
        for (; gap.From1 < gap.To1 && gap.From2 < gap.To2 && first[gap.From1] == second[gap.From2]; gap = gap with { From1 = gap.From1 + 1, From2 = gap.From2 + 1 }) pairs[gap.From1] = gap.From2;
        for (; gap.From1 < gap.To1 && gap.From2 < gap.To2 && first[gap.To1 - 1] == second[gap.To2 - 1]; gap = gap with { To1 = gap.To1 - 1, To2 = gap.To2 - 1 }) pairs[gap.To1 - 1] = gap.To2 - 1;
        if (gap.From1 >= gap.To1 || gap.From2 >= gap.To2) return;
        if ((long)(gap.To1 - gap.From1) * (gap.To2 - gap.From2) <= SmallGap)
        {
            Longest(first, second, gap, pairs);
            return;
        }

        if (depth == Deepest) return;
        for (var length = 4; length > 0; length--)
        {
            var pins = Ascending(Unique(first, second, gap, length));
            if (pins.Count == 0) continue;
            var (at1, at2) = (gap.From1, gap.From2);
            foreach (var (pin1, pin2) in pins)
            {
                if (pin1 < at1 || pin2 < at2) continue; // lies in the one before
                Fill(first, second, new Gap(at1, pin1, at2, pin2), pairs, depth + 1);
                for (var i = 0; i < length; i++) pairs[pin1 + i] = pin2 + i;
                (at1, at2) = (pin1 + length, pin2 + length);
            }

            Fill(first, second, new Gap(at1, gap.To1, at2, gap.To2), pairs, depth + 1);
            return;
        }
    }

    /// <summary>Sequences of so many words that occur once in each, by where they are in the first.</summary>
    private static List<(int First, int Second)> Unique(int[] first, int[] second, Gap gap, int length)
    {
        var places = new Dictionary<Sequence, (int First, int Second)>();
        const int None = -1, Many = -2;
        for (var at = gap.From1; at + length <= gap.To1; at++)
        {
            var sequence = Sequence.At(first, at, length);
            places[sequence] = (places.ContainsKey(sequence) ? Many : at, None);
        }

        for (var at = gap.From2; at + length <= gap.To2; at++)
        {
            var sequence = Sequence.At(second, at, length);
            if (places.TryGetValue(sequence, out var place)) places[sequence] = place with { Second = place.Second == None ? at : Many };
        }

        return [.. places.Values.Where(p => p.First >= 0 && p.Second >= 0).OrderBy(p => p.First)];
    }

    /// <summary>The most of them that ascend in the second text too.</summary>
    private static List<(int First, int Second)> Ascending(List<(int First, int Second)> pins)
    {
        var (tails, before) = (new List<int>(), new int[pins.Count]);
        for (var i = 0; i < pins.Count; i++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (pins[tails[middle]].Second < pins[i].Second) low = middle + 1;
                else high = middle;
            }

            before[i] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count) tails.Add(i);
            else tails[low] = i;
        }

        var chosen = new List<(int, int)>(tails.Count);
        for (var i = tails.Count > 0 ? tails[^1] : -1; i >= 0; i = before[i]) chosen.Add(pins[i]);
        chosen.Reverse();
        return chosen;
    }

    /// <summary>The longest common subsequence of a small gap.</summary>
    private static void Longest(int[] first, int[] second, Gap gap, int[] pairs)
    {
        var (rows, columns) = (gap.To1 - gap.From1, gap.To2 - gap.From2);
        var best = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
                best[i, j] = first[gap.From1 + i] == second[gap.From2 + j] ? best[i + 1, j + 1] + 1 : Math.Max(best[i + 1, j], best[i, j + 1]);
        }

        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (first[gap.From1 + i] == second[gap.From2 + j]) pairs[gap.From1 + i++] = gap.From2 + j++;
            else if (best[i + 1, j] >= best[i, j + 1]) i++;
            else j++;
        }
    }

    private static int[] WithoutChance(int[] pairs)
    {
        var kept = new int[pairs.Length];
        for (var word = 0; word < pairs.Length; word++) kept[word] = pairs[word] >= 0 && IsBorneOut(pairs, word) ? pairs[word] : -1;
        return kept;
    }

    /// <summary>Whether one of the words near it is paired near it.</summary>
    private static bool IsBorneOut(int[] pairs, int word)
    {
        for (var near = Math.Max(0, word - Neighbours); near <= Math.Min(pairs.Length - 1, word + Neighbours); near++)
        {
            if (near != word && pairs[near] >= 0 && Math.Abs(pairs[near] - pairs[word]) <= 2 * Neighbours) return true;
        }

        return pairs.Length == 1;
    }

    private readonly record struct Gap(int From1, int To1, int From2, int To2);

    private readonly record struct Sequence(int A, int B, int C, int D)
    {
        public static Sequence At(int[] words, int at, int length) =>
            new(words[at], length > 1 ? words[at + 1] : -1, length > 2 ? words[at + 2] : -1, length > 3 ? words[at + 3] : -1);
    }
}
