using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CoreStudy.Data.Postgres;

/// <summary>PostgreSQL's own programs that take a database out and put it back: <c>pg_dump</c>, <c>pg_restore</c> and <c>psql</c>.</summary>
public sealed class PostgresTools
{
    private static readonly string[] Programs = ["pg_dump", "pg_restore", "psql"];

    private readonly string _folder;

    private PostgresTools(string folder, int version) => (_folder, Version) = (folder, version);

    /// <summary>Their major version.</summary>
    public int Version { get; }

    /// <summary>Finds those of the server's version, or the next newer: older ones refuse to read it.</summary>
    /// <param name="server">The server's major version.</param>
    /// <exception cref="PostgresUnavailableException">There are none; the message says what brings them.</exception>
    public static async Task<PostgresTools> FindAsync(int server, CancellationToken cancel)
    {
        var configured = new PrivatePostgresOptions { DataFolder = "" }.BinariesFolder;
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = new List<PostgresTools>();
        foreach (var folder in PostgresBinaries.InstalledFolders().Concat(onPath).Prepend(configured ?? "").Where(f => Programs.All(p => File.Exists(Path.Combine(f, p)))).Distinct())
        {
            if (await VersionOfAsync(folder, cancel) is { } version) found.Add(new PostgresTools(folder, version));
        }

        return found.Where(t => t.Version >= server).MinBy(t => t.Version) ?? throw new PostgresUnavailableException(
            $"""
             A backup of PostgreSQL {server} needs its programs pg_dump, pg_restore and psql, of version {server} or newer, and {(found.Count == 0 ? "none were found" : $"only {string.Join(", ", found.Select(t => t.Version).Distinct().Order())} was found")}.
               Debian, Ubuntu:  apt-get install postgresql-client-{server}
               macOS:           brew install postgresql@{server}
             Or name their folder in CORESTUDY_POSTGRES_BIN.
             """);
    }

    /// <summary>Takes a database out into a file of PostgreSQL's own format (custom), whole and as of one moment, while people work in it.</summary>
    /// <param name="snapshot">A moment that an open transaction holds, as <c>pg_export_snapshot</c> names it.</param>
    /// <exception cref="PostgresUnavailableException">It could not.</exception>
    public async Task DumpAsync(string connectionString, string snapshot, string file, CancellationToken cancel)
    {
        using var dump = Start("pg_dump", connectionString, ["--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60000", $"--snapshot={snapshot}", $"--file={file}"]);
        await EndAsync(dump, "pg_dump", dump.StandardOutput.ReadToEndAsync(cancel), cancel);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Puts a database back in one transaction: all of it, or nothing is changed.</summary>
    /// <param name="clear">Takes out first what is in the database.</param>
    /// <exception cref="PostgresUnavailableException">It could not; the database is as it was.</exception>
    public async Task RestoreAsync(string connectionString, string file, bool clear, CancellationToken cancel)
    {
        // terse: PostgreSQL would otherwise write the words of a row that it stumbles over
        using var into = Start("psql", connectionString, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--file=-"]);
        var said = into.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancel);
        using var from = Start("pg_restore", null, ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error", "--file=-", file]);
        try
        {
            await into.StandardInput.WriteAsync($"begin;\n{(clear ? "drop schema if exists vault cascade; drop schema public cascade; create schema public;\n" : "")}".AsMemory(), cancel);
            await into.StandardInput.FlushAsync(cancel);
            await from.StandardOutput.BaseStream.CopyToAsync(into.StandardInput.BaseStream, cancel);
            await EndAsync(from, "pg_restore", Task.CompletedTask, cancel);
            await into.StandardInput.WriteAsync("\ncommit;\n".AsMemory(), cancel);
            into.StandardInput.Close();
        }
        catch (IOException exception)
        {
            if (!from.HasExited) from.Kill();
            await EndAsync(into, "psql", said, cancel); // it stopped by itself, and says why
            throw new PostgresUnavailableException("psql ended before it had taken in everything. The database is as it was.", exception);
        }
        catch
        {
            if (!from.HasExited) from.Kill();
            if (!into.HasExited) into.Kill(); // without the commit nothing is changed
            throw;
        }

        await EndAsync(into, "psql", said, cancel);
    }

    private static async Task EndAsync(Process process, string program, Task output, CancellationToken cancel)
    {
        var troubles = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        await output;
        if (process.ExitCode != 0) throw new PostgresUnavailableException($"{program} ended with {process.ExitCode}: {(await troubles).Trim()}");
    }

    private static async Task<int?> VersionOfAsync(string folder, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "pg_dump"), ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            var version = PostgresBinaries.VersionNumber().Match(said);
            return process.ExitCode == 0 && version.Success ? int.Parse(version.ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null; // made for another machine
        }
    }

    /// <summary>The password goes by the environment: arguments are seen by every account of the machine.</summary>
    private Process Start(string program, string? connectionString, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        if (connectionString is not null)
        {
            var server = new NpgsqlConnectionStringBuilder(connectionString);
            start.Environment["PGHOST"] = server.Host;
            start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
            start.Environment["PGDATABASE"] = server.Database;
            start.Environment["PGUSER"] = server.Username;
            start.Environment["PGPASSWORD"] = server.Password;
            if (server.Passfile is { Length: > 0 } passwords) start.Environment["PGPASSFILE"] = passwords;
            if (server.RootCertificate is { Length: > 0 } root) start.Environment["PGSSLROOTCERT"] = root;
            if (server.SslCertificate is { Length: > 0 } certificate) start.Environment["PGSSLCERT"] = certificate;
            if (server.SslKey is { Length: > 0 } key) start.Environment["PGSSLKEY"] = key;
            start.Environment["PGSSLMODE"] = server.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            };
            start.Environment["PGAPPNAME"] = $"CoreStudy, {program}";
            start.Environment["PGOPTIONS"] = "-c client_min_messages=warning";
        }

        return Process.Start(start)!;
    }
}
