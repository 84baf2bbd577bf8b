using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Matrices;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>An interview and what was new in it.</summary>
/// <param name="HeldOn">Null where nobody said when.</param>
/// <param name="Passages">How many it has.</param>
/// <param name="NewCodes">Codes that no interview before it has, by name in the order of the framework.</param>
/// <param name="NewThemes">Themes of which no interview before it has a passage, by name; sub-themes count for themselves.</param>
public sealed record SaturationRow(InterviewId Id, string Title, DateOnly? HeldOn, long Passages, IReadOnlyList<string> NewCodes, IReadOnlyList<string> NewThemes);

/// <param name="Heading">What the group is called; empty where there is one.</param>
/// <param name="Rows">Interviews with a passage, in the order in which they were held; those of no date last, by title.</param>
public sealed record SaturationSide(string Heading, PassageFilter Filter, IReadOnlyList<SaturationRow> Rows);

/// <param name="HasThemes">Whether the study has themes.</param>
public sealed record SaturationView(IReadOnlyList<SaturationSide> Sides, bool HasThemes, int BlindTranscripts);

/// <summary>What each further interview still brought.</summary>
public sealed class ReadSaturation(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<SaturationView>> RunAsync(AccountId me, StudyId studyId, Sides sides, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var interviews = (await db.Interviews.Where(i => i.StudyId == studyId).Select(i => new { i.Id, i.Title, i.HeldOn }).ToListAsync(cancel))
            .OrderBy(i => i.HeldOn ?? DateOnly.MaxValue).ThenBy(i => i.Title, ReadingOrder.ForPeople).ThenBy(i => i.Id.Value).ToList();
        var themes = await ThemeRow.AllAsync(db, studyId, cancel);
        var all = new List<SaturationSide>();
        foreach (var (group, filter) in sides.All)
        {
            var first = await FirstUses.ReadAsync(db, CodedPassages.Matching(db, reader, filter), interviews.ConvertAll(i => i.Id), cancel);
            var names = framework.Codes.Where(c => first.Codes.ContainsKey(c.Code.Id)).ToLookup(c => first.Codes[c.Code.Id], Framework.NameOf);
            var themed = themes.Where(t => t.Codes.Any(first.Codes.ContainsKey)).ToLookup(t => t.Codes.Where(first.Codes.ContainsKey).Min(c => first.Codes[c]), t => t.Line.Name);
            all.Add(new SaturationSide(
                group is null ? "" : await ReadMatrix.NameAsync(db, studyId, group, cancel), filter,
                [.. interviews.Index().Where(i => first.Passages.ContainsKey(i.Index)).Select(i => new SaturationRow(i.Item.Id, i.Item.Title, i.Item.HeldOn, first.Passages[i.Index], [.. names[i.Index]], [.. themed[i.Index]]))]));
        }

        return new SaturationView(all, themes.Count > 0, await db.BlindTo(reader).Distinct().CountAsync(cancel));
    }
}
