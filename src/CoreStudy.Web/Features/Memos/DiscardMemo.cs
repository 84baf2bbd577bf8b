using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>The writer of a memo removes it, or brings it back.</summary>
public sealed class DiscardMemo(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<DiscardMemo> logger) : IUseCase
{
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, MemoId id, CancellationToken cancel) => ChangeAsync(me, studyId, id, remove: true, cancel);

    public Task<Result<Done>> BringBackAsync(AccountId me, StudyId studyId, MemoId id, CancellationToken cancel) => ChangeAsync(me, studyId, id, remove: false, cancel);

    private async Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, MemoId id, bool remove, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await HeldMemo.OpenAsync(db, permissions, me, member, id, cancel)).IsRefused(out var hidden, out var held)) return hidden;
        var memo = held.Memo;
        if (memo.MemberId != member.Id) return memo.RemovedAt is null ? new Refusal("This memo is somebody else's.") : Refusal.NotFound;
        if (memo.RemovedAt is not null == remove) return Done.Well;
        if (remove) memo.Remove(clock.GetUtcNow());
        else memo.BringBack();
        held.Stamp(remove ? ActKind.RemoveMemo : ActKind.WriteMemo, clock.GetUtcNow());
        if (!memo.IsPrivate) db.Audit(AuditEntry.Of(remove ? AuditKind.MemoRemoved : AuditKind.MemoBroughtBack, member, AuditSubject.Of(AuditThing.Memo, memo.Id)));
        if ((await db.SaveOrRefuseAsync("this", cancel)).IsRefused(out var clash, out _)) return clash;
        await transaction.CommitAsync(cancel);
        if (remove) Log.MemoRemoved(logger, memo.Id, member.Id);
        foreach (var news in held.News) feed.Publish(news);
        return Done.Well;
    }
}
