using System.Globalization;
using CoreStudy.Domain.Agreements;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>What a paper has to say of a comparison (O'Connor and Joffe 2020), with the true figures.</summary>
public static class MethodsParagraph
{
    /// <param name="intervals">Null where none were worked out.</param>
    public static string Of(Comparison comparison, Intervals? intervals)
    {
        var extent = comparison.All.Extent(Between.All);
        if (extent.Transcripts == 0) return "";
        var (ask, figures) = (comparison.Ask, comparison.All);
        var unit = AgreementWords.Of(ask.Unit);
        var sentences = new List<string>
        {
            $"{Spelled(extent.Coders)} coders coded {HowMany.Of(extent.Transcripts, "transcript")}{(comparison.Independence == Independence.Blind ? " each on their own" : "")} ({Share(comparison, extent.Transcripts)} of the transcripts open for coding, {comparison.StudyTranscripts.ToString("N0", CultureInfo.InvariantCulture)} in all, were coded by two or more)."
                + Apart(comparison),
            $"Agreement was computed over {HowMany.Of(extent.Units, unit)}{(ask.Turns.IsAll ? "" : $" ({AgreementWords.Of(ask.Turns)} only)")}, each code as its own yes/no variable{Rule(ask)}; a coder’s silence counted as “no” only in transcripts that they had finished.",
            $"Over the {HowMany.Of(figures.UsedCodes(Between.All).Count, "code")} that anybody used (tables added up over codes), percent agreement was {Percent(figures.Measure(Between.All, Averaging.Pooled, Coefficient.PercentAgreement))} and Krippendorff’s alpha (nominal) {Value(figures.Measure(Between.All, Averaging.Pooled, Coefficient.KrippendorffAlpha))}{Interval(intervals, extent.Transcripts)}.",
        };
        if (Pairs(comparison) is { } pairs) sentences.Add(pairs);
        if (Range(comparison) is { } range) sentences.Add(range);
        sentences.Add(Settled(comparison));
        return string.Join(' ', sentences);
    }

    private static string Apart(Comparison comparison) => (comparison.Ask.Round, comparison.Independence) switch
    {
        (null, _) => " The figures are of the codings as they stood when they were computed.",
        (_, Independence.Blind) => " In this round nobody saw the others’ coding until all had handed in or the round was opened; the figures are of what was handed in, before any discussion.",
        (_, Independence.InPart) => " From the beginning of this round nobody saw the others’ coding until all had handed in or the round was opened; some of it had been coded before. The figures are of what was handed in, before any discussion.",
        _ => " It is not on record whether they saw one another’s coding; the figures are of what was handed in or brought in.",
    };

    private static string Spelled(int count) => count switch { 2 => "Two", 3 => "Three", 4 => "Four", 5 => "Five", 6 => "Six", 7 => "Seven", 8 => "Eight", 9 => "Nine", 10 => "Ten", _ => count.ToString(CultureInfo.InvariantCulture) };

    private static string Share(Comparison comparison, int compared) => comparison.StudyTranscripts == 0 ? "–" : $"{(100.0 * compared / comparison.StudyTranscripts).ToString("0", CultureInfo.InvariantCulture)} %";

    private static string Rule(ComparisonAsk ask) => ask.Unit switch
    {
        ComparisonUnit.Character => "",
        ComparisonUnit.Transcript => ", present in a transcript where it was used at least once",
        _ => ask.Rule == UnitRule.AnyCharacter ? $" (a {AgreementWords.Of(ask.Unit)} counted as coded when any of it was)" : $" (a {AgreementWords.Of(ask.Unit)} counted as coded when at least half of it was)",
    };

    private static string Value(Measured measured) => measured.Value is { } value ? AgreementWords.Short(value) : "not defined";

    private static string Percent(Measured measured) => measured.Value is null ? "not defined" : AgreementWords.Short(measured, isPercent: true);

    private static string Interval(Intervals? intervals, int transcripts) =>
        intervals?.Of(Between.All, Averaging.Pooled, Coefficient.KrippendorffAlpha) is { } interval
            ? $" (95 % interval {AgreementWords.Short(interval.Low)} to {AgreementWords.Short(interval.High)}; percentile bootstrap over transcripts, {intervals.Options.Draws.ToString("N0", CultureInfo.InvariantCulture)} draws, seed {intervals.Options.Seed}{(interval.IsRough ? $"; rough, being drawn from {transcripts} transcripts" : "")})"
            : "";

    private static string? Pairs(Comparison comparison)
    {
        var kappas = comparison.Pairs.Select(p => comparison.All.Measure(Between.Two(p.First.Id, p.Second.Id), Averaging.Pooled, Coefficient.CohenKappa).Value).OfType<double>().ToList();
        return kappas.Count switch
        {
            0 => null,
            1 => $"Cohen’s kappa of the two coders was {AgreementWords.Short(kappas[0])}.",
            _ => $"Cohen’s kappa of two coders ranged from {AgreementWords.Short(kappas.Min())} to {AgreementWords.Short(kappas.Max())} over {kappas.Count} pairs.",
        };
    }

    private static string? Range(Comparison comparison)
    {
        var all = comparison.Codes.Where(c => comparison.All.Table(c.Id).Coded > 0).Select(c => (c.Name, Alpha: comparison.All.Measure(Between.All, c.Id, Coefficient.KrippendorffAlpha).Value)).ToList();
        var defined = all.Where(c => c.Alpha is not null).OrderBy(c => c.Alpha).ToList();
        if (defined.Count < 2) return null;
        var not = all.Count - defined.Count;
        return $"For single codes alpha ranged from {AgreementWords.Short(defined[0].Alpha!.Value)} (“{defined[0].Name}”) to {AgreementWords.Short(defined[^1].Alpha!.Value)} (“{defined[^1].Name}”){(not > 0 ? $"; it was not defined for {HowMany.Of(not, "code")}" : "")}.";
    }

    private static string Settled(Comparison comparison)
    {
        var settled = comparison.Places.Count(p => p.Settled);
        return settled == 0
            ? "Differences had not been settled when this was written."
            : $"Differences on {settled} of the {HowMany.Of(comparison.Places.Count, "transcript")} were then settled one by one, with the reason kept where one was given, and signed off by a supervisor; the original codings were kept.";
    }
}
