using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoreStudy.Testing.Faults;

/// <summary>
/// An installation to break: a PostgreSQL of its own that flushes what it confirms, the site as a program, and a line between people and site
/// and between site and PostgreSQL that can be cut. In it a study with people who code.
/// </summary>
public sealed class FaultGround : IAsyncDisposable
{
    /// <summary>Connections that the server takes in all: few, so that they can be used up.</summary>
    public const int MaxConnections = 100;

    private const string Database = "faults";
    private const int Words = 2000;

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"corestudy-faults-{Guid.CreateVersion7():n}"));
    private readonly TimeSpan _longest;
    private PrivatePostgres _postgres = null!;
    private ServiceProvider _accounts = null!;
    private StudyDb _db = null!;
    private StudyBuilder _study = null!;

    private FaultGround(TimeSpan longest)
    {
        _longest = longest;
        ToDatabase = new Relay(() => new UnixDomainSocketEndPoint(Path.Combine(new NpgsqlConnectionStringBuilder(Owner).Host!, ".s.PGSQL.5432")));
    }

    /// <summary>The line between the site and PostgreSQL.</summary>
    public Relay ToDatabase { get; }

    /// <summary>The line between people and the site.</summary>
    public Relay ToSite { get; private set; } = null!;

    public SiteProcess Site { get; private set; } = null!;

    /// <summary>Where people find the site, through the line that can be cut.</summary>
    public Uri Address => new($"http://localhost:{ToSite.Port}/");

    /// <summary>The database as its owner, past the line: for arranging and for the reckoning.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>The same through the line that can be cut.</summary>
    public string OwnerByLine { get; private set; } = "";

    /// <summary>What the site works under, through the line that can be cut.</summary>
    public StudyConnections Connections { get; private set; } = null!;

    public IReadOnlyList<Member> Coders { get; private set; } = [];

    /// <summary>Who downloads the list of members again and again, so that the audit trail has something to tell.</summary>
    public Member Lead { get; private set; } = null!;

    public IReadOnlyList<CodeId> Codes { get; private set; } = [];

    /// <summary>Nobody may put it on anything any more.</summary>
    public CodeId RetiredCode { get; private set; }

    public StudyId StudyId => _study.Study.Id;

    /// <summary>The folder with PostgreSQL's data.</summary>
    internal string Cluster => Path.Combine(_folder.FullName, "postgres");

    /// <param name="people">How many can code.</param>
    /// <param name="longest">How long a fault may keep PostgreSQL down.</param>
    public static async Task<FaultGround> StartAsync(int people, TimeSpan longest, CancellationToken cancel)
    {
        var ground = new FaultGround(longest);
        try
        {
            await ground.MakeAsync(people, cancel);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    public StudyDb Db() => new(StudyDbOptions.For(Owner));

    /// <summary>A transcript that nobody has coded.</summary>
    public async Task<Transcript> TranscriptAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var turns = Enumerable.Range(0, Words / 20).Select(i => $"Turn {i.ToString(CultureInfo.InvariantCulture)} is made up and says nothing of anybody, so that there are words to put codes on here.");
        var transcript = await _study.TranscriptAsync(Lead, turns);
        _db.ChangeTracker.Clear();
        return transcript;
    }

    /// <summary>A sign-in cookie as the site itself would set it at this address, as a header has it.</summary>
    public async Task<string> CookieAsync(Member member, Uri site)
    {
        var (name, value) = await SignInCookie.MakeAsync(_accounts, member.AccountId);
        return $"{(site.Scheme == Uri.UriSchemeHttps ? "__Host-" : "")}{name}={value}";
    }

    public async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The server and all the processes that it began; none where it is down.</summary>
    internal async Task<IReadOnlyList<int>> PostgresProcessesAsync(CancellationToken cancel)
    {
        var file = Path.Combine(Cluster, "postmaster.pid");
        if (!File.Exists(file)) return [];
        var first = int.Parse((await File.ReadAllLinesAsync(file, cancel))[0], CultureInfo.InvariantCulture);
        using var children = Process.Start(new ProcessStartInfo("pgrep", ["-P", first.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        var listed = await children.StandardOutput.ReadToEndAsync(cancel);
        await children.WaitForExitAsync(cancel);
        return [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).Prepend(first).Where(IsOurs)];
    }

    /// <summary>Whether a process works in our cluster: by now another may have its number.</summary>
    private bool IsOurs(int id) => !OperatingSystem.IsLinux() || new FileInfo($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget == Cluster;

    /// <summary>While it is held, nobody starts PostgreSQL again: the program that watches over it waits.</summary>
    internal FileStream HoldDown() => new(Path.Combine(_folder.FullName, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Waits until PostgreSQL takes connections again.</summary>
    internal async Task AnswersAsync(CancellationToken cancel)
    {
        NpgsqlConnection.ClearAllPools();
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await RunAsync("select 1", cancel);
                return;
            }
            catch (NpgsqlException) when (since.Elapsed < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(50, cancel); // it is not there yet, or recovers
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Site is not null) await Site.DisposeAsync();
        if (ToSite is not null) await ToSite.DisposeAsync();
        await ToDatabase.DisposeAsync();
        if (_db is not null) await _db.DisposeAsync();
        if (_accounts is not null) await _accounts.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.StopAsync(CancellationToken.None, evenIfUsed: true);
            await _postgres.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task MakeAsync(int people, CancellationToken cancel)
    {
        var options = new PrivatePostgresOptions { DataFolder = _folder.FullName, StartLimit = _longest + TimeSpan.FromMinutes(2) };
        await using (var made = await PrivatePostgres.StartAsync(options, cancel))
        {
            await made.CreateDatabaseIfMissingAsync(Database, cancel);
            Owner = made.ConnectionString(Database);
            await RunAsync($"alter system set max_connections = {MaxConnections}", cancel);
            await made.StopAsync(cancel, evenIfUsed: true);
        }

        _postgres = await PrivatePostgres.StartAsync(options, cancel);
        Owner = _postgres.ConnectionString(Database);
        OwnerByLine = new NpgsqlConnectionStringBuilder(Owner) { Host = "127.0.0.1", Port = ToDatabase.Port, MaxPoolSize = 30 }.ConnectionString;
        await using (var db = Db()) await db.Database.MigrateAsync(cancel);
        Connections = await DatabaseRoles.EnsureAsync(OwnerByLine, DatabaseRoles.PrefixOf(OwnerByLine), Path.Combine(TestKeys.Folder, "database-roles"), cancel); // as the program does

        _db = Db();
        _study = await StudyBuilder.StartAsync(_db, "Faults");
        Lead = await _study.MemberAsync(Role.StudyLead);
        var (coders, codes) = (new List<Member>(), new List<CodeId>());
        for (var i = 0; i < people; i++) coders.Add(await _study.MemberAsync(Role.Coder));
        for (var i = 0; i < 20; i++) codes.Add((await _study.CodeAsync($"Code {i + 1}")).Id);
        (Coders, Codes, RetiredCode) = (coders, codes, (await _study.CodeAsync("Put away", retired: true)).Id);

        _accounts = SignInCookie.Over(Owner);
        Site = new SiteProcess(OwnerByLine);
        ToSite = new Relay(() => new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Site.Address.Port));
        await Site.StartAsync(cancel);
    }
}
