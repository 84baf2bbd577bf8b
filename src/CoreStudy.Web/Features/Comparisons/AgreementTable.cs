using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>A comparison as a table for a file: a row for each code, theme and summary of each two coders and of all, with exact values.</summary>
internal static class AgreementTable
{
    private static readonly Coefficient[] Coefficients =
    [
        Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.ScottPi, Coefficient.LightKappa, Coefficient.FleissKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.BrennanPrediger,
        Coefficient.Precision, Coefficient.Recall, Coefficient.F1, Coefficient.F1Exact, Coefficient.F1Matched, Coefficient.F1AnyOverlap,
    ];

    /// <summary>Coefficients of one choice among several labels.</summary>
    private static readonly Coefficient[] OfChoices =
        [Coefficient.PercentAgreement, Coefficient.CohenKappa, Coefficient.ScottPi, Coefficient.LightKappa, Coefficient.FleissKappa, Coefficient.KrippendorffAlpha, Coefficient.GwetAc1, Coefficient.BrennanPrediger];

    public static IReadOnlyList<ExportColumn> Columns { get; } =
    [
        new("Row"), new("Under"), new("Kind", IsScanned: false), new("First coder", IsScanned: false), new("Second coder", IsScanned: false), new("Unit", IsScanned: false), new("Units", IsScanned: false),
        new("Both", IsScanned: false), new("Only first", IsScanned: false), new("Only second", IsScanned: false), new("Neither", IsScanned: false),
        .. Coefficients.Select(c => new ExportColumn(AgreementWords.Of(c), IsScanned: false)), new("Why kappa or alpha is not defined", IsScanned: false),
    ];

    /// <summary>The file as it would leave.</summary>
    public static Export Of(Comparison comparison, string ending) =>
        new(ExportedList.Agreement, "Agreement", $"Agreement.{ending}", Columns, [.. Rows(comparison).Select(r => (IReadOnlyList<string>)[.. r.Select(Text)])]);

    /// <summary>Rows with words and numbers; null where there is no value.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Rows(Comparison comparison)
    {
        List<Between> all = [Between.All, .. comparison.Pairs.Select(p => Between.Two(p.First.Id, p.Second.Id))];
        if (comparison.HasSettled) all.AddRange(comparison.Coders.Select(c => Between.Two(c.Id, Comparison.Settled)));
        foreach (var who in all)
        {
            foreach (var code in comparison.Codes) yield return Row(comparison, who, code.Name, code.Above, "code", code.Id);
            foreach (var theme in comparison.Themes)
            {
                yield return Row(comparison, who, theme.Name, theme.Above, "theme: any of its codes", theme.Id);
                if (comparison.Ask.Unit != ComparisonUnit.Character && (who.IsAll || who.Second != Comparison.Settled)) yield return Choice(comparison, who, theme);
            }

            foreach (var how in Enum.GetValues<Averaging>())
            {
                yield return
                [
                    how switch { Averaging.Pooled => "All codes, tables added up", Averaging.Mean => "All codes, mean", _ => "All codes, weighted mean" }, "", "summary", .. Who(comparison, who), AgreementWords.Of(comparison.Ask.Unit),
                    (double)comparison.All.Extent(who).Units, null, null, null, null, .. Coefficients.Select(c => (object?)comparison.All.Measure(who, how, c).Value),
                    comparison.All.Measure(who, how, Coefficient.KrippendorffAlpha).Sentence,
                ];
            }
        }
    }

    public static string Text(object? cell) => cell switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)cell,
    };

    private static List<object?> Row(Comparison comparison, Between who, string name, string above, string kind, CodeId row)
    {
        YesNoTable? table = who.IsAll ? null : comparison.All.Table(who.First, who.Second, row).Units;
        return
        [
            name, above, kind, .. Who(comparison, who), AgreementWords.Of(comparison.Ask.Unit), (double)comparison.All.Extent(who).Units, table?.Both, table?.OnlyFirst, table?.OnlySecond, table?.Neither,
            .. Coefficients.Select(c => (object?)comparison.All.Measure(who, row, c).Value), comparison.All.Measure(who, row, Coefficient.KrippendorffAlpha).Sentence,
        ];
    }

    private static List<object?> Choice(Comparison comparison, Between who, ComparedTheme theme) =>
    [
        theme.Name, theme.Above, "theme: one choice among its codes", .. Who(comparison, who), AgreementWords.Of(comparison.Ask.Unit), (double)comparison.All.Extent(who).Units, null, null, null, null,
        .. Coefficients.Select(c => OfChoices.Contains(c) ? (object?)comparison.MeasureChoice(theme, who, c).Value : null), comparison.MeasureChoice(theme, who, Coefficient.KrippendorffAlpha).Sentence,
    ];

    private static IEnumerable<string> Who(Comparison comparison, Between who) => who.IsAll ? ["All coders", ""] : [comparison.NameOf(who.First), comparison.NameOf(who.Second)];
}
