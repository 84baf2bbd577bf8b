using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Puts codes into a theme, out of another or not, or takes one out. A code may be in several themes.</summary>
public sealed class PutCode(ThemeDesk desk) : ChangeThemes(desk)
{
    /// <param name="from">The theme that they leave; null where they come from none, or stay where they are too.</param>
    /// <param name="before">The code of the theme that they come before; null for last.</param>
    public Task<Result<ThemeChangeId>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<CodeId> codes, ThemeId? from, ThemeId to, CodeId? before, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.PutCode, async (db, themes) =>
        {
            var (source, target) = (themes.Find(t => t.Id == from), themes.Find(t => t.Id == to));
            if (target is null || (from is not null && source is null)) return Refusal.NotFound;
            var found = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId && codes.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
            foreach (var id in codes)
            {
                if (found.GetValueOrDefault(id) is not { } code) return Refusal.NotFound;
                if (source is not null && !source.Holds(id)) return await GoneAsync(db, source, code, cancel);
                if (source?.Id != to && target.Holds(id))
                {
                    if (codes.Count > 1) continue; // with the codes below it: those that are there stay
                    return new Refusal($"“{code.Name}” is in “{target.Name}” already.");
                }

                if (!target.Holds(id) && code.MergedInto is not null) return new Refusal($"“{code.Name}” has been merged into another code. Put that one in.");
                if (source is not null && source.Id != to) source.Take(id);
                target.Put(id, before == id ? null : before);
            }

            return Done.Well;
        }, cancel);

    public Task<Result<ThemeChangeId>> TakeOutAsync(AccountId me, StudyId studyId, CodeId codeId, ThemeId from, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ThemeChangeKind.TakeCode, async (db, themes) =>
        {
            if (themes.Find(t => t.Id == from) is not { } theme || await db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == codeId && c.StudyId == studyId, cancel) is not { } code) return Refusal.NotFound;
            if (!theme.Holds(codeId)) return await GoneAsync(db, theme, code, cancel);
            theme.Take(codeId);
            return Done.Well;
        }, cancel);

    /// <summary>Somebody was quicker: says who, and where the code went.</summary>
    private static async Task<Refusal> GoneAsync(StudyDb db, Theme theme, Code code, CancellationToken cancel)
    {
        var changes = await db.ThemeChanges.AsNoTracking().Where(c => c.StudyId == theme.StudyId).OrderByDescending(c => c.Number).Take(50).ToListAsync(cancel);
        var change = changes.Find(c => c.Themes.Exists(t => t.Id == theme.Id && t.Before?.Codes.Contains(code.Id) == true && t.After?.Codes.Contains(code.Id) != true));
        if (change is null) return new Refusal($"“{code.Name}” is not in “{theme.Name}” any more.");
        var who = await db.Members.Where(m => m.Id == change.By).Select(m => m.Name).SingleAsync(cancel);
        var to = change.Themes.Find(t => t.After?.Codes.Contains(code.Id) == true && t.Before?.Codes.Contains(code.Id) != true)?.After!.Words.Name;
        return new Refusal($"“{code.Name}” is not in “{theme.Name}” any more: {who} {(to is null ? "took it out" : $"moved it to “{to}”")} a moment ago. Nothing was changed; look again.");
    }
}
