using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Data.Postgres;

/// <summary>The files of a private PostgreSQL: made once, whole or not at all.</summary>
internal sealed class Cluster(PrivatePostgresOptions options)
{
    public const string User = "corestudy";

    /// <summary>Holds a finished cluster: it gets this name only once <c>initdb</c> is through.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(options.DataFolder), "postgres");

    public string LogFile => Path.Combine(Folder, "server.log");

    public bool Exists => File.Exists(Path.Combine(Folder, "PG_VERSION"));

    private string Draft => Folder + ".new";

    private string PasswordFile => Path.Combine(options.DataFolder, "postgres-password");

    public int Version() => int.Parse(File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Trim().Split('.')[0], CultureInfo.InvariantCulture);

    public string Password()
    {
        if (!File.Exists(PasswordFile))
        {
            if (Exists) throw new PostgresUnavailableException($"“{PasswordFile}” is missing, and the data in “{Folder}” does not open without it.");
            DataFolder.WriteSecret(PasswordFile, RandomNumberGenerator.GetHexString(48, lowercase: true));
        }

        return File.ReadAllText(PasswordFile);
    }

    /// <summary>
    /// Where the socket lies: a path to a socket may have 107 bytes (macOS: 103), a data folder does not care, so it is a short one
    /// named after the data folder. Under root it is below <c>/run</c>, where nobody else can have made it before us.
    /// </summary>
    public string SocketFolder()
    {
        var name = "cs-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..12];
        return Path.Combine(Environment.IsPrivilegedProcess && Directory.Exists("/run") ? "/run" : "/tmp", name);
    }

    public async Task PrepareSocketFolderAsync(PostgresAccount account, CancellationToken cancel)
    {
        var folder = SocketFolder();
        if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await account.OwnAsync(folder, cancel);
        var (_, owner) = await PostgresAccount.OwnerNameAsync(folder, cancel);
        if (new DirectoryInfo(folder).LinkTarget is not null || owner != (account.Name ?? Environment.UserName))
        {
            throw new PostgresUnavailableException($"“{folder}” belongs to “{owner}”, and CoreStudy will not put its database's socket there. Remove it.");
        }
    }

    /// <summary>Makes the cluster beside its place and moves it there; what an interrupted try left is wiped.</summary>
    public async Task MakeAsync(PostgresBinaries binaries, PostgresAccount account, CancellationToken cancel)
    {
        if (Directory.Exists(Draft)) Directory.Delete(Draft, recursive: true);
        Directory.CreateDirectory(Draft);
        var passwordCopy = Path.Combine(Draft, "password"); // initdb reads it as its own account
        var target = Path.Combine(Draft, "data");
        DataFolder.WriteSecret(passwordCopy, Password());
        await account.OwnAsync(Draft, cancel);
        if (!await account.CanEnterAsync(Draft, cancel))
        {
            throw new PostgresUnavailableException(
                $"PostgreSQL runs as “{account.Name}” when CoreStudy is started by root, and that account cannot reach “{options.DataFolder}”. "
                + "Set CORESTUDY_DATA to a folder outside closed ones such as /root, for example /var/lib/corestudy.");
        }

        string[] arguments =
        [
            "-D", target, "-U", User, "-E", "UTF8", "--no-locale", "--auth=scram-sha-256", $"--pwfile={passwordCopy}", "--data-checksums",
            .. options.ForTests ? ["--no-sync"] : Array.Empty<string>(),
        ];
        var (exit, output) = await account.RunAsync(binaries.Program("initdb"), arguments, cancel);
        if (exit != 0) throw new PostgresUnavailableException($"PostgreSQL could not make its files in “{options.DataFolder}”:\n{output.Trim()}");

        await File.AppendAllTextAsync(Path.Combine(target, "postgresql.conf"), "\ninclude = 'corestudy.conf'\n", cancel);
        await File.WriteAllTextAsync(Path.Combine(target, "corestudy.conf"), Settings(), cancel);
        await account.OwnAsync(target, cancel);
        Directory.Move(target, Folder);
        Directory.Delete(Draft, recursive: true);
        if (!options.ForTests) await account.RunAsync("sync", [], cancel); // the new name must outlast a power cut as well
    }

    /// <summary>Writes the settings anew, so that an upgrade of CoreStudy brings its own.</summary>
    public async Task WriteSettingsAsync(PostgresAccount account, CancellationToken cancel)
    {
        var file = Path.Combine(Folder, "corestudy.conf");
        var settings = Settings();
        if (!File.Exists(file) || await File.ReadAllTextAsync(file, cancel) != settings)
        {
            await File.WriteAllTextAsync(file, settings, cancel);
            await account.OwnAsync(file, cancel);
        }

        if (new FileInfo(LogFile) is { Exists: true, Length: > 5_000_000 }) File.Move(LogFile, LogFile + ".1", overwrite: true);
    }

    /// <summary>Terse errors, and no statements: PostgreSQL would otherwise write the words of a row into its log.</summary>
    private string Settings() => $"""
        # Written by CoreStudy at each start. Put settings of your own into postgresql.conf, below the line that includes this file.
        listen_addresses = ''
        port = 5432
        unix_socket_directories = '{SocketFolder()}'
        unix_socket_permissions = 0700
        max_connections = 200
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_error_verbosity = terse
        log_min_error_statement = panic
        {(options.ForTests ? """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        autovacuum = off
        wal_level = minimal
        max_wal_senders = 0
        """ : "")}
        """;
}
