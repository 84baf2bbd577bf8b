using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Live.Nodes;

namespace CoreStudy.Benchmarks;

/// <summary>Two nodes over one database: how soon a desk on the other node hears, and what telling it costs who codes. A third, the measured site itself, listens too.</summary>
internal static class Nodes
{
    private const int Transcripts = 8;

    public static async Task<string> RunAsync(Bench bench)
    {
        await using var one = await AppFixture.StartOverAsync(bench.Site.ConnectionString);
        await using var other = await AppFixture.StartOverAsync(bench.Site.ConnectionString);
        await one.Services.GetRequiredService<NodeLink>().Listening;
        await other.Services.GetRequiredService<NodeLink>().Listening;
        var transcripts = new List<Transcript>();
        for (var i = 0; i < Transcripts; i++) transcripts.Add(await bench.Corpus.TranscriptAsync(1000, 0));

        var (here, there) = (new Times(), new Times());
        var (coder, reader) = (bench.Corpus.Coders[0], bench.Corpus.Coders[1]);
        using (var near = one.Services.GetRequiredService<DeskRooms>().Enter(transcripts[0].Id).Join(reader, 0))
        using (var far = other.Services.GetRequiredService<DeskRooms>().Enter(transcripts[0].Id).Join(reader, 0))
        {
            for (var i = -20; i < 200; i++)
            {
                var since = Stopwatch.GetTimestamp();
                await ApplyAsync(bench, one, transcripts[0], coder, i + 20);
                var (atHere, atThere) = (HeardAsync(near), HeardAsync(far));
                await Task.WhenAll(atHere, atThere);
                if (i < 0) continue;
                here.Add(Stopwatch.GetElapsedTime(since, await atHere).TotalMilliseconds);
                there.Add(Stopwatch.GetElapsedTime(since, await atThere).TotalMilliseconds);
            }
        }

        var telling = await CodeAsync(bench, one, transcripts, from: 0);
        await one.Services.GetRequiredService<NodeLink>().StopAsync(CancellationToken.None);
        var silent = await CodeAsync(bench, one, transcripts, from: 40_000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"asked to heard at the same node {here}; at another {there}. 8 people on 8 texts: {telling.PerSecond:0} a second and {telling.Times} while it tells, {silent.PerSecond:0} and {silent.Times} while it does not");
    }

    private static async Task<long> HeardAsync(DeskListener listener)
    {
        while (listener.TakeChanges() is null) await listener.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        return Stopwatch.GetTimestamp();
    }

    private static async Task<(double PerSecond, Times Times)> CodeAsync(Bench bench, AppFixture node, IReadOnlyList<Transcript> transcripts, int from)
    {
        var times = new Times();
        var running = Stopwatch.StartNew();
        await Task.WhenAll(transcripts.Select((transcript, i) => Task.Run(async () =>
        {
            for (var n = from; running.Elapsed < TimeSpan.FromSeconds(8); n++)
            {
                var since = Stopwatch.GetTimestamp();
                await ApplyAsync(bench, node, transcript, bench.Corpus.Coders[2 + i], n);
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        })));
        return (times.Count / running.Elapsed.TotalSeconds, times);
    }

    private static async Task ApplyAsync(Bench bench, AppFixture node, Transcript transcript, Member by, int number)
    {
        var start = number % 2_000;
        var code = bench.Corpus.Codes[number / 2_000 % bench.Corpus.Codes.Count];
        var apply = new Apply(ActId.New(), CodingId.New(), code.Id, new Segment(start, start + 20), IsUnsure: false, "");
        StudyBuilder.Must(await node.Services.GetRequiredService<RecordActs>().RunAsync(by.AccountId, transcript.Id, [apply], CancellationToken.None));
    }
}
