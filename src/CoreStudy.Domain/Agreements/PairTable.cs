namespace CoreStudy.Domain.Agreements;

/// <summary>Two coders compared on one code, or on several whose tables were added up.</summary>
/// <param name="Units">In the chosen unit of comparison.</param>
/// <param name="Characters">The same in characters; equal to <paramref name="Units"/> where these are characters.</param>
/// <param name="Squares">The sum over both coders' segments of their squared lengths in characters, for Krippendorff's unitizing family.</param>
public readonly record struct PairTable(YesNoTable Units, YesNoTable Characters, SegmentCounts Segments, double Squares)
{
    /// <summary>The same with the coders exchanged.</summary>
    public PairTable Turned => new(Units.Turned, Characters.Turned, Segments.Turned, Squares);

    public static PairTable operator +(PairTable one, PairTable other) =>
        new(one.Units + other.Units, one.Characters + other.Characters, one.Segments + other.Segments, one.Squares + other.Squares);

    /// <summary>A coefficient of two coders.</summary>
    /// <param name="codes">Over how many codes the table was added up; the chance of <see cref="Coefficient.SegmentKappa"/>.</param>
    public Measured Measure(Coefficient coefficient, int codes = 1) => Measured.Of(Raw(coefficient, codes), WhyNot(coefficient, codes));

    /// <summary>NaN where it is not defined.</summary>
    internal double Raw(Coefficient coefficient, int codes = 1) => coefficient switch
    {
        Coefficient.F1Exact or Coefficient.F1Matched or Coefficient.F1AnyOverlap or Coefficient.SegmentAgreement => Units.Units == 0 ? double.NaN : Segments.Raw(coefficient),
        Coefficient.SegmentKappa => SegmentKappa(Raw(Coefficient.SegmentAgreement), codes),
        Coefficient.UAlpha or Coefficient.UAlphaBinary => UnitizingFormulas.OneCode(
            2 * Characters.Units, (2 * Characters.Both) + Characters.OnlyFirst + Characters.OnlySecond, 2 * Characters.Both, 2 * Characters.Neither, Squares),
        _ => YesNoTable.Raw(coefficient, Units.Both, Units.OnlyFirst, Units.OnlySecond, Units.Neither),
    };

    /// <summary>MAXQDA's kappa after Brennan and Prediger 1981: chance is one over the number of codes.</summary>
    internal static double SegmentKappa(double agreement, int codes) => codes < 2 ? double.NaN : (agreement - (1.0 / codes)) / (1 - (1.0 / codes));

    private Undefined WhyNot(Coefficient coefficient, int codes) => coefficient switch
    {
        Coefficient.CuAlpha or Coefficient.KuAlpha => Undefined.OneCode,
        Coefficient.SegmentKappa when codes < 2 => Undefined.OneCode,
        Coefficient.F1Exact or Coefficient.F1Matched or Coefficient.F1AnyOverlap or Coefficient.SegmentAgreement or Coefficient.SegmentKappa =>
            Units.Units == 0 ? Undefined.NothingToCompare : Undefined.NobodyUsedIt,
        Coefficient.UAlpha or Coefficient.UAlphaBinary => Characters.WhyNot(coefficient),
        _ => Units.WhyNot(coefficient),
    };
}
