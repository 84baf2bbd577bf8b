using System.Diagnostics;
using System.Globalization;

namespace CoreStudy.Testing.Faults;

/// <summary>
/// PostgreSQL can write no more: neither a commit nor its recovery gets through, it goes down and stays down until there is room. Its processes are
/// kept from writing by a limit of the size of files (<c>prlimit</c>), which takes no root; what they are told is EFBIG in place of ENOSPC, and they do the same.
/// </summary>
public sealed class FullLog : Fault
{
    private const string Program = "/usr/bin/prlimit";

    public override string Name => "no room for PostgreSQL's log of writes";

    public override string? Missing => File.Exists(Program) ? null : $"{Program} (Debian: util-linux) is not there";

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        using (ground.HoldDown())
        {
            foreach (var id in await ground.PostgresProcessesAsync(cancel))
            {
                using var limit = Process.Start(Program, ["--pid", id.ToString(CultureInfo.InvariantCulture), "--fsize=4096:"]);
                await limit.WaitForExitAsync(cancel); // one that has ended meanwhile needs none
            }

            await Task.Delay(length, cancel);
            foreach (var id in await ground.PostgresProcessesAsync(cancel)) KilledPostgres.Kill(id); // what did not go down by itself: whoever makes room starts it again
        }

        await ground.AnswersAsync(cancel);
    }
}
