using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>A node of the map as it is shown.</summary>
/// <param name="Beside">The themes that it is tied to: of a sub-theme its theme, of a code the themes that hold it.</param>
/// <param name="Colour">As <c>#rrggbb</c>.</param>
public sealed record MapNodeView(MapThing Thing, string Name, MapPlace Place, IReadOnlyList<ThemeId> Beside, string Colour, ThemeStatus? Status, PassageCount Count)
{
    /// <summary>The id of its theme or code, as scripts know it.</summary>
    public string Key => (Thing.Theme?.Value ?? Thing.Code!.Value.Value).ToString();

    public bool IsCode => Thing.Code is not null;

    public bool IsSubTheme => !IsCode && Beside.Count > 0;
}

/// <summary>A link that the team drew.</summary>
public sealed record MapLinkView(MapLinkId Id, MapThing From, MapThing To, LinkKind Kind, string Label);

/// <summary>The thematic map as it is shown.</summary>
/// <param name="Nodes">Themes that stand, sub-themes, and their codes.</param>
/// <param name="ChangedBy">Who changed it last, with <paramref name="ChangedAt"/>; null while nobody has.</param>
/// <param name="SmallestCell">How few people may be told of in a file.</param>
public sealed record MapView(IReadOnlyList<MapNodeView> Nodes, IReadOnlyList<MapLinkView> Links, string? ChangedBy, DateTimeOffset? ChangedAt, bool MayManage, bool HidesSome, int SmallestCell)
{
    public MapNodeView? Node(MapThing thing) => Nodes.FirstOrDefault(n => n.Thing == thing);
}

/// <summary>The thematic map of a study.</summary>
public sealed class ReadThematicMap(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MapView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var board = await ReadThemeBoard.BoardAsync(db, member, cancel);
        var nodes = await db.MapNodes.AsNoTracking().Where(n => n.StudyId == studyId).ToListAsync(cancel);
        var links = await db.MapLinks.AsNoTracking().Where(l => l.StudyId == studyId).OrderBy(l => l.Id).ToListAsync(cancel);
        var map = await db.ThematicMaps.AsNoTracking().SingleOrDefaultAsync(m => m.StudyId == studyId, cancel);
        var by = map?.ChangedBy is { } changed ? await db.Members.Where(m => m.Id == changed).Select(m => m.Name).SingleAsync(cancel) : null;

        var things = Things([.. board.Themes.Where(board.Stands).Select(t => (t.Id, t.ParentId, t.Codes))]);
        var placed = nodes.ToDictionary(n => n.Thing, n => new MapPlace(n.X, n.Y));
        var found = MapLayout.Complete(things.Select(t => (t.Thing, t.Beside.Cast<ThemeId?>().FirstOrDefault())), placed);
        List<MapNodeView> shown = [.. things.Select(t => View(board, t.Thing, t.Beside, placed.TryGetValue(t.Thing, out var place) ? place : found[t.Thing])).OfType<MapNodeView>()];
        var drawnAs = nodes.ToDictionary(n => n.Id, n => n.Thing);
        var drawn = shown.Select(n => n.Thing).ToHashSet();
        return new MapView(
            shown,
            [.. links.Select(l => new MapLinkView(l.Id, drawnAs[l.FromId], drawnAs[l.ToId], l.Kind, l.Label)).Where(l => drawn.Contains(l.From) && drawn.Contains(l.To))],
            by, map?.ChangedAt, board.MayManage, board.HidesSome, board.SmallestCell);
    }

    /// <summary>What belongs on the map of these themes: first themes, then sub-themes, then codes, each with the themes that it is tied to.</summary>
    internal static IReadOnlyList<(MapThing Thing, IReadOnlyList<ThemeId> Beside)> Things(IReadOnlyList<(ThemeId Id, ThemeId? ParentId, IReadOnlyList<CodeId> Codes)> themes) =>
    [
        .. themes.Where(t => t.ParentId is null).Select(t => (MapThing.Of(t.Id), (IReadOnlyList<ThemeId>)[])),
        .. themes.Where(t => t.ParentId is not null).Select(t => (MapThing.Of(t.Id), (IReadOnlyList<ThemeId>)[t.ParentId!.Value])),
        .. themes.SelectMany(t => t.Codes).Distinct().Select(c => (MapThing.Of(c), (IReadOnlyList<ThemeId>)[.. themes.Where(t => t.Codes.Contains(c)).Select(t => t.Id)])),
    ];

    private static MapNodeView? View(ThemeBoard board, MapThing thing, IReadOnlyList<ThemeId> beside, MapPlace place)
    {
        if (thing.Code is { } codeId) return board.Code(codeId) is { } code ? new MapNodeView(thing, code.Name, place, beside, code.Colour, null, code.Count) : null;
        return thing.Theme is { } themeId && board.Theme(themeId) is { } theme ? new MapNodeView(thing, theme.Name, place, beside, ColourOf(board, theme), theme.Status, theme.Count) : null;
    }

    /// <summary>The colour of the first code of the theme (or of the one above it), so that codes and themes are seen to belong together.</summary>
    private static string ColourOf(ThemeBoard board, BoardTheme theme)
    {
        var top = theme.ParentId is { } above ? board.Theme(above) ?? theme : theme;
        return board.Below(top.Id).Prepend(top).SelectMany(t => t.Codes).Select(board.Code).OfType<BoardCode>().FirstOrDefault()?.Colour ?? "#607d8b";
    }
}
