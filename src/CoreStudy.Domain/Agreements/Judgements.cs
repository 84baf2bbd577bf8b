namespace CoreStudy.Domain.Agreements;

/// <summary>A table of units by coders: which of several labels each coder gave, or none. For codes that exclude each other, and for units fixed before coding.</summary>
public sealed class Judgements
{
    /// <summary>In place of a label where a coder did not judge a unit.</summary>
    public const int Missing = -1;

    private readonly List<int[]> _units;

    /// <param name="coders">How many coders.</param>
    /// <param name="labels">How many labels.</param>
    /// <param name="units">For each unit the coders' labels, from 0, or <see cref="Missing"/>.</param>
    public Judgements(int coders, int labels, IEnumerable<IReadOnlyList<int>> units)
    {
        (Coders, Labels, _units) = (coders, labels, [.. units.Select(u => u.ToArray())]);
        if (_units.Exists(u => u.Length != coders)) throw new ArgumentException($"Every unit has a place for each of the {coders} coders.", nameof(units));
        if (_units.Exists(u => u.Any(l => l < Missing || l >= labels))) throw new ArgumentException($"There are only {labels} labels.", nameof(units));
    }

    public int Coders { get; }

    public int Labels { get; }

    public IReadOnlyList<IReadOnlyList<int>> Units => _units;

    /// <summary>Labels of any kind, told apart as they are: no folding of case, no trimming. Null is a missing judgement.</summary>
    /// <param name="coders">How many coders; every unit has as many labels.</param>
    public static Judgements Of<TLabel>(int coders, IEnumerable<IReadOnlyList<TLabel?>> units)
        where TLabel : class
    {
        var numbers = new Dictionary<TLabel, int>();
        int Number(TLabel? label)
        {
            if (label is null) return Missing;
            if (!numbers.TryGetValue(label, out var number)) numbers[label] = number = numbers.Count;
            return number;
        }

        var judged = units.Select(u => u.Select(Number).ToArray()).ToList();
        return new Judgements(coders, numbers.Count, judged);
    }

    /// <summary>What the coefficients for any number of coders are computed from.</summary>
    public LabelCounts Counts()
    {
        var counts = new LabelCounts(Labels);
        foreach (var unit in _units) counts.Add(CountsOf(unit));
        return counts;
    }

    /// <summary>Two coders, by their places.</summary>
    public CrossTable Between(int first, int second)
    {
        var units = new double[Labels, Labels];
        foreach (var unit in _units)
        {
            if (unit[first] != Missing && unit[second] != Missing) units[unit[first], unit[second]]++;
        }

        return new CrossTable(units);
    }

    /// <summary>Percent agreement and the coefficients that correct it for chance, over all coders; Cohen's kappa and Scott's pi where there are two.</summary>
    public Measured Measure(Coefficient coefficient)
    {
        if (Coders < 2) return Measured.Not(Undefined.OneCoder);
        return coefficient switch
        {
            Coefficient.CohenKappa or Coefficient.ScottPi => Coders == 2 ? Between(0, 1).Measure(coefficient) : Measured.Not(Undefined.NotForTwo),
            Coefficient.LightKappa => Light(),
            Coefficient.CongerKappa => Conger(),
            _ => Counts().Measure(coefficient),
        };
    }

    /// <summary>An interval by drawing units, or, where units lie in transcripts, transcripts with all their units.</summary>
    /// <param name="clusters">For each unit what is drawn as a whole, such as the number of its transcript; each unit alone where not given.</param>
    /// <returns>Null where the figure is not defined, there is one thing to draw from, or half of the draws or more gave nothing.</returns>
    public Interval? Bootstrap(Coefficient coefficient, BootstrapOptions? options = null, IReadOnlyList<int>? clusters = null, CancellationToken cancel = default)
    {
        if (Measure(coefficient).Value is null) return null;
        options ??= new BootstrapOptions();
        var parts = _units.Select((u, i) => (Unit: u, Cluster: clusters is null ? i : clusters[i])).GroupBy(u => u.Cluster).OrderBy(g => g.Key)
            .Select(g => new Judgements(Coders, Labels, g.Select(u => u.Unit))).ToList();
        if (parts.Count < 2) return null;
        var weights = new DrawWeights(parts.Count, options);
        var ofPairs = coefficient is Coefficient.CohenKappa or Coefficient.ScottPi or Coefficient.LightKappa or Coefficient.CongerKappa;
        var counts = ofPairs ? [] : parts.Select(p => p.Counts()).ToList();
        var values = new double[options.Draws];
        for (var draw = 0; draw < values.Length; draw++)
        {
            cancel.ThrowIfCancellationRequested();
            if (ofPairs)
            {
                // These ask who gave which label, so the drawn units themselves are needed.
                var drawn = new Judgements(Coders, Labels, parts.SelectMany((p, i) => Enumerable.Repeat(p._units, (int)weights.Of(i, draw)).SelectMany(u => u)));
                values[draw] = drawn.Measure(coefficient).Value ?? double.NaN;
                continue;
            }

            var sum = new LabelCounts(Labels);
            for (var i = 0; i < counts.Count; i++) sum.Add(counts[i], weights.Of(i, draw));
            values[draw] = sum.Measure(coefficient).Value ?? double.NaN;
        }

        return Interval.Of(values, options.Confidence, parts.Count);
    }

    internal static int[] CountsOf(int[] unit, int labels)
    {
        var counts = new int[labels];
        foreach (var label in unit)
        {
            if (label != Missing) counts[label]++;
        }

        return counts;
    }

    internal int[] CountsOf(int[] unit) => CountsOf(unit, Labels);

    /// <summary>Light 1971, Psychological Bulletin 76(5): the mean of Cohen's kappa over all pairs, not defined where that of one pair is not.</summary>
    private Measured Light()
    {
        var (sum, pairs) = (0.0, 0);
        for (var second = 1; second < Coders; second++)
        {
            for (var first = 0; first < second; first++, pairs++)
            {
                if (Between(first, second).Measure(Coefficient.CohenKappa).Value is not { } kappa) return Measured.Not(Undefined.AnUndefinedPair);
                sum += kappa;
            }
        }

        return Measured.Of(sum / pairs);
    }

    /// <summary>Conger 1980, Psychological Bulletin 88(2): chance is the mean over pairs of coders of the sum of the products of their shares.</summary>
    private Measured Conger()
    {
        var judged = _units.Where(u => u.Any(l => l != Missing)).ToList();
        if (judged.Count == 0) return Measured.Not(Undefined.NothingToCompare);
        if (judged.Exists(u => u.Contains(Missing))) return Measured.Not(Undefined.MissingJudgements);
        var (unlike, pairs) = (0.0, 0);
        for (var second = 1; second < Coders; second++)
        {
            for (var first = 0; first < second; first++, pairs++)
            {
                var table = Between(first, second);
                for (var k = 0; k < Labels; k++) unlike += table.First[k] * (table.Units - table.Second[k]);
            }
        }

        var counts = Counts();
        var chance = unlike / pairs / ((double)judged.Count * judged.Count);
        return Measured.Of(chance == 0 ? double.NaN : 1 - (counts.UnequalShares / counts.PairableUnits / chance), Undefined.NoVariation);
    }
}
