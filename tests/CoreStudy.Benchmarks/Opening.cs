using System.Diagnostics;

namespace CoreStudy.Benchmarks;

/// <summary>A coder opens a long transcript.</summary>
internal static class Opening
{
    /// <summary>Seven times with a cold browser cache; the server is warm.</summary>
    public static async Task<string> InBrowserAsync(Bench bench, int codings)
    {
        var transcript = await bench.TranscriptAsync(20_000, codings);
        var times = new Times();
        for (var i = -2; i < 7; i++)
        {
            var page = await bench.Browser.PageAsync(bench.Corpus.Coders[0].AccountId);
            var taken = await bench.Browser.OpenDeskAsync(page, transcript);
            if (i >= 0) times.Add(taken);
            await page.Context.CloseAsync();
        }

        return times.ToString();
    }

    /// <summary>The page and its codings, one after the other, by a client that draws nothing.</summary>
    public static async Task<string> OnServerAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 5000);
        using var client = await bench.Site.ClientAsync(bench.Corpus.Coders[0].AccountId);
        var page = new Uri(bench.Browser.DeskOf(transcript));
        var codings = new Uri(bench.Site.Address, $"desk/{transcript.Id.Value}/codings");
        var (both, alone, fetched, young) = (new Times(), new Times(), new Times(), new Times());
        var processor = TimeSpan.Zero;
        for (var i = -300; i < 30; i++) // the runtime compiles what it runs for the first two hundred or so
        {
            if (i == 0) processor = bench.Site.Processor();
            var since = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync(page);
            var first = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            await client.GetByteArrayAsync(codings);
            if (i is > -290 and < -240) young.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (i < 0) continue;
            both.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            alone.Add(first);
            fetched.Add(both.Last - first);
        }

        var used = (bench.Site.Processor() - processor).TotalMilliseconds / 30;
        return $"{both}; page {alone.Median:0.0}, codings {fetched.Median:0.0}; processor {used:0} ms; in a young process {young.Median:0} ms";
    }
}
