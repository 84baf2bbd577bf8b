using System.Collections.Concurrent;
using System.Diagnostics;
using CoreStudy.Domain;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>A way to the site: its address, and a cookie that keeps a person with one node; empty where there is one.</summary>
internal sealed record Door(Uri Address, string Cookie)
{
    public override string ToString() => Address.ToString();
}

/// <summary>What was measured over a while.</summary>
/// <param name="Length">How long.</param>
/// <param name="WalBytes">What PostgreSQL wrote into its log ahead of the tables, in bytes.</param>
/// <param name="Transactions">How many it ended, those that only read too.</param>
internal sealed record Measured(Figures Figures, Processors Processors, TimeSpan Length, long WalBytes, long Transactions);

/// <summary>Many people at the desks of a site at once, each over a circuit of their own.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static int _rounds;

    private readonly ConcurrentDictionary<CodingId, (Person By, Figures Figures, long At)> _expected = new();
    private readonly ConcurrentBag<CodingId> _kept = [];
    private readonly List<Person> _people = [];
    private readonly IReadOnlyList<RunningSite> _sites;
    private readonly string _connectionString;
    private readonly CancellationTokenSource _over = new();
    private List<Task> _working = [];

    private Crowd(IReadOnlyList<RunningSite> sites, string connectionString) => (_sites, _connectionString, Figures) = (sites, connectionString, new Figures(Errors));

    /// <summary>Where what happens now is noted.</summary>
    public Figures Figures { get; private set; }

    /// <summary>What went wrong since the first sat down, in words, and how often.</summary>
    public ConcurrentDictionary<string, int> Errors { get; } = new();

    /// <summary>Megabytes that the site held before people came, and when all sat and nobody did anything.</summary>
    public (double Empty, double Seated) Memory { get; private set; }

    public int Count => _people.Count;

    /// <summary>Seats people: ten to a text or so, each signed in.</summary>
    /// <param name="doors">Taken in turn, a text's people by all of them.</param>
    public static async Task<Crowd> SeatAsync(IReadOnlyList<RunningSite> sites, IReadOnlyList<Door> doors, SignIns signIns, string connectionString, IReadOnlyList<CrowdStudy> studies, int count)
    {
        var round = Interlocked.Increment(ref _rounds); // others would do what was done before
        var crowd = new Crowd(sites, connectionString);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var study = studies[i / 50];
                var (place, door) = (i % 50, doors[i / study.Texts.Count % doors.Count]);
                var cookie = await signIns.CookieAsync(study.People[place].AccountId);
                crowd._people.Add(new Person(crowd, study, study.People[place], study.Texts[place % study.Texts.Count], door.Address, door.Cookie.Length == 0 ? cookie : $"{cookie}; {door.Cookie}", seed: (round * 10_000) + i));
            }

            // A few come first: what every process needs once is not what a person costs.
            foreach (var person in crowd._people.Take(5)) await person.SitDownAsync();
            var empty = await crowd.SettledAsync();
            await Parallel.ForEachAsync(crowd._people.Skip(5), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) => await person.SitDownAsync());
            crowd.Memory = (empty, await crowd.SettledAsync());
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets some of the people work, evenly over the texts; the others stay connected and read what comes.</summary>
    /// <param name="each">From one act of a person to the next, on average.</param>
    public void Begin(int active, TimeSpan each)
    {
        var every = _people.Count / active;
        _working = [.. _people.Where((person, i) => i / 5 % every == 0).Take(active).Select(person => Task.Run(() => person.WorkAsync(each, _over.Token)))];
    }

    /// <summary>What happens from now on for a while, and what it took.</summary>
    public async Task<Measured> MeasureAsync(TimeSpan length)
    {
        var machine = await Machine.WatchAsync(_sites, _connectionString);
        var written = await WrittenAsync();
        var figures = Figures = new Figures(Errors);
        var before = machine.Now();
        await Task.Delay(length);
        var used = machine.Now() - before;
        Figures = new Figures(Errors);
        var after = await WrittenAsync();
        return new Measured(figures, used, length, after.WalBytes - written.WalBytes, after.Transactions - written.Transactions);
    }

    /// <summary>Lets everybody stop, and looks whether all is there: how many have not all that was done on their text, and how many kept codings are not in the database.</summary>
    public async Task<(int Behind, long Lost)> EndAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_working);
        var behind = int.MaxValue;
        for (var tries = 0; tries < 50 && behind > 0; tries++)
        {
            if (tries > 0) await Task.Delay(200);
            var heads = await HeadsAsync();
            behind = _people.Count(p => p.Revision < heads[p.Text.Id]);
        }

        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand("select count(*) from codings where id = any($1)", connection) { Parameters = { new() { Value = _kept.Select(c => c.Value).ToArray() } } };
        return (behind, _kept.Count - (long)(await asks.ExecuteScalarAsync())!);
    }

    public double Megabytes() => _sites.Sum(s => s.MemoryMegabytes());

    public double MostMegabytes() => _sites.Sum(s => s.MostMegabytes());

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_working);
        await Parallel.ForEachAsync(_people, async (person, _) => await person.DisposeAsync());
        _over.Dispose();
    }

    /// <summary>A coding is on its way: others on the text are to hear of it.</summary>
    internal void Expect(CodingId coding, Person by, Figures figures) => _expected[coding] = (by, figures, Stopwatch.GetTimestamp());

    internal void Keep(CodingId coding) => _kept.Add(coding);

    internal void Hear(CodingId coding, Person listener, long at)
    {
        if (_expected.TryGetValue(coding, out var sent) && sent.By != listener) sent.Figures.Told.Add(Stopwatch.GetElapsedTime(sent.At, at).TotalMilliseconds);
    }

    /// <summary>The least that the site held over five seconds.</summary>
    private async Task<double> SettledAsync()
    {
        var least = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(500);
            least = Math.Min(least, Megabytes());
        }

        return least;
    }

    private async Task<(long WalBytes, long Transactions)> WrittenAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand("select (pg_current_wal_insert_lsn() - '0/0')::bigint, xact_commit + xact_rollback from pg_stat_database where datname = current_database()", connection);
        await using var answer = await asks.ExecuteReaderAsync();
        await answer.ReadAsync();
        return (answer.GetInt64(0), answer.GetInt64(1));
    }

    private async Task<Dictionary<TranscriptId, long>> HeadsAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand("select transcript_id, revision from coding_heads where transcript_id = any($1)", connection)
        {
            Parameters = { new() { Value = _people.Select(p => p.Text.Id.Value).Distinct().ToArray() } },
        };
        await using var answer = await asks.ExecuteReaderAsync();
        var heads = new Dictionary<TranscriptId, long>();
        while (await answer.ReadAsync()) heads[new TranscriptId(answer.GetGuid(0))] = answer.GetInt64(1);
        return heads;
    }
}
