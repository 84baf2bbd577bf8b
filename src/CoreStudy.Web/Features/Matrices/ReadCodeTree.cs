using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Passages;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>A code with how often it was used.</summary>
/// <param name="Own">Its own passages.</param>
/// <param name="All">With those of the codes below it.</param>
public sealed record CodeUse(CodeId Id, CodeId? Parent, MatrixLine Line, long Own, long All);

/// <param name="Heading">What the group is called; empty where there is one.</param>
/// <param name="Codes">In the order of the framework.</param>
public sealed record CodeTreeSide(string Heading, PassageFilter Filter, IReadOnlyList<CodeUse> Codes);

public sealed record CodeTreeView(IReadOnlyList<CodeTreeSide> Sides, int BlindTranscripts);

/// <summary>How often each code of the framework was used.</summary>
public sealed class ReadCodeTree(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<CodeTreeView>> RunAsync(AccountId me, StudyId studyId, Sides sides, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await CodedPassages.RefreshAsync(db, studyId, cancel);
        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var shown = framework.Codes.Select(c => c.Code.Id).ToHashSet();
        var all = new List<CodeTreeSide>();
        foreach (var (group, filter) in sides.All)
        {
            var used = await CodedPassages.Matching(db, reader, filter with { Codes = [] }).GroupBy(p => p.CodeId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
            all.Add(new CodeTreeSide(
                group is null ? "" : await ReadMatrix.NameAsync(db, studyId, group, cancel), filter,
                [.. framework.Codes.Select(c => new CodeUse(
                    c.Code.Id, c.Code.ParentId is { } parent && shown.Contains(parent) ? parent : null, Framework.LineOf(c, c.Depth), used.GetValueOrDefault(c.Code.Id), framework.Of(c.Code.Id, true).Sum(u => used.GetValueOrDefault(u))))]));
        }

        return new CodeTreeView(all, await db.BlindTo(reader).Distinct().CountAsync(cancel));
    }
}
