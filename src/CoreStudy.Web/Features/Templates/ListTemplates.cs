using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Templates;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Templates;

/// <summary>A template in a list, without its bytes.</summary>
/// <param name="Remarks">What there was to say when it was read; a sentence each.</param>
public sealed record TemplateRow(TemplateId Id, string Name, StudyTemplateKind Kind, int Bytes, IReadOnlyList<string> Remarks, bool IsChosen, string AddedBy, DateTimeOffset AddedAt);

/// <summary>The templates of a study.</summary>
public sealed record TemplateList(IReadOnlyList<TemplateRow> Rows, bool MayChange);

/// <summary>Lists the looks that a study has for its reports.</summary>
public sealed class ListTemplates(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<TemplateList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from t in db.StudyTemplates
            join m in db.Members.IgnoreAutoIncludes() on t.AddedBy equals m.Id
            where t.StudyId == studyId
            orderby t.Kind, t.Name
            select new { t.Id, t.Name, t.Kind, Bytes = t.Content.Length, t.Remarks, t.IsChosen, By = m.Name, t.AddedAt }).ToListAsync(cancel);
        return new TemplateList(
            [.. rows.Select(t => new TemplateRow(t.Id, t.Name, t.Kind, t.Bytes, t.Remarks.Split('\n', StringSplitOptions.RemoveEmptyEntries), t.IsChosen, t.By, t.AddedAt))],
            await permissions.MayAsync(me, studyId, Operation.ManageThemes, cancel));
    }
}
