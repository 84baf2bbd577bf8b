using System.Numerics;
using CoreStudy.Domain.Agreements;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>A fraction of whole numbers: no rounding.</summary>
internal readonly record struct Fraction
{
    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static implicit operator Fraction(int whole) => new(whole, 1);

    public static Fraction operator +(Fraction a, Fraction b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) => new((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static Fraction Sum(IEnumerable<Fraction> all) => all.Aggregate((Fraction)0, (a, b) => a + b);

    public double ToDouble() => (double)(Numerator * BigInteger.Pow(10, 18) / Denominator) / 1e18;
}

/// <summary>The definitions written out once more in fractions, judgement by judgement and pair by pair, sharing nothing with what they check.</summary>
internal static class Exact
{
    public static double? Measure(Judgements judgements, Coefficient coefficient)
    {
        var units = judgements.Units.Select(u => u.Where(l => l >= 0).ToList()).Where(u => u.Count > 0).ToList();
        var pairable = units.Where(u => u.Count > 1).ToList();
        if (judgements.Coders < 2 || pairable.Count == 0) return null;
        var labels = units.SelectMany(u => u).Distinct().ToList();
        var agreement = Mean(pairable.Select(u => new Fraction(OrderedPairs(u).Count(p => p.A == p.B), OrderedPairs(u).Count())));
        var shares = labels.Select(k => Mean(units.Select(u => new Fraction(u.Count(l => l == k), u.Count)))).ToList();
        switch (coefficient)
        {
            case Coefficient.PercentAgreement:
                return agreement.ToDouble();
            case Coefficient.CohenKappa:
                return Cohen(judgements, 0, 1)?.ToDouble();
            case Coefficient.ScottPi:
                var both = judgements.Units.Where(u => u[0] >= 0 && u[1] >= 0).ToList();
                return Corrected(agreement, Fraction.Sum(labels.Select(k => Squared(new Fraction(both.Sum(u => u.Count(l => l == k)), 2 * both.Count)))))?.ToDouble();
            case Coefficient.FleissKappa:
                if (units.Select(u => u.Count).Distinct().Count() > 1) return null;
                var all = units.Sum(u => u.Count);
                return Corrected(agreement, Fraction.Sum(labels.Select(k => Squared(new Fraction(units.Sum(u => u.Count(l => l == k)), all)))))?.ToDouble();
            case Coefficient.FleissGwetKappa:
                return Corrected(agreement, Fraction.Sum(shares.Select(Squared)))?.ToDouble();
            case Coefficient.GwetAc1:
                return labels.Count < 2 ? null : Corrected(agreement, Fraction.Sum(shares.Select(s => s * (1 - s))) / (labels.Count - 1))?.ToDouble();
            case Coefficient.BrennanPrediger:
                return labels.Count < 2 ? null : Corrected(agreement, new Fraction(1, labels.Count))?.ToDouble();
            case Coefficient.KrippendorffAlpha:
                var n = pairable.Sum(u => u.Count);
                var observed = Fraction.Sum(pairable.Select(u => new Fraction(OrderedPairs(u).Count(p => p.A != p.B), u.Count - 1))) / n;
                var counts = labels.Select(k => pairable.Sum(u => u.Count(l => l == k))).ToList();
                var expected = new Fraction(counts.SelectMany((a, i) => counts.Where((_, j) => j != i).Select(b => (BigInteger)a * b)).Aggregate(BigInteger.Zero, (a, b) => a + b), (BigInteger)n * (n - 1));
                return expected == 0 ? null : (1 - (observed / expected)).ToDouble();
            case Coefficient.LightKappa:
                var kappas = CoderPairs(judgements).Select(p => Cohen(judgements, p.First, p.Second)).ToList();
                return kappas.Exists(k => k is null) ? null : Mean(kappas.Select(k => k!.Value)).ToDouble();
            case Coefficient.CongerKappa:
                if (units.Exists(u => u.Count < judgements.Coders)) return null;
                Fraction Share(int coder, int label) => new(units.Count(u => u[coder] == label), units.Count);
                return Corrected(agreement, Mean(CoderPairs(judgements).Select(p => Fraction.Sum(labels.Select(k => Share(p.First, k) * Share(p.Second, k))))))?.ToDouble();
            default:
                throw new ArgumentOutOfRangeException(nameof(coefficient));
        }
    }

    private static Fraction? Cohen(Judgements judgements, int first, int second)
    {
        var both = judgements.Units.Where(u => u[first] >= 0 && u[second] >= 0).ToList();
        if (both.Count == 0) return null;
        var chance = Fraction.Sum(Enumerable.Range(0, judgements.Labels).Select(k => new Fraction(both.Count(u => u[first] == k), both.Count) * new Fraction(both.Count(u => u[second] == k), both.Count)));
        return Corrected(new Fraction(both.Count(u => u[first] == u[second]), both.Count), chance);
    }

    private static Fraction? Corrected(Fraction observed, Fraction chance) => chance == 1 ? null : (observed - chance) / (1 - chance);

    private static IEnumerable<(int A, int B)> OrderedPairs(List<int> unit) => unit.SelectMany((a, i) => unit.Where((_, j) => j != i).Select(b => (a, b)));

    private static IEnumerable<(int First, int Second)> CoderPairs(Judgements judgements) =>
        Enumerable.Range(0, judgements.Coders).SelectMany(j => Enumerable.Range(0, j).Select(i => (i, j)));

    private static Fraction Mean(IEnumerable<Fraction> all)
    {
        var list = all.ToList();
        return Fraction.Sum(list) / list.Count;
    }

    private static Fraction Squared(Fraction value) => value * value;
}
