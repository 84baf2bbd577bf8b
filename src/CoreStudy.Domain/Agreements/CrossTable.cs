namespace CoreStudy.Domain.Agreements;

/// <summary>Two coders' labels against each other: how many units got label k from the first and l from the second, of those that both judged.</summary>
public sealed class CrossTable
{
    private readonly double[,] _units;

    internal CrossTable(double[,] units)
    {
        _units = units;
        var labels = units.GetLength(0);
        (First, Second) = (new double[labels], new double[labels]);
        for (var k = 0; k < labels; k++)
        {
            for (var l = 0; l < labels; l++)
            {
                Units += units[k, l];
                First[k] += units[k, l];
                Second[l] += units[k, l];
            }

            Equal += units[k, k];
        }
    }

    public double Units { get; }

    /// <summary>Units to which both gave the same label.</summary>
    public double Equal { get; }

    /// <summary>The first coder's labels.</summary>
    internal double[] First { get; }

    internal double[] Second { get; }

    public double this[int first, int second] => _units[first, second];

    /// <summary>Percent agreement, Cohen's kappa or Scott's pi.</summary>
    public Measured Measure(Coefficient coefficient)
    {
        if (Units == 0) return Measured.Not(Undefined.NothingToCompare);
        return coefficient switch
        {
            Coefficient.PercentAgreement => Measured.Of(Equal / Units),
            Coefficient.CohenKappa => Measured.Of(Cohen(), Undefined.NoVariation),
            Coefficient.ScottPi => Measured.Of(Scott(), Undefined.NoVariation),
            _ => throw new ArgumentOutOfRangeException(nameof(coefficient)),
        };
    }

    /// <summary>
    /// The large-sample standard error of Cohen's kappa: Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72(5). It takes units to be independent;
    /// null where kappa is not defined.
    /// </summary>
    public double? CohenError()
    {
        if (Measure(Coefficient.CohenKappa).Value is not { } kappa) return null;
        var chance = Chance() / (Units * Units);
        var (onDiagonal, off) = (0.0, 0.0);
        for (var k = 0; k < First.Length; k++)
        {
            for (var l = 0; l < First.Length; l++)
            {
                var share = _units[k, l] / Units;
                if (k == l) onDiagonal += share * Square(1 - ((First[k] + Second[k]) / Units * (1 - kappa)));
                else off += share * Square((Second[k] + First[l]) / Units);
            }
        }

        var variance = (onDiagonal + (Square(1 - kappa) * off) - Square(kappa - (chance * (1 - kappa)))) / (Units * Square(1 - chance));
        return Math.Sqrt(Math.Max(0, variance));
    }

    /// <summary>Cohen 1960, Educational and Psychological Measurement 20(1), with the fractions cleared.</summary>
    private double Cohen()
    {
        var (all, chance) = (Units * Units, Chance());
        return all == chance ? double.NaN : ((Units * Equal) - chance) / (all - chance);
    }

    /// <summary>Scott 1955, Public Opinion Quarterly 19(3).</summary>
    private double Scott()
    {
        var (all, chance) = (4 * Units * Units, 0.0);
        for (var k = 0; k < First.Length; k++) chance += Square(First[k] + Second[k]);
        return all == chance ? double.NaN : ((4 * Units * Equal) - chance) / (all - chance);
    }

    private double Chance()
    {
        var chance = 0.0;
        for (var k = 0; k < First.Length; k++) chance += First[k] * Second[k];
        return chance;
    }

    private static double Square(double value) => value * value;
}
