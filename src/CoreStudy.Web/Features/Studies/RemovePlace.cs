using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Takes away a trust or site that nothing hangs on.</summary>
public sealed class RemovePlace(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, TrustId trustId, SiteId? siteId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel, trustId)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var label = AuditLabel.Of(
            await (siteId is { } named ? db.Sites.Where(s => s.Id == named).Select(s => s.Label) : db.Trusts.Where(t => t.Id == trustId).Select(t => t.Label)).SingleOrDefaultAsync(cancel) ?? "");
        try
        {
            if (siteId is null) await db.RecruitmentTargets.Where(t => t.TrustId == trustId && t.StudyId == studyId).ExecuteDeleteAsync(cancel);
            var removed = siteId is { } site
                ? await db.Sites.Where(s => s.Id == site && s.TrustId == trustId && s.StudyId == studyId).ExecuteDeleteAsync(cancel)
                : await db.Trusts.Where(t => t.Id == trustId && t.StudyId == studyId).ExecuteDeleteAsync(cancel);
            if (removed == 0) return Refusal.NotFound;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return new Refusal("It is in use: sites, participants, interviews or members belong to it. Move those first.");
        }

        db.Audit(AuditEntry.Of(AuditKind.PlaceRemoved, member, siteId is { } gone ? AuditSubject.Of(AuditThing.Site, gone, label) : AuditSubject.Of(AuditThing.Trust, trustId, label)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
