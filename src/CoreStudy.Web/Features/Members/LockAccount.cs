using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Members;

/// <summary>Locks a member's account, which ends their work within seconds; or unlocks it.</summary>
public sealed class LockAccount(
    IServiceScopeFactory scopes, Permissions permissions, StudyFeed feed, ILogger<LockAccount> logger) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, MemberId memberId, bool locked, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageAccounts, cancel)).IsRefused(out var refusal, out var admin)) return refusal;

        await using var scope = scopes.CreateAsyncScope();
        if ((await scope.ServiceProvider.AccountToLookAfterAsync(permissions, admin, memberId, cancel)).IsRefused(out var notTheirs, out var account))
            return notTheirs;

        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        account.LockoutEnabled = true;
        account.LockoutEnd = locked ? Account.Never : null;
        account.AccessFailedCount = 0;
        scope.ServiceProvider.GetRequiredService<StudyDb>().Audit(AuditEntry.Of(locked ? AuditKind.AccountLocked : AuditKind.AccountUnlocked, admin, AuditSubject.Of(new AccountId(account.Id))));
        var saved = await accounts.UpdateSecurityStampAsync(account); // saves the lock with it, and ends every sign-in
        if (!saved.Succeeded) return LookAfterAccount.ChangedMeanwhile;

        permissions.Forget();
        feed.Publish(new MembersChanged(studyId));
        logger.LockSet(admin.Id.Value, account.Id, locked);
        return Done.Well;
    }
}
