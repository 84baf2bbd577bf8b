using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Members;

/// <summary>Gives a member another role, or limits them to certain trusts.</summary>
public sealed class ChangeRole(
    IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, ILogger<ChangeRole> logger) : IUseCase
{
    /// <param name="trusts">Empty for every trust of the study.</param>
    public async Task<Result<Done>> RunAsync(
        AccountId by, StudyId studyId, MemberId memberId, Role role, IReadOnlyCollection<TrustId> trusts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.ManageMembers, cancel)).IsRefused(out var refusal, out var changer)) return refusal;

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var members = await db.LockTeamAsync(studyId, cancel);
        if (members.Find(m => m.Id == memberId && m.EndedAt is null) is not { } member) return Refusal.NotFound;
        if (await db.Trusts.CountAsync(t => t.StudyId == studyId && trusts.Contains(t.Id), cancel) != trusts.Count) return Refusal.NotFound;
        if (new Team(members).ChangeRole(changer, member, role, trusts).IsRefused(out var notAllowed, out _)) return notAllowed;

        db.Audit(AuditEntry.Of(AuditKind.RoleChanged, changer, AuditSubject.Of(memberId), AuditDetail.Word("role", role).AndIds("trusts", trusts)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        permissions.Forget();
        feed.Publish(new MembersChanged(studyId));
        logger.RoleChanged(changer.Id.Value, memberId.Value, studyId.Value, role, trusts.Count);
        return Done.Well;
    }
}
