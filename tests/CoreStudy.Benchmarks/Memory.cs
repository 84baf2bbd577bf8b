using System.Globalization;

namespace CoreStudy.Benchmarks;

/// <summary>What one more person on the desk costs the server: forty circuits on a 20,000-word text against two.</summary>
internal static class Memory
{
    public static async Task<string> RunAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 1000);
        var people = new List<Circuit>();
        try
        {
            for (var i = 0; i < 2; i++) people.Add(await Circuit.SitDownAsync(bench, bench.Corpus.Coders[i].AccountId, transcript));
            var two = await SettledAsync(bench);
            for (var i = 2; i < 40; i++) people.Add(await Circuit.SitDownAsync(bench, bench.Corpus.Coders[i].AccountId, transcript));
            var forty = await SettledAsync(bench);
            return string.Create(CultureInfo.InvariantCulture, $"{(forty - two) / 38:0.00} MB (real circuits; the server held {two:0} MB with 2, {forty:0} MB with 40)");
        }
        finally
        {
            foreach (var person in people) await person.DisposeAsync();
        }
    }

    /// <summary>The least that the server held over ten seconds in which nobody did anything.</summary>
    private static async Task<double> SettledAsync(Bench bench)
    {
        var least = double.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(500);
            least = Math.Min(least, bench.Site.MemoryMegabytes());
        }

        return least;
    }
}
