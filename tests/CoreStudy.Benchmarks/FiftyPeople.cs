using System.Diagnostics;
using System.Net.Http.Json;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>Fifty people code one transcript as fast as the server lets them: each sends the next act when the last is confirmed.</summary>
internal static class FiftyPeople
{
    public static async Task<(double PerSecond, Times Times)> RunAsync(Corpus corpus, Transcript transcript, IReadOnlyList<HttpClient> people, TimeSpan length)
    {
        var times = new Times();
        var kept = 0;
        var running = Stopwatch.StartNew();
        await Task.WhenAll(people.Select(async (person, number) =>
        {
            var choice = new Random(number);
            while (running.Elapsed < length)
            {
                var start = choice.Next(transcript.Length - 160);
                var act = new
                {
                    id = Guid.CreateVersion7(), kind = "Apply", codingId = Guid.CreateVersion7(),
                    codeId = corpus.Codes[choice.Next(corpus.Codes.Count)].Id.Value, start, end = start + 20 + choice.Next(130),
                };
                var sent = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Post, $"desk/{transcript.Id.Value}/acts") { Content = JsonContent.Create(new { acts = new[] { act } }) };
                request.Headers.Add("X-CoreStudy", "desk");
                using var answer = await person.SendAsync(request);
                var said = await answer.Content.ReadAsStringAsync();
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The desk answered {answer.StatusCode}: {said}");
                if (!said.Contains("\"kept\":true", StringComparison.Ordinal)) continue; // inside a character: another place next time
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                Interlocked.Increment(ref kept);
            }
        }));
        return (kept / running.Elapsed.TotalSeconds, times);
    }
}
