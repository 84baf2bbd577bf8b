using CoreStudy.Data;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Summaries;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>A column as the screen shows it.</summary>
/// <param name="Colour">Of the code; empty for a theme.</param>
/// <param name="Passages">What of the coded material belongs to it; a code that was merged since stands for the one it went into.</param>
public sealed record ColumnView(ColumnId Id, ColumnSubject Subject, string Name, string Colour, PassageFilter Passages)
{
    /// <summary>The passages of one case in it.</summary>
    public PassageFilter Of(SummaryCase about) => CasePassages.Of(about, Passages);
}

/// <summary>The passages of a case.</summary>
public static class CasePassages
{
    public static PassageFilter Of(SummaryCase about, PassageFilter among) => about switch
    {
        { ParticipantId: { } participant } => among with { Participants = [participant] },
        { InterviewId: { } interview } => among with { Interviews = [interview] },
        { TrustId: { } trust } => among with { Trusts = [trust] },
        _ => among,
    };
}

/// <summary>The columns of a matrix with the names that they have now, and how many passages there are for each cell.</summary>
internal static class MatrixColumns
{
    public static async Task<IReadOnlyList<ColumnView>> ReadAsync(StudyDb db, FrameworkMatrix matrix, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == matrix.StudyId).Select(c => new { c.Id, c.Name, c.Colour, c.MergedInto }).ToDictionaryAsync(c => c.Id, cancel);
        var themes = await db.Themes.AsNoTracking().IgnoreAutoIncludes().Where(t => t.StudyId == matrix.StudyId).Select(t => new { t.Id, t.Name }).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        return
        [
            .. matrix.Standing.Select(c =>
            {
                if (c.ThemeId is { } theme) return new ColumnView(c.Id, c.Subject, themes[theme], "", new PassageFilter { Themes = [theme] });
                var code = codes[c.CodeId!.Value];
                while (code.MergedInto is { } into) code = codes[into];
                return new ColumnView(c.Id, c.Subject, code.Name, code.Colour, new PassageFilter { Codes = [code.Id] });
            }),
        ];
    }

    /// <summary>How many passages that the reader may see there are for each cell; a cell without any is left out.</summary>
    public static async Task<IReadOnlyDictionary<SummarySpot, int>> PassagesAsync(StudyDb db, Member reader, CaseKind kind, IReadOnlyList<ColumnView> columns, CancellationToken cancel)
    {
        await CodedPassages.RefreshAsync(db, reader.StudyId, cancel);
        var passages = CodedPassages.Matching(db, reader, PassageFilter.All);
        var counts = kind switch
        {
            CaseKind.Participants => (await passages.Where(p => p.ParticipantId != null).GroupBy(p => new { Case = p.ParticipantId!.Value, p.CodeId }).Select(g => new { g.Key.Case, g.Key.CodeId, Count = g.Count() }).ToListAsync(cancel))
                .Select(g => (Case: SummaryCase.Of(g.Case), g.CodeId, g.Count)),
            CaseKind.Interviews => (await passages.Join(db.Transcripts, p => p.TranscriptId, t => t.Id, (p, t) => new { t.InterviewId, p.CodeId }).GroupBy(p => new { Case = p.InterviewId, p.CodeId }).Select(g => new { g.Key.Case, g.Key.CodeId, Count = g.Count() }).ToListAsync(cancel))
                .Select(g => (Case: SummaryCase.Of(g.Case), g.CodeId, g.Count)),
            _ => (await passages.Join(db.Transcripts, p => p.TranscriptId, t => t.Id, (p, t) => new { t.TrustId, p.CodeId }).GroupBy(p => new { Case = p.TrustId, p.CodeId }).Select(g => new { g.Key.Case, g.Key.CodeId, Count = g.Count() }).ToListAsync(cancel))
                .Select(g => (Case: SummaryCase.Of(g.Case), g.CodeId, g.Count)),
        };
        var byCode = counts.ToLookup(c => c.CodeId);
        var below = await BelowAsync(db, reader.StudyId, cancel);
        var found = new Dictionary<SummarySpot, int>();
        foreach (var column in columns)
        {
            var heads = column.Subject.ThemeId is { } theme ? await ThemeCodesAsync(db, theme, cancel) : column.Passages.Codes;
            foreach (var (about, _, count) in heads.SelectMany(below).Distinct().SelectMany(c => byCode[c]))
            {
                var spot = new SummarySpot(column.Id, about);
                found[spot] = found.GetValueOrDefault(spot) + count;
            }
        }

        return found;
    }

    private static async Task<Func<CodeId, IEnumerable<CodeId>>> BelowAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var children = (await db.Codes.Where(c => c.StudyId == studyId).Select(c => new { c.Id, c.ParentId }).ToListAsync(cancel)).Where(c => c.ParentId is not null).ToLookup(c => c.ParentId!.Value, c => c.Id);
        IEnumerable<CodeId> Below(CodeId code) => children[code].SelectMany(Below).Prepend(code);
        return Below;
    }

    /// <summary>The codes of a theme and of its sub-themes.</summary>
    private static async Task<IReadOnlyList<CodeId>> ThemeCodesAsync(StudyDb db, ThemeId theme, CancellationToken cancel)
    {
        var themes = await db.Themes.IgnoreAutoIncludes().Where(t => t.Id == theme || t.ParentId == theme).Select(t => t.Id).ToListAsync(cancel);
        return await db.ThemeCodes.Where(c => themes.Contains(c.ThemeId)).Select(c => c.CodeId).Distinct().ToListAsync(cancel);
    }
}
