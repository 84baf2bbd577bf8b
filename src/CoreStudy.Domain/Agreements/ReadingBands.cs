namespace CoreStudy.Domain.Agreements;

/// <summary>Words that some literature puts to figures corrected for chance. They are conventions and no tests: shown beside a figure where asked for, never in its place.</summary>
public static class ReadingBands
{
    /// <summary>
    /// Landis and Koch 1977, Biometrics 33(1), who call their divisions arbitrary: below 0 poor, to .20 slight, to .40 fair, to .60 moderate, to .80 substantial, above almost perfect.
    /// The bands are printed with two places, so the figure is rounded to two first.
    /// </summary>
    public static string LandisKoch(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero) switch
    {
        < 0 => "poor",
        <= 0.20 => "slight",
        <= 0.40 => "fair",
        <= 0.60 => "moderate",
        <= 0.80 => "substantial",
        _ => "almost perfect",
    };

    /// <summary>Krippendorff 2004, Human Communication Research 30(3): at least .800, and .667 as the lowest conceivable limit, for tentative conclusions.</summary>
    public static string Krippendorff(double value) => value switch
    {
        >= 0.8 => "reliable",
        >= 0.667 => "tentative conclusions only",
        _ => "below the limit",
    };
}
