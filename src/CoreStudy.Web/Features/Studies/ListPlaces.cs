using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>A trust or a site of a study, and what hangs on it.</summary>
public sealed record PlaceRow(TrustId TrustId, SiteId? SiteId, string Trust, string? Site, int Participants, int Interviews, bool IsInUse, bool IsArchived);

public sealed record StudyPlaces(IReadOnlyList<PlaceRow> Places, bool MayManage);

/// <summary>The trusts and sites of a study.</summary>
public sealed class ListPlaces(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<StudyPlaces>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new PlaceRow(
            t.Id, null, t.Label, null, db.Participants.Count(p => p.TrustId == t.Id), db.Interviews.Count(i => i.TrustId == t.Id),
            db.Participants.Any(p => p.TrustId == t.Id) || db.Interviews.Any(i => i.TrustId == t.Id) || db.Sites.Any(s => s.TrustId == t.Id), t.ArchivedAt != null)).ToListAsync(cancel);
        var sites = await (
            from s in db.Sites
            join t in db.Trusts on s.TrustId equals t.Id
            where s.StudyId == studyId
            orderby s.Label
            select new PlaceRow(t.Id, s.Id, t.Label, s.Label, 0, db.Interviews.Count(i => i.SiteId == s.Id), db.Interviews.Any(i => i.SiteId == s.Id),
                t.ArchivedAt != null || s.ArchivedAt != null)).ToListAsync(cancel);
        var places = trusts.Where(t => member.ReachesTrust(t.TrustId)).SelectMany(t => sites.Where(s => s.TrustId == t.TrustId).Prepend(t)).ToList();
        return new StudyPlaces(places, member.May(Operation.ManageStudy));
    }
}
