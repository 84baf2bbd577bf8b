using System.Diagnostics;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Testing;

namespace CoreStudy.Web.Tests.Commands;

/// <summary>The program as an operator's script meets it: a process, its answer, its exit code.</summary>
internal static class ProgramRun
{
    /// <param name="owner">The database as its owner; null for a command that needs none.</param>
    /// <param name="connections">The same as the app and as the vault.</param>
    public static async Task<(int Code, string Said, string Troubles)> RunAsync(
        string? owner, StudyConnections? connections, CancellationToken cancel, params string[] arguments)
    {
        using var program = Start(owner, connections, arguments);
        var (said, troubles) = (program.StandardOutput.ReadToEndAsync(cancel), program.StandardError.ReadToEndAsync(cancel));
        await program.WaitForExitAsync(cancel);
        return (program.ExitCode, await said, await troubles);
    }

    /// <summary>The same in a data folder of its own, as the owner alone.</summary>
    public static async Task<(int Code, string Said, string Troubles)> RunInAsync(string data, string owner, CancellationToken cancel, params string[] arguments)
    {
        using var program = Start(owner, null, arguments, data);
        var (said, troubles) = (program.StandardOutput.ReadToEndAsync(cancel), program.StandardError.ReadToEndAsync(cancel));
        await program.WaitForExitAsync(cancel);
        return (program.ExitCode, await said, await troubles);
    }

    /// <summary>Starts the site, and stops it once it says where it is.</summary>
    /// <returns>Whether it came so far, and what it said on the way.</returns>
    public static async Task<(bool IsUp, string Said)> ServeAsync(string owner, StudyConnections connections, CancellationToken cancel, params string[] arguments)
    {
        using var program = Start(owner, connections, arguments);
        var troubles = program.StandardError.ReadToEndAsync(cancel);
        var said = new StringBuilder();
        while (await program.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            said.AppendLine(line);
            if (!line.StartsWith("CoreStudy is at", StringComparison.Ordinal)) continue;
            program.Kill();
            return (true, said.ToString());
        }

        return (false, said.Append(await troubles).ToString());
    }

    private static Process Start(string? owner, StudyConnections? connections, string[] arguments, string? data = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CoreStudy.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ConnectionStrings.Variable] = owner;
        start.Environment[DatabaseRoles.AppVariable] = connections?.App;
        start.Environment[DatabaseRoles.VaultVariable] = connections?.Vault;
        start.Environment["CORESTUDY_DATA"] = data ?? TestKeys.Folder;
        start.Environment["Vault__MakeMasterKey"] = "true";
        return Process.Start(start)!;
    }
}
