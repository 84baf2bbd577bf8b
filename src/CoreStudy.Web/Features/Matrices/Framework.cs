using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Matrices;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>The codes of a study in the order of their tree; merged ones, which have no passages, are left out.</summary>
public sealed class Framework
{
    private readonly ILookup<CodeId?, CodeId> _below;

    private Framework(IReadOnlyList<PlacedCode> codes)
    {
        Codes = codes;
        _below = codes.ToLookup(c => c.Code.ParentId, c => c.Code.Id);
    }

    public IReadOnlyList<PlacedCode> Codes { get; }

    public static async Task<Framework> ReadAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId && c.MergedInto == null).ToListAsync(cancel);
        return new Framework(FrameworkTree.InOrder([.. codes.Select(c => c.Snapshot)]));
    }

    /// <summary>A code, and where asked all codes below it.</summary>
    public IReadOnlyCollection<CodeId> Of(CodeId code, bool withBelow)
    {
        var all = new List<CodeId> { code };
        for (var i = 0; withBelow && i < all.Count; i++) all.AddRange(_below[all[i]]);
        return all;
    }

    public static string NameOf(PlacedCode code) => code.Code.State == CodeState.Retired ? $"{code.Code.Words.Name} (retired)" : code.Code.Words.Name;

    public static MatrixLine LineOf(PlacedCode code, int depth) =>
        new(code.Code.Id.Value.ToString(), NameOf(code), depth, code.Code.Words.Colour, string.Join(FrameworkTree.Separator, code.Above));
}
