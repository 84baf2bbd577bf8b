using System.Globalization;
using CoreStudy.Domain.Agreements;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Coefficients and units in plain words.</summary>
internal static class AgreementWords
{
    public static string Of(Coefficient coefficient) => coefficient switch
    {
        Coefficient.PercentAgreement => "Percent agreement",
        Coefficient.CohenKappa => "Cohen’s kappa",
        Coefficient.ScottPi => "Scott’s pi",
        Coefficient.FleissKappa => "Fleiss’ kappa",
        Coefficient.FleissGwetKappa => "Fleiss’ kappa, missing allowed",
        Coefficient.LightKappa => "Light’s kappa",
        Coefficient.CongerKappa => "Conger’s kappa",
        Coefficient.KrippendorffAlpha => "Krippendorff’s alpha",
        Coefficient.GwetAc1 => "Gwet’s AC1",
        Coefficient.BrennanPrediger => "Brennan and Prediger",
        Coefficient.Precision => "Precision",
        Coefficient.Recall => "Recall",
        Coefficient.F1 => "F1",
        Coefficient.Jaccard => "Jaccard",
        Coefficient.F1Exact => "F1, same borders",
        Coefficient.F1Matched => "F1, passages matched",
        Coefficient.F1AnyOverlap => "F1, any overlap",
        Coefficient.SegmentAgreement => "Agreement of passages",
        Coefficient.SegmentKappa => "Kappa of passages",
        Coefficient.UAlpha => "u-alpha",
        Coefficient.UAlphaBinary => "u-alpha, coded or not",
        Coefficient.CuAlpha => "cu-alpha",
        _ => "(k)u-alpha",
    };

    /// <summary>What it says, for those who have not met it.</summary>
    public static string Means(Coefficient coefficient) => coefficient switch
    {
        Coefficient.PercentAgreement => "The share of judgements that are the same, yes or no. It is high for any code that is rarely used, because nearly everything is “no” for everybody.",
        Coefficient.CohenKappa => "Agreement of two coders beyond what their shares of “yes” would give by chance: 0 is no better than chance, 1 is perfect, below 0 is worse than chance. It falls when a code is rare or the coders’ shares differ, even where they agree on much.",
        Coefficient.KrippendorffAlpha => "Agreement beyond chance for any number of coders, with some of them missing here and there: 0 is no better than chance, 1 is perfect. Nearly the same as kappa where two have judged everything.",
        Coefficient.GwetAc1 => "Agreement beyond chance, with a chance that stays small where one answer dominates: it does not fall for rare codes as kappa does. Report it beside kappa or alpha, not in their place.",
        Coefficient.F1 => "How well what one coder coded covers what the other coded, and the other way round; what neither coded does not count. Suits rare codes.",
        Coefficient.ScottPi => "As Cohen’s kappa, with one share of “yes” for both coders taken together.",
        Coefficient.F1Matched => "The share of passages that found a partner which overlaps enough. How borders were drawn counts, the rest of the text does not.",
        _ => "",
    };

    /// <summary>What stands for a coefficient of two in a column of all coders: alpha, which does with some of them missing.</summary>
    public static Coefficient ForAll(Coefficient coefficient) => coefficient is Coefficient.CohenKappa or Coefficient.ScottPi ? Coefficient.KrippendorffAlpha : coefficient;

    public static string Of(ComparisonUnit unit) => unit switch
    {
        ComparisonUnit.Character => "character",
        ComparisonUnit.Word => "word",
        ComparisonUnit.Sentence => "sentence",
        ComparisonUnit.Turn => "turn",
        _ => "transcript",
    };

    public static string Of(TurnFilter turns) => turns.Of switch
    {
        TurnsOf.Everybody => "all turns",
        TurnsOf.Interviewers => "turns of interviewers",
        TurnsOf.Participants => "turns of participants",
        TurnsOf.Role => $"turns of participants who are {turns.Name}",
        _ => $"turns of {turns.Name}",
    };

    /// <summary>Two decimals without the 0 in front, as papers write coefficients: .71, −.04, 1.</summary>
    public static string Short(double value)
    {
        var text = Math.Abs(value).ToString("0.00", CultureInfo.InvariantCulture);
        if (text == "0.00") return "0";
        return (value < 0 ? "−" : "") + (text == "1.00" ? "1" : text[1..]);
    }

    public static string Short(Measured measured, bool isPercent = false) => measured.Value is not { } value ? "–" : isPercent ? $"{(value * 100).ToString("0", CultureInfo.InvariantCulture)} %" : Short(value);

    /// <summary>Every digit there is.</summary>
    public static string Exact(Measured measured) => measured.Value is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>Names that Landis and Koch gave to ranges in 1977, arbitrary by their own word.</summary>
    public static string Band(double value) => value switch
    {
        < 0 => "poor",
        <= .20 => "slight",
        <= .40 => "fair",
        <= .60 => "moderate",
        <= .80 => "substantial",
        _ => "almost perfect",
    };
}
