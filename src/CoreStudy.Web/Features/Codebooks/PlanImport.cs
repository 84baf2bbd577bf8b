using CoreStudy.Data;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Tables;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Somebody who keeps the framework looks at what a file would change of it. Nothing is stored.</summary>
public sealed class PlanImport(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy) : IUseCase
{
    /// <summary>The columns of a file and its first rows; null for a codebook of another program, which has none.</summary>
    public async Task<Result<ColumnSheet?>> LookAsync(AccountId me, StudyId studyId, string fileName, byte[] content, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Import) is { } tooMuch) return tooMuch;
        return await Task.Run(() => CodebookFile.Look(fileName, content, cancel), cancel);
    }

    /// <param name="columns">What its columns are, as the person said; null where their headings say it.</param>
    public async Task<Result<CodebookTable>> ReadAsync(AccountId me, StudyId studyId, string fileName, byte[] content, ColumnChoice? columns, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        return await Task.Run(() => CodebookFile.Read(fileName, content, columns, cancel), cancel);
    }

    public async Task<Result<ImportPlan>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<CodeLine> lines, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageCodebook, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var framework = await db.FrameworkAsync(studyId, cancel);
        var here = framework.Select(c => c.Id.Value).ToHashSet();
        var known = (await OutsideIds.ReadAsync(db, studyId, cancel, OutsideKind.Code)).Where(i => here.Contains(i.Key.Ours)).DistinctBy(i => i.Value).ToDictionary(i => i.Value, i => i.Key.Ours);
        return await Task.Run(() => ImportPlan.For(framework, [.. lines.Select(l => l with { Id = Ours(l.Id), Parent = Ours(l.Parent) })]), cancel);

        // a code that came from another program is known there by another id
        string? Ours(string? id) => Guid.TryParse(id, out var theirs) && known.TryGetValue(theirs, out var ours) ? ours.ToString() : id;
    }
}
