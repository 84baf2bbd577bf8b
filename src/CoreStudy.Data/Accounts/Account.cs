using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Data.Accounts;

/// <summary>A person who can sign in. What they may do in a study hangs on their membership, never on the account.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => (Id, SecurityStamp) = (Guid.CreateVersion7(), Guid.CreateVersion7().ToString("N"));

    /// <summary>How the person is called on screen.</summary>
    public string Name { get; set; } = "";

    /// <summary>May create studies and accounts on this installation.</summary>
    public bool IsOperator { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The end of a lock that an admin put on, until another takes it off; a rest after wrong passwords ends by itself.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    /// <summary>Locked by an admin. Wrong passwords keep people from signing in for a while, but do not end anybody's work.</summary>
    public bool IsLocked => LockoutEnd == Never;
}
