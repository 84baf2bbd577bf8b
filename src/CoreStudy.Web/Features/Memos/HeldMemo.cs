using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Memos;

/// <summary>A memo that somebody is about to change, within a transaction.</summary>
/// <remarks>One that lies on a passage belongs to the desk too: the row that orders the acts on its transcript is held, and open desks hear of the change by its revision.</remarks>
internal sealed class HeldMemo
{
    private readonly StudyDb _db;
    private readonly Member _member;
    private readonly CodingHead? _head;

    private HeldMemo(StudyDb db, Member member, Memo memo, CodingHead? head) => (_db, _member, Memo, _head) = (db, member, memo, head);

    public Memo Memo { get; }

    /// <summary>What to tell once it is committed.</summary>
    public IEnumerable<Notice> News =>
        _head is null ? [new MemosChanged(Memo.StudyId)] : [new MemosChanged(Memo.StudyId), new CodingsFollowed(Memo.StudyId, _head.TranscriptId, _head.Revision)];

    /// <summary>Holds a memo that the member may see, removed or not; not found where there is none.</summary>
    public static async Task<Result<HeldMemo>> OpenAsync(StudyDb db, Permissions permissions, AccountId me, Member member, MemoId id, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A memo is changed within a transaction.");
        var place = await db.Memos.ReadableBy(db, member).Where(m => m.Id == id).Select(m => new { m.TranscriptId }).SingleOrDefaultAsync(cancel);
        if (place is null) return Refusal.NotFound;
        CodingHead? head = null;
        if (place.TranscriptId is { } transcript && (await LockAsync(db, permissions, me, transcript, cancel)).IsRefused(out var refusal, out head)) return refusal;

        // Only now, with the row held, is it as it stands.
        var memo = await db.Memos.ReadableBy(db, member).Include(m => m.Links).SingleOrDefaultAsync(m => m.Id == id, cancel);
        return memo is null ? Refusal.NotFound : new HeldMemo(db, member, memo, head);
    }

    /// <summary>A new memo on the passage of a coding that the member sees.</summary>
    public static async Task<Result<HeldMemo>> WriteOnAsync(StudyDb db, Permissions permissions, AccountId me, Member member, MemoId id, CodingId coding, MemoWords words, DateTimeOffset at, CancellationToken cancel)
    {
        var place = await db.Codings.VisibleTo(db, member).Where(c => c.Id == coding && c.RemovedAt == null).Select(c => new { c.TranscriptId }).SingleOrDefaultAsync(cancel);
        if (place is null) return SaveMemo.LinkGone;
        if ((await LockAsync(db, permissions, me, place.TranscriptId, cancel)).IsRefused(out var refusal, out var head)) return refusal;
        var passage = await db.Codings.VisibleTo(db, member).Where(c => c.Id == coding && c.RemovedAt == null).Select(c => new { c.Segment }).SingleOrDefaultAsync(cancel);
        if (passage is null) return SaveMemo.LinkGone;
        return Memo.WriteOn(id, member.StudyId, place.TranscriptId, passage.Segment, member.Id, words, at).IsRefused(out var no, out var memo) ? no : new HeldMemo(db, member, memo, head);
    }

    private static async Task<Result<CodingHead>> LockAsync(StudyDb db, Permissions permissions, AccountId me, TranscriptId transcript, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcript, Operation.Code, cancel)).IsRefused(out var refusal, out _)) return refusal;
        return (await db.CodingHeads.FromSql($"select * from coding_heads where transcript_id = {transcript.Value} for update").ToListAsync(cancel)).Single();
    }

    /// <summary>Writes down, where it lies on a passage, that it was changed.</summary>
    public void Stamp(ActKind kind, DateTimeOffset at)
    {
        if (_head is null) return;
        _head.MoveTo(_head.Revision + 1);
        _db.Add(CodingAct.Record(ActId.New(), _head.TranscriptId, _head.Revision, _member.Id, at, kind));
        Memo.StampRevision(_head.Revision);
    }
}
