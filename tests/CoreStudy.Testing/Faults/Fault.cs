namespace CoreStudy.Testing.Faults;

/// <summary>Something that goes wrong while people code, and comes right again.</summary>
public abstract class Fault : IAsyncDisposable
{
    /// <summary>As the table of the reckoning calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Why it cannot be tried on this machine; null where it can.</summary>
    public virtual string? Missing => null;

    /// <summary>Whether the site's clock can be held against ours meanwhile.</summary>
    public virtual bool KeepsTime => true;

    /// <summary>Makes ready what it needs, before anybody codes.</summary>
    public virtual Task PrepareAsync(FaultGround ground, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Where people find the site.</summary>
    public virtual Uri AddressOn(FaultGround ground) => ground.Address;

    /// <summary>How a person's browser reaches the site: no cookies of its own, no redirects.</summary>
    public virtual SocketsHttpHandler Connect() => new() { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };

    /// <summary>Lets it happen, holds it for so long, and ends it: afterwards the installation is whole.</summary>
    public abstract Task StrikeAsync(FaultGround ground, TimeSpan length, CancellationToken cancel);

    /// <summary>Takes away what it made ready, once people have been answered.</summary>
    public virtual Task EndAsync(FaultGround ground, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What must be so beside the ledger; null where it is, otherwise what is wrong.</summary>
    public virtual string? Complaint => null;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
