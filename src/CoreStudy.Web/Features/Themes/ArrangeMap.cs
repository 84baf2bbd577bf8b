using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>What somebody did to the map, as the audit trail calls it.</summary>
internal enum MapDeed
{
    Arrange,
    Draw,
    Reword,
    Erase,
}

/// <summary>Moves nodes of the thematic map, and draws, changes and takes off links between them.</summary>
/// <remarks>Changes come one after another and touch what they are about alone: two people who move two nodes lose nothing; of one node the later place holds.</remarks>
public sealed class ArrangeMap(ThemeDesk desk) : IUseCase
{
    /// <summary>Moving is told to the audit trail once in such a while for each person, not at each drag.</summary>
    private static readonly TimeSpan Sitting = TimeSpan.FromMinutes(10);

    public Task<Result<Done>> MoveAsync(AccountId me, StudyId studyId, MapThing thing, MapPlace place, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", MapDeed.Arrange, async (db, nodes) =>
        {
            await Task.CompletedTask;
            if (nodes.GetValueOrDefault(thing) is not { } node) return Refusal.NotFound;
            node.MoveTo(place.X, place.Y);
            return Done.Well;
        }, cancel);

    public async Task<Result<MapLinkId>> DrawAsync(AccountId me, StudyId studyId, MapThing from, MapThing to, LinkKind kind, string label, CancellationToken cancel)
    {
        var drawn = default(MapLinkId);
        var result = await ChangeAsync(me, studyId, label, MapDeed.Draw, async (db, nodes) =>
        {
            if (nodes.GetValueOrDefault(from) is not { } one || nodes.GetValueOrDefault(to) is not { } other) return Refusal.NotFound;
            if (MapLink.Draw(one, other, kind, label).IsRefused(out var no, out var link)) return no;
            if (await db.MapLinks.AnyAsync(l => (l.FromId == one.Id && l.ToId == other.Id) || (l.FromId == other.Id && l.ToId == one.Id), cancel)) return new Refusal("There is a link between these two already. Change it in the list of links.");
            db.MapLinks.Add(link);
            drawn = link.Id;
            return Done.Well;
        }, cancel);
        return result.IsRefused(out var refusal, out _) ? refusal : drawn;
    }

    public Task<Result<Done>> RewordAsync(AccountId me, StudyId studyId, MapLinkId id, LinkKind kind, string label, CancellationToken cancel) =>
        ChangeAsync(me, studyId, label, MapDeed.Reword, async (db, _) =>
            await db.MapLinks.SingleOrDefaultAsync(l => l.Id == id && l.StudyId == studyId, cancel) is { } link ? link.Describe(kind, label) : Gone, cancel);

    public Task<Result<Done>> EraseAsync(AccountId me, StudyId studyId, MapLinkId id, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", MapDeed.Erase, async (db, _) =>
        {
            if (await db.MapLinks.SingleOrDefaultAsync(l => l.Id == id && l.StudyId == studyId, cancel) is not { } link) return Gone;
            db.MapLinks.Remove(link);
            return Done.Well;
        }, cancel);

    private static Refusal Gone { get; } = new("Somebody has taken this link off the map meanwhile.");

    /// <param name="change">Is given all nodes of the map, tracked, those that nobody has placed yet too.</param>
    private async Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, string label, MapDeed deed, Func<StudyDb, Dictionary<MapThing, MapNode>, Task<Result<Done>>> change, CancellationToken cancel)
    {
        if ((await desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (label.Length > 0 && await desk.Typed.ForbidAsync(me, studyId, cancel, new ScannedText("the label", label)) is { } leak) return leak;
        await using var db = await desk.Databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.HoldThemesAsync(studyId, cancel);
        var map = await db.ThematicMaps.SingleAsync(m => m.StudyId == studyId, cancel);
        var nodes = await NodesAsync(db, studyId, cancel);
        if ((await change(db, nodes)).IsRefused(out var no, out _)) return no;

        var at = desk.Clock.GetUtcNow();
        var isSameSitting = deed == MapDeed.Arrange && map.ChangedBy == member.Id && map.ChangedAt is { } last && at - last < Sitting;
        map.Note(member.Id, at);
        if (!isSameSitting) db.Audit(AuditEntry.Of(AuditKind.ThematicMapChanged, member, AuditSubject.Of(studyId), AuditDetail.Word("deed", deed)));
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        desk.Feed.Publish(new ThematicMapChanged(studyId));
        return Done.Well;
    }

    /// <summary>Once somebody changes the map, everything on it has a place of its own: what is placed by itself would wander else.</summary>
    private static async Task<Dictionary<MapThing, MapNode>> NodesAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var nodes = (await db.MapNodes.Where(n => n.StudyId == studyId).ToListAsync(cancel)).ToDictionary(n => n.Thing);
        var themes = await db.Themes.AsNoTracking().Where(t => t.StudyId == studyId && t.Status != ThemeStatus.Dropped).OrderBy(t => t.Order).ThenBy(t => t.Name).ToListAsync(cancel);
        var standing = themes.Where(t => t.ParentId is null || themes.Exists(p => p.Id == t.ParentId)).Select(t => (t.Id, t.ParentId, t.CodesInOrder)).ToList();
        var things = ReadThematicMap.Things(standing);
        foreach (var (thing, place) in MapLayout.Complete(things.Select(t => (t.Thing, t.Beside.Cast<ThemeId?>().FirstOrDefault())), nodes.ToDictionary(n => n.Key, n => new MapPlace(n.Value.X, n.Value.Y))))
        {
            var node = MapNode.Of(studyId, thing, place.X, place.Y);
            db.MapNodes.Add(node);
            nodes[thing] = node;
        }

        return nodes;
    }
}
