using System.Diagnostics;
using System.Runtime.Versioning;
using CoreStudy.Data.Postgres;
using Npgsql;

namespace CoreStudy.Web.Tests.Postgres;

/// <summary>Real servers, really killed.</summary>
[Trait("Needs", "Postgres")]
[UnsupportedOSPlatform("windows")]
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly PrivatePostgresOptions _options = new(Path.Combine(Path.GetTempPath(), $"corestudy-private-{Guid.CreateVersion7():N}"));

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_committed_is_there_after_the_server_was_killed()
    {
        var first = await PrivatePostgres.StartAsync(_options, Cancel);
        await first.CreateDatabaseIfMissingAsync("corestudy", Cancel);
        await ExecuteAsync(first, "create table kept (n int)");
        await ExecuteAsync(first, "insert into kept values (1), (2)");
        Kill(Server());

        await using var second = await PrivatePostgres.StartAsync(_options, Cancel);

        Assert.False(second.IsAttached);
        Assert.Equal(2L, await ExecuteAsync(second, "select count(*) from kept"));
    }

    [Fact]
    public async Task A_start_attaches_to_the_server_that_a_killed_app_left_and_it_stops_with_the_last()
    {
        await PrivatePostgres.StartAsync(_options, Cancel); // never disposed, as after kill -9

        var second = await PrivatePostgres.StartAsync(_options, Cancel);
        Assert.True(second.IsAttached);
        await second.StopAsync();

        Assert.False(File.Exists(Path.Combine(_options.Folder, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task A_cluster_whose_making_was_cut_short_is_made_again()
    {
        Directory.CreateDirectory(Path.Combine(_options.Folder, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_options.Folder, "postgres", "PG_VERSION"), "15", Cancel);

        await using var postgres = await PrivatePostgres.StartAsync(_options, Cancel);
        await postgres.CreateDatabaseIfMissingAsync("corestudy", Cancel);

        Assert.Equal("on", await ExecuteAsync(postgres, "show fsync"));
    }

    [Fact]
    public async Task The_password_is_readable_by_the_owner_alone_and_nobody_listens_on_the_network()
    {
        await using var postgres = await PrivatePostgres.StartAsync(_options, Cancel);
        await postgres.CreateDatabaseIfMissingAsync("corestudy", Cancel);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_options.Folder, "postgres-password")));
        Assert.Equal("", await ExecuteAsync(postgres, "show listen_addresses"));
    }

    public void Dispose()
    {
        if (File.Exists(PidFile)) Kill(Server());
        if (Directory.Exists(_options.Folder)) Directory.Delete(_options.Folder, recursive: true);
    }

    private string PidFile => Path.Combine(_options.Folder, "postgres", "postmaster.pid");

    private int Server() => int.Parse(File.ReadLines(PidFile).First(), null);

    private static void Kill(int id)
    {
        using var server = Process.GetProcessById(id);
        server.Kill();
        server.WaitForExit();
    }

    private static async Task<object?> ExecuteAsync(PrivatePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString("corestudy")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
