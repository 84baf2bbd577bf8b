using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <param name="Depth">0 at the top of the tree.</param>
/// <param name="Codings">How many codings the reader may see with it.</param>
public sealed record CodebookRow(CodeId Id, CodeId? ParentId, int Depth, CodeWords Words, CodeState State, string? ProposedBy, int Position, uint Version, int Codings, string? MergedInto);

public sealed record CodebookView(IReadOnlyList<CodebookRow> Codes, bool MayManage);

/// <summary>The study's framework in the order of its tree.</summary>
public sealed class ReadCodebook(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<CodebookView>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancel);
        await Tallies.RefreshAsync(db, studyId, cancel);
        var counts = await db.CodeCountsAsync(member, cancel);
        var names = await db.Members.Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var byId = codes.ToDictionary(c => c.Id);
        var children = codes.ToLookup(c => c.ParentId);
        var rows = new List<CodebookRow>(codes.Count);
        void Add(Code code, int depth)
        {
            rows.Add(new CodebookRow(
                code.Id, code.ParentId, depth,
                code.Words,
                code.State, code.ProposedBy is { } by ? names.GetValueOrDefault(by) : null, code.Position, code.Version, counts.GetValueOrDefault(code.Id),
                code.MergedInto is { } into ? byId.GetValueOrDefault(into)?.Name : null));
            foreach (var child in children[code.Id]) Add(child, depth + 1);
        }

        foreach (var top in children[null]) Add(top, 0);
        return new CodebookView(rows, member.May(Operation.ManageCodebook));
    }
}
