using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Themes;

/// <summary>One change as history shows it.</summary>
/// <param name="Sentence">What happened.</param>
public sealed record ThemeChangeRow(ThemeChangeId Id, long Number, DateTimeOffset At, string By, string Sentence, IReadOnlyList<ThemeStep> Themes, bool IsUndone);

public sealed record ThemeChangeList(IReadOnlyList<ThemeChangeRow> Changes, bool MayUndo);

/// <summary>Who changed what of the themes when, the latest first.</summary>
public sealed class ListThemeChanges(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int Most = 2000;

    public async Task<Result<ThemeChangeList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var changes = await db.ThemeChanges.AsNoTracking().Where(c => c.StudyId == studyId).OrderByDescending(c => c.Number).Take(Most).ToListAsync(cancel);
        var people = await db.Members.Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var codes = await db.Codes.Where(c => c.StudyId == studyId).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var themes = await db.Themes.IgnoreAutoIncludes().Where(t => t.StudyId == studyId).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        var sentences = new Dictionary<ThemeChangeId, string>();
        foreach (var change in changes.AsEnumerable().Reverse())
            sentences[change.Id] = change.Of is { } of && sentences.TryGetValue(of, out var undone) ? $"Took back: {undone}" : ThemeChangeWords.Of(change, codes, themes);
        return new ThemeChangeList(
            [.. changes.Select(c => new ThemeChangeRow(c.Id, c.Number, c.At, people[c.By], sentences[c.Id], c.Themes, c.UndoneAt is not null))],
            member.May(Operation.ManageThemes));
    }
}
