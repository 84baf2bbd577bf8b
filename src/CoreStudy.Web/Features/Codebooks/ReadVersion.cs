using CoreStudy.Data;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>One state of the framework: a frozen version, or the framework as it is.</summary>
/// <param name="Id">Null for the framework as it is.</param>
/// <param name="Codes">In the order of the tree.</param>
public sealed record FrameworkState(VersionId? Id, string Name, IReadOnlyList<CodeSnapshot> Codes)
{
    /// <summary>How the state that nobody froze is called.</summary>
    public const string Now = "The framework as it is now";

    /// <summary>The ids of codes that came from another program, as they are there.</summary>
    public IReadOnlyDictionary<CodeId, CodeId> Outside { get; init; } = new Dictionary<CodeId, CodeId>();

    /// <summary>The codes for other programs: each under the id that it came with.</summary>
    public IReadOnlyList<CodeSnapshot> Leaving => [.. Codes.Select(c => c with { Id = Outside.GetValueOrDefault(c.Id, c.Id), ParentId = c.ParentId is { } parent ? Outside.GetValueOrDefault(parent, parent) : null })];
}

/// <summary>A frozen version, or the framework as it is, code by code.</summary>
public sealed class ReadVersion(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <param name="id">Null for the framework as it is.</param>
    public async Task<Result<FrameworkState>> RunAsync(AccountId me, StudyId studyId, VersionId? id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var outside = (await OutsideIds.ReadAsync(db, studyId, cancel, OutsideKind.Code)).ToDictionary(i => new CodeId(i.Key.Ours), i => new CodeId(i.Value));
        if (id is null) return new FrameworkState(null, FrameworkState.Now, await db.FrameworkAsync(studyId, cancel)) { Outside = outside };
        var version = await db.FrameworkVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id && v.StudyId == studyId, cancel);
        return version is null ? Refusal.NotFound : new FrameworkState(version.Id, version.Name, version.Codes) { Outside = outside };
    }
}
