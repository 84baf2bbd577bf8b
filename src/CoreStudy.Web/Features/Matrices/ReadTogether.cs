using CoreStudy.Data;
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
        var found = together.When switch
        {
            TogetherWhen.Overlap => all.Where(p => others.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.Segment.Start < p.Segment.End && p.Segment.Start < o.Segment.End)),
            TogetherWhen.SameTurn => all.Where(p => others.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstTurn <= p.LastTurn && p.FirstTurn <= o.LastTurn)),
            _ => all.Where(p => others.Any(o => o.TranscriptId == p.TranscriptId && o.Id != p.Id && o.FirstWord < p.EndWord + words && p.FirstWord < o.EndWord + words)),
        };
        var counts = await found.GroupBy(p => 1).Select(g => new { Total = g.Count(), People = g.Select(p => p.ParticipantId).Distinct().Count(p => p != null) }).SingleOrDefaultAsync(cancel);
        if (counts is null) return new TogetherView(name, otherName, new PassagePage([], 0, 0, 0));
        var interviews = await db.Transcripts.Where(t => found.Any(p => p.TranscriptId == t.Id)).Select(t => t.InterviewId).Distinct().CountAsync(cancel);
        var page = await (
            from p in found
            join t in db.Transcripts on p.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            orderby trust.Label, t.Title, p.TranscriptId, p.Segment.Start, p.Segment.End, p.Id
            select p).Skip(skip).Take(take).ToListAsync(cancel);
        return new TogetherView(name, otherName, new PassagePage(await PassageReading.ReadAsync(db, page, PassageReading.UsualContext, cancel), counts.Total, counts.People, interviews));
    }

    private static PassageFilter Of(PassageFilter filter, Guid id, bool isTheme) => isTheme ? filter with { Codes = [], Themes = [new ThemeId(id)] } : filter with { Codes = [new CodeId(id)], Themes = [] };

    private static Task<string?> NameAsync(StudyDb db, StudyId studyId, Guid id, bool isTheme, CancellationToken cancel) => isTheme
        ? db.Themes.Where(t => t.StudyId == studyId && t.Id == new ThemeId(id)).Select(t => t.Name).SingleOrDefaultAsync(cancel)
        : db.Codes.Where(c => c.StudyId == studyId && c.Id == new CodeId(id)).Select(c => c.Name).SingleOrDefaultAsync(cancel);
}
