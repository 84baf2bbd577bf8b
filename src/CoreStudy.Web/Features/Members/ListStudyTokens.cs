using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>A token by which a program of a member reads this study.</summary>
/// <param name="IsForAll">Whether it is for all studies of its owner's, and not for some.</param>
public sealed record StudyToken(ApiTokenId Id, string Owner, Role Role, string Name, IReadOnlyList<ApiScope> Scopes, bool IsForAll, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>The tokens by which programs can read a study at this moment: whose they are and what for, never the tokens themselves.</summary>
public sealed class ListStudyTokens(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<IReadOnlyList<StudyToken>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageMembers, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var members = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId && m.EndedAt == null).Select(m => new { m.AccountId, m.Name, m.Role }).ToDictionaryAsync(m => m.AccountId, cancel);
        var accounts = members.Keys.Select(a => a.Value).ToList();
        var stamps = await db.Users.Where(a => accounts.Contains(a.Id) && a.LockoutEnd != Account.Never).Select(a => new { a.Id, a.SecurityStamp }).ToDictionaryAsync(a => a.Id, a => a.SecurityStamp, cancel);
        var owners = members.Keys.ToList();
        var tokens = await db.ApiTokens.AsNoTracking().Where(t => owners.Contains(t.AccountId) && t.RevokedAt == null && t.ExpiresAt > now).ToListAsync(cancel);
        return tokens.Where(t => t.Reaches(studyId) && stamps.TryGetValue(t.AccountId.Value, out var stamp) && t.FitsStamp(stamp))
            .Select(t => new StudyToken(t.Id, members[t.AccountId].Name, members[t.AccountId].Role, t.Name, t.Scopes, t.Studies.Count == 0, t.MadeAt, t.ExpiresAt, t.LastUsedAt))
            .OrderBy(t => t.Owner, StringComparer.CurrentCultureIgnoreCase).ThenByDescending(t => t.MadeAt).ToList();
    }
}
