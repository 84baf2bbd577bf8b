using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Benchmarks;

/// <summary>What two coders of a long transcript agree on, and where they differ.</summary>
internal static class Settling
{
    private const int Times = 200, Each = 1000, Codes = 6, Length = 120_000;

    public static Task<string> RunAsync(Bench? _)
    {
        var random = new Random(7);
        var codes = Enumerable.Range(0, Codes).Select(_ => CodeId.New()).ToList();
        var codings = Enumerable.Range(0, 2 * Each).Select(i =>
        {
            var start = random.Next(Length);
            return new LaneCoding(CodingId.New(), i % 2, codes[random.Next(Codes)], new Segment(start, start + 20 + random.Next(300)));
        }).ToList();
        LaneComparison.Of(codings, lanes: 2); // compiled

        var taken = new List<double>(Times);
        for (var time = 0; time < Times; time++)
        {
            var since = Stopwatch.GetTimestamp();
            LaneComparison.Of(codings, lanes: 2);
            taken.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        taken.Sort();
        return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"p50 {taken[Times / 2]:0.0} ms, p95 {taken[Times * 95 / 100]:0.0} ms"));
    }
}
