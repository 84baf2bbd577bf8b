using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Makes the link by which one person joins the study. No e-mail is sent: who invites hands the link over.</summary>
public sealed class InvitePerson(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<InvitePerson> logger) : IUseCase
{
    /// <returns>The path of the link, which is told this once and stored nowhere.</returns>
    public async Task<Result<string>> RunAsync(
        AccountId by, StudyId studyId, string email, string name, Role role, IReadOnlyCollection<TrustId> trusts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageMembers, cancel)).IsRefused(out var refusal, out var inviter)) return refusal;
        if (Team.MayGrant(inviter, role, trusts).IsRefused(out var notGranted, out _)) return notGranted;

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Trusts.CountAsync(t => t.StudyId == studyId && trusts.Contains(t.Id), cancel) != trusts.Count) return Refusal.NotFound;

        var (secret, now) = (InvitationSecret.New(), clock.GetUtcNow());
        if (Invitation.Create(inviter, email, name, role, trusts, InvitationSecret.Hash(secret), now).IsRefused(out var invalid, out var invitation)) return invalid;
        if (await BelongsAsync(db, studyId, invitation.Email, cancel)) return new Refusal("Somebody with this e-mail address belongs to the study already.");
        foreach (var earlier in await db.Invitations.Where(i => i.StudyId == studyId && i.UsedAt == null && i.WithdrawnAt == null).ToListAsync(cancel))
        {
            if (string.Equals(earlier.Email, invitation.Email, StringComparison.OrdinalIgnoreCase)) earlier.Withdraw(now); // the newest link alone holds
        }

        db.Invitations.Add(invitation);
        db.Audit(AuditEntry.Of(AuditKind.MemberInvited, inviter, AuditSubject.Of(invitation.Id), AuditDetail.Word("role", role).AndIds("trusts", trusts)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new MembersChanged(studyId));
        logger.Invited(inviter.Id.Value, invitation.Id.Value, studyId.Value, role);
        return InvitationSecret.Link(secret);
    }

    private static Task<bool> BelongsAsync(StudyDb db, StudyId studyId, string email, CancellationToken cancel)
    {
        var normalised = email.Normalize().ToUpperInvariant(); // as Identity writes it
        var belonging = from member in db.Members.IgnoreAutoIncludes()
                        join account in db.Users on (Guid)(object)member.AccountId equals account.Id
                        where member.StudyId == studyId && member.EndedAt == null && account.NormalizedEmail == normalised
                        select member.Id;
        return belonging.AnyAsync(cancel);
    }
}
