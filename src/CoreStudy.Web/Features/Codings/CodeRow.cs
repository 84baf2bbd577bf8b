using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A code as the desk's tree and picker show it.</summary>
public sealed record CodeRow(
    Guid Id, Guid? ParentId, string Name, string Definition, string WhenToUse, string WhenNotToUse, string Example, string Synonyms, string Colour, string State, string Shortcut)
{
    /// <summary>All codes of a study in the order of the tree, each below its parent.</summary>
    internal static async Task<IReadOnlyList<CodeRow>> ReadAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var codes = await db.Codes.AsNoTracking().Where(c => c.StudyId == studyId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToListAsync(cancel);
        var children = codes.ToLookup(c => c.ParentId);
        var rows = new List<CodeRow>(codes.Count);
        void Add(Code code)
        {
            rows.Add(new CodeRow(
                code.Id.Value, code.ParentId?.Value, code.Name, code.Definition, code.WhenToUse, code.WhenNotToUse, code.Example, code.Synonyms,
                code.Colour, code.State.ToString(), code.Shortcut));
            foreach (var child in children[code.Id]) Add(child);
        }

        foreach (var top in children[null]) Add(top);
        return rows;
    }
}
