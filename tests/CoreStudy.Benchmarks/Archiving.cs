using System.Diagnostics;
using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Archives;

namespace CoreStudy.Benchmarks;

/// <summary>A whole study out into one file, and into another installation from there.</summary>
internal static class Archiving
{
    public static async Task<string> RunAsync(Bench bench, int transcripts, int codes, int codingsEach)
    {
        var big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"archive{transcripts}"), transcripts, codes, BigTranscript.OfAnHour with { Codings = codingsEach });
        var elsewhere = await bench.Site.DatabaseAsync($"restore{transcripts}");
        await using var here = await AppFixture.StartOverAsync(big.ConnectionString);
        await using var there = await AppFixture.StartOverAsync(elsewhere);
        AccountId admin, someone;
        await using (var db = new StudyDb(StudyDbOptions.For(big.ConnectionString))) admin = await Newcomer.JoinAsync(db, big.StudyId);
        await using (var db = new StudyDb(StudyDbOptions.For(elsewhere))) someone = await Newcomer.JoinAsync(db);

        var path = Path.GetTempFileName();
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
            var since = Stopwatch.GetTimestamp();
            var manifest = StudyBuilder.Must(await here.Services.GetRequiredService<MakeArchive>().RunAsync(admin, big.StudyId, null, file, null, default));
            var made = Stopwatch.GetElapsedTime(since);
            file.Position = 0;
            since = Stopwatch.GetTimestamp();
            StudyBuilder.Must(await there.Services.GetRequiredService<RestoreArchive>().RunAsync(someone, file, new RestoreChoices(false, null, null), null, default));
            var restored = Stopwatch.GetElapsedTime(since);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"made in {made.TotalSeconds:0.0} s, restored in {restored.TotalSeconds:0.0} s; {manifest.Entries.Sum(e => e.Rows):N0} rows, {file.Length >> 20:N0} MB; most memory of the process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MB");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
