namespace CoreStudy.Domain.Agreements;

/// <summary>How often two coders said yes or no to one code, in units (characters, words, turns ...). Tables add up.</summary>
/// <remarks>Doubles, because a bootstrap weighs; counts are exact up to 2^53.</remarks>
/// <param name="Both">Units that both coded.</param>
/// <param name="OnlyFirst">Units that the first coded and the second did not.</param>
/// <param name="OnlySecond">Units that the second coded and the first did not.</param>
/// <param name="Neither">Units that neither coded, in material that both handed in.</param>
public readonly record struct YesNoTable(double Both, double OnlyFirst, double OnlySecond, double Neither)
{
    public double Units => Both + OnlyFirst + OnlySecond + Neither;

    /// <summary>Units that at least one of them coded.</summary>
    public double Either => Both + OnlyFirst + OnlySecond;

    /// <summary>The same with the coders exchanged.</summary>
    public YesNoTable Turned => new(Both, OnlySecond, OnlyFirst, Neither);

    public static YesNoTable operator +(YesNoTable one, YesNoTable other) =>
        new(one.Both + other.Both, one.OnlyFirst + other.OnlyFirst, one.OnlySecond + other.OnlySecond, one.Neither + other.Neither);

    /// <summary>A coefficient of two coders over units; those over segments are not in the table.</summary>
    public Measured Measure(Coefficient coefficient) => Measured.Of(Raw(coefficient, Both, OnlyFirst, OnlySecond, Neither), WhyNot(coefficient));

    /// <summary>NaN where it is not defined.</summary>
    internal static double Raw(Coefficient coefficient, double a, double b, double c, double d)
    {
        var n = a + b + c + d;
        if (n == 0) return double.NaN;
        var (yes, no, unequal) = (a + a + b + c, d + d + b + c, b + c);
        switch (coefficient)
        {
            case Coefficient.PercentAgreement:
                return (a + d) / n;

            // (po - pe) / (1 - pe) with the fractions cleared: exact where the counts are, and 0 is 0.
            case Coefficient.CohenKappa:
                return 2 * ((a * d) - (b * c)) / (((a + b) * (b + d)) + ((a + c) * (c + d)));

            // For two coders Fleiss' kappa is Scott's pi, and without missing judgements so is Gwet's extension.
            case Coefficient.ScottPi or Coefficient.FleissKappa or Coefficient.FleissGwetKappa:
                return yes * no == 0 ? double.NaN : 1 - (2 * n * unequal / (yes * no));

            case Coefficient.KrippendorffAlpha:
                return yes * no == 0 ? double.NaN : 1 - (unequal * ((2 * n) - 1) / (yes * no));

            case Coefficient.GwetAc1:
                if (yes * no == 0) return double.NaN;
                var chance = yes * no / (2 * n * n);
                return (((a + d) / n) - chance) / (1 - chance);

            case Coefficient.BrennanPrediger:
                return yes * no == 0 ? double.NaN : (a + d - unequal) / n;

            case Coefficient.Precision:
                return a / (a + b);
            case Coefficient.Recall:
                return a / (a + c);
            case Coefficient.F1:
                return 2 * a / yes;
            case Coefficient.Jaccard:
                return a / (a + b + c);
            default:
                return double.NaN;
        }
    }

    internal Undefined WhyNot(Coefficient coefficient) => coefficient switch
    {
        Coefficient.LightKappa or Coefficient.CongerKappa => Undefined.NotForMany,
        _ when Units == 0 => Undefined.NothingToCompare,
        _ when Either == 0 => Undefined.NobodyUsedIt,
        Coefficient.Precision => Undefined.FirstCodedNothing,
        Coefficient.Recall => Undefined.SecondCodedNothing,
        _ => Undefined.AllCodedByAll,
    };
}
