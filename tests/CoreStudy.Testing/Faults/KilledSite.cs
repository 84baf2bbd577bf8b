namespace CoreStudy.Testing.Faults;

/// <summary>The site ends as by <c>kill -9</c>, in the midst of what it does, and is started again.</summary>
public sealed class KilledSite : Fault
{
    public override string Name => "site killed";

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        await ground.Site.KillAsync();
        await Task.Delay(length, cancel);
        await ground.Site.StartAsync(cancel);
    }
}
