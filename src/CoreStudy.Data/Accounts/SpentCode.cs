using CoreStudy.Domain;

namespace CoreStudy.Data.Accounts;

/// <summary>The last code of its authenticator app that an account has used: that code, and those before it, are not taken again.</summary>
public sealed class SpentCode
{
    private SpentCode() { }

    public AccountId AccountId { get; private set; }

    /// <summary>Of the code's thirty seconds: their number since 1970 (RFC 6238).</summary>
    public long Step { get; private set; }
}
