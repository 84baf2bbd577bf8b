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
}
