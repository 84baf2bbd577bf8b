using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>The load driver: many people in many studies, each over a real circuit, reading, coding and commenting as people do.</summary>
internal static class Load
{
    /// <summary>People of one study who work at once; ten to each of its texts.</summary>
    private const int PeopleOfStudy = 50;

    private const int TextsOfStudy = 5;

    /// <summary>From one act of a person to the next, on average.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, List<CrowdStudy>> Made = [];

    /// <summary>People at texts of 20,000 words with 1,000 codings each, one node.</summary>
    /// <param name="connected">How many have the desk open.</param>
    /// <param name="active">How many of them do something, once in five seconds.</param>
    /// <param name="browsers">Whether two real browsers sit among them.</param>
    public static async Task<string> RunAsync(Bench bench, int connected, int active, bool browsers = false)
    {
        var studies = await StudiesAsync(bench, connected);
        await bench.Site.RestartAsync();
        var site = bench.Site.Running;
        await using var signIns = new SignIns(bench.Site.ConnectionString);
        await using var crowd = await Crowd.SeatAsync([site], [new Door(site.Address, "")], signIns, bench.Site.ConnectionString, studies, connected);
        var idle = await crowd.MeasureAsync(bench.Minute / 3);
        crowd.Begin(active, Each);
        await Task.Delay(WarmUp(bench));
        var real = browsers ? Applying.AmongOthersAsync(bench, studies[0], bench.Minute) : Task.FromResult("");
        var measured = await crowd.MeasureAsync(bench.Minute);
        var painted = await real;
        var megabytes = crowd.Megabytes();
        var (behind, lost) = await crowd.EndAsync();
        var sizes = await SizesAsync(bench.Site.ConnectionString);
        return Said(measured) + painted + string.Create(
            CultureInfo.InvariantCulture,
            $"; memory {crowd.Memory.Empty:0} MB with 5 people, {crowd.Memory.Seated:0} MB with all ({(crowd.Memory.Seated - crowd.Memory.Empty) / (connected - 5):0.00} each), {megabytes:0} MB at work, {crowd.MostMegabytes():0} MB at most; while nobody did anything: processors {Share(idle.Processors.Site, idle.Length)} of the site, {Share(idle.Processors.Postgres, idle.Length)} of PostgreSQL, {idle.Transactions / idle.Length.TotalSeconds:0} transactions a second; {sizes}; {End(crowd, measured, behind, lost)}");
    }

    /// <summary>The same by two nodes over one database, behind a proxy; half of each text's people are at each node.</summary>
    public static async Task<string> TwoNodesAsync(Bench bench, int connected, int active)
    {
        var studies = await StudiesAsync(bench, connected);
        await bench.Site.RestartAsync();
        var one = bench.Site.Running;
        await using var other = await bench.Site.StartOverAsync(bench.Site.ConnectionString, Bench.Port + 3);
        await using var proxy = await ProxyProcess.StartAsync(one.Address, other.Address, CancellationToken.None);
        await using var signIns = new SignIns(bench.Site.ConnectionString);
        await using var crowd = await Crowd.SeatAsync([one, other], [.. new[] { ProxyProcess.One, ProxyProcess.Other }.Select(node => new Door(proxy.Address, $"{ProxyProcess.Cookie}={node}"))], signIns, bench.Site.ConnectionString, studies, connected);
        crowd.Begin(active, Each);
        await Task.Delay(WarmUp(bench));
        var measured = await crowd.MeasureAsync(bench.Minute);
        var (behind, lost) = await crowd.EndAsync();
        return Said(measured) + string.Create(
            CultureInfo.InvariantCulture, $"; memory of both nodes {crowd.Memory.Empty:0} MB with 5 people, {crowd.Memory.Seated:0} MB with all; {End(crowd, measured, behind, lost)}");
    }

    /// <summary>Fifty people, an act each second each, in a study with few codings and in one with many.</summary>
    public static async Task<string> CodingsAsync(Bench bench, int few, int many)
    {
        var each = new BigTranscript(1200, 33, 1000);
        var (small, big) = (await GrownAsync(bench, few / each.Codings, each), await GrownAsync(bench, many / each.Codings, each));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{few:N0} codings: {small.Said}; {many:N0} codings: {big.Said}; ratio p50 {big.Applied.Median / small.Applied.Median:0.00}, p95 {big.Applied.P95 / small.Applied.P95:0.00}");
    }

    /// <summary>The same with the same number of codings, in few transcripts and in many.</summary>
    public static async Task<string> TranscriptsAsync(Bench bench, int few, int many)
    {
        const int Codings = 30_000;
        var (small, big) = (await GrownAsync(bench, few, new BigTranscript(1200, 33, Codings / few)), await GrownAsync(bench, many, new BigTranscript(1200, 33, Codings / many)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{few:N0} transcripts: {small.Said}; {many:N0} transcripts: {big.Said}; ratio p50 {big.Applied.Median / small.Applied.Median:0.00}, p95 {big.Applied.P95 / small.Applied.P95:0.00}");
    }

    /// <summary>The same in texts of different lengths, with 1,000 codings each.</summary>
    public static async Task<string> WordsAsync(Bench bench, params int[] lengths)
    {
        var said = new List<string>();
        foreach (var words in lengths)
        {
            var grown = await GrownAsync(bench, 10, new BigTranscript(words, 33, 1000));
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{words:N0} words: {grown.Said}"));
        }

        return string.Join("; ", said);
    }

    /// <summary>What the borders cost that the database itself keeps, between studies and before blind rounds: with the policies and without, by turns, in the benchmark's own database.</summary>
    public static async Task<string> BorderAsync(Bench bench)
    {
        var studies = await StudiesAsync(bench, PeopleOfStudy);
        await bench.Site.RestartAsync();
        var site = bench.Site.Running;
        await using var signIns = new SignIns(bench.Site.ConnectionString);
        await using var crowd = await Crowd.SeatAsync([site], [new Door(site.Address, "")], signIns, bench.Site.ConnectionString, studies, PeopleOfStudy);
        crowd.Begin(PeopleOfStudy, TimeSpan.FromSeconds(1));
        await Task.Delay(WarmUp(bench));
        var (with, without) = (new List<Measured>(), new List<Measured>());
        try
        {
            for (var i = 0; i < 3; i++)
            {
                with.Add(await crowd.MeasureAsync(bench.Minute / 3));
                await PoliciesAsync(bench, "disable");
                without.Add(await crowd.MeasureAsync(bench.Minute / 3));
                await PoliciesAsync(bench, "enable");
            }
        }
        finally
        {
            await PoliciesAsync(bench, "enable");
        }

        var (behind, lost) = await crowd.EndAsync();
        return $"with {Together(with)}; without {Together(without)}; {Errors(crowd)}, {behind} behind, {lost} lost";
    }

    private static TimeSpan WarmUp(Bench bench) => bench.Minute < TimeSpan.FromSeconds(30) ? bench.Minute / 2 : TimeSpan.FromSeconds(30);

    private static string Together(List<Measured> turns)
    {
        var times = Times.Of(turns.Select(t => t.Figures.Applied));
        var used = turns.Aggregate(default(Processors), (sum, t) => sum + t.Processors);
        var acts = turns.Sum(t => t.Figures.Applied.Count + t.Figures.Commented.Count);
        return string.Create(CultureInfo.InvariantCulture, $"p50 {times.Median:0.0}, p95 {times.P95:0.0}, p99 {times.P99:0.0} ms (n={times.Count}), processor for each act {used.Site.TotalMilliseconds / acts:0.00} ms of the site and {used.Postgres.TotalMilliseconds / acts:0.00} ms of PostgreSQL");
    }

    private static string Said(Measured measured)
    {
        var (figures, used, length, written, transactions) = measured;
        var acts = figures.Applied.Count + figures.Commented.Count + figures.Opened.Count;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"apply {figures.Applied.ToStringWithP99()}; others told {figures.Told.ToStringWithP99()}; comment {figures.Commented}; another transcript opened {figures.Opened}; the circuit left let go {figures.Left}; circuit there and back {figures.Moved}; {acts / length.TotalSeconds:0.0} acts a second; processors: site {Share(used.Site, length)}, PostgreSQL {Share(used.Postgres, length)}, driver {Share(used.Driver, length)}, all that ran {Share(used.Machine, length)} of {Environment.ProcessorCount}; {written / 1024.0 / Math.Max(1, acts):0.0} kB of write-ahead log an act, {transactions / length.TotalSeconds:0} transactions a second");
    }

    private static string Share(TimeSpan used, TimeSpan length) => (used / length).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Errors(Crowd crowd) =>
        $"{crowd.Errors.Values.Sum()} errors{string.Concat(crowd.Errors.OrderByDescending(e => e.Value).Take(3).Select(e => $" ({e.Value} times: {e.Key})"))}";

    private static string End(Crowd crowd, Measured measured, int behind, long lost) =>
        $"{Errors(crowd)}, {measured.Figures.Refused} refused, {measured.Figures.Gaps} gaps fetched, {behind} people behind at the end, {lost} kept codings lost";

    /// <summary>Fifty people on ten texts of a study made for this, in a database of its own.</summary>
    private static async Task<(Times Applied, string Said)> GrownAsync(Bench bench, int transcripts, BigTranscript each)
    {
        var name = $"grown{transcripts}x{each.Words}x{each.Codings}";
        if (!Made.ContainsKey(name)) Made[name] = [await GrowAsync(await bench.Site.DatabaseAsync(name), transcripts, each)];
        var connectionString = await bench.Site.DatabaseAsync(name);
        await using var site = await bench.Site.StartOverAsync(connectionString, Bench.Port + 3);
        await using var signIns = new SignIns(connectionString);
        await using var crowd = await Crowd.SeatAsync([site], [new Door(site.Address, "")], signIns, connectionString, Made[name], PeopleOfStudy);
        crowd.Begin(PeopleOfStudy, TimeSpan.FromSeconds(1));
        await Task.Delay(WarmUp(bench));
        var measured = await crowd.MeasureAsync(bench.Minute);
        var (behind, lost) = await crowd.EndAsync();
        var (figures, used, _, _, _) = measured;
        var acts = figures.Applied.Count + figures.Commented.Count;
        var sizes = await SizesAsync(connectionString);
        return (figures.Applied, string.Create(
            CultureInfo.InvariantCulture,
            $"apply {figures.Applied.ToStringWithP99()}, others told {figures.Told}, opened {figures.Opened}, processor for each act {used.Site.TotalMilliseconds / acts:0.00} ms of the site and {used.Postgres.TotalMilliseconds / acts:0.00} ms of PostgreSQL, {sizes}, {End(crowd, measured, behind, lost)}"));
    }

    private static async Task<CrowdStudy> GrowAsync(string connectionString, int transcripts, BigTranscript each)
    {
        var big = await BigStudy.MakeAsync(connectionString, transcripts, 200, each);
        await using var db = new StudyDb(StudyDbOptions.For(connectionString));
        await db.Database.ExecuteSqlRawAsync("update transcripts set released_at = imported_at");
        var every = transcripts / 10;
        var texts = await db.Transcripts.OrderBy(t => t.Title).Select(t => new CrowdText(t.StudyId, t.Id, t.Length, t.TurnCount)).ToListAsync();
        var codes = await db.Codes.Select(c => c.Id).ToListAsync();
        return new CrowdStudy([.. texts.Where((_, i) => i % every == 0).Take(10)], [.. big.Coders], codes);
    }

    /// <summary>Studies of fifty people and five texts of 20,000 words each, in the measured site's database, made when first asked for.</summary>
    private static async Task<IReadOnlyList<CrowdStudy>> StudiesAsync(Bench bench, int people)
    {
        if (!Made.TryGetValue("", out var made)) Made[""] = made = [];
        while (made.Count * PeopleOfStudy < people)
        {
            var corpus = await Corpus.MakeAsync(bench.Site.ConnectionString, PeopleOfStudy + 2, made.Count + 1);
            var texts = new List<CrowdText>();
            for (var i = 0; i < TextsOfStudy; i++)
            {
                var transcript = await corpus.TranscriptAsync(20_000, 1000);
                texts.Add(new CrowdText(transcript.StudyId, transcript.Id, transcript.Length, transcript.TurnCount));
            }

            made.Add(new CrowdStudy(texts, corpus.Coders, [.. corpus.Codes.Select(c => c.Id)]));
        }

        await using var db = new StudyDb(StudyDbOptions.For(bench.Site.ConnectionString));
        await db.Database.ExecuteSqlRawAsync("vacuum analyze");
        return made;
    }

    /// <summary>What things take on disk, with their indexes.</summary>
    private static async Task<string> SizesAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand(
            """
            select pg_total_relation_size('codings')::float8 / (select greatest(count(*), 1) from codings), pg_total_relation_size('coding_acts')::float8 / (select greatest(count(*), 1) from coding_acts),
                (pg_total_relation_size('transcript_texts') + pg_total_relation_size('turns'))::float8 / (select greatest(count(*), 1) from transcripts), pg_database_size(current_database())::float8
            """, connection) { CommandTimeout = 120 };
        await using var answer = await asks.ExecuteReaderAsync();
        await answer.ReadAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"on disk {answer.GetDouble(0):0} bytes a coding, {answer.GetDouble(1):0} an act, {answer.GetDouble(2) / 1024:0} kB a text with its turns, {answer.GetDouble(3) / 1024 / 1024:0} MB in all");
    }

    /// <summary>Each table in a transaction of its own: one that locked a table and waited for the next would stand in a circle with people who work.</summary>
    /// <param name="what"><c>enable</c> or <c>disable</c>.</param>
    private static async Task PoliciesAsync(Bench bench, string what)
    {
        await using var connection = new NpgsqlConnection(bench.Site.ConnectionString);
        await connection.OpenAsync();
        await using var change = new NpgsqlCommand($"do $$ declare behind text; begin for behind in select distinct polrelid::regclass from pg_policy where polname in ('study_border', 'blind_border') loop execute format('alter table %s {what} row level security', behind); commit; end loop; end $$", connection);
        await change.ExecuteNonQueryAsync();
    }
}
