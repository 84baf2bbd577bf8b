using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain.Accounts;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Benchmarks;

/// <summary>Codings read by a program, all in one stream: how many a second, and what the server holds meanwhile.</summary>
internal static class Streaming
{
    public static async Task<string> RunAsync(Bench bench, int transcripts, int codings)
    {
        var big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"stream{transcripts}"), transcripts, 200, BigTranscript.OfAnHour with { Codings = codings / transcripts });
        await using var app = await AppFixture.StartOverAsync(big.ConnectionString);
        var text = ApiTokenText.New();
        await using (var db = new StudyDb(StudyDbOptions.For(big.ConnectionString)))
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            await CodedPassages.RefreshAsync(db, big.StudyId, default);
            await db.Database.ExecuteSqlRawAsync("vacuum analyze coded_passages");
            var stamp = await db.Users.Where(a => a.Id == big.Lead.AccountId.Value).Select(a => a.SecurityStamp).SingleAsync();
            var now = TimeProvider.System.GetUtcNow();
            db.ApiTokens.Add(StudyBuilder.Must(ApiToken.Make(big.Lead.AccountId, stamp!, "Benchmark", text, Enum.GetValues<ApiScope>(), [], now.AddDays(1), now)));
            await db.SaveChangesAsync();
        }

        using var client = await app.ClientAsync();
        client.Timeout = TimeSpan.FromMinutes(10);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        var said = new List<string>();
        foreach (var (name, query) in new[] { ("without words", ""), ("with words", "?words=yes") })
        {
            var (rows, seconds, first, grown) = await ReadAsync(client, $"/api/v1/studies/{big.StudyId.Value}/codings{query}");
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {rows:N0} codings in {seconds:0.0} s, {rows / seconds:N0} a second, the first after {first * 1000:0} ms, the heap grew by {grown:0} MB at most"));
        }

        return string.Join("; ", said);
    }

    /// <summary>Reads to the end; what is held is looked at every ten thousand lines, after a collection.</summary>
    private static async Task<(long Rows, double Seconds, double First, double Grown)> ReadAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        var before = Held();
        var (since, looking, most, rows, first) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, before, 0L, 0.0);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("{\"problem\"", StringComparison.Ordinal)) throw new InvalidOperationException(line);
            if (rows++ == 0) first = Stopwatch.GetElapsedTime(since).TotalSeconds;
            if (rows % 10_000 != 0) continue;
            var began = Stopwatch.GetTimestamp();
            most = Math.Max(most, Held());
            looking += Stopwatch.GetElapsedTime(began);
        }

        return (rows, (Stopwatch.GetElapsedTime(since) - looking).TotalSeconds, first, most - before);
    }

    private static double Held() => GC.GetTotalMemory(forceFullCollection: true) / 1e6;
}
