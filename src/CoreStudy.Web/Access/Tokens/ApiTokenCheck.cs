using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access.Tokens;

/// <summary>Whether a token may be used at this moment: asked of the database at each request, so that what ends it ends it at once.</summary>
public sealed class ApiTokenCheck(IDbContextFactory<StudyDb> databases, SecondStepDuty duty, TimeProvider clock, ILogger<ApiTokenCheck> logger)
{
    private static readonly Refusal Unknown = new("This token is not known. It may have been typed wrongly: a token begins with “cs_” and has 52 characters. Make a new one on your account page.");

    private static readonly Refusal Expired = new("This token has expired. Make a new one on your account page.");

    private static readonly Refusal Revoked = new("This token was revoked. Make a new one on your account page.");

    private static readonly Refusal AccountChanged = new("The password or second factor of this token's account was changed since it was made, which ends tokens. Make a new one on your account page.");

    private static readonly Refusal Locked = new("The account of this token is locked. An admin can unlock it.");

    /// <summary>Who a token lets read; a refusal where it lets nobody. The first use of each day is on record.</summary>
    public async Task<Result<ApiCaller>> AskAsync(string text, CancellationToken cancel)
    {
        if (!ApiTokenText.IsWellFormed(text)) return Unknown;
        var hash = ApiTokenText.HashOf(text);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, cancel) is not { } token) return Unknown;
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == token.AccountId.Value, cancel);
        var now = clock.GetUtcNow();
        var refusal = token.RevokedAt is not null ? Revoked : now >= token.ExpiresAt ? Expired : account is null ? Unknown : account.IsLocked ? Locked : !token.FitsStamp(account.SecurityStamp) ? AccountChanged : await duty.IsOwedAsync(token.AccountId, cancel) ? SecondStepDuty.Owed : null;
        if (refusal is not null)
        {
            TokenLog.Refused(logger, token.Id.Value, token.AccountId.Value);
            return refusal;
        }

        await NoteAsync(db, token, now, cancel);
        return new ApiCaller(token.AccountId, token.Id, token.Scopes, token.StudyIds);
    }

    /// <summary>When it was used last is kept to the minute, and the trail told once a day: of several requests at once by the one that comes first.</summary>
    private static async Task NoteAsync(StudyDb db, ApiToken token, DateTimeOffset now, CancellationToken cancel)
    {
        if (token.LastUsedAt is { } last && now - last < TimeSpan.FromMinutes(1)) return;
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (token.LastUsedAt >= day)
        {
            await db.ApiTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancel);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var isFirst = await db.ApiTokens.Where(t => t.Id == token.Id && (t.LastUsedAt == null || t.LastUsedAt < day)).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancel) > 0;
        if (isFirst)
        {
            db.Audit(AuditEntry.Of(AuditKind.TokenUsed, token.AccountId, null, AuditSubject.Of(AuditThing.Token, token.Id)));
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}

internal static partial class TokenLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Token {TokenId} of account {AccountId} was refused.")]
    public static partial void Refused(ILogger logger, Guid tokenId, Guid accountId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} made token {TokenId}.")]
    public static partial void Made(ILogger logger, Guid accountId, Guid tokenId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {AccountId} revoked token {TokenId}.")]
    public static partial void Revoked(ILogger logger, Guid accountId, Guid tokenId);
}
