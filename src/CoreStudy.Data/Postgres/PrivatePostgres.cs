using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CoreStudy.Data.Postgres;

/// <summary>A PostgreSQL of the app's own in a data folder, reached by a Unix socket alone.</summary>
/// <remarks>
/// It outlives a killed app, and the next start attaches to it; after a killed server the next start recovers.
/// PostgreSQL refuses to run as root: then it is given to the account <c>postgres</c>, or <c>nobody</c>.
/// </remarks>
[UnsupportedOSPlatform("windows")]
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string User = "corestudy";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresBinaries _binaries;
    private readonly PrivatePostgresOptions _options;
    private readonly string? _account;
    private readonly string _cluster;
    private readonly string _socket;
    private readonly string _passwordFile;
    private string _password = "";

    private PrivatePostgres(PrivatePostgresOptions options)
    {
        _options = options;
        _binaries = PostgresBinaries.Find(options.Binaries);
        _account = Environment.UserName == "root" ? UnprivilegedAccount() : null;
        _cluster = Path.Combine(options.Folder, "postgres");
        _passwordFile = Path.Combine(options.Folder, "postgres-password");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.Folder))))[..12];
        _socket = Path.Combine(Path.GetTempPath(), $"cs-{name}"); // short: a socket's path may have 103 bytes
    }

    /// <summary>Whether this start found the server running, left by an app that was killed or by another node.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Starts the server, or attaches to it; makes the cluster where there is none.</summary>
    /// <exception cref="PostgresMissingException">There is no PostgreSQL to run.</exception>
    /// <exception cref="InvalidOperationException">It does not start; the message has the reason.</exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, CancellationToken cancel)
    {
        var postgres = new PrivatePostgres(options);
        MakeFolder(options.Folder);
        await using var alone = await LockAsync(Path.Combine(options.Folder, "lock"), cancel);
        await postgres.InitialiseAsync(cancel);
        await postgres.RunAsync(cancel);
        return postgres;
    }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socket,
        Username = User,
        Password = _password,
        Database = database,
        MaxPoolSize = 50,
    }.ConnectionString;

    public async Task CreateDatabaseIfMissingAsync(string database, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Unpooled("postgres"));
        await connection.OpenAsync(cancel);
        await using var ask = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await ask.ExecuteScalarAsync(cancel) is not null) return;
        await using var create = new NpgsqlCommand($"create database \"{database}\"", connection);
        await create.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Stops the server unless somebody else is connected to it.</summary>
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (!await IsIdleAsync()) return;
        await RunAsync("pg_ctl", ["stop", "-D", _cluster, "-m", "fast", "-w", "-t", "30"], CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task InitialiseAsync(CancellationToken cancel)
    {
        // The version file comes early in initdb; our own mark comes when all is done.
        var mark = Path.Combine(_cluster, "corestudy.ready");
        MakeFolder(_socket);
        Give(_socket);
        if (File.Exists(mark))
        {
            _password = (await File.ReadAllTextAsync(_passwordFile, cancel)).Trim();
            return;
        }

        if (Directory.Exists(_cluster)) Directory.Delete(_cluster, recursive: true); // an initdb that was cut short
        _password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await WritePrivateAsync(_passwordFile, _password, cancel);
        MakeFolder(_cluster);
        Give(_cluster);

        var forInit = Path.Combine(_socket, "password");
        await WritePrivateAsync(forInit, _password, cancel);
        Give(forInit);
        try
        {
            string[] hurry = _options.IsForTests ? ["--no-sync"] : [];
            await RunAsync("initdb", ["-D", _cluster, "-U", User, "-E", "UTF8", "--no-locale", "--auth=scram-sha-256", $"--pwfile={forInit}", .. hurry], cancel);
        }
        finally
        {
            File.Delete(forInit);
        }

        await File.AppendAllTextAsync(Path.Combine(_cluster, "postgresql.conf"), "\ninclude 'corestudy.conf'\n", cancel);
        await File.WriteAllTextAsync(Path.Combine(_cluster, "corestudy.conf"), Settings(), cancel);
        Give(Path.Combine(_cluster, "corestudy.conf"));
        await File.WriteAllTextAsync(mark, "", cancel);
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        if (File.Exists(Path.Combine(_cluster, "postmaster.pid")) && await CanConnectAsync(cancel))
        {
            IsAttached = true;
            return;
        }

        var since = Stopwatch.StartNew();
        for (var isStarted = false; !isStarted;)
        {
            try
            {
                await RunAsync("pg_ctl", ["start", "-D", _cluster, "-w", "-t", "60", "-l", Path.Combine(_cluster, "server.log")], cancel);
                isStarted = true;
            }
            catch (InvalidOperationException) when (since.Elapsed < Patience / 3)
            {
                await Task.Delay(200, cancel); // the children of a killed server hold its memory for a moment
            }
        }

        while (!await CanConnectAsync(cancel))
        {
            if (since.Elapsed > Patience) throw new InvalidOperationException($"PostgreSQL does not answer; see {Path.Combine(_cluster, "server.log")}.");
            await Task.Delay(50, cancel);
        }
    }

    /// <summary>Whether the server takes connections; one that is starting or recovering is waited for.</summary>
    private async Task<bool> CanConnectAsync(CancellationToken cancel)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Unpooled("postgres"));
                await connection.OpenAsync(cancel);
                return true;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CannotConnectNow && since.Elapsed < Patience)
            {
                await Task.Delay(50, cancel);
            }
            catch (NpgsqlException)
            {
                return false; // nobody listens: a pid file that was left behind
            }
        }
    }

    private async Task<bool> IsIdleAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled("postgres"));
            await connection.OpenAsync();
            // Connections that a pool has just closed are listed for some milliseconds more.
            for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(1);)
            {
                await using var ask = new NpgsqlCommand(
                    "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()", connection);
                if ((long)(await ask.ExecuteScalarAsync())! == 0) return true;
                await Task.Delay(25);
            }

            return false;
        }
        catch (NpgsqlException)
        {
            return true; // it is not running
        }
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        // Output goes to a file: the server inherits it, and a pipe would never end.
        var output = Path.Combine(_socket, $"{program}.out");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _socket };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("umask 077; \"$@\" >\"$0\" 2>&1 </dev/null");
        start.ArgumentList.Add(output);
        start.ArgumentList.Add(_binaries.Path(program));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (_account is not null) start.UserName = _account;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode == 0) return;

        var said = File.Exists(output) ? (await File.ReadAllTextAsync(output, cancel)).Trim() : "";
        var folder = _account is null ? "" : $" It runs as “{_account}”, who must be able to reach {_options.Folder} and {_binaries.Folder}.";
        throw new InvalidOperationException(
            $"{program} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}: {said}{folder} See also {Path.Combine(_cluster, "server.log")}.");
    }

    private string Settings()
    {
        var settings = $"""
            listen_addresses = ''
            unix_socket_directories = '{_socket}'
            unix_socket_permissions = 0700
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            max_connections = 120
            log_statement = 'none'
            log_min_error_statement = panic
            log_parameter_max_length_on_error = 0
            """;
        return !_options.IsForTests ? settings + "\n" : settings + "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\nwal_level = minimal\nmax_wal_senders = 0\n";
    }

    private string Unpooled(string database) => new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false, Timeout = 10 }.ConnectionString;

    private void Give(string path)
    {
        if (_account is null) return;
        using var process = Process.Start(new ProcessStartInfo("chown", ["-R", _account, path]))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{path} could not be given to “{_account}”.");
    }

    private static void MakeFolder(string path)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // The data folder itself can be passed through, so that the server's account reaches its own part of it.
        Directory.CreateDirectory(path, Environment.UserName == "root" ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner);
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancel)
    {
        File.Delete(path);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancel)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (since.Elapsed < Patience)
            {
                await Task.Delay(50, cancel); // another start is at it
            }
        }
    }

    private static string UnprivilegedAccount() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}

/// <summary>Where a private PostgreSQL lives, and how careful it is.</summary>
/// <param name="Folder">The data folder; made where it is missing.</param>
/// <param name="IsForTests">Trades safety for speed: nothing is flushed to disk. Never for anybody's data.</param>
/// <param name="Binaries">A folder with PostgreSQL's programs, in place of searching for one.</param>
public sealed record PrivatePostgresOptions(string Folder, bool IsForTests = false, string? Binaries = null)
{
    /// <summary>
    /// The data folder: <c>CORESTUDY_DATA</c>; else for root <c>/var/lib/corestudy</c>, which the server's account can reach;
    /// else the user's own place for data.
    /// </summary>
    public static string DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable("CORESTUDY_DATA") is { Length: > 0 } set) return Path.GetFullPath(set);
        if (Environment.UserName == "root") return "/var/lib/corestudy";
        return Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            OperatingSystem.IsMacOS() ? "CoreStudy" : "corestudy");
    }
}
