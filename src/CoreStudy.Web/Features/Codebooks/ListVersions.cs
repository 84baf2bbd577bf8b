using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <param name="Codes">How many codes it holds, retired ones too.</param>
public sealed record VersionRow(VersionId Id, string Name, string Note, string By, DateTimeOffset At, int Codes);

/// <param name="CodesNow">How many codes the framework has now, retired ones too.</param>
public sealed record VersionsView(IReadOnlyList<VersionRow> Versions, int CodesNow, bool MayManage);

/// <summary>The frozen versions of a study's framework, the newest first.</summary>
public sealed class ListVersions(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<VersionsView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // the database counts: a version is read whole only when it is compared
        var sizes = await db.Database.SqlQuery<VersionSize>($"select id, jsonb_array_length(codes) as codes from framework_versions where study_id = {studyId.Value}")
            .ToDictionaryAsync(v => v.Id, v => v.Codes, cancel);
        var versions = await (
            from v in db.FrameworkVersions
            join author in db.Members on v.FrozenBy equals author.Id
            where v.StudyId == studyId
            orderby v.FrozenAt descending
            select new { v.Id, v.Name, v.Note, By = author.Name, v.FrozenAt }).ToListAsync(cancel);
        return new VersionsView(
            [.. versions.Select(v => new VersionRow(v.Id, v.Name, v.Note, v.By, v.FrozenAt, sizes.GetValueOrDefault(v.Id.Value)))],
            await db.Codes.CountAsync(c => c.StudyId == studyId, cancel),
            member.May(Operation.ManageCodebook));
    }

    private sealed record VersionSize(Guid Id, int Codes);
}
