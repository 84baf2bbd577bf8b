using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>Fifty people code one transcript as fast as the server lets them: each sends the next act when the last is confirmed.</summary>
internal static class FiftyPeople
{
    private const int Listeners = 10;

    public static async Task<string> RunAsync(Bench bench, int words)
    {
        var transcript = await bench.TranscriptAsync(words, 1000);
        var people = await Task.WhenAll(bench.Corpus.Coders.Select(c => bench.Site.ClientAsync(c.AccountId)));
        var listeners = new List<Circuit>();
        try
        {
            for (var i = 0; i < Listeners; i++) listeners.Add(await Circuit.SitDownAsync(bench, bench.Corpus.Coders[i].AccountId, transcript));
            await CodeAsync(bench.Corpus, transcript, people, TimeSpan.FromSeconds(4));
            var heard = listeners.Sum(l => l.News);
            var processor = bench.Site.Processor();
            var (perSecond, times) = await CodeAsync(bench.Corpus, transcript, people, TimeSpan.FromSeconds(8));
            var each = (bench.Site.Processor() - processor).TotalMilliseconds / times.Count;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{perSecond:0} a second, {times}; {each:0.00} ms of the server's processor each; {(listeners.Sum(l => l.News) - heard) / Listeners / 8} messages a second to each listener (real circuits)");
        }
        finally
        {
            foreach (var listener in listeners) await listener.DisposeAsync();
            foreach (var person in people) person.Dispose();
        }
    }

    private static async Task<(double PerSecond, Times Times)> CodeAsync(Corpus corpus, Transcript transcript, IReadOnlyList<HttpClient> people, TimeSpan length)
    {
        var times = new Times();
        var running = Stopwatch.StartNew();
        await Task.WhenAll(people.Select(async person =>
        {
            var choice = new Random(Random.Shared.Next());
            while (running.Elapsed < length)
            {
                var start = choice.Next(transcript.Length - 160);
                var act = new
                {
                    id = Guid.CreateVersion7(),
                    kind = "Apply",
                    codingId = Guid.CreateVersion7(),
                    codeId = corpus.Codes[choice.Next(corpus.Codes.Count)].Id.Value,
                    start,
                    end = start + 20 + choice.Next(130),
                };
                var sent = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Post, $"desk/{transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts = new[] { act } }) };
                request.Headers.Add("X-CoreStudy", "desk");
                using var answer = await person.SendAsync(request);
                var said = await answer.Content.ReadAsStringAsync();
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The desk answered {answer.StatusCode}: {said}");
                if (said.Contains("\"kept\":true", StringComparison.Ordinal)) times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                // otherwise it began inside a character: another place next time
            }
        }));
        return (times.Count / running.Elapsed.TotalSeconds, times);
    }
}
