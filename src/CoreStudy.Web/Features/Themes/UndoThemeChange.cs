using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Takes back one change of the themes: what it moved, unless that was changed again since. What others did beside it stays.</summary>
public sealed class UndoThemeChange(ThemeDesk desk) : ChangeThemes(desk)
{
    private readonly TimeProvider _clock = desk.Clock;

    public Task<Result<ThemeChangeId>> RunAsync(AccountId me, StudyId studyId, ThemeChangeId id, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.Undo, async (db, themes) =>
        {
            if (await db.ThemeChanges.SingleOrDefaultAsync(c => c.Id == id && c.StudyId == studyId, cancel) is not { } undone) return Refusal.NotFound;
            if (undone.UndoneAt is not null) return new Refusal("This has been undone already.");
            foreach (var step in undone.Themes)
            {
                if (TakeBack(db, studyId, themes, step) is { } no) return no;
            }

            if (PutBack(themes, undone).IsRefused(out var refusal, out _)) return refusal;
            undone.MarkUndone(_clock.GetUtcNow());
            return Done.Well;
        }, cancel, id);

    private static Refusal? TakeBack(StudyDb db, StudyId studyId, List<Theme> themes, ThemeStep step)
    {
        var theme = themes.Find(t => t.Id == step.Id);
        switch (step)
        {
            case { Before: null, After: { } made }:
                if (theme is null) return new Refusal($"“{made.Words.Name}” has been removed since.");
                if (theme.Codes.Count > 0 || themes.Exists(t => t.ParentId == theme.Id) || theme.Words != made.Words) return new Refusal($"“{theme.Name}” has been worked on since. Drop it instead.");
                db.Themes.Remove(theme);
                themes.Remove(theme);
                return null;
            case { Before: { } was, After: null }:
                if (theme is not null) return new Refusal($"“{theme.Name}” is there already.");
                if (was.ParentId is { } parent && themes.Find(t => t.Id == parent) is not { ParentId: null }) return new Refusal($"The theme that “{was.Words.Name}” was a sub-theme of is one no more.");
                var again = Theme.Recreate(studyId, was);
                db.Themes.Add(again);
                themes.Add(again);
                return null;
            case { Before: { } before, After: { } after }:
                if (theme is null) return new Refusal($"“{after.Words.Name}” has been removed since.");
                return theme.TakeBack(before, after).IsRefused(out var refusal, out _) ? refusal : null;
            default:
                return null;
        }
    }

    /// <summary>Puts themes that changed their place back among the siblings they had.</summary>
    private static Result<Done> PutBack(List<Theme> themes, ThemeChange undone)
    {
        var moved = undone.Themes.Where(s => s.Before is { } b && (s.After is null || b.ParentId != s.After.ParentId || b.Order != s.After.Order)).ToDictionary(s => s.Id, s => s.Before!);
        foreach (var (id, before) in moved)
        {
            var theme = themes.Find(t => t.Id == id)!;
            if (theme.ParentId == before.ParentId) continue;
            var parent = themes.Find(t => t.Id == before.ParentId);
            if (before.ParentId is not null && parent is null) return new Refusal($"The theme that “{theme.Name}” was a sub-theme of has been removed since.");
            if (theme.Move(parent, themes.Exists(t => t.ParentId == id), before.Order).IsRefused(out var no, out _)) return no;
        }

        foreach (var parentId in themes.Select(t => t.ParentId).Distinct().ToList())
        {
            var siblings = themes.Where(t => t.ParentId == parentId).OrderBy(t => moved.TryGetValue(t.Id, out var b) ? b.Order : t.Order + 0.5).ThenBy(t => t.Name).ToList();
            if (Number(siblings, themes.Find(t => t.Id == parentId)).IsRefused(out var no, out _)) return no;
        }

        return Done.Well;
    }
}
