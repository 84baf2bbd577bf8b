using CoreStudy.Data;
using CoreStudy.Data.Rounds;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>One deed on one assignment: asked, done by its rule, saved and told in one way.</summary>
public abstract class ChangeAssignment(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <param name="check">Looks through what was typed, once the member may do this.</param>
    private protected async Task<Result<Done>> ChangeAsync(
        AccountId me, AssignmentId id, Operation operation, AuditKind kind, Func<Assignment, Member, DateTimeOffset, Result<Done>> change, CancellationToken cancel,
        Func<StudyId, Task<Refusal?>>? check = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // A round's work is changed with its transcripts held: with the last hand-in it opens.
        var round = await db.Assignments.Where(a => a.Id == id).Select(a => a.RoundId).SingleOrDefaultAsync(cancel) is { } roundId ? await RoundKeeping.HoldAsync(db, roundId, cancel) : null;
        if ((await db.FindAsync(permissions, me, id, operation, cancel)).IsRefused(out var refusal, out var found)) return refusal;
        if (check is not null && await check(found.Assignment.StudyId) is { } forbidden) return forbidden;
        if (operation == Operation.SignOff && round?.State == RoundState.Blind) return new Refusal("This is coded in a blind round: it can be signed off, or sent back, once the round is open.");
        var at = clock.GetUtcNow();
        if (change(found.Assignment, found.Member, at).IsRefused(out var no, out _)) return no;
        if ((await db.SaveWorkAsync(cancel)).IsRefused(out var clash, out _)) return clash;
        var opens = round is not null && await RoundKeeping.OpenIfCompleteAsync(db, round, at, cancel);
        var moved = opens ? await RoundKeeping.MoveSightAsync(db, round!, cancel) : [];
        db.Audit(AuditEntry.Of(
            kind, found.Member, AuditSubject.Of(AuditThing.Transcript, found.Assignment.TranscriptId),
            AuditDetail.None.AndId("assignment", id).AndId("coder", found.Assignment.MemberId)));
        if (opens) db.Audit(AuditEntry.Of(AuditKind.RoundOpened, by: null, found.Assignment.StudyId, AuditSubject.Of(AuditThing.Round, round!.Id), AuditDetail.Count("number", round.Number)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new AssignmentsChanged(found.Assignment.StudyId));
        if (round is not null) feed.Publish(new RoundsChanged(found.Assignment.StudyId));
        foreach (var transcript in moved) feed.Publish(new SightMoved(found.Assignment.StudyId, transcript.TranscriptId, transcript.Revision));
        return Done.Well;
    }
}
