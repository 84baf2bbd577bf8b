using System.Diagnostics;
using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Studies;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Testing;
using CoreStudy.Web.Commands;
using CoreStudy.Web.Features.Disclosure;
using CoreStudy.Web.Features.Exchange;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Benchmarks;

/// <summary>A whole study out for other programs, as a project and as a workbook, and the project in again elsewhere.</summary>
internal static class Exchanging
{
    public static async Task<string> RunAsync(Bench bench, int transcripts, int codes, int codingsEach)
    {
        var big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"exchange{transcripts}"), transcripts, codes, BigTranscript.OfAnHour with { Codings = codingsEach });
        var elsewhere = await bench.Site.DatabaseAsync($"exchanged{transcripts}");
        await using var here = await AppFixture.StartOverAsync(big.ConnectionString);
        await using var there = await AppFixture.StartOverAsync(elsewhere);
        AccountId someone;
        await using (var db = new StudyDb(StudyDbOptions.For(elsewhere))) someone = await Newcomer.JoinAsync(db);

        await using var source = new StudyDb(StudyDbOptions.For(big.ConnectionString));
        Task<Result<LeavingStudy>> TakeOutAsync() => here.Services.GetRequiredService<ExportStudy>().RunAsync(
            big.Lead.AccountId, big.StudyId, new StudyExportChoices(RefiVariant.Standard, IsForOthers: false, AreCodersNumbered: false), cautioned: true, null, default);
        if (StudyBuilder.Must(await TakeOutAsync()).Content is null) await AgreeAsync(here, source, big);
        var (leaving, wrote) = await TimeAsync(TakeOutAsync);
        var content = leaving.Content ?? throw new InvalidOperationException("The gate stopped the study.");
        var (read, looked) = await TimeAsync(() => there.Services.GetRequiredService<PlanStudyImport>().RunAsync(someone, leaving.FileName, new MemoryStream(content), default));
        var (came, stored) = await TimeAsync(() => there.Services.GetRequiredService<ImportStudy>().RunAsync(someone, read, new StudyImportChoices { Name = "Exchanged", ShortName = "Exchanged", IdentifiesNobody = true }, null, default));

        var study = await source.Studies.AsNoTracking().SingleAsync(s => s.Id == big.StudyId);
        await LetLeaveAsync(here, source, big, study);
        var (workbook, filled) = await TimeAsync(() => StudyExportWorkbook.MakeAsync(here.Services, big.Lead.AccountId, study, isCautioned: true, default));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"project of {came.Codings:N0} codings, {content.Length >> 20:N0} MB: out in {wrote:0.0} s, read and looked at in {looked:0.0} s, stored in {stored:0.0} s; workbook of {workbook.Length >> 20:N0} MB in {filled:0.0} s; most memory of the process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MB");
    }

    /// <summary>Has a lead agree to what the gate asks about in the made words.</summary>
    private static async Task LetLeaveAsync(AppFixture here, StudyDb db, BigStudy big, Study study)
    {
        if ((await StudyExportWorkbook.MakeAsync(here.Services, big.Lead.AccountId, study, isCautioned: true, default)).IsRefused(out _, out _)) await AgreeAsync(here, db, big);
    }

    private static async Task AgreeAsync(AppFixture here, StudyDb db, BigStudy big)
    {
        foreach (var stopped in await db.StoppedExports.Where(s => s.AgreedBy == null).Select(s => s.Id).ToListAsync())
            StudyBuilder.Must(await here.Services.GetRequiredService<LetLeave>().RunAsync(big.Lead.AccountId, big.StudyId, stopped, "Made words.", default));
    }

    private static async Task<(T Value, double Seconds)> TimeAsync<T>(Func<Task<Result<T>>> work)
    {
        var since = Stopwatch.GetTimestamp();
        var value = StudyBuilder.Must(await work());
        return (value, Stopwatch.GetElapsedTime(since).TotalSeconds);
    }
}
