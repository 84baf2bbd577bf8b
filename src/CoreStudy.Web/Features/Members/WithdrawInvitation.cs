using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Makes the link of an invitation worthless before it is used.</summary>
public sealed class WithdrawInvitation(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<WithdrawInvitation> logger) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, InvitationId invitationId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageMembers, cancel)).IsRefused(out var refusal, out var member)) return refusal;

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitationId && i.StudyId == studyId, cancel) is not { } invitation) return Refusal.NotFound;
        if (invitation.UsedAt is not null) return new Refusal($"{invitation.Name} has joined meanwhile. End the membership instead.");

        invitation.Withdraw(clock.GetUtcNow());
        db.Audit(AuditEntry.Of(AuditKind.InvitationWithdrawn, member, AuditSubject.Of(invitationId)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new MembersChanged(studyId));
        logger.InvitationWithdrawn(member.Id.Value, invitationId.Value, studyId.Value);
        return Done.Well;
    }
}
