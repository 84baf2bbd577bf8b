namespace CoreStudy.Domain.Agreements;

/// <summary>
/// Gwet's linearised standard errors over units, units taken as drawn independently: Gwet, Handbook of Inter-Rater Reliability, 4th ed., 2014, and as his irrCAC
/// computes them. For checking; turns of one interview are alike, so what is shown is the bootstrap by transcript.
/// </summary>
public static class LinearisedErrors
{
    /// <summary>Null where the coefficient is not defined, has no such error here, or there is one unit only.</summary>
    public static double? Of(Judgements judgements, Coefficient coefficient)
    {
        if (judgements.Measure(coefficient).Value is not { } value) return null;
        var units = judgements.Units.Select(u => Judgements.CountsOf([.. u], judgements.Labels)).Where(c => c.Sum() > 0).ToList();
        if (coefficient == Coefficient.KrippendorffAlpha) return OfAlpha([.. units.Where(c => c.Sum() > 1)]);
        var labels = judgements.Labels;
        double n = units.Count;
        var more = units.Count(c => c.Sum() > 1);
        var shares = Enumerable.Range(0, labels).Select(k => units.Sum(c => (double)c[k] / c.Sum()) / n).ToArray();
        var q = shares.Count(s => s > 0);
        var chance = coefficient switch
        {
            Coefficient.PercentAgreement => 0,
            Coefficient.FleissGwetKappa or Coefficient.FleissKappa => shares.Sum(s => s * s),
            Coefficient.GwetAc1 => shares.Sum(s => s * (1 - s)) / (q - 1),
            Coefficient.BrennanPrediger => 1.0 / q,
            _ => double.NaN,
        };
        if (double.IsNaN(chance)) return null;
        return Spread(
            [.. units.Select(c =>
            {
                double m = c.Sum();
                var own = m > 1 ? n / more * ((c.Sum(x => x * (x - 1.0)) / (m * (m - 1))) - chance) / (1 - chance) : 0;
                var ownChance = coefficient switch
                {
                    Coefficient.FleissGwetKappa or Coefficient.FleissKappa => c.Select((x, k) => x * shares[k]).Sum() / m,
                    Coefficient.GwetAc1 => c.Select((x, k) => x * (1 - shares[k])).Sum() / m / (q - 1),
                    _ => chance,
                };
                return own - (2 * (1 - value) * (ownChance - chance) / (1 - chance));
            })],
            value);
    }

    private static double? OfAlpha(List<int[]> units)
    {
        double n = units.Count;
        var mean = units.Sum(c => (double)c.Sum()) / n;
        var shares = Enumerable.Range(0, units[0].Length).Select(k => units.Sum(c => (double)c[k]) / (n * mean)).ToArray();
        var chance = shares.Sum(s => s * s);
        double Equal(int[] c) => c.Sum(x => x * (x - 1.0)) / (mean * (c.Sum() - 1));
        var agreement = units.Sum(Equal) / n;
        var value = (agreement - chance) / (1 - chance); // without the correction for small samples
        return Spread(
            [.. units.Select(c =>
            {
                var excess = (c.Sum() - mean) / mean;
                var own = (Equal(c) - (agreement * excess) - chance) / (1 - chance);
                var ownChance = (c.Select((x, k) => x * shares[k]).Sum() / mean) - (chance * excess);
                return own - (2 * (1 - value) * (ownChance - chance) / (1 - chance));
            })],
            value);
    }

    private static double? Spread(double[] units, double value) =>
        units.Length < 2 ? null : Math.Sqrt(units.Sum(u => (u - value) * (u - value)) / (units.Length * (units.Length - 1.0)));
}
