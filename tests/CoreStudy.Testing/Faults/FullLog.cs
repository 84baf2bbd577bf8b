namespace CoreStudy.Testing.Faults;

/// <summary>
/// PostgreSQL can write no more, not even its log of writes: neither a commit nor its recovery gets through, it goes down and stays down until there is room.
/// Its processes are kept from writing by <see cref="WriteLimit"/>.
/// </summary>
public sealed class FullLog : Fault
{
    public override string Name => "no room for PostgreSQL's log of writes";

    public override string? Missing => WriteLimit.Missing;

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        using (ground.HoldDown())
        {
            foreach (var id in await ground.PostgresProcessesAsync(cancel)) await WriteLimit.SetAsync(id, ground.Cluster, cancel);
            await Task.Delay(length, cancel);
            foreach (var id in await ground.PostgresProcessesAsync(cancel)) KilledPostgres.Kill(id); // what did not go down by itself: whoever makes room starts it again
        }

        await ground.AnswersAsync(cancel);
    }
}
