using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>A comparison as a workbook to take away.</summary>
public static class ComparisonFiles
{
    public static void MapComparisonFiles(this WebApplication app) => app.MapGet("/studies/{id:guid}/comparison.xlsx", FileAsync).RequireAuthorization();

    internal static string Address(StudyId studyId, ComparisonAsk ask, ulong? seed) => $"/studies/{studyId.Value}/comparison.xlsx?{ComparisonAddress.Query(ask)}{(seed is { } one ? $"&seed={one.ToString(CultureInfo.InvariantCulture)}" : "")}";

    private static async Task<IResult> FileAsync(
        Guid id, string? round, string? unit, string? rule, string? overlap, string? turns, string? read, string[]? transcript, string[]? coder, ulong? seed, HttpContext http, ReadComparison compare, IExportGate gate)
    {
        if (http.User.AccountId() is not { } me) return Results.NotFound();
        var studyId = new StudyId(id);
        if (ComparisonAddress.Read(round, unit, rule, overlap, turns, read, transcript, coder, ComparisonUnit.Turn) is not { } ask) return Results.NotFound();
        if ((await compare.RunAsync(me, studyId, ask, null, http.RequestAborted)).IsRefused(out _, out var comparison)) return Results.NotFound();
        var export = AgreementTable.Of(comparison, "xlsx");
        // the workbook names the round and the transcripts too
        export = export with { Rows = [.. export.Rows, .. comparison.Places.Select(p => p.Title).Append(comparison.Title).Select(t => (IReadOnlyList<string>)[t, .. Enumerable.Repeat("", AgreementTable.Columns.Count - 1)])] };
        return await gate.LeaveAsync(me, studyId, export, FileLeaving.Xlsx, _ => Write(comparison, seed, http.RequestAborted), http.RequestAborted);
    }

    /// <summary>Sheets: what was compared and how it is told in a paper, every figure, and figures by transcript.</summary>
    /// <param name="seed">Of the intervals; null for none.</param>
    public static byte[] Write(Comparison comparison, ulong? seed, CancellationToken cancel)
    {
        var intervals = seed is { } one ? comparison.All.Bootstrap([Coefficient.PercentAgreement, Coefficient.KrippendorffAlpha], new BootstrapOptions(Seed: one), Rows(comparison), null, cancel) : null;
        var extent = comparison.All.Extent(Between.All);
        List<IReadOnlyList<object?>> about =
        [
            ["Compared", comparison.Title], ["Unit", AgreementWords.Of(comparison.Ask.Unit)],
            ["A unit counts as coded when", comparison.Ask.Rule == UnitRule.AnyCharacter ? "any of it is coded" : "at least half of it is coded"],
            ["Turns", AgreementWords.Of(comparison.Ask.Turns)], ["Coders", (double)extent.Coders], ["Transcripts", (double)extent.Transcripts], ["Units", (double)extent.Units],
            ["Codes that somebody used", (double)comparison.Codes.Count], ["Codes that nobody used", (double)comparison.UnusedCodes], ["For the paper", MethodsParagraph.Of(comparison, intervals)],
        ];
        if (intervals is not null) about.Add(["Intervals", $"95 %, percentile bootstrap over transcripts, {intervals.Options.Draws} draws, seed {intervals.Options.Seed}"]);
        var sheets = new List<WorkbookSheet>
        {
            new("About", ["What", "Value"], about),
            new("Agreement", [.. AgreementTable.Columns.Select(c => c.Title)], [.. AgreementTable.Rows(comparison)]),
            new("Transcripts", ["Transcript", "Trust", "Units", "Percent agreement", "Krippendorff’s alpha"], [.. comparison.Places.Select(p =>
            {
                var figures = comparison.Tables.Over(t => t == p.Id);
                return (IReadOnlyList<object?>)[p.Title, p.Trust, (double)figures.Extent(Between.All).Units, figures.Measure(Between.All, Averaging.Pooled, Coefficient.PercentAgreement).Value, figures.Measure(Between.All, Averaging.Pooled, Coefficient.KrippendorffAlpha).Value];
            })]),
        };
        if (intervals is not null)
        {
            sheets.Add(new WorkbookSheet("Intervals", ["Row", "Coefficient", "Low", "High", "Draws", "Draws not defined"], [.. Rows(comparison).SelectMany(r => new[] { Coefficient.PercentAgreement, Coefficient.KrippendorffAlpha }
                .Select(c => (c, i: intervals.Of(Between.All, r, c))).Where(x => x.i is not null)
                .Select(x => (IReadOnlyList<object?>)[comparison.NameOf(r), AgreementWords.Of(x.c), x.i!.Value.Low, x.i.Value.High, (double)x.i.Value.Draws, (double)x.i.Value.UndefinedDraws]))]));
        }

        return Workbook.Write(sheets);
    }

    /// <summary>Codes and themes.</summary>
    internal static List<CodeId> Rows(Comparison comparison) => [.. comparison.Codes.Select(c => c.Id), .. comparison.Themes.Select(t => t.Id)];
}
