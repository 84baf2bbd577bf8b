using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Identity;

namespace CoreStudy.Web.Features.Members;

/// <summary>Makes a link by which a member chooses a new password. Links made before, and every sign-in, end.</summary>
public sealed class MakeResetLink(
    IServiceScopeFactory scopes, Permissions permissions, StudyFeed feed, ILogger<MakeResetLink> logger) : IUseCase
{
    /// <returns>The path of the link, which is told this once.</returns>
    public async Task<Result<string>> RunAsync(AccountId by, StudyId studyId, MemberId memberId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageAccounts, cancel)).IsRefused(out var refusal, out var admin)) return refusal;

        await using var scope = scopes.CreateAsyncScope();
        if ((await scope.ServiceProvider.AccountToLookAfterAsync(permissions, admin, memberId, cancel)).IsRefused(out var notTheirs, out var account))
            return notTheirs;
        if (account.IsLocked) return new Refusal("This account is locked. Unlock it first.");

        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        scope.ServiceProvider.GetRequiredService<StudyDb>().Audit(AuditEntry.Of(AuditKind.PasswordLinkMade, admin, AuditSubject.Of(new AccountId(account.Id))));
        if (!(await accounts.UpdateSecurityStampAsync(account)).Succeeded) return LookAfterAccount.ChangedMeanwhile;

        var link = await ResetLink.MakeAsync(accounts, account);
        permissions.Forget();
        feed.Publish(new MembersChanged(studyId));
        logger.ResetLinkMade(admin.Id.Value, account.Id);
        return link;
    }
}
