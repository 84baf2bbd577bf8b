using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>A code that can be put on what was found.</summary>
/// <param name="Path">Its name behind those of the codes that it is under.</param>
public sealed record CodeChoice(CodeId Id, string Path, string Colour);

/// <summary>What a search can be narrowed to, and what can be coded with.</summary>
/// <param name="Codes">Empty for those who may not code now.</param>
public sealed record SearchChoices(
    IReadOnlyList<string> Roles, IReadOnlyList<Choice<TrustId>> Trusts, IReadOnlyList<Choice<SiteId>> Sites, IReadOnlyList<Choice<InterviewId>> Interviews, IReadOnlyList<CodeChoice> Codes, bool MayChangeStopWords);

/// <summary>The trusts, sites and interviews that a reader reaches, and the study's roles and codes.</summary>
public sealed class ListSearchChoices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<SearchChoices>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        var mayCode = await permissions.MayAsync(me, studyId, Operation.Code, cancel);
        var mayChange = await permissions.MayAsync(me, studyId, Operation.ManageThemes, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var readable = SearchReading.Readable(db, reader);
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var trusts = await db.Trusts.Where(t => readable.Any(x => x.TrustId == t.Id)).Select(t => new Choice<TrustId>(t.Id, t.Label)).ToListAsync(cancel);
        var interviews = await db.Interviews.Where(i => readable.Any(x => x.InterviewId == i.Id)).Select(i => new { i.Id, i.Title, i.SiteId }).ToListAsync(cancel);
        var siteIds = interviews.Select(i => i.SiteId).OfType<SiteId>().Distinct().ToList();
        var sites = await db.Sites.Where(s => siteIds.Contains(s.Id)).Select(s => new Choice<SiteId>(s.Id, s.Label)).ToListAsync(cancel);
        var codes = mayCode ? await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).ToListAsync(cancel) : [];
        var byId = codes.ToDictionary(c => c.Id);
        return new SearchChoices(
            roles, [.. trusts.OrderBy(t => t.Name, ReadingOrder.ForPeople)], [.. sites.OrderBy(s => s.Name, ReadingOrder.ForPeople)],
            [.. interviews.Select(i => new Choice<InterviewId>(i.Id, i.Title)).OrderBy(i => i.Name, ReadingOrder.ForPeople)],
            [.. codes.Where(c => !c.IsRetired && c.MergedInto is null).Select(c => new CodeChoice(c.Id, Path(c.Id), c.Colour)).OrderBy(c => c.Path, ReadingOrder.ForPeople)], mayChange);

        string Path(CodeId id) => byId[id].ParentId is { } parent && byId.ContainsKey(parent) ? $"{Path(parent)} › {byId[id].Name}" : byId[id].Name;
    }
}
