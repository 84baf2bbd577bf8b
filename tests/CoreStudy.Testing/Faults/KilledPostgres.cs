using System.Diagnostics;

namespace CoreStudy.Testing.Faults;

/// <summary>PostgreSQL and all its processes end at once, as when the power goes, and recover from what is on disk.</summary>
public sealed class KilledPostgres : Fault
{
    public override string Name => "PostgreSQL killed";

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        using (ground.HoldDown())
        {
            foreach (var id in await ground.PostgresProcessesAsync(cancel)) Kill(id);
            await Task.Delay(length, cancel);
        }

        await ground.AnswersAsync(cancel);
    }

    internal static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // it went with the first
        }
    }
}
