using System.Diagnostics;
using Npgsql;

namespace CoreStudy.Data.Postgres;

/// <summary>
/// A PostgreSQL of CoreStudy's own, for a start without Docker or an administrator: made in the data folder at first, attached to where
/// it runs already, recovered after a crash of it, of us or of both. It listens on a Unix socket alone.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>From one try to bring back a server that cannot start, such as over a full disk, to the next.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private readonly PrivatePostgresOptions _options;
    private readonly Cluster _cluster;
    private readonly PostgresBinaries _binaries;
    private readonly PostgresAccount _account;
    private readonly string _password;
    private NpgsqlConnection? _presence; // tells other programs on the same cluster that we use it
    private readonly CancellationTokenSource _leaving = new();
    private Task _watch = Task.CompletedTask;
    private bool _stopped;

    private PrivatePostgres(PrivatePostgresOptions options, Cluster cluster, PostgresBinaries binaries, PostgresAccount account, string password) =>
        (_options, _cluster, _binaries, _account, _password) = (options, cluster, binaries, account, password);

    /// <summary>Whether the server ran already, left by a killed program or used by another.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>The programs in use, for the log.</summary>
    public string BinariesFolder => _binaries.Folder;

    /// <summary>Starts the server of the data folder, or attaches to it; the cluster is made where there is none.</summary>
    /// <exception cref="PostgresUnavailableException">It cannot run here; the message is for the person who starts CoreStudy.</exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresUnavailableException("CoreStudy runs no PostgreSQL of its own on Windows. Set ConnectionStrings__CoreStudy to a server.");
        }

        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        DataFolder.Prepare(options.DataFolder);
        using var alone = await LockAsync(options, cancel);

        var cluster = new Cluster(options);
        var account = cluster.Exists ? await PostgresAccount.OwnerOfAsync(cluster.Folder, cancel) : PostgresAccount.Choose();
        var binaries = await PostgresBinaries.FindAsync(options, account, cluster.Exists ? cluster.Version() : null, cancel);
        var password = cluster.Password();
        if (!cluster.Exists) await cluster.MakeAsync(binaries, account, cancel);

        var server = new PrivatePostgres(options, cluster, binaries, account, password);
        await server.AttachOrStartAsync(cancel);
        server._watch = server.WatchAsync(server._leaving.Token);
        return server;
    }

    /// <summary>How to reach a database of this server. Holds the password: not for logs.</summary>
    public string ConnectionString(string database) => Connection(database).ConnectionString;

    public async Task CreateDatabaseIfMissingAsync(string database, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(OnePerson("postgres"));
        await connection.OpenAsync(cancel);
        await using var asks = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await asks.ExecuteScalarAsync(cancel) is not null) return;
        try
        {
            var name = new NpgsqlCommandBuilder().QuoteIdentifier(database);
            await using var create = new NpgsqlCommand($"create database {name}", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // another program made it meanwhile
        }
    }

    /// <summary>Stops the server, unless another program still uses it.</summary>
    /// <param name="evenIfUsed">Ends the connections of others: for tests and for an operator who means it.</param>
    /// <returns>Whether it was stopped.</returns>
    public async Task<bool> StopAsync(CancellationToken cancel, bool evenIfUsed = false)
    {
        if (_stopped) return true;
        await _leaving.CancelAsync();
        await _watch;
        using var alone = await LockAsync(_options, cancel);
        if (_presence is not null) await _presence.DisposeAsync();
        _presence = null;
        NpgsqlConnection.ClearAllPools();
        if (!evenIfUsed && await IsUsedByOthersAsync(cancel)) return false;
        await RunPgCtlAsync(["stop", "-D", _cluster.Folder, "-m", "fast", "-w", "-t", "60"], cancel);
        _stopped = !HasPidFile;
        if (_stopped && Directory.Exists(_cluster.SocketFolder())) Directory.Delete(_cluster.SocketFolder(), recursive: true);
        return _stopped;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _leaving.Dispose();
    }

    /// <summary>Starts the server again when it dies under us. One that was stopped in order stays so.</summary>
    private async Task WatchAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                try
                {
                    await _presence!.WaitAsync(cancel);
                }
                catch (NpgsqlException)
                {
                    await _presence!.DisposeAsync();
                    NpgsqlConnection.ClearAllPools(); // every connection in them is dead
                    if (!await BringBackAsync(cancel)) return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // we are leaving
        }
    }

    /// <summary>Starts it until it stands: a disk that was full has room one day. Whoever asks it meanwhile is told.</summary>
    /// <returns>False where somebody stopped it in order, or took its files away.</returns>
    private async Task<bool> BringBackAsync(CancellationToken cancel)
    {
        while (Directory.Exists(_cluster.Folder))
        {
            try
            {
                using var alone = await LockAsync(_options, cancel);
                if (await TryConnectAsync(Stopwatch.StartNew(), cancel)) return true;
                if (!HasPidFile && await IsShutDownAsync(cancel)) return false;
                await AttachOrStartAsync(cancel);
                return true;
            }
            catch (Exception exception) when (exception is PostgresUnavailableException or IOException)
            {
                await Task.Delay(BetweenTries, cancel);
            }
        }

        return false;
    }

    /// <summary>Whether the server ended in order. One that could not write its end takes its pid file away too.</summary>
    private async Task<bool> IsShutDownAsync(CancellationToken cancel)
    {
        var (exit, output) = await _account.RunAsync(_binaries.Program("pg_controldata"), ["-D", _cluster.Folder], cancel);
        return exit != 0 || output.Split('\n').Any(line => line.StartsWith("Database cluster state:", StringComparison.Ordinal) && line.Contains("shut down", StringComparison.Ordinal));
    }

    private bool HasPidFile => File.Exists(Path.Combine(_cluster.Folder, "postmaster.pid"));

    private async Task AttachOrStartAsync(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        IsAttached = HasPidFile;
        if (!IsAttached || !await TryConnectAsync(waited, cancel))
        {
            IsAttached = false;
            await _cluster.PrepareSocketFolderAsync(_account, cancel);
            await _cluster.WriteSettingsAsync(_account, cancel);
            while (true)
            {
                var logged = LogLength();
                var (exit, output) = await RunPgCtlAsync(
                    ["start", "-D", _cluster.Folder, "-l", _cluster.LogFile, "-w", "-t", $"{_options.StartLimit.TotalSeconds:0}"], cancel);
                if (await TryConnectAsync(waited, cancel)) break;

                var log = LogSince(logged);
                var clearing = log.Contains("shared memory", StringComparison.Ordinal) || log.Contains("lock file", StringComparison.Ordinal);
                if (exit == 0 || !clearing || waited.Elapsed > _options.StartLimit)
                {
                    throw new PostgresUnavailableException($"PostgreSQL did not start. {output.Trim()}\n{log.Trim()}\nIts log: {_cluster.LogFile}");
                }

                await Task.Delay(Pause, cancel); // the last processes of a killed server are still leaving
            }
        }
    }

    /// <summary>Connects, waiting while the server starts, recovers or stops.</summary>
    /// <returns>False where no server answers.</returns>
    private async Task<bool> TryConnectAsync(Stopwatch waited, CancellationToken cancel)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(OnePerson("postgres"));
            try
            {
                await connection.OpenAsync(cancel);
                _presence = connection;
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow && waited.Elapsed < _options.StartLimit)
            {
                await connection.DisposeAsync();
                await Task.Delay(Pause, cancel);
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                await connection.DisposeAsync();
                return false;
            }
            catch (PostgresException e)
            {
                await connection.DisposeAsync();
                throw new PostgresUnavailableException($"The PostgreSQL in “{_cluster.Folder}” runs and refuses us: {e.MessageText}", e);
            }
        }
    }

    /// <summary>Connections that a pool has just closed are listed for some milliseconds more, so it looks for up to a second.</summary>
    private async Task<bool> IsUsedByOthersAsync(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(OnePerson("postgres"));
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (NpgsqlException)
        {
            return false; // it is down, or as good as
        }

        var waited = Stopwatch.StartNew();
        await using var asks = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()", connection);
        while (await asks.ExecuteScalarAsync(cancel) is > 0L)
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(1)) return true;
            await Task.Delay(Pause, cancel);
        }

        return false;
    }

    private Task<(int Exit, string Output)> RunPgCtlAsync(string[] arguments, CancellationToken cancel) =>
        _account.RunAsync(_binaries.Program("pg_ctl"), arguments, cancel, Path.Combine(_cluster.Folder, "pg_ctl.out"));

    private NpgsqlConnectionStringBuilder Connection(string database) => new()
    {
        Host = _cluster.SocketFolder(),
        Port = 5432,
        Database = database,
        Username = Cluster.User,
        Password = _password,
        MaxPoolSize = 50,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    private string OnePerson(string database)
    {
        var connection = Connection(database);
        connection.Pooling = false;
        connection.ApplicationName = "CoreStudy, presence";
        return connection.ConnectionString;
    }

    private long LogLength() => new FileInfo(_cluster.LogFile) is { Exists: true, Length: var length } ? length : 0;

    private string LogSince(long position)
    {
        if (!File.Exists(_cluster.LogFile)) return "";
        using var file = new FileStream(_cluster.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(position, file.Length);
        return new StreamReader(file).ReadToEnd();
    }

    /// <summary>One program at a time makes, starts or stops the server of a data folder; the lock ends with its holder, killed or not.</summary>
    private static async Task<FileStream> LockAsync(PrivatePostgresOptions options, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(options.DataFolder, "postgres.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new PostgresUnavailableException($"“{options.DataFolder}” belongs to someone else. Set CORESTUDY_DATA to a folder of your own.", e);
            }
            catch (IOException) when (waited.Elapsed < options.StartLimit)
            {
                await Task.Delay(Pause, cancel);
            }
        }
    }
}
