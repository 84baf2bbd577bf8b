namespace CoreStudy.Data.Accounts;

/// <summary>One sign-in of an account on one device, from the password or passkey until it is ended, rests too long, or has lasted long enough.</summary>
public sealed class SignInSession
{
    public const int LongestDevice = 80;

    private SignInSession() { }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>When somebody last did something in it: opened a page, pressed a key. Told at most once a minute.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>Browser and system in plain words, such as “Firefox on Windows”, as the browser said; made of words of our own.</summary>
    public string Device { get; private set; } = "";

    public DateTimeOffset? EndedAt { get; private set; }

    public static SignInSession Begin(Guid account, string device, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        AccountId = account,
        Device = device.Length > LongestDevice ? device[..LongestDevice] : device,
        BegunAt = at,
        LastSeenAt = at,
    };
}
