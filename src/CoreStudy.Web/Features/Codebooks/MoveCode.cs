using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Moves a code up or down among its siblings, or below another code.</summary>
public sealed class MoveCode(CodebookDesk desk) : ChangeCodebook(desk)
{
    /// <param name="by">-1 for up, 1 for down.</param>
    public Task<Result<ChangeId>> AmongSiblingsAsync(AccountId me, StudyId studyId, CodeId id, int by, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ChangeKind.Move, (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            var siblings = codes.Where(c => c.ParentId == code.ParentId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToList();
            var from = siblings.IndexOf(code);
            var to = Math.Clamp(from + by, 0, siblings.Count - 1);
            siblings.RemoveAt(from);
            siblings.Insert(to, code);
            return Number(siblings, codes.Find(c => c.Id == code.ParentId));
        }, cancel);

    /// <param name="parentId">The code that it comes below; null for the top.</param>
    /// <param name="beforeId">The sibling that it comes before; without it, it comes last.</param>
    public Task<Result<ChangeId>> PutAsync(AccountId me, StudyId studyId, CodeId id, CodeId? parentId, CodeId? beforeId, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", ChangeKind.Move, (db, all) =>
        {
            var parent = all.Find(c => c.Id == parentId);
            if (all.Find(c => c.Id == id) is not { } code || (parentId is not null && parent is null)) return Refusal.NotFound;
            if (all.Exists(c => c.ParentId == parentId && c.Name == code.Name && c.Id != id))
                return new Refusal($"There is one called “{code.Name}” there already. Rename one of the two first.");
            if (code.Move(parent, WithAncestors(all, parent), code.Position).IsRefused(out var no, out _)) return no;
            var siblings = all.Where(c => c.ParentId == parentId && c.Id != id).OrderBy(c => c.Position).ThenBy(c => c.Name).ToList();
            var at = siblings.FindIndex(c => c.Id == beforeId);
            siblings.Insert(at < 0 ? siblings.Count : at, code);
            return Number(siblings, parent);
        }, cancel);

    /// <summary>A code and all that it lies below; empty for the top.</summary>
    internal static HashSet<CodeId> WithAncestors(List<Code> codes, Code? code)
    {
        var ancestors = new HashSet<CodeId>();
        for (var above = code; above is not null; above = codes.Find(c => c.Id == above.ParentId)) ancestors.Add(above.Id);
        return ancestors;
    }

    private static Result<Done> Number(List<Code> siblings, Code? parent)
    {
        for (var i = 0; i < siblings.Count; i++)
        {
            if (siblings[i].Position != i && siblings[i].Move(parent, new HashSet<CodeId>(), i).IsRefused(out var refusal, out _)) return refusal;
        }

        return Done.Well;
    }
}
