using System.Diagnostics;
using System.Globalization;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Features.Questions;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Live;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>Every list, tree and dashboard of a study of one size, in a site within this process over a database of its own.</summary>
internal static class Lists
{
    private static readonly Dictionary<int, BigStudy> Made = [];

    private static readonly (string Name, Func<IServiceProvider, BigStudy, Task> Ask)[] Questions =
    [
        ("transcripts", async (all, big) => Read(await all.GetRequiredService<ListTranscripts>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
        ("interviews", async (all, big) => Read(await all.GetRequiredService<ListInterviews>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
        ("participants", async (all, big) => Read(await all.GetRequiredService<ListParticipants>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
        ("framework", async (all, big) => Read(await all.GetRequiredService<ReadCodebook>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
        ("questions", async (all, big) => Read(await all.GetRequiredService<ListQuestions>().RunAsync(big.Supervisor.AccountId, big.StudyId, default))),
        ("trusts", async (all, big) => Read(await all.GetRequiredService<ListPlaces>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
        ("studies", async (all, big) => await all.GetRequiredService<ListStudies>().RunAsync(big.Lead.AccountId, default)),
        ("dashboard, nobody watching", async (all, big) => Read(await all.GetRequiredService<ReadProgress>().RunAsync(big.Lead.AccountId, big.StudyId, default))),
    ];

    /// <summary>Whose page of the study, by its address; one that this version does not have is left out.</summary>
    private static readonly (Role Who, string Path)[] Pages =
    [
        (Role.StudyLead, ""), (Role.Coder, ""), (Role.StudyLead, "/progress"), (Role.StudyLead, "/interviews"), (Role.StudyLead, "/participants"), (Role.StudyLead, "/codebook"),
        (Role.Supervisor, "/questions"), (Role.StudyLead, "/places"), (Role.StudyLead, "/members"), (Role.StudyLead, "/assignments"), (Role.Supervisor, "/sign-off"), (Role.Coder, "/work"),
    ];

    public static async Task<string> RunAsync(Bench bench, int transcripts, int codes)
    {
        var big = await StudyAsync(bench, transcripts, codes);
        await using var app = await AppFixture.StartOverAsync(big.ConnectionString);
        var said = new List<string>();
        var worst = 0.0;
        foreach (var (name, ask) in Questions)
        {
            var times = await TimeAsync(() => ask(app.Services, big));
            worst = Math.Max(worst, times.P95);
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {times.Median:0}/{times.P95:0}"));
        }

        foreach (var (who, path) in Pages)
        {
            if (Page.At(path) is not { } page) continue;
            var member = who switch { Role.StudyLead => big.Lead, Role.Supervisor => big.Supervisor, _ => big.Coders[0] };
            var times = await TimeAsync(() => Page.RenderAsync(app.Services, page, member));
            worst = Math.Max(worst, times.P95);
            said.Add(string.Create(CultureInfo.InvariantCulture, $"page {(path.Length == 0 ? "/" : path)} ({who}) {times.Median:0}/{times.P95:0}"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"p50/p95 in ms: {string.Join(", ", said)}; slowest p95 {worst:0}; counting all codings for the first time {big.Counting.TotalSeconds:0.0} s");
    }

    /// <summary>From a coding being committed, and its news being told, until the snapshot of all who watch has it.</summary>
    public static async Task<string> NewsAsync(Bench bench, int transcripts, int codes)
    {
        var big = await StudyAsync(bench, transcripts, codes);
        await using var app = await AppFixture.StartOverAsync(big.ConnectionString);
        return $"1 watching {await FollowAsync(app, big, 1)}; 50 watching {await FollowAsync(app, big, 50)}";
    }

    private static async Task<BigStudy> StudyAsync(Bench bench, int transcripts, int codes)
    {
        if (!Made.TryGetValue(transcripts, out var big))
        {
            var since = Stopwatch.GetTimestamp();
            Made[transcripts] = big = await BigStudy.MakeAsync(await bench.Site.DatabaseAsync($"big{transcripts}"), transcripts, codes);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"A study of {transcripts} transcripts was made in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s."));
        }

        return big;
    }

    private static async Task<Times> TimeAsync(Func<Task> work)
    {
        var times = new Times();
        for (var i = -10; i < 30; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await work();
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<Times> FollowAsync(AppFixture app, BigStudy big, int watching)
    {
        var (board, read, feed) = (app.Services.GetRequiredService<ProgressBoard>(), app.Services.GetRequiredService<ReadProgress>(), app.Services.GetRequiredService<StudyFeed>());
        var seen = new int[watching];
        var target = 0;
        var all = new TaskCompletionSource();
        async Task LookAsync(int who)
        {
            var sum = Read(await read.RunAsync(big.Lead.AccountId, big.StudyId, default)).Facts.Tallies.Sum(t => t.Codings);
            Volatile.Write(ref seen[who], sum);
            if (Volatile.Read(ref target) > 0 && seen.All(s => s >= target)) all.TrySetResult();
        }

        var following = Enumerable.Range(0, watching).Select(who => board.Follow(big.StudyId, () => _ = LookAsync(who))).ToList();
        await LookAsync(0);
        var times = new Times();
        for (var i = -3; i < 20; i++)
        {
            var before = Read(await read.RunAsync(big.Lead.AccountId, big.StudyId, default)).Facts.Tallies.Sum(t => t.Codings);
            all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref target, before + 1);
            var transcript = await CodeAsync(big);
            var since = Stopwatch.GetTimestamp();
            feed.Publish(new CodingsMoved(big.StudyId, transcript, 1));
            await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            Volatile.Write(ref target, 0);
            await Task.Delay(Random.Shared.Next(700)); // not in step with the board's own pauses
        }

        foreach (var one in following) one.Dispose();
        return times;
    }

    /// <summary>A coding more on one of the transcripts, as the desk would commit it.</summary>
    private static async Task<TranscriptId> CodeAsync(BigStudy big)
    {
        await using var connection = new NpgsqlConnection(big.ConnectionString);
        await connection.OpenAsync();
        await using var code = new NpgsqlCommand(
            """
            with like_this as materialized (select transcript_id from coding_heads order by random() limit 1),
                head as (update coding_heads h set revision = revision + 1 from like_this where h.transcript_id = like_this.transcript_id returning h.transcript_id, h.revision)
            insert into codings (id, study_id, transcript_id, code_id, member_id, words, is_unsure, question, coded_at, changed_at, revision, segment_start, segment_end)
            select gen_random_uuid(), c.study_id, c.transcript_id, c.code_id, c.member_id, substr(c.words, 1, $2), false, '', now(), now(), head.revision, c.segment_start, c.segment_start + $2
            from head join codings c on c.transcript_id = head.transcript_id and c.revision = $1 returning transcript_id
            """, connection) { Parameters = { new() { Value = (long)Random.Shared.Next(1, 1001) }, new() { Value = Random.Shared.Next(2, 9) } } };
        return new TranscriptId((Guid)(await code.ExecuteScalarAsync())!);
    }

    private static T Read<T>(Result<T> result) => StudyBuilder.Must(result);
}
