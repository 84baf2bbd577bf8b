using System.Diagnostics;
using System.Globalization;

namespace CoreStudy.Testing.Faults;

/// <summary>
/// Keeps a process, and those that it starts from then on, from writing any file beyond its first 4 KB (<c>prlimit</c>, RLIMIT_FSIZE): for PostgreSQL what a full disk is,
/// and it takes no root. It is told EFBIG in place of ENOSPC, and does the same.
/// </summary>
public static class WriteLimit
{
    private const string Program = "/usr/bin/prlimit";

    /// <summary>Why it cannot be set on this machine; null where it can.</summary>
    public static string? Missing => File.Exists(Program) ? null : $"{Program} (Debian: util-linux) is not there";

    /// <param name="process">Its number; one that has ended needs no limit.</param>
    /// <param name="folder">A folder of whoever the process runs as.</param>
    /// <exception cref="InvalidOperationException">The limit could not be set.</exception>
    public static async Task SetAsync(int process, string folder, CancellationToken cancel)
    {
        var (exit, said) = await RunAsync(Program, ["--pid", process.ToString(CultureInfo.InvariantCulture), "--fsize=4096:"], await OwnerAsync(folder, cancel), cancel);
        if (exit != 0 && Directory.Exists($"/proc/{process.ToString(CultureInfo.InvariantCulture)}")) throw new InvalidOperationException(said);
    }

    /// <summary>Null where it is ours to begin with; even root may set no limits for others everywhere.</summary>
    private static async Task<string?> OwnerAsync(string folder, CancellationToken cancel) =>
        Environment.IsPrivilegedProcess ? (await RunAsync("stat", ["-c", "%U", folder], null, cancel)).Said.Trim() : null;

    private static async Task<(int Exit, string Said)> RunAsync(string program, string[] arguments, string? account, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        if (account is not null) start.UserName = account;
        using var running = Process.Start(start)!;
        var (said, troubles) = (running.StandardOutput.ReadToEndAsync(cancel), running.StandardError.ReadToEndAsync(cancel));
        await running.WaitForExitAsync(cancel);
        return (running.ExitCode, await said + await troubles);
    }
}
