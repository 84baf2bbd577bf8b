using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Accounts;

/// <summary>Who holds the link of an invitation joins its study, with the account of that e-mail address or a new one.</summary>
/// <remarks>The secret in the link is the permission: nobody need be signed in.</remarks>
public sealed class AcceptInvitation(
    IServiceScopeFactory scopes, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<AcceptInvitation> logger) : IUseCase
{
    private static readonly Refusal Gone = new("This invitation has been used, withdrawn, or is out of date. Please ask for a new one.");

    /// <summary>What the invitation offers, while it is open.</summary>
    public async Task<Result<Offer>> LookAsync(string secret, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StudyDb>();
        var hash = InvitationSecret.Hash(secret);
        if (await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.SecretHash == hash, cancel) is not { } invitation) return Gone;
        if (!await HoldsAsync(db, invitation, clock.GetUtcNow(), cancel)) return Gone;

        var study = await db.Studies.Where(s => s.Id == invitation.StudyId).Select(s => s.Name).SingleAsync(cancel);
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(invitation.Email);
        return new Offer(study, invitation.StudyId, invitation.Email, invitation.Name, invitation.Role, account is null ? null : new AccountId(account.Id));
    }

    /// <summary>Joins with the account that is signed in, which must be the one invited.</summary>
    public Task<Result<StudyId>> RunAsync(AccountId signedIn, string secret, CancellationToken cancel) =>
        JoinAsync(secret, async (accounts, invitation, _) =>
        {
            if (await accounts.FindByIdAsync(signedIn.Value.ToString()) is not { IsLocked: false } account) return Refusal.NotFound;
            return accounts.NormalizeEmail(invitation.Email) == account.NormalizedEmail
                ? account
                : new Refusal("This invitation is for another e-mail address than the one you are signed in with.");
        }, cancel);

    /// <summary>Makes the account of the invited e-mail address, and joins with it.</summary>
    public Task<Result<StudyId>> RunAsync(string secret, string name, string password, CancellationToken cancel) =>
        JoinAsync(secret, async (accounts, invitation, db) =>
        {
            if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 80) return new Refusal("Please give a name of at most 80 characters.");
            var account = new Account { Name = name.Trim(), Email = invitation.Email, UserName = invitation.Email, EmailConfirmed = true, CreatedAt = clock.GetUtcNow() };
            var made = await accounts.CreateAsync(account, password);
            if (!made.Succeeded) return new Refusal(FormErrors.SentencesOf(made));
            db.Audit(AuditEntry.Of(AuditKind.AccountMade, new AccountId(account.Id), invitation.StudyId, AuditSubject.Of(new AccountId(account.Id))));
            logger.AccountMade(account.Id);
            return account;
        }, cancel);

    private async Task<Result<StudyId>> JoinAsync(
        string secret, Func<UserManager<Account>, Invitation, StudyDb, Task<Result<Account>>> findAccount, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StudyDb>();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var (now, hash) = (clock.GetUtcNow(), InvitationSecret.Hash(secret));

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var found = await db.Invitations.FromSql($"select * from invitations where secret_hash = {hash} for update").ToListAsync(cancel); // one at a time
        if (found is not [var invitation]) return Gone;
        if (!await HoldsAsync(db, invitation, now, cancel)) return Gone;
        if (invitation.Use(now).IsRefused(out var used, out _)) return used;
        if ((await findAccount(accounts, invitation, db)).IsRefused(out var refusal, out var account)) return refusal;
        if ((await AddMemberAsync(db, invitation, account, now, cancel)).IsRefused(out var already, out var member)) return already;

        db.Audit(AuditEntry.Of(AuditKind.MemberJoined, member, AuditSubject.Of(invitation.Id), AuditDetail.Word("role", invitation.Role)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        permissions.Forget();
        feed.Publish(new MembersChanged(invitation.StudyId));
        logger.Joined(account.Id, invitation.StudyId.Value, invitation.Id.Value);
        return invitation.StudyId;
    }

    private static async Task<bool> HoldsAsync(StudyDb db, Invitation invitation, DateTimeOffset now, CancellationToken cancel)
    {
        var inviter = await db.Members.AsNoTracking().SingleAsync(m => m.Id == invitation.InvitedBy, cancel);
        var isLocked = await db.Users.AnyAsync(a => a.Id == inviter.AccountId.Value && a.LockoutEnd == Account.Never, cancel);
        return !isLocked && invitation.HoldsFrom(inviter, now);
    }

    private static async Task<Result<Member>> AddMemberAsync(StudyDb db, Invitation invitation, Account account, DateTimeOffset now, CancellationToken cancel)
    {
        var (studyId, accountId) = (invitation.StudyId, new AccountId(account.Id));
        if (await db.Members.SingleOrDefaultAsync(m => m.StudyId == studyId && m.AccountId == accountId, cancel) is { } member)
        {
            if (member.EndedAt is null) return new Refusal("You already belong to this study.");
            member.Resume();
            member.ChangeRole(invitation.Role, invitation.TrustIds);
            return member;
        }

        if (Member.Join(studyId, accountId, invitation.Role, account.Name, invitation.TrustIds, now).IsRefused(out var refusal, out var joined)) return refusal;
        db.Members.Add(joined);
        return joined;
    }

    /// <param name="AccountId">The account of the invited e-mail address, where there is one.</param>
    public sealed record Offer(string Study, StudyId StudyId, string Email, string Name, Role Role, AccountId? AccountId);
}
