using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Ends somebody's membership: they lose access to the study; what they coded stays.</summary>
public sealed class EndMembership(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<EndMembership> logger) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, MemberId memberId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageMembers, cancel)).IsRefused(out var refusal, out var ender)) return refusal;

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var members = await db.LockTeamAsync(studyId, cancel);
        if (members.Find(m => m.Id == memberId) is not { } member) return Refusal.NotFound;
        if (new Team(members).End(ender, member, clock.GetUtcNow()).IsRefused(out var notAllowed, out _)) return notAllowed;

        db.Audit(AuditEntry.Of(AuditKind.MembershipEnded, ender, AuditSubject.Of(memberId)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        permissions.Forget();
        feed.Publish(new MembersChanged(studyId));
        logger.MembershipEnded(ender.Id.Value, memberId.Value, studyId.Value);
        return Done.Well;
    }
}
