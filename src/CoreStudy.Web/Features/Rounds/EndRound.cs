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

namespace CoreStudy.Web.Features.Rounds;

/// <summary>One way of ending a blind round: asked, done with its transcripts held, noted and told.</summary>
public abstract class EndRound(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    private protected async Task<Result<Done>> EndAsync(
        AccountId me, StudyId studyId, RoundId id, string reason, Func<StudyDb, Round, Member, Task<Result<AuditEntry>>> end, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageRounds, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the reason", reason)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await RoundKeeping.HoldAsync(db, id, cancel) is not { } round || round.StudyId != studyId) return Refusal.NotFound;
        var ids = round.Transcripts.ConvertAll(t => t.TranscriptId);
        if ((await db.Transcripts.Where(t => ids.Contains(t.Id)).Select(t => t.TrustId).ToListAsync(cancel)).Exists(t => !member.ReachesTrust(t))) return Refusal.NotFound;
        if ((await end(db, round, member)).IsRefused(out var no, out var told)) return no;
        await db.SaveChangesAsync(cancel);
        var moved = await RoundKeeping.MoveSightAsync(db, round, cancel);
        db.Audit(told);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new RoundsChanged(studyId));
        feed.Publish(new AssignmentsChanged(studyId));
        foreach (var transcript in moved) feed.Publish(new SightMoved(studyId, transcript.TranscriptId, transcript.Revision));
        return Done.Well;
    }
}

/// <summary>A lead opens a round before all have handed in. What there is counts as handed in; whoever has not finished can see the others' coding from now on.</summary>
public sealed class OpenRoundEarly(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<OpenRoundEarly> logger)
    : EndRound(databases, permissions, feed, words)
{
    /// <param name="reason">Up to 500 characters.</param>
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, RoundId id, string reason, CancellationToken cancel) =>
        EndAsync(me, studyId, id, reason, async (db, round, member) =>
        {
            if (round.OpenEarly(reason, await RoundKeeping.RevisionsAsync(db, round, cancel), member, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
            Log.RoundOpenedEarly(logger, id);
            return AuditEntry.Of(AuditKind.RoundOpened, member, AuditSubject.Of(AuditThing.Round, id), AuditDetail.Count("number", round.Number).AndWhether("early", true));
        }, cancel);
}

/// <summary>A lead calls a round off. Its work goes on as ordinary work; codings of a second reading stay out of sight.</summary>
public sealed class CallOffRound(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock, ILogger<CallOffRound> logger)
    : EndRound(databases, permissions, feed, words)
{
    /// <param name="reason">Up to 500 characters.</param>
    public Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, RoundId id, string reason, CancellationToken cancel) =>
        EndAsync(me, studyId, id, reason, async (db, round, member) =>
        {
            var at = clock.GetUtcNow();
            if (round.CallOff(reason, member, at).IsRefused(out var no, out _)) return no;
            foreach (var work in await db.Assignments.Include(a => a.Events).Where(a => a.RoundId == id && a.State != AssignmentState.Withdrawn).ToListAsync(cancel))
            {
                if (!work.IsSecondReading) work.LeaveRound();
                else if (!work.IsHandedIn && work.Withdraw(member, at).IsRefused(out var kept, out _)) return kept;
            }

            Log.RoundCalledOff(logger, id);
            return AuditEntry.Of(AuditKind.RoundCalledOff, member, AuditSubject.Of(AuditThing.Round, id), AuditDetail.Count("number", round.Number));
        }, cancel);
}
