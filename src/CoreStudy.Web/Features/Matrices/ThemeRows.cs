using CoreStudy.Data;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A theme and the codes that it stands for: its own, and those of its sub-themes.</summary>
internal sealed record ThemeRow(ThemeId Id, MatrixLine Line, IReadOnlyCollection<CodeId> Codes)
{
    /// <summary>Every theme of the study that was not dropped, each with its sub-themes below it.</summary>
    public static async Task<IReadOnlyList<ThemeRow>> AllAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var themes = await db.Themes.AsNoTracking().IgnoreAutoIncludes().Where(t => t.StudyId == studyId).OrderBy(t => t.Order).ToListAsync(cancel);
        var codes = (await db.HeldCodes().Where(h => h.StudyId == studyId).ToListAsync(cancel)).ToLookup(h => h.ThemeId, h => h.CodeId);
        var below = themes.ToLookup(t => t.ParentId);
        var rows = new List<ThemeRow>();
        foreach (var theme in below[null].Where(t => t.Status != ThemeStatus.Dropped))
        {
            rows.Add(new ThemeRow(theme.Id, new MatrixLine(theme.Id.Value.ToString(), theme.Name), [.. codes[theme.Id].Concat(below[theme.Id].SelectMany(s => codes[s.Id])).Distinct()]));
            rows.AddRange(below[theme.Id].Where(s => s.Status != ThemeStatus.Dropped).Select(s => new ThemeRow(s.Id, new MatrixLine(s.Id.Value.ToString(), s.Name, 1, "", theme.Name), [.. codes[s.Id].Distinct()])));
        }

        return rows;
    }
}
