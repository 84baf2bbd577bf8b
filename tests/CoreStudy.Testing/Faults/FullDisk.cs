using System.Diagnostics;

namespace CoreStudy.Testing.Faults;

/// <summary>The disk under the acts of coding is full: PostgreSQL refuses each by itself, and goes on when there is room.</summary>
/// <remarks>A small disk of memory is mounted, which takes root; its tables lie there, PostgreSQL's log of writes does not.</remarks>
public sealed class FullDisk : Fault
{
    private const string Tables = "codings, coding_acts";

    private string? _disk;

    public override string Name => "disk full";

    public override string? Missing => !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "to mount a small disk takes root on Linux" : null;

    public override async Task PrepareAsync(FaultGround ground, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException(Missing);
        _disk = Directory.CreateTempSubdirectory("corestudy-full-").FullName;
        File.SetUnixFileMode(_disk, File.GetUnixFileMode(_disk) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        await RunAsync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=755", "tmpfs", _disk], cancel);
        var folder = Directory.CreateDirectory(Path.Combine(_disk, "tables")).FullName;
        await RunAsync("chown", ["--reference", ground.Cluster, folder], cancel);
        await ground.RunAsync($"create tablespace small_disk location '{folder}'", cancel);
        await MoveAsync(ground, "small_disk", cancel);
    }

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        var rest = Path.Combine(_disk!, "everything-else");
        try
        {
            Fill(rest);
            await Task.Delay(length, cancel);
        }
        finally
        {
            File.Delete(rest);
        }
    }

    /// <summary>Brings the tables back; the fault is over.</summary>
    public override async Task EndAsync(FaultGround ground, CancellationToken cancel)
    {
        await MoveAsync(ground, "pg_default", cancel);
        await ground.RunAsync("drop tablespace small_disk", cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_disk is not null)
        {
            await RunAsync("umount", ["--lazy", _disk], CancellationToken.None);
            Directory.Delete(_disk);
        }

        await base.DisposeAsync();
    }

    private static async Task MoveAsync(FaultGround ground, string to, CancellationToken cancel)
    {
        foreach (var table in Tables.Split(", ")) await ground.RunAsync($"alter table {table} set tablespace {to}", cancel);
    }

    private static void Fill(string file)
    {
        using var filling = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var piece = new byte[4096]; ;) filling.Write(piece);
        }
        catch (IOException)
        {
            // it is full
        }
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"“{program} {string.Join(' ', arguments)}” ended with {process.ExitCode}.");
    }
}
