using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>A coder says that the code still fits passages of theirs, after its definition changed.</summary>
public sealed class KeepPassage(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <summary>Says it of one passage, or of all that are open for the change of this code.</summary>
    /// <param name="codingId">Null for all.</param>
    /// <returns>The codings that it was said of, for taking it back.</returns>
    public Task<Result<IReadOnlyList<CodingId>>> RunAsync(AccountId me, StudyId studyId, ChangeId changeId, CodeId codeId, CodingId? codingId, CancellationToken cancel) =>
        ChangeAsync(me, studyId, async (db, member) =>
        {
            var at = clock.GetUtcNow();
            var open = await db.ReviewsFor(member).Open(db)
                .Where(r => r.MemberId == member.Id && r.ChangeId == changeId && r.CodeId == codeId && (codingId == null || r.CodingId == codingId)).ToListAsync(cancel);
            foreach (var review in open) review.Keep(at);
            return [.. open.Select(r => r.CodingId)];
        }, AuditKind.PassagesKept, "This passage is settled already.", cancel);

    /// <summary>Takes it back: the passages are open again.</summary>
    public Task<Result<IReadOnlyList<CodingId>>> TakeBackAsync(AccountId me, StudyId studyId, ChangeId changeId, IReadOnlyCollection<CodingId> codings, CancellationToken cancel) =>
        ChangeAsync(me, studyId, async (db, member) =>
        {
            var kept = await db.ReviewsFor(member)
                .Where(r => r.MemberId == member.Id && r.ChangeId == changeId && codings.Contains(r.CodingId) && r.KeptAt != null).ToListAsync(cancel);
            foreach (var review in kept) review.LookAgain();
            return [.. kept.Select(r => r.CodingId)];
        }, AuditKind.PassagesReopened, "This passage is open already.", cancel);

    private async Task<Result<IReadOnlyList<CodingId>>> ChangeAsync(
        AccountId me, StudyId studyId, Func<StudyDb, Member, Task<IReadOnlyList<CodingId>>> change, AuditKind kind, string nothing, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var changed = await change(db, member);
        if (changed.Count == 0) return new Refusal(nothing);
        db.Audit(AuditEntry.Of(kind, member, AuditSubject.Nothing, AuditDetail.Count("passages", changed.Count)));
        await db.SaveChangesAsync(cancel); // one transaction
        feed.Publish(new PassagesReviewed(studyId));
        return changed.ToList();
    }

}
