using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>What every change of themes works with.</summary>
public sealed record ThemeDesk(IDbContextFactory<StudyDb> Databases, Permissions Permissions, StudyFeed Feed, TypedWords Typed, TimeProvider Clock);

/// <summary>One change of the themes: asked, made, noted with who and when, saved and told in one way.</summary>
public abstract class ChangeThemes(ThemeDesk desk) : IUseCase
{
    /// <param name="label">The name that may be taken already.</param>
    /// <param name="change">Changes, adds and removes themes; all of the study's are given, tracked.</param>
    /// <returns>The change that was noted; the default where nothing changed.</returns>
    private protected async Task<Result<ThemeChangeId>> ChangeAsync(
        AccountId me, StudyId studyId, string label, ThemeChangeKind kind, Func<StudyDb, List<Theme>, Task<Result<Done>>> change, CancellationToken cancel, ThemeChangeId? of = null)
    {
        if ((await desk.Permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await desk.Databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.HoldThemesAsync(studyId, cancel);
        var themes = await db.Themes.Where(t => t.StudyId == studyId).OrderBy(t => t.Order).ToListAsync(cancel);
        var before = themes.ToDictionary(t => t.Id, t => t.Snapshot);
        if ((await change(db, themes)).IsRefused(out var no, out _)) return no;

        var steps = Steps(db, before);
        if (steps.Count == 0) return default(ThemeChangeId);
        if (await desk.Typed.ForbidAsync(me, studyId, cancel, [.. steps.Where(s => s.After is not null).SelectMany(Texts)]) is { } leak) return leak;
        var noted = ThemeChange.Record(ThemeChangeId.New(), studyId, member.Id, desk.Clock.GetUtcNow(), kind, steps, of);
        db.ThemeChanges.Add(noted);
        db.Audit(AuditEntry.Of(AuditKind.ThemesChanged, member, Subject(steps), Detail(kind, steps)));
        if ((await db.SaveOrRefuseAsync(label, cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);

        desk.Feed.Publish(new ThemesChanged(studyId));
        return noted.Id;
    }

    /// <summary>Themes below one (or at the top), in their order.</summary>
    private protected static List<Theme> Siblings(IEnumerable<Theme> themes, ThemeId? parentId) => [.. themes.Where(t => t.ParentId == parentId).OrderBy(t => t.Order).ThenBy(t => t.Name)];

    /// <summary>Numbers siblings from 0.</summary>
    private protected static Result<Done> Number(List<Theme> siblings, Theme? parent)
    {
        for (var i = 0; i < siblings.Count; i++)
        {
            if (siblings[i].Order != i && siblings[i].Move(parent, hasSubThemes: false, i).IsRefused(out var refusal, out _)) return refusal;
        }

        return Done.Well;
    }

    private static AuditSubject Subject(List<ThemeStep> steps)
    {
        var told = steps.FirstOrDefault(s => s.Before is null || s.After is null || (s.Before with { Order = s.After.Order }).DiffersFrom(s.After)) ?? steps[0];
        return AuditSubject.Of(told.Id);
    }

    private static AuditDetail Detail(ThemeChangeKind kind, List<ThemeStep> steps)
    {
        var detail = AuditDetail.Word("change", kind).AndCount("themes", steps.Count);
        return kind == ThemeChangeKind.Mark && steps[0].After is { } after ? detail.AndWord("status", after.Status) : detail;
    }

    private static IEnumerable<ScannedText> Texts(ThemeStep step)
    {
        var (before, after) = (step.Before?.Words, step.After!.Words);
        if (after.Name != before?.Name) yield return new("the name", after.Name);
        if (after.CentralIdea != before?.CentralIdea) yield return new("the central idea", after.CentralIdea);
        if (after.Narrative != before?.Narrative) yield return new("the narrative", after.Narrative);
    }

    private static List<ThemeStep> Steps(StudyDb db, Dictionary<ThemeId, ThemeSnapshot> before) =>
    [
        .. db.ChangeTracker.Entries<Theme>()
            .Select(e => new ThemeStep(before.GetValueOrDefault(e.Entity.Id), e.State is EntityState.Deleted ? null : e.Entity.Snapshot))
            .Where(s => s.Before is null || s.After is null || s.After.DiffersFrom(s.Before)),
    ];
}

/// <summary>How changes of the themes and of the map of a study come one after another.</summary>
internal static class ThemeHolding
{
    /// <summary>Holds the themes and the map of a study until the transaction ends: each change sees what the one before it made.</summary>
    public static async Task HoldThemesAsync(this StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"insert into thematic_maps (study_id, revision) values ({studyId.Value}, 0) on conflict do nothing", cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from thematic_maps where study_id = {studyId.Value} for no key update", cancel);
    }
}
