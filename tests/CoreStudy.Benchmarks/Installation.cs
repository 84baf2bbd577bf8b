using System.Diagnostics;
using System.Net;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Benchmarks;

/// <summary>What is measured: the published site in a process of its own, over a PostgreSQL that flushes what it confirms.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string Database = "benchmarks";

    // Not one that only we may enter: PostgreSQL may run under another account.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"corestudy-bench-{Environment.ProcessId}"));
    private readonly int _port;
    private PrivatePostgres _postgres = null!;
    private ServiceProvider _services = null!;
    private RunningSite? _server;

    private Installation(int port, string? site) => (_port, Site) = (port, site ?? Path.Combine(_folder.FullName, "site"));

    public string ConnectionString { get; private set; } = "";

    public Uri Address => new($"http://localhost:{_port}/");

    /// <summary>The published site's folder.</summary>
    public string Site { get; }

    /// <summary>The process that is measured.</summary>
    public RunningSite Running => _server!;

    public static string Root { get; } = FindRoot();

    /// <param name="port">Where the site listens.</param>
    /// <param name="site">A published site; null for this clone's, published now.</param>
    public static async Task<Installation> MakeAsync(int port, string? site)
    {
        var made = new Installation(port, site);
        if (site is null) await made.PublishAsync();
        made._postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = Path.Combine(made._folder.FullName, "data") }, CancellationToken.None);
        await made._postgres.CreateDatabaseIfMissingAsync(Database, CancellationToken.None);
        made.ConnectionString = made._postgres.ConnectionString(Database);
        await using (var db = new StudyDb(StudyDbOptions.For(made.ConnectionString))) await db.Database.MigrateAsync();

        made._services = SignInCookie.Over(made.ConnectionString);
        return made;
    }

    /// <summary>Another database on the same server, migrated and empty.</summary>
    public async Task<string> DatabaseAsync(string name)
    {
        await _postgres.CreateDatabaseIfMissingAsync(name, CancellationToken.None);
        var connectionString = _postgres.ConnectionString(name);
        await using var db = new StudyDb(StudyDbOptions.For(connectionString));
        await db.Database.MigrateAsync();
        return connectionString;
    }

    /// <summary>Starts the site; the time until the sign-in page answers.</summary>
    public async Task<TimeSpan> StartAsync()
    {
        var since = Stopwatch.StartNew();
        _server = await StartOverAsync(ConnectionString, _port);
        return since.Elapsed;
    }

    /// <summary>One more process of the site, over this or another database of the same server.</summary>
    public Task<RunningSite> StartOverAsync(string connectionString, int port) => RunningSite.StartAsync(
        Site,
        new Dictionary<string, string> { ["ConnectionStrings__CoreStudy"] = connectionString, ["CORESTUDY_DATA"] = Path.Combine(_folder.FullName, "data"), ["Vault__MakeMasterKey"] = "true" },
        port);

    /// <summary>A new process of the site over the same database.</summary>
    public async Task RestartAsync()
    {
        await _server!.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Starts and stops the site the way a newcomer does, with its own PostgreSQL, the second time: until the sign-in page answers.</summary>
    public async Task<TimeSpan> StartAgainAsync(int port)
    {
        var environment = new Dictionary<string, string> { ["CORESTUDY_DATA"] = Path.Combine(_folder.FullName, "own") };
        var taken = TimeSpan.Zero;
        for (var i = 0; i < 2; i++)
        {
            var since = Stopwatch.StartNew();
            await using var site = await RunningSite.StartAsync(Site, environment, port, "--demonstration");
            taken = since.Elapsed;
        }

        return taken;
    }

    /// <summary>A sign-in cookie as the site itself would set it.</summary>
    public Task<(string Name, string Value)> SignInAsync(AccountId account) => SignInCookie.MakeAsync(_services, account);

    public async Task<HttpClient> ClientAsync(AccountId account)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };
        var (name, value) = await SignInAsync(account);
        handler.CookieContainer.Add(Address, new Cookie(name, value, "/"));
        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>Megabytes of memory that the site holds (VmRSS).</summary>
    public double MemoryMegabytes() => _server!.MemoryMegabytes();

    /// <summary>Processor time that the site has used so far.</summary>
    public TimeSpan Processor() => _server!.Processor();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _services.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task PublishAsync()
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "publish", Path.Combine(Root, "src", "CoreStudy.Web"), "-c", "Release", "-o", Site, "-v", "quiet", "--nologo", "-p:UseAppHost=false" },
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException($"The site could not be published: {said}");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoreStudy.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmarks from a clone of the repository.");
    }
}
