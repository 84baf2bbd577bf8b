using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Queries;

/// <summary>Somebody who reads passages changes one of their own codings, or says something about one, by the acts of the coding desk.</summary>
public sealed class ActOnPassage(IDbContextFactory<StudyDb> databases, Permissions permissions, IActDoor door) : IUseCase
{
    public Task<Result<Done>> RecodeAsync(AccountId me, TranscriptId transcript, CodingId coding, CodeId code, CancellationToken cancel) =>
        DoAsync(me, transcript, coding, _ => new Recode(ActId.New(), coding, code), cancel);

    public Task<Result<Done>> TakeOffAsync(AccountId me, TranscriptId transcript, CodingId coding, CancellationToken cancel) =>
        DoAsync(me, transcript, coding, _ => new Remove(ActId.New(), coding), cancel);

    /// <summary>Puts a coding back that was taken off.</summary>
    public Task<Result<Done>> PutBackAsync(AccountId me, TranscriptId transcript, CodingId coding, CancellationToken cancel) =>
        DoAsync(me, transcript, coding, _ => new Restore(ActId.New(), coding), cancel);

    /// <param name="text">Up to 4,000 characters.</param>
    public Task<Result<Done>> CommentAsync(AccountId me, TranscriptId transcript, CodingId coding, string text, CancellationToken cancel) =>
        DoAsync(me, transcript, coding, _ => new WriteComment(ActId.New(), coding, CommentId.New(), text), cancel);

    /// <summary>Writes a memo on the words that the coding lies on now.</summary>
    public Task<Result<Done>> WriteMemoAsync(AccountId me, TranscriptId transcript, CodingId coding, string text, bool isPrivate, CancellationToken cancel) =>
        DoAsync(me, transcript, coding, stands => new WriteMemo(ActId.New(), MemoId.New(), stands.Segment, text, isPrivate), cancel);

    private async Task<Result<Done>> DoAsync(AccountId me, TranscriptId transcript, CodingId coding, Func<Coding, DeskAct> act, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcript, Operation.Explore, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var place = await (
            from c in db.Codings.VisibleTo(db, access.Member)
            join h in db.CodingHeads on c.TranscriptId equals h.TranscriptId
            where c.Id == coding && c.TranscriptId == transcript
            select new { Coding = c, h.TextRevision }).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (place is null) return Refusal.NotFound;
        if ((await door.DoAsync(me, transcript, [act(place.Coding) with { TextRevision = place.TextRevision }], cancel)).IsRefused(out var no, out var results)) return no;
        return results is [{ IsKept: false, Why: { } why }] ? new Refusal(why) : Done.Well;
    }
}
