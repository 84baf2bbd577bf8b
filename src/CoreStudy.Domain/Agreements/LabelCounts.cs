namespace CoreStudy.Domain.Agreements;

/// <summary>
/// What the coefficients for any number of coders need of a table of units by coders: sums over units, so that the counts of two parts add up to those of the whole.
/// </summary>
/// <remarks>In the notation of the sources: n_uk coders gave label k to unit u, n_u is the sum over k. A unit that nobody judged counts nowhere.</remarks>
public sealed class LabelCounts
{
    private readonly double[] _shares;
    private readonly double[] _labels;
    private readonly double[] _pairableLabels;

    /// <param name="labels">How many labels there are; those that do not occur change nothing.</param>
    public LabelCounts(int labels) => (_shares, _labels, _pairableLabels) = (new double[labels], new double[labels], new double[labels]);

    /// <summary>Units with at least one judgement.</summary>
    public double Units { get; private set; }

    /// <summary>Units with at least two.</summary>
    public double PairableUnits { get; private set; }

    /// <summary>The sum over units of the share of unequal pairs of judgements.</summary>
    public double UnequalShares { get; private set; }

    /// <summary>The sum over units of ordered pairs of unequal labels, by n_u - 1.</summary>
    public double Disagreement { get; private set; }

    /// <summary>The fewest and the most judgements of a unit.</summary>
    public (int Fewest, int Most) Judgements { get; private set; } = (int.MaxValue, 0);

    /// <summary>Adds units that were all judged alike.</summary>
    /// <param name="counts">How many coders gave each label.</param>
    /// <param name="units">How many such units.</param>
    public void Add(ReadOnlySpan<int> counts, double units = 1)
    {
        var (judgements, equal) = (0, 0.0);
        foreach (var count in counts)
        {
            judgements += count;
            equal += (double)count * (count - 1);
        }

        if (judgements == 0 || units == 0) return;
        Units += units;
        Judgements = (Math.Min(Judgements.Fewest, judgements), Math.Max(Judgements.Most, judgements));
        for (var k = 0; k < counts.Length; k++)
        {
            _shares[k] += units * counts[k] / judgements;
            _labels[k] += units * counts[k];
            if (judgements > 1) _pairableLabels[k] += units * counts[k];
        }

        if (judgements < 2) return;
        var unequal = ((double)judgements * (judgements - 1)) - equal;
        PairableUnits += units;
        UnequalShares += units * unequal / ((double)judgements * (judgements - 1));
        Disagreement += units * unequal / (judgements - 1);
    }

    /// <summary>Adds the counts of another part.</summary>
    /// <param name="times">How often that part was drawn.</param>
    public void Add(LabelCounts other, double times = 1)
    {
        if (times == 0) return;
        Units += times * other.Units;
        PairableUnits += times * other.PairableUnits;
        UnequalShares += times * other.UnequalShares;
        Disagreement += times * other.Disagreement;
        Judgements = (Math.Min(Judgements.Fewest, other.Judgements.Fewest), Math.Max(Judgements.Most, other.Judgements.Most));
        for (var k = 0; k < _labels.Length; k++)
        {
            _shares[k] += times * other._shares[k];
            _labels[k] += times * other._labels[k];
            _pairableLabels[k] += times * other._pairableLabels[k];
        }
    }

    /// <summary>Percent agreement, Fleiss' kappa and Gwet's extension of it, Krippendorff's alpha, AC1 and Brennan and Prediger's; others are not in these counts.</summary>
    public Measured Measure(Coefficient coefficient) => coefficient switch
    {
        _ when PairableUnits == 0 => Measured.Not(Undefined.NothingToCompare),
        Coefficient.PercentAgreement => Measured.Of(1 - (UnequalShares / PairableUnits)),
        Coefficient.FleissKappa when Judgements.Fewest != Judgements.Most => Measured.Not(Undefined.UnequalNumbers),
        Coefficient.FleissKappa => Measured.Of(NominalFormulas.Fleiss(UnequalShares / PairableUnits, _labels), Undefined.NoVariation),
        Coefficient.FleissGwetKappa => Measured.Of(NominalFormulas.Fleiss(UnequalShares / PairableUnits, _shares), Undefined.NoVariation),
        Coefficient.KrippendorffAlpha => Measured.Of(NominalFormulas.Alpha(Disagreement, _pairableLabels), Undefined.NoVariation),
        Coefficient.GwetAc1 => Measured.Of(NominalFormulas.Ac1(UnequalShares / PairableUnits, _shares), Undefined.NoVariation),
        Coefficient.BrennanPrediger => Measured.Of(NominalFormulas.BrennanPrediger(UnequalShares / PairableUnits, _shares), Undefined.NoVariation),
        _ => Measured.Not(Undefined.NotForMany),
    };
}

/// <summary>The formulas that several tables share. NaN stands for "not defined".</summary>
internal static class NominalFormulas
{
    /// <summary>
    /// Fleiss 1971, Psychological Bulletin 76(5): (P - pe) / (1 - pe), pe the sum of the squared shares of the labels. With the mean share of each unit in place
    /// of the share of all judgements it is Gwet's extension to missing judgements (Handbook of Inter-Rater Reliability, 4th ed., 2014).
    /// </summary>
    /// <param name="unequal">1 - P.</param>
    /// <param name="labels">Of any scale: their shares count.</param>
    public static double Fleiss(double unequal, ReadOnlySpan<double> labels)
    {
        var expected = ExpectedDisagreement(labels);
        return expected == 0 ? double.NaN : 1 - (unequal / expected);
    }

    /// <summary>Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Content Analysis, 3rd ed., 2013, chapter 12: 1 - Do/De for nominal data.</summary>
    /// <param name="disagreement">n times Do.</param>
    /// <param name="labels">The labels of units with two judgements or more.</param>
    public static double Alpha(double disagreement, ReadOnlySpan<double> labels)
    {
        var (all, unequal) = (Sum(labels), 0.0);
        foreach (var one in labels) unequal += one * (all - one);
        return unequal == 0 ? double.NaN : 1 - (disagreement * (all - 1) / unequal);
    }

    /// <summary>Gwet 2008, British Journal of Mathematical and Statistical Psychology 61(1): pe is the sum of pi_k(1 - pi_k) by q - 1.</summary>
    public static double Ac1(double unequal, ReadOnlySpan<double> shares)
    {
        var q = Occurring(shares);
        if (q < 2) return double.NaN;
        var chance = ExpectedDisagreement(shares) / (q - 1);
        return (1 - unequal - chance) / (1 - chance);
    }

    /// <summary>Brennan and Prediger 1981, Educational and Psychological Measurement 41(3): pe = 1/q, q the labels that occur.</summary>
    public static double BrennanPrediger(double unequal, ReadOnlySpan<double> shares)
    {
        var q = Occurring(shares);
        return q < 2 ? double.NaN : 1 - (unequal / (1 - (1.0 / q)));
    }

    /// <summary>1 minus the sum of squared shares, as a sum of what is not negative: 0 exactly where one label stands alone.</summary>
    private static double ExpectedDisagreement(ReadOnlySpan<double> labels)
    {
        var (all, unequal) = (Sum(labels), 0.0);
        foreach (var one in labels) unequal += one / all * OfOthers(labels, one, all);
        return unequal;
    }

    private static double OfOthers(ReadOnlySpan<double> labels, double one, double all) => Occurring(labels) == 1 ? 0 : (all - one) / all;

    private static double Sum(ReadOnlySpan<double> labels)
    {
        var sum = 0.0;
        foreach (var one in labels) sum += one;
        return sum;
    }

    private static int Occurring(ReadOnlySpan<double> labels)
    {
        var occurring = 0;
        foreach (var one in labels) occurring += one > 0 ? 1 : 0;
        return occurring;
    }
}
