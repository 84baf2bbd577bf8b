namespace CoreStudy.Domain.Agreements;

/// <summary>All coders compared on one code, or on several whose tables were added up. References are not in it.</summary>
public sealed class GroupTable
{
    internal GroupTable(LabelCounts judgements, Measured light, Measured conger, UnitizingSums unitizing, double coded) =>
        (Judgements, Light, Conger, Unitizing, Coded) = (judgements, light, conger, unitizing, coded);

    /// <summary>Units by coders, yes or no.</summary>
    public LabelCounts Judgements { get; }

    /// <summary>Units that at least one coder coded.</summary>
    public double Coded { get; }

    internal UnitizingSums Unitizing { get; }

    private Measured Light { get; }

    private Measured Conger { get; }

    /// <summary>A coefficient of all coders together.</summary>
    public Measured Measure(Coefficient coefficient) => coefficient switch
    {
        Coefficient.LightKappa => Light,
        Coefficient.CongerKappa => Conger,
        Coefficient.UAlpha or Coefficient.UAlphaBinary when Unitizing.Length == 0 => Measured.Not(Undefined.NothingToCompare),
        Coefficient.UAlpha or Coefficient.UAlphaBinary => Measured.Of(Unitizing.OneCode(), Unitizing.Coded == 0 ? Undefined.NobodyUsedIt : Undefined.AllCodedByAll),
        Coefficient.CuAlpha or Coefficient.KuAlpha => Measured.Not(Undefined.OneCode),
        Coefficient.PercentAgreement or Coefficient.FleissKappa or Coefficient.FleissGwetKappa or Coefficient.KrippendorffAlpha or Coefficient.GwetAc1 or Coefficient.BrennanPrediger =>
            Judgements.Measure(coefficient) is { Value: null, Why: Undefined.NoVariation } ? Measured.Not(Coded == 0 ? Undefined.NobodyUsedIt : Undefined.AllCodedByAll)
                : Judgements.Measure(coefficient),
        _ => Measured.Not(Undefined.NotForTwo),
    };
}

/// <summary>What u-alpha of one code needs; adds up over transcripts, also of different numbers of coders.</summary>
internal readonly record struct UnitizingSums(double Length, double Coded, double CodedByBoth, double CodedByNeither, double Squares)
{
    public static UnitizingSums operator +(UnitizingSums one, UnitizingSums other) => new(
        one.Length + other.Length, one.Coded + other.Coded, one.CodedByBoth + other.CodedByBoth, one.CodedByNeither + other.CodedByNeither, one.Squares + other.Squares);

    public double OneCode() => UnitizingFormulas.OneCode(Length, Coded, CodedByBoth, CodedByNeither, Squares);
}
