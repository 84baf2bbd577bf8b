using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>
/// Merges a code into another: its codings and the codes below it follow, it is retired, and what is still put on it goes to the other.
/// Where somebody has put both on the same words, one coding stays, with the comments of both.
/// </summary>
public sealed class MergeCode(CodebookDesk desk) : ChangeCodebook(desk)
{
    public Task<Result<ChangeId>> RunAsync(AccountId me, StudyId studyId, CodeId id, CodeId intoId, CancellationToken cancel) =>
        ChangeAsync(
            me, studyId, "", ChangeKind.Merge,
            (db, codes) =>
            {
                if (codes.Find(c => c.Id == id) is not { } code || codes.Find(c => c.Id == intoId) is not { } into) return Refusal.NotFound;
                var ancestors = MoveCode.WithAncestors(codes, into);
                if (ancestors.Contains(code.Id) && code.Id != into.Id)
                    return new Refusal($"“{into.Name}” lies below “{code.Name}”. Move it out first, or merge the other way round.");
                var after = After(codes, into.Id);
                foreach (var child in codes.Where(c => c.ParentId == code.Id).OrderBy(c => c.Position))
                {
                    if (codes.Exists(c => c.ParentId == into.Id && c.Name == child.Name))
                        return new Refusal($"Both have a code “{child.Name}” below them. Merge those two first, or rename one.");
                    if (child.Move(into, ancestors, after++).IsRefused(out var refusal, out _)) return refusal;
                }

                if (code.MergeInto(into).IsRefused(out var no, out _)) return no;
                foreach (var earlier in codes.Where(c => c.MergedInto == code.Id)) earlier.LeadOnTo(into);
                return Done.Well;
            },
            cancel,
            following => following.MergeAsync(id, intoId));
}
