using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Passages;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>Questions over the coded material of a study of one size: the index of coded passages, passages of a code, every matrix and picture.</summary>
internal static class Exploring
{
    public static async Task<string> RunAsync(Bench bench, int transcripts, int codes, int codingsEach)
    {
        var made = Stopwatch.GetTimestamp();
        var big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"explore{transcripts}"), transcripts, codes, BigTranscript.OfAnHour with { Codings = codingsEach });
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"A study of {transcripts} transcripts was made in {Stopwatch.GetElapsedTime(made).TotalSeconds:0} s."));
        await using var app = await AppFixture.StartOverAsync(big.ConnectionString);

        var since = Stopwatch.GetTimestamp();
        await RefreshAsync(big);
        var filled = Stopwatch.GetElapsedTime(since);
        await RunAsync(big, "vacuum analyze coded_passages");
        var oneMore = await OneMoreAsync(big);
        var said = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"index filled in {filled.TotalSeconds:0.0} s; after one coding more {oneMore}; p50/p95 in ms: "));
        var (times, few) = (transcripts > 1000 ? 5 : 15, transcripts > 1000 ? 1 : 3);
        var worst = ("", 0.0);
        foreach (var (name, ask) in Questions(big, app))
        {
            var taken = new Times();
            for (var i = -few; i < times; i++)
            {
                since = Stopwatch.GetTimestamp();
                await ask();
                if (i >= 0) taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }

            if (taken.P95 > worst.Item2) worst = (name, taken.P95);
            said.Append(CultureInfo.InvariantCulture, $"{name} {taken.Median:0}/{taken.P95:0}, ");
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {taken.Median:0} / {taken.P95:0}"));
        }

        return said.Append(CultureInfo.InvariantCulture, $"slowest {worst.Item1}").ToString();
    }

    private static IEnumerable<(string Name, Func<Task> Ask)> Questions(BigStudy big, AppFixture app)
    {
        var (lead, study, all) = (big.Lead.AccountId, big.StudyId, new Sides(PassageFilter.All));
        var matrix = app.Services.GetRequiredService<ReadMatrix>();
        var each = new MatrixAsk(new Sides(new PassageFilter { WithSubcodes = false }));
        foreach (var columns in new[] { MatrixColumns.Trust, MatrixColumns.Role, MatrixColumns.Attribute, MatrixColumns.Interview, MatrixColumns.Coder })
        {
            foreach (var measure in Enum.GetValues<MatrixMeasure>())
            {
                var ask = each with { Columns = columns, Attribute = new AttributeId(BigStudy.AttributeId), Measure = measure };
                yield return ($"{columns} {measure}", async () => Read(await matrix.RunAsync(lead, study, ask, default)));
            }
        }

        yield return ("Trust Words with codes below", async () => Read(await matrix.RunAsync(lead, study, new MatrixAsk(all) { Measure = MatrixMeasure.Words }, default)));
        foreach (var together in new[] { Together.Overlapping, new Together(TogetherWhen.SameTurn), new Together(TogetherWhen.Near, 20) })
            yield return ($"Code {together.When}", async () => Read(await matrix.RunAsync(lead, study, each with { Columns = MatrixColumns.Code, Together = together }, default)));
        foreach (var measure in new[] { MatrixMeasure.Words, MatrixMeasure.People, MatrixMeasure.Interviews })
            yield return ($"Code Overlap {measure}", async () => Read(await matrix.RunAsync(lead, study, each with { Columns = MatrixColumns.Code, Measure = measure }, default)));
        yield return ("network", async () => Read(await app.Services.GetRequiredService<ReadNetwork>().RunAsync(lead, study, new PictureAsk(all), default)));
        yield return ("framework map", async () => Read(await app.Services.GetRequiredService<ReadCodeTree>().RunAsync(lead, study, all, default)));
        yield return ("saturation", async () => Read(await app.Services.GetRequiredService<ReadSaturation>().RunAsync(lead, study, all, default)));
        yield return ("timeline", async () => Read(await app.Services.GetRequiredService<ReadTimeline>().RunAsync(lead, study, all, default)));
        yield return ("passages of a code, first 50", async () =>
        {
            await using var db = new StudyDb(StudyDbOptions.For(big.ConnectionString));
            var code = await db.Codes.Where(c => c.StudyId == study).OrderByDescending(c => c.Position).Select(c => c.Id).FirstAsync();
            Read(await app.Services.GetRequiredService<ReadPassages>().RunAsync(lead, study, new PassageFilter { Codes = [code] }, 0, 50, default));
        });
    }

    /// <summary>From a coding that was committed until the index has it, of one transcript among all.</summary>
    private static async Task<string> OneMoreAsync(BigStudy big)
    {
        var times = new Times();
        for (var i = -2; i < 10; i++)
        {
            await RunAsync(
                big,
                """
                with head as (update coding_heads set revision = revision + 1 where transcript_id = (select transcript_id from coding_heads order by random() limit 1) returning transcript_id, revision)
                insert into codings (id, study_id, transcript_id, code_id, member_id, words, is_unsure, question, coded_at, changed_at, revision, segment_start, segment_end)
                select gen_random_uuid(), c.study_id, c.transcript_id, c.code_id, c.member_id, c.words, false, '', now(), now(), head.revision, c.segment_start, c.segment_end
                from head cross join lateral (select * from codings c where c.transcript_id = head.transcript_id limit 1) c
                """);
            var since = Stopwatch.GetTimestamp();
            await RefreshAsync(big);
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times.ToString();
    }

    private static async Task RefreshAsync(BigStudy big)
    {
        await using var db = new StudyDb(StudyDbOptions.For(big.ConnectionString));
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        await CodedPassages.RefreshAsync(db, big.StudyId, default);
    }

    private static async Task RunAsync(BigStudy big, string sql)
    {
        await using var connection = new NpgsqlConnection(big.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1800 };
        await command.ExecuteNonQueryAsync();
    }

    private static void Read<T>(Result<T> result) => StudyBuilder.Must(result);
}
