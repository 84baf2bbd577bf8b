using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>Keeps accounts as Identity does, but of recovery codes their hashes alone: who reads the table signs in with none.</summary>
/// <remarks>
/// A code has ten signs of 26, 47 bits: too few for a plain hash (OWASP ASVS 5, 6.5.2), so it is derived like a password, with a salt for each set of codes, so that a
/// try costs one derivation and not one for each code that is left. Codes that an earlier version kept as text are taken still; the first that is used has all others of its set hashed.
/// </remarks>
public sealed class AccountStore(StudyDb context, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<Account, StudyDb, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>(context, describer)
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512, for passwords and recovery codes alike, as OWASP's Password Storage Cheat Sheet asks for.</summary>
    public const int Rounds = 210_000;

    private const string Provider = "[AspNetUserStore]";

    private const string TokenName = "RecoveryCodes";

    private const string Mark = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, TokenName, Hashed([.. recoveryCodes]), cancellationToken);

    public override async Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) =>
        Of(await GetTokenAsync(user, Provider, TokenName, cancellationToken)).Codes.Length;

    /// <returns>Whether it was one of those left; it is none from now.</returns>
    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var kept = Of(await GetTokenAsync(user, Provider, TokenName, cancellationToken));
        if (kept.Codes.Length == 0) return false;
        var given = kept.IsHashed ? kept.HashOf(code) : code;
        var found = Array.FindIndex(kept.Codes, c => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(c), Encoding.UTF8.GetBytes(given)));
        if (found < 0) return false;
        string[] left = [.. kept.Codes[..found], .. kept.Codes[(found + 1)..]];
        await SetTokenAsync(user, Provider, TokenName, kept.IsHashed ? (kept with { Codes = left }).ToString() : Hashed(left), cancellationToken);
        return true;
    }

    private static string Hashed(string[] codes)
    {
        var set = new CodeSet(Rounds, RandomNumberGenerator.GetBytes(SaltBytes), []);
        return (set with { Codes = [.. codes.Select(set.HashOf)] }).ToString();
    }

    /// <summary>What is kept, as it is kept: codes themselves, or their mark, rounds, salt and hashes, all with semicolons between.</summary>
    private static CodeSet Of(string? kept)
    {
        var parts = (kept ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        return parts is [Mark, var rounds, var salt, ..] ? new CodeSet(int.Parse(rounds, CultureInfo.InvariantCulture), Convert.FromBase64String(salt), parts[3..]) : new CodeSet(0, [], parts);
    }

    /// <param name="Rounds">Of the derivation; none for codes kept as text.</param>
    private sealed record CodeSet(int Rounds, byte[] Salt, string[] Codes)
    {
        public bool IsHashed => Rounds > 0;

        public string HashOf(string code) => Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(code), Salt, Rounds, HashAlgorithmName.SHA512, HashBytes));

        public override string ToString() => string.Join(';', [Mark, Rounds.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(Salt), .. Codes]);
    }
}
