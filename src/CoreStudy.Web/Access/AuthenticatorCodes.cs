using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>The codes of authenticator apps (RFC 6238: SHA-1, 30 seconds, six digits), each taken once.</summary>
/// <remarks>
/// A code holds for its own thirty seconds, and for those before and after, since clocks differ. Whoever looks over a shoulder could use it again in that time:
/// so the database remembers the last one that an account used, wherever that was.
/// </remarks>
public sealed class AuthenticatorCodes(IDbContextFactory<StudyDb> databases, TimeProvider clock) : AuthenticatorTokenProvider<Account>
{
    private const int Seconds = 30;

    private const int Digits = 6;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key || token.Length != Digits) return false;
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        foreach (var step in (ReadOnlySpan<long>)[now, now - 1, now + 1])
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(key, step)), Encoding.UTF8.GetBytes(token))) return await SpendAsync(user.Id, step);
        }

        return false;
    }

    /// <summary>What an app shows in one span of thirty seconds.</summary>
    /// <param name="key">In Base32, as it is shown to be typed in.</param>
    internal static string CodeAt(string key, long step)
    {
        var counter = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // the apps agreed on SHA-1
        var hash = HMACSHA1.HashData(Secret(key), counter);
#pragma warning restore CA5350
        var cut = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (cut % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Notes that a code is used; false where it, or a later one, was used before. Of two who give it at once one is let in.</summary>
    private async Task<bool> SpendAsync(Guid account, long step)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Database.ExecuteSqlAsync(
            $"""
             insert into spent_codes (account_id, step) values ({account}, {step})
             on conflict (account_id) do update set step = excluded.step where spent_codes.step < excluded.step
             """) == 1;
    }

    private static byte[] Secret(string key)
    {
        var secret = new List<byte>(key.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var sign in key.TrimEnd('='))
        {
            bits = (bits << 5) | Base32.IndexOf(char.ToUpperInvariant(sign), StringComparison.Ordinal);
            held += 5;
            if (held < 8) continue;
            held -= 8;
            secret.Add((byte)(bits >> held));
            bits &= (1 << held) - 1;
        }

        return [.. secret];
    }
}
