namespace CoreStudy.Testing.Faults;

/// <summary>Where a line is cut.</summary>
public enum Between
{
    PeopleAndSite,
    SiteAndDatabase,
}

/// <summary>How a line is cut: with a reset, and again at each try; or in silence, as when nobody knows yet.</summary>
public enum Cutting
{
    Reset,
    Silent,
}

/// <summary>A line is cut for a while, by our <see cref="Relay"/>.</summary>
public sealed class CutConnection(Between between, Cutting cutting) : Fault
{
    public override string Name => $"{(between == Between.PeopleAndSite ? "people and site" : "site and PostgreSQL")} cut, {(cutting == Cutting.Reset ? "reset" : "silent")}";

    public override async Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel)
    {
        var line = between == Between.PeopleAndSite ? ground.ToSite : ground.ToDatabase;
        if (cutting == Cutting.Reset) line.Cut();
        else line.Silence();
        try
        {
            await Task.Delay(length, cancel);
        }
        finally
        {
            line.Resume();
        }
    }
}
