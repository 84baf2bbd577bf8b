using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Keeps the framework as it is under a name, to be compared with others later.</summary>
public sealed class FreezeFramework(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock) : IUseCase
{
    public async Task<Result<VersionId>> RunAsync(AccountId me, StudyId studyId, string name, string note, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new("the name", name), new("the note", note)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var codes = await db.FrameworkAsync(studyId, cancel); // one query, so that no change is half in it
        if (codes.Count == 0) return new Refusal("There is no code yet, so there is nothing to freeze.");
        if (FrameworkVersion.Freeze(studyId, name, note, codes, member.Id, clock.GetUtcNow()).IsRefused(out var no, out var version)) return no;
        db.FrameworkVersions.Add(version);
        db.Audit(AuditEntry.Of(AuditKind.FrameworkFrozen, member, AuditSubject.Of(version.Id), AuditDetail.Count("codes", codes.Count)));
        if ((await db.SaveOrRefuseAsync(name, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new CodebookChanged(studyId));
        return version.Id;
    }
}

internal static class FrameworkNow
{
    /// <summary>Every code of a study as it is, in the order of the tree.</summary>
    public static async Task<IReadOnlyList<CodeSnapshot>> FrameworkAsync(this StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).ToListAsync(cancel);
        return [.. FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]).Select(p => p.Code)];
    }
}
