using CoreStudy.Domain;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Makes a theme, rewrites what is said about one, says how far the team has come with it, or removes one that is empty.</summary>
public sealed class EditTheme(ThemeDesk desk) : ChangeThemes(desk)
{
    /// <param name="parentId">The theme that it becomes a sub-theme of; null for a theme.</param>
    public Task<Result<ThemeChangeId>> CreateAsync(AccountId me, StudyId studyId, ThemeId? parentId, ThemeWords words, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, ThemeChangeKind.Create, (db, themes) =>
        {
            var parent = themes.Find(t => t.Id == parentId);
            if (parentId is not null && parent is null) return No(Refusal.NotFound);
            if (Theme.Create(studyId, parent, words, Siblings(themes, parentId).Count).IsRefused(out var refusal, out var theme)) return No(refusal);
            db.Themes.Add(theme);
            return Yes;
        }, cancel);

    /// <param name="version">The version that was edited: another's change of it meanwhile is a refusal.</param>
    public Task<Result<ThemeChangeId>> RewriteAsync(AccountId me, StudyId studyId, ThemeId id, uint version, ThemeWords words, CancellationToken cancel) =>
        ChangeAsync(me, studyId, words.Name, ThemeChangeKind.Rewrite, (db, themes) =>
        {
            if (themes.Find(t => t.Id == id) is not { } theme) return No(Refusal.NotFound);
            db.Entry(theme).Property(t => t.Version).OriginalValue = version;
            return Task.FromResult(theme.Describe(words));
        }, cancel);

    public Task<Result<ThemeChangeId>> MarkAsync(AccountId me, StudyId studyId, ThemeId id, ThemeStatus status, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.Mark, (_, themes) =>
        {
            if (themes.Find(t => t.Id == id) is not { } theme) return No(Refusal.NotFound);
            theme.Mark(status);
            return Yes;
        }, cancel);

    /// <summary>Removes a theme with nothing in it. One that holds something can be dropped, which keeps it.</summary>
    public Task<Result<ThemeChangeId>> RemoveAsync(AccountId me, StudyId studyId, ThemeId id, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.Remove, async (db, themes) =>
        {
            if (themes.Find(t => t.Id == id) is not { } theme) return Refusal.NotFound;
            if (theme.Codes.Count > 0 || themes.Exists(t => t.ParentId == id)) return new Refusal($"“{theme.Name}” is not empty. Take its codes and sub-themes out first, or drop it: then it stays, with its history.");
            if (await db.Findings.AnyAsync(f => f.ThemeId == id, cancel)) return new Refusal($"There are findings of “{theme.Name}”. Put them under another theme first, or drop it: then it stays, with its findings.");
            db.Themes.Remove(theme);
            themes.Remove(theme);
            return Number(Siblings(themes, theme.ParentId), themes.Find(t => t.Id == theme.ParentId));
        }, cancel);

    private static Task<Result<Done>> Yes => Task.FromResult(Done.Well);

    private static Task<Result<Done>> No(Refusal refusal) => Task.FromResult<Result<Done>>(refusal);
}
