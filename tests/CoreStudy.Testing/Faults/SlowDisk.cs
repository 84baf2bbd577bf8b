namespace CoreStudy.Testing.Faults;

/// <summary>
/// A disk that takes its time, imitated: PostgreSQL waits before each flush of a commit (<c>commit_delay</c>, at most 100 ms), and each message between it
/// and the site is held up by the relay.
/// </summary>
/// <param name="perMessage">How long each message is held up, each way.</param>
public sealed class SlowDisk(TimeSpan perMessage) : Fault
{
    public override string Name => "slow disk";

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        await ground.RunAsync("alter system set commit_delay = 100000", cancel);
        await ground.RunAsync("alter system set commit_siblings = 0", cancel);
        await ground.RunAsync("select pg_reload_conf()", cancel);
        ground.ToDatabase.Delay = perMessage;
        try
        {
            await Task.Delay(length, cancel);
        }
        finally
        {
            ground.ToDatabase.Resume();
            await ground.RunAsync("alter system reset commit_delay", CancellationToken.None);
            await ground.RunAsync("alter system reset commit_siblings", CancellationToken.None);
            await ground.RunAsync("select pg_reload_conf()", CancellationToken.None);
        }
    }
}
