using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>A trust or a site of a study, and what hangs on it.</summary>
/// <param name="Participants">0 where it is held back from the reader.</param>
/// <param name="IsFew">Whether so few take part that the number leaves in no file, and is shown to those alone who may see small groups.</param>
public sealed record PlaceRow(TrustId TrustId, SiteId? SiteId, string Trust, string? Site, int Participants, int Interviews, bool IsInUse, bool IsArchived, bool IsFew = false);

public sealed record StudyPlaces(IReadOnlyList<PlaceRow> Places, bool MayManage, bool SeesFew);

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
        trusts = HoldBack(trusts, await PeopleColumns.SmallestCellAsync(db, studyId, cancel), member.May(Operation.SeeSmallCells));
        var places = trusts.Where(t => member.ReachesTrust(t.TrustId)).SelectMany(t => sites.Where(s => s.TrustId == t.TrustId).Prepend(t)).ToList();
        return new StudyPlaces(places, member.May(Operation.ManageStudy), member.May(Operation.SeeSmallCells));
    }

    private static List<PlaceRow> HoldBack(List<PlaceRow> trusts, int k, bool seesFew)
    {
        var counts = new int[trusts.Count, 1];
        for (var i = 0; i < trusts.Count; i++) counts[i, 0] = trusts[i].Participants;
        var held = SmallCells.HoldBack(counts, k);
        return [.. trusts.Select((t, i) => held.IsHeld(i, 0) ? t with { IsFew = true, Participants = seesFew ? t.Participants : 0 } : t)];
    }
}
