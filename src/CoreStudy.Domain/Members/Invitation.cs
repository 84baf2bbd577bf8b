namespace CoreStudy.Domain.Members;

/// <summary>A link by which one person joins a study: used once, within its time.</summary>
public sealed class Invitation
{
    /// <summary>How long an invitation can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() { }

    public InvitationId Id { get; private set; }

    public StudyId StudyId { get; private set; }

    public string Email { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Role Role { get; private set; }

    public List<TrustId> TrustIds { get; private set; } = [];

    /// <summary>SHA-256 of the secret in the link, in hexadecimal; the secret itself is nowhere stored.</summary>
    public string SecretHash { get; private set; } = "";

    public MemberId InvitedBy { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public static Result<Invitation> Create(
        Member by, string email, string name, Role role, IEnumerable<TrustId> trusts, string secretHash, DateTimeOffset at)
    {
        if (Words.Required("an e-mail address", email, 200) is { } noEmail) return noEmail;
        if (!email.Contains('@', StringComparison.Ordinal)) return new Refusal("Please give an e-mail address with an @ in it.");
        if (Words.Required("a name", name, 80) is { } noName) return noName;
        return new Invitation
        {
            Id = InvitationId.New(),
            StudyId = by.StudyId,
            Email = email.Trim(),
            Name = name.Trim(),
            Role = role,
            TrustIds = [.. trusts],
            SecretHash = secretHash,
            InvitedBy = by.Id,
            ExpiresAt = at + Lifetime,
        };
    }

    public bool IsOpen(DateTimeOffset at) => UsedAt is null && WithdrawnAt is null && at < ExpiresAt;

    /// <summary>Open, and its maker could still make it: who left the study, or may no longer invite, leaves no door open.</summary>
    public bool HoldsFrom(Member inviter, DateTimeOffset at) =>
        IsOpen(at) && inviter.May(Operation.ManageMembers) && !Team.MayGrant(inviter, Role, TrustIds).IsRefused(out _, out _);

    public Result<Done> Use(DateTimeOffset at)
    {
        if (!IsOpen(at)) return new Refusal("This invitation has been used, withdrawn, or is out of date. Please ask for a new one.");
        UsedAt = at;
        return Done.Well;
    }

    public void Withdraw(DateTimeOffset at) => WithdrawnAt ??= at;
}
