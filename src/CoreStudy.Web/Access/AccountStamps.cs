using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>What an open page has to know of its account: whether it is locked, and its security stamp, which changes with password and second factor.</summary>
internal sealed record AccountStamp(string? Stamp, bool IsLocked);

/// <summary>The stamps of those with open pages, who ask every few seconds.</summary>
internal sealed class AccountStamps(IDbContextFactory<StudyDb> databases, TimeProvider clock)
{
    /// <summary>How long an answer of the database is trusted.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly AskedTogether<Guid, AccountStamp> _known = new(Freshness, clock, (asking, cancel) => ReadAsync(databases, asking, cancel));

    /// <summary>Null where there is no such account.</summary>
    public Task<AccountStamp?> AskAsync(AccountId account, CancellationToken cancel) => _known.AskAsync(account.Value, cancel);

    private static async Task<Dictionary<Guid, AccountStamp>> ReadAsync(IDbContextFactory<StudyDb> databases, List<Guid> asking, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.Where(a => asking.Contains(a.Id)).Select(a => new { a.Id, Stamp = new AccountStamp(a.SecurityStamp, a.LockoutEnd == Account.Never) }).ToDictionaryAsync(a => a.Id, a => a.Stamp, cancel);
    }
}
