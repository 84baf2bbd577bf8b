using System.Diagnostics;

namespace CoreStudy.Data.Postgres;

/// <summary>The account that PostgreSQL runs under: our own, or an unprivileged one where we are root, which PostgreSQL refuses.</summary>
/// <param name="Name">Null for our own.</param>
internal sealed record PostgresAccount(string? Name)
{
    public static PostgresAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess) return new PostgresAccount((string?)null);
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return new PostgresAccount(known.Contains("postgres") ? "postgres" : "nobody");
    }

    /// <summary>The owner of a cluster that is there: a root that made it as <c>nobody</c> goes on as <c>nobody</c>.</summary>
    public static async Task<PostgresAccount> OwnerOfAsync(string folder, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess) return new PostgresAccount((string?)null);
        var (_, owner) = await OwnerNameAsync(folder, cancel);
        return owner is "root" or "UNKNOWN" or "" ? Choose() : new PostgresAccount(owner);
    }

    public static async Task<(int Exit, string Owner)> OwnerNameAsync(string folder, CancellationToken cancel)
    {
        var (exit, output) = await new PostgresAccount((string?)null).RunAsync(
            "stat", OperatingSystem.IsMacOS() ? ["-f", "%Su", folder] : ["-c", "%U", folder], cancel);
        return (exit, output.Trim());
    }

    /// <summary>Hands a file or a folder with all in it to this account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancel)
    {
        if (Name is null) return;
        var (exit, output) = await new PostgresAccount((string?)null).RunAsync("chown", ["-R", Name + ":", path], cancel);
        if (exit != 0) throw new PostgresUnavailableException($"“{path}” could not be handed to the account “{Name}”: {output.Trim()}");
    }

    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancel) =>
        (await RunAsync("/bin/sh", ["-c", "cd \"$1\"", "sh", folder], cancel)).Exit == 0;

    /// <summary>Runs a program as this account and returns what it wrote.</summary>
    /// <param name="outputFile">
    /// Takes what it writes in place of a pipe: the server that <c>pg_ctl</c> leaves behind keeps its pipes open, so waiting for their
    /// end would never end.
    /// </param>
    public async Task<(int Exit, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancel, string? outputFile = null)
    {
        var start = outputFile is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1", "sh", outputFile, program, .. arguments]);
        start.WorkingDirectory = "/"; // ours may be closed to the account
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = outputFile is null;
        start.RedirectStandardError = outputFile is null;
        if (Name is not null) start.UserName = Name;
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        if (outputFile is not null)
        {
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, File.Exists(outputFile) ? await File.ReadAllTextAsync(outputFile, cancel) : "");
        }

        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }
}
