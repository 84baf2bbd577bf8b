using CoreStudy.Data;
using CoreStudy.Domain;
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
                return await db.Trusts.SingleOrDefaultAsync(t => t.Id == id && t.StudyId == studyId, cancel) is { } known ? known.Rename(label) : Refusal.NotFound;
            if (Trust.Create(studyId, label).IsRefused(out var refusal, out var trust)) return refusal;
            db.Trusts.Add(trust);
            return Done.Well;
        }, cancel);

    /// <param name="siteId">Null for a new site.</param>
    public Task<Result<Done>> SiteAsync(AccountId me, StudyId studyId, TrustId trustId, SiteId? siteId, string label, CancellationToken cancel) =>
        SaveAsync(me, studyId, trustId, label, async db =>
        {
            if (await db.Trusts.SingleOrDefaultAsync(t => t.Id == trustId && t.StudyId == studyId, cancel) is not { } trust) return Refusal.NotFound;
            if (siteId is { } id)
                return await db.Sites.SingleOrDefaultAsync(s => s.Id == id && s.TrustId == trustId, cancel) is { } known ? known.Rename(label) : Refusal.NotFound;
            if (Domain.Studies.Site.Create(trust, label).IsRefused(out var refusal, out var site)) return refusal;
            db.Sites.Add(site);
            return Done.Well;
        }, cancel);

    private async Task<Result<Done>> SaveAsync(
        AccountId me, StudyId studyId, TrustId? trustId, string label, Func<StudyDb, Task<Result<Done>>> change, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel, trustId)).IsRefused(out var forbidden, out _)) return forbidden;
        if (await words.ForbidAsync(studyId, cancel, new ScannedText("the label", label)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await change(db)).IsRefused(out var refusal, out _)) return refusal;
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
