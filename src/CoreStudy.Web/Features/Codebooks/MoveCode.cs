using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Moves a code up or down among its siblings, or below another code.</summary>
public sealed class MoveCode(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : ChangeCodebook(databases, permissions, feed)
{
    /// <param name="by">-1 for up, 1 for down.</param>
    public Task<Result<Done>> AmongSiblingsAsync(AccountId me, StudyId studyId, CodeId id, int by, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", (db, codes) =>
        {
            if (codes.Find(c => c.Id == id) is not { } code) return Refusal.NotFound;
            var siblings = codes.Where(c => c.ParentId == code.ParentId).OrderBy(c => c.Position).ThenBy(c => c.Name).ToList();
            var from = siblings.IndexOf(code);
            var to = Math.Clamp(from + by, 0, siblings.Count - 1);
            siblings.RemoveAt(from);
            siblings.Insert(to, code);
            var parent = codes.Find(c => c.Id == code.ParentId);
            for (var i = 0; i < siblings.Count; i++)
            {
                if (siblings[i].Position != i && siblings[i].Move(parent, new HashSet<CodeId>(), i).IsRefused(out var refusal, out _)) return refusal;
            }

            return Done.Well;
        }, cancel);

    public Task<Result<Done>> BelowAsync(AccountId me, StudyId studyId, CodeId id, CodeId? parentId, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", (_, all) =>
        {
            var parent = all.Find(c => c.Id == parentId);
            if (all.Find(c => c.Id == id) is not { } code || (parentId is not null && parent is null)) return Refusal.NotFound;
            if (code.ParentId == parentId) return Done.Well;
            if (all.Exists(c => c.ParentId == parentId && c.Name == code.Name))
                return new Refusal($"There is one called “{code.Name}” there already. Rename one of the two first.");
            var ancestors = new HashSet<CodeId>();
            for (var above = parent; above is not null; above = all.Find(c => c.Id == above.ParentId)) ancestors.Add(above.Id);
            return code.Move(parent, ancestors, After(all, parentId));
        }, cancel);
}
