using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Testcontainers.PostgreSql;

namespace CoreStudy.Testing;

/// <summary>
/// The server that tests use: the one <c>TESTS_POSTGRES</c> names, else a container where Docker answers, else a private PostgreSQL.
/// It starts when the first test asks; each test class clones a database of its own from a migrated template.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IAsyncDisposable? _server;
    private string? _folder;
    private string? _connectionString;
    private string _template = "";

    /// <summary>A database like a new installation's, of the caller's own; dropped when disposed.</summary>
    public async Task<TestDatabase> CloneAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_connectionString is null) await StartAsync();
            var name = $"t_{Guid.CreateVersion7():N}";
            await ExecuteAsync($"create database {name} template {_template} strategy file_copy");
            return new TestDatabase(To(name), () => ExecuteAsync($"drop database if exists {name} with (force)"));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null) await _server.DisposeAsync();
        if (_folder is not null && Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        _gate.Dispose();
    }

    private async Task StartAsync()
    {
        _connectionString = Environment.GetEnvironmentVariable("TESTS_POSTGRES") is { Length: > 0 } named ? named
            : DockerAnswers() ? await StartContainerAsync()
            : await StartPrivateAsync();

        // Another run of the same tests may be making the same template on a shared server.
        await using var db = new StudyDb(StudyDbOptions.For(_connectionString));
        _template = $"template_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', db.Database.GetMigrations()))))[..16]}";
        await using var connection = new NpgsqlConnection(To("postgres", pooling: false));
        await connection.OpenAsync();
        await using var alone = new NpgsqlCommand("select pg_advisory_lock(7305)", connection);
        await alone.ExecuteNonQueryAsync();
        await using var ask = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = _template } } };
        if (await ask.ExecuteScalarAsync() is null)
        {
            await ExecuteAsync($"drop database if exists {_template}_new with (force)");
            await ExecuteAsync($"create database {_template}_new");
            await using (var template = new StudyDb(StudyDbOptions.For(To($"{_template}_new", pooling: false)))) await template.Database.MigrateAsync();
            await ExecuteAsync($"alter database {_template}_new rename to {_template}");
        }
    }

    private async Task<string> StartContainerAsync()
    {
        var container = new PostgreSqlBuilder("postgres:17-alpine").WithCommand("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300").Build();
        await container.StartAsync();
        _server = container;
        return container.GetConnectionString();
    }

    private async Task<string> StartPrivateAsync()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("On Windows the tests need Docker, or TESTS_POSTGRES.");
        RemoveLeftovers();
        _folder = Path.Combine(Path.GetTempPath(), $"corestudy-tests-{Environment.ProcessId}");
        var postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(_folder, IsForTests: true), CancellationToken.None);
        _server = postgres;
        return postgres.ConnectionString("postgres");
    }

    /// <summary>Servers and folders of earlier runs that were killed.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void RemoveLeftovers()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), "corestudy-tests-*"))
        {
            if (!int.TryParse(folder.AsSpan(folder.LastIndexOf('-') + 1), out var process) || IsRunning(process)) continue;
            var pidFile = Path.Combine(folder, "postgres", "postmaster.pid");
            if (File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).First(), out var server) && IsRunning(server))
            {
                using var left = Process.GetProcessById(server);
                if (left.ProcessName == "postgres") left.Kill();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool DockerAnswers()
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", "version --format {{.Server.Version}}")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return docker!.WaitForExit(TimeSpan.FromSeconds(5)) && docker.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string To(string database, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { Database = database, Pooling = pooling, MaxPoolSize = 40 }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(To("postgres", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A test's own database.</summary>
public sealed class TestDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    public string ConnectionString { get; } = connectionString;

    public async ValueTask DisposeAsync()
    {
        using (var connection = new NpgsqlConnection(ConnectionString)) NpgsqlConnection.ClearPool(connection);
        await drop();
    }
}
