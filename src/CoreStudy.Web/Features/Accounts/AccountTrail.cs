using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Tells the audit trail what happens to accounts, on the database that Identity saves them in.</summary>
internal sealed class AccountTrail(StudyDb db, FreshProof proof, SecondStepDuty duty)
{
    /// <summary>Begins a deed that takes several savings: all of it is kept with <see cref="Deed.KeepAsync"/>, or none.</summary>
    public async Task<Deed> BeginAsync() => new(this, await db.Database.BeginTransactionAsync());

    /// <summary>Asks afresh who it is, before a deed. To answer may change the account: a try is counted, a passkey's counter moves on; so it is read again.</summary>
    public async Task<Result<Done>> ProveAsync(Account account, RevealCredential given)
    {
        var proven = await proof.ProveAsync(new(account.Id), given);
        await db.Entry(account).ReloadAsync();
        return proven;
    }

    public Task SignedInAsync(Account account, SignInMeans means) => TellAsync(AuditKind.SignedIn, account, AuditDetail.Word("means", means));

    public Task SignedOutAsync(AccountId account, AuditKind kind = AuditKind.SignedOut)
    {
        db.Audit(AuditEntry.Of(kind, account, null, AuditSubject.Of(account)));
        return db.SaveChangesAsync();
    }

    /// <summary>Whoever tried is not known; which account they tried is told, where there is one.</summary>
    public Task RefusedAsync(Account? account, SignInMeans means, SignInFault why)
    {
        var subject = account is null ? AuditSubject.Nothing : AuditSubject.Of(new AccountId(account.Id));
        db.Audit(AuditEntry.Of(AuditKind.SignInRefused, null, null, subject, AuditDetail.Word("means", means).AndWord("why", why)));
        return db.SaveChangesAsync();
    }

    private async Task KeepAsync(IDbContextTransaction transaction, AuditKind kind, Account account)
    {
        await TellAsync(kind, account);
        await transaction.CommitAsync();
        duty.Forget(); // a second step that was set up or turned off counts from now
    }

    private async Task TellAsync(AuditKind kind, Account account, AuditDetail? detail = null)
    {
        var id = new AccountId(account.Id);
        db.Audit(AuditEntry.Of(kind, id, null, AuditSubject.Of(id), detail));
        await db.SaveChangesAsync();
    }

    /// <summary>A change that somebody makes to their own account; what is not kept is taken back.</summary>
    public sealed class Deed(AccountTrail trail, IDbContextTransaction transaction) : IAsyncDisposable
    {
        public Task KeepAsync(AuditKind kind, Account account) => trail.KeepAsync(transaction, kind, account);

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
