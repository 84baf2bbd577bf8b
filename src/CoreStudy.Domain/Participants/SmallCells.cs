namespace CoreStudy.Domain.Participants;

/// <summary>A participant by what is said of them.</summary>
/// <param name="Values">One for each column that was chosen, in its order; empty for what is not known, which counts as a value of its own.</param>
public sealed record Person(ParticipantId Id, IReadOnlyList<string> Values)
{
    public override string ToString() => $"person with {Values.Count} values";
}

/// <summary>Those of whom the same is said.</summary>
/// <param name="Size">How many of the study they are.</param>
/// <param name="Workforce">How many work there in all, where somebody has said so; null otherwise.</param>
/// <param name="IsSmall">Whether too few share these values: fewer than k of the workforce where that is known, else of the study.</param>
public sealed record CellClass(IReadOnlyList<string> Values, int Size, int? Workforce, bool IsSmall)
{
    /// <summary>How many the person could be, as far as is known.</summary>
    public int Among => Workforce ?? Size;

    public override string ToString() => $"class of {Size}";
}

/// <summary>What giving up one column would do.</summary>
/// <param name="Column">Its place among those that were chosen, from 0.</param>
/// <param name="Freed">How many more people would then be in a class that is large enough.</param>
public sealed record Coarsening(int Column, int Freed);

public enum DisclosureVerdict
{
    /// <summary>Nobody is in a class below k.</summary>
    Safe,

    /// <summary>Some are, yet nobody is alone and they are at most a tenth.</summary>
    Caution,

    /// <summary>Somebody is alone, or more than a tenth are in classes below k.</summary>
    Unsafe,
}

/// <summary>What a choice of columns gives away.</summary>
/// <param name="Classes">The smallest first.</param>
/// <param name="Unique">People who share their values with nobody.</param>
/// <param name="InSmall">People in classes below k, those who are alone included.</param>
/// <param name="Best">The column whose giving up frees most people; null where nothing is to be freed, or none frees anybody.</param>
public sealed record CellReport(int People, int SmallestCell, IReadOnlyList<CellClass> Classes, int Unique, int InSmall, Coarsening? Best)
{
    /// <summary>From 0 to 1.</summary>
    public double UniqueShare => People == 0 ? 0 : (double)Unique / People;

    public DisclosureVerdict Verdict => InSmall == 0 ? DisclosureVerdict.Safe : Unique > 0 || InSmall * 10 > People ? DisclosureVerdict.Unsafe : DisclosureVerdict.Caution;

    /// <summary>Why the verdict is so, in a sentence.</summary>
    public string Reason => People == 0 ? "There is no participant yet."
        : Verdict == DisclosureVerdict.Safe ? $"Everybody shares these values with at least {SmallestCell - 1} others."
        : Unique > 0 ? $"{Say(Unique)} alone with these values, {InSmall} of {People} in a group below {SmallestCell}: a colleague could tell who is meant."
        : $"Nobody is alone, but {InSmall} of {People} are in a group below {SmallestCell}.";

    private static string Say(int people) => people == 1 ? "1 person is" : $"{people} people are";
}

/// <summary>
/// Counts how many participants share what is said of them, and holds back what too few share.
/// </summary>
/// <remarks>
/// A class of people with the same values, and the rule that none be smaller than k: Samarati and Sweeney, k-anonymity (1998); holding back single values
/// until it holds (local suppression), and further cells of a table so that totals do not give a small one away (complementary suppression): Hundepool and others,
/// Statistical Disclosure Control (2012), chapters 3 and 4.
/// </remarks>
public static class SmallCells
{
    /// <summary>The classes of people by their values, and what to do about small ones.</summary>
    /// <param name="k">People that must share the same values at least.</param>
    /// <param name="workforce">How many work in such a class in all; null where that is not known. Never less than the study has.</param>
    public static CellReport Count(IReadOnlyCollection<Person> people, int k, Func<IReadOnlyList<string>, int?>? workforce = null)
    {
        var classes = Classes(people, k, workforce);
        var small = InSmall(classes);
        var columns = people.FirstOrDefault()?.Values.Count ?? 0;
        var best = small == 0 ? null : Enumerable.Range(0, columns)
            .Select(c => new Coarsening(c, small - InSmall(Classes([.. people.Select(p => p with { Values = [.. p.Values.Where((_, i) => i != c)] })], k, workforce: null))))
            .Where(c => c.Freed > 0).MaxBy(c => c.Freed);
        return new CellReport(people.Count, k, classes, classes.Count(c => c.Among == 1), small, best);
    }

    /// <summary>What may be said of each, so that whatever is said is said of at least k: values from the last column backwards are held back.</summary>
    /// <param name="people">With the columns in order of worth: the first is kept longest.</param>
    /// <returns>For each, in the same order, how many of their values may be said, from the first. Where there are fewer than k people, none.</returns>
    public static IReadOnlyList<int> Coarsen(IReadOnlyList<Person> people, int k)
    {
        var columns = people.Count == 0 ? 0 : people[0].Values.Count;
        var kept = new int[people.Count];
        var left = Enumerable.Range(0, people.Count).ToList();
        for (var depth = columns; depth > 0; depth--)
        {
            var fallen = new List<int>();
            foreach (var alike in left.GroupBy(i => Key(people[i].Values.Take(depth))))
            {
                var them = alike.ToList();
                if (them.Count < k) fallen.AddRange(them);
                else foreach (var i in them) kept[i] = depth;
            }

            left = fallen;
        }

        // those of whom nothing is said are told by that alone: they hide among a group of the coarsest that is left
        while (left.Count > 0 && left.Count < k && left.Count < people.Count)
        {
            var joins = Enumerable.Range(0, people.Count).Where(i => kept[i] > 0).GroupBy(i => (kept[i], Key(people[i].Values.Take(kept[i]))))
                .OrderBy(g => g.Key.Item1).ThenBy(g => g.Count()).ThenBy(g => g.Key.Item2, StringComparer.Ordinal).First().ToList();
            foreach (var i in joins) kept[i] = 0;
            left.AddRange(joins);
        }

        return kept;
    }

    /// <summary>Which counts of a table are held back, so that none below k can be read or worked out from the others and the totals.</summary>
    /// <param name="counts">Rows by columns, without totals.</param>
    public static HeldTable HoldBack(int[,] counts, int k) => HeldTable.Of(counts, k);

    private static List<CellClass> Classes(IReadOnlyCollection<Person> people, int k, Func<IReadOnlyList<string>, int?>? workforce) =>
    [
        .. people.GroupBy(p => Key(p.Values)).Select(g =>
        {
            var (values, size) = (g.First().Values, g.Count());
            int? among = workforce?.Invoke(values) is { } all ? Math.Max(all, size) : null;
            return new CellClass(values, size, among, (among ?? size) < k);
        }).OrderBy(c => c.Among).ThenBy(c => Key(c.Values), StringComparer.Ordinal),
    ];

    private static int InSmall(IEnumerable<CellClass> classes) => classes.Where(c => c.IsSmall).Sum(c => c.Size);

    private static string Key(IEnumerable<string> values) => string.Join('\u001f', values);
}
