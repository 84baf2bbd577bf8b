using CoreStudy.Domain;
using CoreStudy.Domain.Themes;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Moves a theme among its siblings, below another as a sub-theme, or out of one.</summary>
public sealed class MoveTheme(ThemeDesk desk) : ChangeThemes(desk)
{
    /// <param name="by">-1 for towards the first, 1 for towards the last.</param>
    public Task<Result<ThemeChangeId>> AmongSiblingsAsync(AccountId me, StudyId studyId, ThemeId id, int by, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.Move, (_, themes) =>
        {
            if (themes.Find(t => t.Id == id) is not { } theme) return Task.FromResult<Result<Done>>(Refusal.NotFound);
            var siblings = Siblings(themes, theme.ParentId);
            var from = siblings.IndexOf(theme);
            siblings.RemoveAt(from);
            siblings.Insert(Math.Clamp(from + by, 0, siblings.Count), theme);
            return Task.FromResult(Number(siblings, themes.Find(t => t.Id == theme.ParentId)));
        }, cancel);

    /// <param name="parentId">The theme that it becomes a sub-theme of; null for a theme.</param>
    /// <param name="beforeId">The sibling that it comes before; null for last.</param>
    public Task<Result<ThemeChangeId>> PutAsync(AccountId me, StudyId studyId, ThemeId id, ThemeId? parentId, ThemeId? beforeId, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.Move, (_, themes) => Task.FromResult(Put(themes, id, parentId, beforeId)), cancel);

    private static Result<Done> Put(List<Theme> themes, ThemeId id, ThemeId? parentId, ThemeId? beforeId)
    {
        var parent = themes.Find(t => t.Id == parentId);
        if (themes.Find(t => t.Id == id) is not { } theme || (parentId is not null && parent is null)) return Refusal.NotFound;
        if (themes.Exists(t => t.ParentId == parentId && t.Name == theme.Name && t.Id != id)) return new Refusal($"There is one called “{theme.Name}” there already. Rename one of the two first.");
        var (old, siblings) = (theme.ParentId, Siblings(themes, parentId).Where(t => t.Id != id).ToList());
        var at = siblings.FindIndex(t => t.Id == beforeId);
        if (at < 0) at = siblings.Count;
        if (theme.Move(parent, themes.Exists(t => t.ParentId == id), at).IsRefused(out var no, out _)) return no;
        siblings.Insert(at, theme);
        if (Number(siblings, parent).IsRefused(out no, out _)) return no;
        return old == parentId ? Done.Well : Number(Siblings(themes, old), themes.Find(t => t.Id == old));
    }
}
