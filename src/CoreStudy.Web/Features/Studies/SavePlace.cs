using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Makes or renames a trust or a site.</summary>
public sealed class SavePlace(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    /// <param name="trustId">Null for a new trust.</param>
    public Task<Result<Done>> TrustAsync(AccountId me, StudyId studyId, TrustId? trustId, string label, CancellationToken cancel) =>
        SaveAsync(me, studyId, trustId, label, async db =>
        {
            if (trustId is { } id)
            {
                if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == id && t.StudyId == studyId, cancel) is not { } known) return Refusal.NotFound;
                return known.Rename(label).IsRefused(out var no, out _) ? no : AuditSubject.Of(known);
            }

            if (Trust.Create(studyId, label).IsRefused(out var refusal, out var trust)) return refusal;
            db.Trusts.Add(trust);
            return AuditSubject.Of(trust);
        }, cancel);

    /// <param name="siteId">Null for a new site.</param>
    public Task<Result<Done>> SiteAsync(AccountId me, StudyId studyId, TrustId trustId, SiteId? siteId, string label, CancellationToken cancel) =>
        SaveAsync(me, studyId, trustId, label, async db =>
        {
            if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == trustId && t.StudyId == studyId, cancel) is not { } trust) return Refusal.NotFound;
            if (siteId is { } id)
            {
                if (await db.Sites.SingleOrDefaultAsync(s => s.Id == id && s.TrustId == trustId, cancel) is not { } known) return Refusal.NotFound;
                return known.Rename(label).IsRefused(out var no, out _) ? no : AuditSubject.Of(known);
            }

            if (Domain.Studies.Site.Create(trust, label).IsRefused(out var refusal, out var site)) return refusal;
            db.Sites.Add(site);
            return AuditSubject.Of(site);
        }, cancel);

    private async Task<Result<Done>> SaveAsync(
        AccountId me, StudyId studyId, TrustId? trustId, string label, Func<StudyDb, Task<Result<AuditSubject>>> change, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel, trustId)).IsRefused(out var forbidden, out var member)) return forbidden;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the label", label)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await change(db)).IsRefused(out var refusal, out var place)) return refusal;
        db.Audit(AuditEntry.Of(AuditKind.PlaceSaved, member, place));
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
