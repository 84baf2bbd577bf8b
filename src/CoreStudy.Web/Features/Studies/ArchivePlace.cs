using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Puts a trust or a site away, so that nothing new goes there, or brings it back. What belongs to it stays.</summary>
public sealed class ArchivePlace(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <param name="siteId">Null for the trust itself.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, TrustId trustId, SiteId? siteId, bool archive, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel, trustId)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == trustId && t.StudyId == studyId, cancel) is not { } trust) return Refusal.NotFound;
        var subject = AuditSubject.Of(trust);
        if (siteId is { } id)
        {
            if (await db.Sites.SingleOrDefaultAsync(s => s.Id == id && s.TrustId == trustId, cancel) is not { } site) return Refusal.NotFound;
            if (!archive && trust.ArchivedAt is not null) return new Refusal($"{trust.Label} is put away. Bring the trust back first.");
            subject = AuditSubject.Of(site);
            if (archive) site.Archive(clock.GetUtcNow());
            else site.BringBack();
        }
        else if (archive) trust.Archive(clock.GetUtcNow());
        else trust.BringBack();

        db.Audit(AuditEntry.Of(archive ? AuditKind.PlaceArchived : AuditKind.PlaceBroughtBack, member, subject));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
