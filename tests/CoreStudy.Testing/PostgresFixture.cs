using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Testcontainers.PostgreSql;
using Xunit;

namespace CoreStudy.Testing;

/// <summary>
/// One PostgreSQL for the tests of a process, started when the first test asks, and databases on it that are copies of one migrated
/// template. <c>TESTS_POSTGRES</c> names a server to use; else it is a container where Docker answers, else a private one.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly SemaphoreSlim _cloning = new(1);
    private TestServer? _server;
    private readonly Dictionary<string, string> _filled = [];
    private string? _template;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A database of the caller's own, migrated and empty; gone when it is disposed of.</summary>
    public async Task<TestDatabase> CloneAsync(CancellationToken cancel = default)
    {
        var (server, template) = await ReadyAsync(cancel);
        return await CopyAsync(server, template, cancel);
    }

    /// <summary>The same with something in it, which is made once for all tests of the process that ask for it by this name.</summary>
    public async Task<TestDatabase> CloneAsync(string filling, Func<StudyDb, Task> fill, CancellationToken cancel = default)
    {
        var (server, template) = await ReadyAsync(cancel);
        await _one.WaitAsync(cancel);
        try
        {
            if (!_filled.ContainsKey(filling))
            {
                var made = await CopyAsync(server, template, cancel);
                await using var db = new StudyDb(StudyDbOptions.For(made.ConnectionString + ";Pooling=false")); // nobody may be in what is copied
                await fill(db);
                _filled[filling] = made.Name;
            }
        }
        finally
        {
            _one.Release();
        }

        return await CopyAsync(server, _filled[filling], cancel);
    }

    private async Task<TestDatabase> CopyAsync(TestServer server, string template, CancellationToken cancel)
    {
        var name = $"t_{Guid.CreateVersion7():n}";
        await _cloning.WaitAsync(cancel); // two copies of one template at a time only wait for each other in the server
        try
        {
            await server.RunAsync($"create database {name} template {template} strategy file_copy", cancel);
        }
        finally
        {
            _cloning.Release();
        }

        return new TestDatabase(server, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
        _one.Dispose();
        _cloning.Dispose();
    }

    private async Task<(TestServer Server, string Template)> ReadyAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            _server ??= await TestServer.StartAsync(cancel);
            _template ??= await MakeTemplateAsync(_server, cancel);
            return (_server, _template);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Migrates once for each set of migrations. It is made under another name and renamed when done, so that a template with that name
    /// is always whole; processes that share the server take turns by an advisory lock.
    /// </summary>
    private static async Task<string> MakeTemplateAsync(TestServer server, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(server.ConnectionString("postgres")));
        var migrations = db.GetService<IMigrator>().GenerateScript(); // not their names: one may be edited before it lands
        var name = "template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(migrations)))[..16];

        await using var turn = new NpgsqlConnection(server.ConnectionString("postgres"));
        await turn.OpenAsync(cancel);
        await using var take = new NpgsqlCommand("select pg_advisory_lock(7041776)", turn);
        await take.ExecuteNonQueryAsync(cancel);
        await using var asks = new NpgsqlCommand("select 1 from pg_database where datname = $1", turn) { Parameters = { new() { Value = name } } };
        if (await asks.ExecuteScalarAsync(cancel) is null)
        {
            var draft = $"{name}_draft";
            await server.RunAsync($"drop database if exists {draft} with (force)", cancel);
            await server.RunAsync($"create database {draft}", cancel);
            await using (var migrating = new StudyDb(StudyDbOptions.For(server.ConnectionString(draft) + ";Pooling=false")))
            {
                await migrating.Database.MigrateAsync(cancel);
            }

            await DatabaseRoles.EnsureAsync(server.ConnectionString(draft) + ";Pooling=false", TestServer.Roles, TestServer.RolePasswords, cancel);

            await server.RunAsync($"alter database {draft} rename to {name}", cancel);
        }

        await using var give = new NpgsqlCommand("select pg_advisory_unlock(7041776)", turn);
        await give.ExecuteNonQueryAsync(cancel);
        return name;
    }
}

/// <summary>A database of one test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestServer _server;

    internal TestDatabase(TestServer server, string name) => (_server, Name) = (server, name);

    /// <summary>As the owner, who may do everything: for what a test arranges and looks at.</summary>
    public string ConnectionString => _server.ConnectionString(Name);

    /// <summary>As the app and as the vault: what the site itself works under.</summary>
    public StudyConnections Connections => _server.Connections(Name);

    internal string Name { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in new[] { ConnectionString, Connections.App, Connections.Vault })
        {
            await using var mine = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(mine);
        }

        await _server.RunAsync($"drop database if exists {Name} with (force)", CancellationToken.None);
    }
}

/// <summary>The server that the tests of this process use.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Roles = "corestudy_tests";

    public static readonly (string App, string Vault) RolePasswords = ("tests", "tests");

    private readonly string _connectionString;
    private readonly Func<ValueTask> _stop;

    private TestServer(string connectionString, Func<ValueTask> stop) => (_connectionString, _stop) = (connectionString, stop);

    public static async Task<TestServer> StartAsync(CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable("TESTS_POSTGRES") is { Length: > 0 } given) return new TestServer(given, () => ValueTask.CompletedTask);
        return await DockerAnswersAsync(cancel) ? await InContainerAsync(cancel) : await PrivateAsync(cancel);
    }

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { Database = database, MaxPoolSize = 40 }.ConnectionString;

    public StudyConnections Connections(string database)
    {
        string As(string role, string password) => new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Username = role, Password = password }.ConnectionString;
        return new StudyConnections(As($"{Roles}_app", RolePasswords.App), As($"{Roles}_vault", RolePasswords.Vault));
    }

    public async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    public ValueTask DisposeAsync() => _stop();

    /// <summary>Asks the engine for its version: that the client is installed says nothing.</summary>
    private static async Task<bool> DockerAnswersAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["version", "--format", "{{.Server.Version}}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            try
            {
                await docker.WaitForExitAsync(patience.Token);
                return docker.ExitCode == 0;
            }
            finally
            {
                if (!docker.HasExited) docker.Kill();
            }
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<TestServer> InContainerAsync(CancellationToken cancel)
    {
        var container = new PostgreSqlBuilder("postgres:17")
            .WithCommand("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "jit=off")
            .Build();
        await container.StartAsync(cancel);
        return new TestServer(container.GetConnectionString(), container.DisposeAsync);
    }

    private static async Task<TestServer> PrivateAsync(CancellationToken cancel)
    {
        var home = Path.Combine(Path.GetTempPath(), $"corestudy-tests-{Environment.UserName}");
        DataFolder.Prepare(home);
        await RemoveLeftoversAsync(home, cancel);
        var folder = Path.Combine(home, $"{Environment.ProcessId}-{Guid.CreateVersion7():n}");
        DataFolder.Prepare(folder);
        var mine = new FileStream(Path.Combine(folder, "in-use"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = folder, ForTests = true }, cancel);
        return new TestServer(server.ConnectionString("postgres"), async () =>
        {
            await server.StopAsync(CancellationToken.None, evenIfUsed: true);
            await mine.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        });
    }

    /// <summary>Stops and removes the servers of test runs that were killed: nobody holds their <c>in-use</c> file any more.</summary>
    private static async Task RemoveLeftoversAsync(string home, CancellationToken cancel)
    {
        foreach (var folder in Directory.EnumerateDirectories(home))
        {
            var file = Path.Combine(folder, "in-use");
            if (!File.Exists(file)) continue; // just being made
            try
            {
                await using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                if (File.Exists(Path.Combine(folder, "postgres", "postmaster.pid")))
                {
                    var left = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = folder, ForTests = true }, cancel);
                    await left.StopAsync(cancel, evenIfUsed: true);
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // a run that goes on, or another that clears up
            }
        }
    }
}
