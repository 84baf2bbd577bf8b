using System.Globalization;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>What one more person on the desk costs the server: a hundred more circuits on a 20,000-word text.</summary>
internal static class Memory
{
    public static async Task<string> RunAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 1000);
        await bench.Site.RestartAsync(); // what earlier work left free in its heap would hide what is taken now
        var people = new List<Circuit>();
        try
        {
            await SitDownAsync(bench, transcript, people, 5);
            var before = await SettledAsync(bench);
            await SitDownAsync(bench, transcript, people, 100);
            var after = await SettledAsync(bench);
            return string.Create(CultureInfo.InvariantCulture, $"{(after - before) / 100:0.00} MB (real circuits; the server held {before:0} MB with 5, {after:0} MB with 105)");
        }
        finally
        {
            foreach (var person in people) await person.DisposeAsync();
        }
    }

    private static async Task SitDownAsync(Bench bench, Transcript transcript, List<Circuit> people, int count)
    {
        for (var i = 0; i < count; i++)
            people.Add(await Circuit.SitDownAsync(bench, bench.Corpus.Coders[people.Count % bench.Corpus.Coders.Count].AccountId, transcript));
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
