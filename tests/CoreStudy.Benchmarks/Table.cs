namespace CoreStudy.Benchmarks;

/// <summary>All that is measured, in the order in which it is printed.</summary>
internal static class Table
{
    public static IReadOnlyList<Measure> Measures { get; } =
    [
        new("insert", "Floor: one row stored and committed by PostgreSQL alone", "", Floors.InsertAsync),
        new("click", "Floor: a click on an empty Blazor Server page", "", Floors.ClickAsync),
        new("open-1000", "Open 20,000 words with 1,000 codings, cold browser cache", "1,000 ms", bench => Opening.InBrowserAsync(bench, 1000)),
        new("open-5000", "The same with 5,000 codings", "1,300 ms", bench => Opening.InBrowserAsync(bench, 5000)),
        new("server", "Server time of the same: page and codings", "60 ms", Opening.OnServerAsync),
        new("apply-1000", "Apply a code among 1,000: key to painted and confirmed in the own page", "p95 33 and 50 ms", bench => Applying.OwnPageAsync(bench, 1000)),
        new("apply-5000", "Apply a code among 5,000", "p95 33 and 50 ms", bench => Applying.OwnPageAsync(bench, 5000)),
        new("other", "Key in one browser to painted in another", "p95 100 ms", Applying.OtherPageAsync),
        new("nodes", "A coding on one node until a desk on another has heard of it; what telling it costs who codes", "p95 20 ms beside the same node; no slower", Nodes.RunAsync),
        new("redact", "Redact a name in 12 places of 20,000 words with 5,000 codings and their acts: to the commit", "1,000 ms", Revising.CommitAsync),
        new("redact-other", "Flag a passage there: request to veiled and painted in another open desk", "1,500 ms", Revising.OtherDeskAsync),
        new("fifty-2k", "50 people coding one text of 2,000 words, 10 live listeners", "500 a second, p95 150 ms", bench => FiftyPeople.RunAsync(bench, 2000)),
        new("fifty-20k", "50 people coding one text of 20,000 words, 10 live listeners", "500 a second, p95 150 ms", bench => FiftyPeople.RunAsync(bench, 20_000)),
        new("memory", "Memory of the server for each person on the desk", "1.5 MB", Memory.RunAsync),
        new("scroll-120", "Scroll 30,000 words with 5,000 codings, a turning wheel", "no frame over 50 ms", bench => Scrolling.RunAsync(bench, 120)),
        new("scroll-900", "The same, a screen a frame", "no frame over 50 ms", bench => Scrolling.RunAsync(bench, 900)),
        new("import", "Import a .docx of 20,000 words: read, parse, store", "1,000 ms", Importing.RunAsync),
        new("leaks", "Look through 5,000 short texts, and one memo, with all that a study of 300 people knows", "1,000 ms; 20 ms", Leaks.RunAsync),
        new("lists-small", "Every list, tree and dashboard of a study of 300 transcripts, 50 codes, 300,000 codings", "300 ms each", bench => Lists.RunAsync(bench, 300, 50)),
        new("lists-middle", "The same with 1,000 transcripts, 167 codes, 1 million codings", "300 ms each", bench => Lists.RunAsync(bench, 1000, 167)),
        new("lists-big", "The same with 3,000 transcripts, 500 codes, 3 million codings", "300 ms each", bench => Lists.RunAsync(bench, 3000, 500)),
        new("board-small", "A coding committed until all who watch the board of the small study have it", "1,000 ms", bench => Lists.NewsAsync(bench, 300, 50)),
        new("board", "The same with the big study", "1,000 ms", bench => Lists.NewsAsync(bench, 3000, 500)),
        new("explore-small", "Every matrix and picture of a study of 300 transcripts, 200 codes, 150,000 codings", "300 ms each; codes together 1 s", bench => Exploring.RunAsync(bench, 300, 200, 500)),
        new("explore-big", "The same with 3,000 transcripts, 200 codes, 3 million codings", "2 s each; codes together 5 s", bench => Exploring.RunAsync(bench, 3000, 200, 1000)),
        new("search-small", "Search in 300 transcripts of 6,000 words: one page", "100 ms each", bench => Searching.RunAsync(bench, 300, 6000)),
        new("search-big", "The same with 3,000 transcripts of 1,200 words", "", bench => Searching.RunAsync(bench, 3000, 1200)),
        new("archive", "A study of 300 transcripts, 200 codes, 150,000 codings out into one file, and restored elsewhere", "2 min; 5 min", bench => Archiving.RunAsync(bench, 300, 200, 500)),
        new("exchange", "A study of 300 transcripts, 200 codes, 150,000 codings out as a project for other programs and as a workbook; the project in again elsewhere", "", bench => Exchanging.RunAsync(bench, 300, 200, 500)),
        new("stream", "150,000 codings of 300 transcripts read by a program in one stream", "10,000 a second; flat memory", bench => Streaming.RunAsync(bench, 300, 150_000)),
        new("recordings", "Recordings of 100 MB and of 1,300 MB (2 hours in CD quality) brought in and sealed, beside a bare copy; a range at a random place", "half of the bare copy; 300 ms; flat memory", bench => Sounding.RunAsync(bench, 100, 1300)),
        new("audit-deed", "A small deed by 8 at once, without and with its entry in the audit trail", "ratio 3", Auditing.DeedAsync),
        new("audit-check", "Check the chain of 1 million entries", "20 s", Auditing.VerifyAsync),
        new("agreement", "All pairs of 10 coders x 200 codes x 300 transcripts in characters, every coefficient; the same with 2,000 draws", "2 s; 20 s", Agreeing.RunAsync, NeedsSite: false),
        new("settle", "What two coders with 1,000 codings each agree on in one transcript, and where they differ", "100 ms", Settling.RunAsync, NeedsSite: false),
        new("report", "A report of 60 slides as slides, as a document and as a page", "1,000 ms each", Writing.RunAsync, NeedsSite: false),
        new("load-20", "A trial of the load driver: 20 people at work in a study", "", bench => Load.RunAsync(bench, 20, 20), ByName: true),
        new("load-50", "50 people at work, each an act in 5 s, at texts of 20,000 words with 1,000 codings, ten to a text", "apply p95 100 ms; others p95 150 ms", bench => Load.RunAsync(bench, 50, 50), ByName: true),
        new("load-200", "The same with 200 people in four studies; two more in real browsers", "apply p95 100 ms; others p95 150 ms", bench => Load.RunAsync(bench, 200, 200, browsers: true), ByName: true),
        new("load-500", "The same with 500 people in ten studies", "", bench => Load.RunAsync(bench, 500, 500), ByName: true),
        new("load-1000", "1,000 people connected in twenty studies, 200 of them at work", "apply p95 250 ms; no errors; 2,048 MB", bench => Load.RunAsync(bench, 1000, 200), ByName: true),
        new("load-1000-all", "1,000 people in twenty studies, all at work", "", bench => Load.RunAsync(bench, 1000, 1000), ByName: true),
        new("load-200-two", "200 people at work over two nodes behind HAProxy", "", bench => Load.TwoNodesAsync(bench, 200, 200), ByName: true),
        new("load-1000-two", "1,000 people connected, 200 of them at work, over two nodes behind HAProxy", "", bench => Load.TwoNodesAsync(bench, 1000, 200), ByName: true),
        new("load-codings", "50 people, each an act a second, in a study with 30,000 codings and in one with 3 million", "ratio 1.3", bench => Load.CodingsAsync(bench, 30_000, 3_000_000), ByName: true),
        new("load-transcripts", "The same in studies with 30,000 codings, in 30 transcripts and in 3,000", "", bench => Load.TranscriptsAsync(bench, 30, 3000), ByName: true),
        new("load-words", "The same in texts of 2,000, 20,000 and 60,000 words", "", bench => Load.WordsAsync(bench, 2000, 20_000, 60_000), ByName: true),
        new("load-border", "The same with the policies that keep studies and blind rounds apart in the database, and without them", "", Load.BorderAsync, ByName: true),
        new("start", "Start after the first time until the sign-in page answers, private PostgreSQL", "3 s", Starting.RunAsync),
    ];

    public static async Task<int> PrintAsync(IReadOnlyList<string> only, string? published, TimeSpan minute, CancellationToken cancel)
    {
        if (only.FirstOrDefault(name => Measures.All(m => m.Name != name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no measure “{unknown}”; see --help.");
            return 2;
        }

        var chosen = Measures.Where(m => only.Count == 0 ? !m.ByName : only.Contains(m.Name)).ToList();
        var needsSite = chosen.Exists(m => m.NeedsSite);
        if (needsSite) await Console.Error.WriteLineAsync("Publishing the site, starting PostgreSQL and Chromium …");
        await using var bench = needsSite ? await Bench.StartAsync(published, minute) : null;
        await Console.Out.WriteLineAsync($"{Environment.ProcessorCount} processors, load {await LoadAsync(cancel)}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n| name | work | to reach | measured | load |\n|---|---|---|---|---|");
        var isWhole = true;
        foreach (var measure in chosen)
        {
            cancel.ThrowIfCancellationRequested();
            var measured = "";
            try
            {
                measured = await measure.RunAsync(bench!);
            }
            catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or Microsoft.Playwright.PlaywrightException or HttpRequestException)
            {
                isWhole = false;
                measured = $"not measured: {exception.Message.ReplaceLineEndings(" ")}";
            }

            await Console.Out.WriteLineAsync($"| {measure.Name} | {measure.Work} | {measure.ToReach} | {measured} | {await LoadAsync(cancel)} |");
        }

        return isWhole ? 0 : 1;
    }

    /// <summary>Processes that wanted a processor over the last minute: what else the machine was doing.</summary>
    private static async Task<string> LoadAsync(CancellationToken cancel) =>
        File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg", cancel)).Split(' ')[0] : "unknown";
}
