using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The writer of a memo takes the words of an earlier version out of its history for good: what should not have been written does not stay there.</summary>
public sealed class TakeOutVersion(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, MemoId id, int number, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await (
            from m in db.Memos.ReadableBy(db, member)
            from v in m.Versions
            where m.Id == id && v.Number == number && (m.MemberId == member.Id || !v.IsPrivate)
            select new { Version = v, m.MemberId, Last = m.Version }).SingleOrDefaultAsync(cancel);
        if (found is null) return Refusal.NotFound;
        if (found.MemberId != member.Id) return new Refusal("This memo is somebody else's.");
        if (number == found.Last) return new Refusal("This is the memo as it stands. Change it or remove it instead.");
        found.Version.TakeOut(clock.GetUtcNow());
        if (!found.Version.IsPrivate) db.Audit(AuditEntry.Of(AuditKind.MemoVersionTakenOut, member, AuditSubject.Of(AuditThing.Memo, id)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new MemosChanged(studyId));
        return Done.Well;
    }
}
