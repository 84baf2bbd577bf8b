using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using CoreStudy.Data.Postgres;
using CoreStudy.Testing.Faults;
using Npgsql;

namespace CoreStudy.Web.Tests.Postgres;

/// <summary>Real servers, really killed. Each test has a data folder of its own, most of them a copy of one made for all.</summary>
[Trait("Needs", "Postgres")]
[UnsupportedOSPlatform("windows")]
public sealed class PrivatePostgresTests(MadeCluster made) : IClassFixture<MadeCluster>, IAsyncDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"corestudy-private-{Guid.CreateVersion7():n}");
    private readonly ConcurrentBag<PrivatePostgres> _started = [];

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(_data, "postgres", "postmaster.pid")))
        {
            foreach (var server in _started) await server.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task What_was_confirmed_is_there_after_a_stop_and_a_start()
    {
        await using (var first = await StartOnCopyAsync()) await WriteAsync(first, "kept");

        var second = await StartAsync();

        Assert.Equal(["kept"], await ReadAsync(second));
        Assert.False(second.IsAttached);
    }

    [Fact]
    public async Task A_start_attaches_to_a_server_whose_program_was_killed()
    {
        var killed = await StartOnCopyAsync();
        await WriteAsync(killed, "kept");
        var pid = ServerPid();

        var next = await StartAsync();

        Assert.True(next.IsAttached);
        Assert.Equal(pid, ServerPid());
        Assert.Equal(["kept"], await ReadAsync(next));
    }

    [Fact]
    public async Task A_killed_server_recovers_every_confirmed_row_at_the_next_start()
    {
        await made.CopyToAsync(_data);
        var server = await StartAsync(forTests: false); // as people's data is kept; without that, the last rows are gone
        for (var row = 0; row < 10; row++) await WriteAsync(server, $"row {row}");
        await BeBusyAsync(server);
        KillServer();

        var next = await StartAsync(forTests: false);

        Assert.Equal(10, (await ReadAsync(next)).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_dies_under_a_running_program_comes_back()
    {
        var server = await StartOnCopyAsync();
        var killed = ServerPid();
        KillServer();

        while (!IsReady(otherThan: killed)) await Task.Delay(10, Xunit.TestContext.Current.CancellationToken);

        await WriteAsync(server, "works again");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_went_down_because_it_could_write_no_more_comes_back_when_there_is_room()
    {
        Assert.SkipUnless(WriteLimit.Missing is null, $"{WriteLimit.Missing}.");
        await made.CopyToAsync(_data);
        var server = await StartAsync(forTests: false);
        var full = ServerPid();
        await WriteLimit.SetAsync(full, Path.Combine(_data, "postgres"), Cancel); // to every connection from now on, and to its recovery, the disk is full

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(server, "select pg_switch_wal()"));
        while (!IsReady(otherThan: full)) await Task.Delay(10, Xunit.TestContext.Current.CancellationToken);

        await WriteAsync(server, "works again");
        Assert.Equal(["works again"], await ReadAsync(server));
    }

    [Fact]
    public async Task A_start_comes_through_a_pid_file_that_names_a_stranger()
    {
        var server = await StartOnCopyAsync();
        await WriteAsync(server, "kept");
        var lines = await File.ReadAllLinesAsync(PidFile, Cancel);
        await server.StopAsync(Cancel);
        await File.WriteAllLinesAsync(PidFile, [Environment.ProcessId.ToString(CultureInfo.InvariantCulture), .. lines.Skip(1)], Cancel);

        var next = await StartAsync();

        Assert.Equal(["kept"], await ReadAsync(next));
    }

    [Fact]
    public async Task What_an_interrupted_first_start_left_is_made_anew()
    {
        var halfDone = Directory.CreateDirectory(Path.Combine(_data, "postgres.new", "data"));
        await File.WriteAllTextAsync(Path.Combine(halfDone.FullName, "PG_VERSION"), "15", Cancel);

        var server = await StartAsync();

        await WriteAsync(server, "works");
        Assert.False(Directory.Exists(Path.Combine(_data, "postgres.new")));
    }

    [Fact]
    public async Task Two_starts_at_once_share_one_server()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());

        await WriteAsync(both[0], "shared");
        Assert.Equal(["shared"], await ReadAsync(both[1]));
        Assert.Single(both, server => server.IsAttached);
    }

    [Fact]
    public async Task The_server_is_stopped_by_the_last_who_uses_it()
    {
        var first = await StartOnCopyAsync();
        var second = await StartAsync();

        Assert.False(await first.StopAsync(Cancel));
        await WriteAsync(second, "still here");
        Assert.True(await second.StopAsync(Cancel));
        Assert.False(File.Exists(Path.Combine(_data, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task Only_its_owner_reads_the_password_and_the_data()
    {
        await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data, "postgres-password")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_data, "postgres")));
        Assert.DoesNotContain(File.GetUnixFileMode(_data).ToString().Split(", "), mode => mode is "GroupRead" or "OtherRead" or "GroupWrite" or "OtherWrite");
    }

    [Fact]
    public async Task People_s_data_is_flushed_to_disk_at_each_commit()
    {
        await made.CopyToAsync(_data);
        var server = await StartAsync(forTests: false);

        Assert.Equal("on on on", await AskAsync(
            server, "select current_setting('fsync') || ' ' || current_setting('synchronous_commit') || ' ' || current_setting('full_page_writes')"));
    }

    [Fact]
    public async Task The_log_of_the_server_holds_no_words_of_a_refused_row()
    {
        var server = await StartOnCopyAsync();
        await WriteAsync(server, "Wilhelmina Featherstone");

        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(server, "insert into words values ('Wilhelmina Featherstone')"));

        var log = await File.ReadAllTextAsync(Path.Combine(_data, "postgres", "server.log"), Cancel);
        Assert.Contains("duplicate key", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Wilhelmina", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_programs_are_told_with_what_to_do()
    {
        Directory.CreateDirectory(_data);

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = _data, BinariesFolder = _data }, Cancel));

        Assert.Contains("CORESTUDY_POSTGRES_BIN", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_of_another_version_is_told_with_what_to_install()
    {
        Directory.CreateDirectory(Path.Combine(_data, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_data, "postgres", "PG_VERSION"), "14\n", Cancel);

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(() => StartAsync());

        Directory.Delete(Path.Combine(_data, "postgres"), recursive: true);
        Assert.Contains("apt-get install postgresql-14", told.Message, StringComparison.Ordinal);
    }

    private async Task<PrivatePostgres> StartAsync(bool forTests = true)
    {
        var server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { DataFolder = _data, ForTests = forTests }, Cancel);
        _started.Add(server);
        return server;
    }

    private async Task<PrivatePostgres> StartOnCopyAsync()
    {
        await made.CopyToAsync(_data);
        return await StartAsync();
    }

    private static async Task WriteAsync(PrivatePostgres server, string words)
    {
        await server.CreateDatabaseIfMissingAsync("study", Cancel);
        await AskAsync(server, "create table if not exists words (words text primary key)");
        await AskAsync(server, $"insert into words values ('{words}')");
    }

    private static async Task<List<string>> ReadAsync(PrivatePostgres server)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("study"));
        await connection.OpenAsync(Cancel);
        await using var asks = new NpgsqlCommand("select words from words", connection);
        await using var rows = await asks.ExecuteReaderAsync(Cancel);
        var found = new List<string>();
        while (await rows.ReadAsync(Cancel)) found.Add(rows.GetString(0));
        return found;
    }

    private static async Task<object?> AskAsync(PrivatePostgres server, string sql)
    {
        var database = sql.Contains("words", StringComparison.Ordinal) ? "study" : "postgres";
        await using var connection = new NpgsqlConnection(server.ConnectionString(database));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    /// <summary>A connection in the middle of something when the server dies.</summary>
    private static async Task BeBusyAsync(PrivatePostgres server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString("study"));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("begin; insert into words values ('never confirmed')", connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private string PidFile => Path.Combine(_data, "postgres", "postmaster.pid");

    private int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private bool IsReady(int otherThan)
    {
        var lines = File.Exists(PidFile) ? File.ReadAllLines(PidFile) : [];
        return lines is [var pid, .., var state] && state.Trim() == "ready" && pid != otherThan.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    private void KillServer()
    {
        using var server = Process.GetProcessById(ServerPid());
        server.Kill();
        server.WaitForExit();
        NpgsqlConnection.ClearAllPools();
    }
}
