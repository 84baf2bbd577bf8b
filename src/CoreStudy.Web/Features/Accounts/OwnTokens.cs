using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>A token of one's own.</summary>
/// <param name="Studies">What the studies it is for are called; none for all.</param>
public sealed record OwnToken(ApiTokenId Id, string Name, IReadOnlyList<ApiScope> Scopes, IReadOnlyList<string> Studies, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, bool IsExpired);

/// <summary>A study that a token can be for.</summary>
public sealed record TokenStudy(StudyId Id, string Name);

/// <param name="Tokens">Those that were not revoked, the latest first.</param>
/// <param name="Studies">Those that the account belongs to.</param>
/// <param name="Offered">What can be given afresh to make or revoke one.</param>
public sealed record OwnTokenList(IReadOnlyList<OwnToken> Tokens, IReadOnlyList<TokenStudy> Studies, OfferedProof Offered);

/// <summary>What somebody wants a token to be.</summary>
/// <param name="Studies">Empty for all.</param>
/// <param name="Days">How long it can be used, from 1 to 365.</param>
public sealed record TokenWish(string Name, IReadOnlyCollection<ApiScope> Scopes, IReadOnlyCollection<StudyId> Studies, int Days);

/// <summary>The tokens by which programs read for somebody: everybody makes and revokes their own, after a fresh password, code or passkey, and nobody others'.</summary>
public sealed class OwnTokens(
    IDbContextFactory<StudyDb> databases, Permissions permissions, FreshProof proof, TypedWords typed, TimeProvider clock, ILogger<OwnTokens> logger) : IUseCase
{
    public async Task<Result<OwnTokenList>> ListAsync(AccountId me, CancellationToken cancel)
    {
        if (await proof.OfferedAsync(me) is not { } offered) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var tokens = await db.ApiTokens.AsNoTracking().Where(t => t.AccountId == me && t.RevokedAt == null).OrderByDescending(t => t.MadeAt).ToListAsync(cancel);
        var named = tokens.SelectMany(t => t.StudyIds).ToHashSet();
        var names = await db.Studies.Where(s => named.Contains(s.Id)).Select(s => new { s.Id, s.Name }).ToDictionaryAsync(s => s.Id, s => s.Name, cancel);
        var now = clock.GetUtcNow();
        return new OwnTokenList(
            [.. tokens.Select(t => new OwnToken(t.Id, t.Name, t.Scopes, [.. t.StudyIds.Select(s => names[s]).Order(StringComparer.CurrentCulture)], t.MadeAt, t.ExpiresAt, t.LastUsedAt, now >= t.ExpiresAt))],
            await StudiesAsync(db, me, cancel), offered);
    }

    /// <summary>Makes one.</summary>
    /// <returns>The token itself: it is shown now, and never again.</returns>
    public async Task<Result<string>> MakeAsync(AccountId me, TokenWish wish, RevealCredential credential, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == me.Value, cancel) is not { IsLocked: false, SecurityStamp: { } stamp }) return Refusal.NotFound;
        foreach (var study in wish.Studies)
        {
            if ((await permissions.AskAsync(me, study, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        }

        var now = clock.GetUtcNow();
        var text = ApiTokenText.New();
        if (ApiToken.Make(me, stamp, wish.Name, text, wish.Scopes, wish.Studies, now.AddDays(wish.Days), now).IsRefused(out var unfit, out var token)) return unfit;
        if (await db.ApiTokens.CountAsync(t => t.AccountId == me && t.RevokedAt == null && t.ExpiresAt > now, cancel) >= ApiToken.Most) return new Refusal($"You have {ApiToken.Most} tokens that can be used, which is the most. Revoke one that you do not need.");
        foreach (var study in await StudiesAsync(db, me, cancel))
        {
            if (await typed.ForbidAsync(me, study.Id, cancel, new ScannedText("the name", wish.Name)) is { } leak) return leak;
        }

        if ((await proof.ProveAsync(me, credential)).IsRefused(out var wrong, out _)) return wrong;
        db.ApiTokens.Add(token);
        db.Audit(AuditEntry.Of(
            AuditKind.TokenMade, me, null, AuditSubject.Of(AuditThing.Token, token.Id),
            AuditDetail.None.AndWhether("words", token.Scopes.Contains(ApiScope.Words)).AndIds("studies", token.StudyIds).AndDay("until", DateOnly.FromDateTime(token.ExpiresAt.UtcDateTime))));
        if ((await db.SaveOrRefuseAsync(wish.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        TokenLog.Made(logger, me.Value, token.Id.Value);
        return text;
    }

    /// <summary>Ends one, at once.</summary>
    public async Task<Result<Done>> RevokeAsync(AccountId me, ApiTokenId id, RevealCredential credential, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.AccountId == me && t.RevokedAt == null, cancel) is not { } token) return Refusal.NotFound;
        if ((await proof.ProveAsync(me, credential)).IsRefused(out var wrong, out _)) return wrong;
        token.Revoke(clock.GetUtcNow());
        db.Audit(AuditEntry.Of(AuditKind.TokenRevoked, me, null, AuditSubject.Of(AuditThing.Token, token.Id)));
        await db.SaveChangesAsync(cancel);
        TokenLog.Revoked(logger, me.Value, token.Id.Value);
        return Done.Well;
    }

    private static async Task<IReadOnlyList<TokenStudy>> StudiesAsync(StudyDb db, AccountId me, CancellationToken cancel) => await (
        from m in db.Members.IgnoreAutoIncludes()
        join s in db.Studies on m.StudyId equals s.Id
        where m.AccountId == me && m.EndedAt == null
        orderby s.Name
        select new TokenStudy(s.Id, s.Name)).ToListAsync(cancel);
}
