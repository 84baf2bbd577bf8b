using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>Passages of one code, or theme, that occur together with another.</summary>
public sealed record TogetherView(string Code, string Other, PassagePage Passages);

/// <summary>What stands against what: two codes, or two themes.</summary>
public sealed record Pair(Guid First, Guid Second, bool AreThemes);

/// <summary>The passages behind a cell where codes or themes stand against each other: those of the row's that occur together with one of the column's.</summary>
public sealed class ReadTogether(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="filter">Which passages count at all; its codes are left aside.</param>
    /// <param name="take">At most <see cref="PassageReading.Most"/>.</param>
    public async Task<Result<TogetherView>> RunAsync(AccountId me, StudyId studyId, PassageFilter filter, Pair pair, Together together, int skip, int take, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await NameAsync(db, studyId, pair.First, pair.AreThemes, cancel) is not { } name || await NameAsync(db, studyId, pair.Second, pair.AreThemes, cancel) is not { } otherName) return Refusal.NotFound;
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var others = CodedPassages.Matching(db, reader, Of(filter, pair.Second, pair.AreThemes));
        var words = Math.Clamp(together.Words, 0, Together.MostWords) + 1;
        var all = CodedPassages.Matching(db, reader, Of(filter, pair.First, pair.AreThemes));
        var pairs = all.Join(others, p => p.TranscriptId, o => o.TranscriptId, (p, o) => new { p, o }).Where(x => x.p.Id != x.o.Id);
        pairs = together.When switch
        {
            TogetherWhen.Overlap => pairs.Where(x => x.o.Segment.Start < x.p.Segment.End && x.p.Segment.Start < x.o.Segment.End),
            TogetherWhen.SameTurn => pairs.Where(x => x.o.FirstTurn <= x.p.LastTurn && x.p.FirstTurn <= x.o.LastTurn),
            _ => pairs.Where(x => x.o.FirstWord < x.p.EndWord + words && x.p.FirstWord < x.o.EndWord + words),
        };
        // Found once by their ids: asked again in each count, the pairs would be looked for anew for each row.
        var ids = await pairs.Select(x => x.p.Id).Distinct().ToListAsync(cancel);
        var found = db.CodedPassages.VisibleTo(db, reader).Where(p => ids.Contains(p.Id));
        return new TogetherView(name, otherName, await PassagePage.ReadAsync(db, found, skip, take, PassageReading.UsualContext, cancel));
    }

    private static PassageFilter Of(PassageFilter filter, Guid id, bool isTheme) => isTheme ? filter with { Codes = [], Themes = [new ThemeId(id)] } : filter with { Codes = [new CodeId(id)], Themes = [] };

    private static Task<string?> NameAsync(StudyDb db, StudyId studyId, Guid id, bool isTheme, CancellationToken cancel) => isTheme
        ? db.Themes.Where(t => t.StudyId == studyId && t.Id == new ThemeId(id)).Select(t => t.Name).SingleOrDefaultAsync(cancel)
        : db.Codes.Where(c => c.StudyId == studyId && c.Id == new CodeId(id)).Select(c => c.Name).SingleOrDefaultAsync(cancel);
}
