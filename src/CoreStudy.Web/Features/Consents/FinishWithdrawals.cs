using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Participants;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Web.Live;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Consents;

/// <summary>Destroys the keys of withdrawals that were recorded and not ended, because the program died in between; at the start, and then every hour.</summary>
public sealed class FinishWithdrawals(IDbContextFactory<StudyDb> databases, VaultDoor door, StudyFeed feed, TimeProvider clock, JobBoard board, ILogger<FinishWithdrawals> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Destroys the key, and those of transcripts of which nothing stays, and notes that it is destroyed, in this order: a note without a deed is never left.</summary>
    /// <remarks>Two who would end the same one, on whichever nodes, take turns, and the second finds it ended.</remarks>
    public async Task FinishAsync(WithdrawalId id, CancellationToken cancel)
    {
        await using var turn = await JobTurn.TakeAsync(databases, $"withdrawal {id.Value}", cancel);
        await using (var room = await door.EnterAsync(cancel))
        {
            if (await room.Study.Withdrawals.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancel) is not { IsUnfinished: true } withdrawal) return;
            var owner = KeyOwner.Of(withdrawal.ParticipantId);
            await room.RemoveAllOfAsync(owner, cancel);
            var participant = await room.Study.Participants.AsNoTracking().SingleAsync(p => p.Id == withdrawal.ParticipantId, cancel);
            foreach (var transcript in (await WithdrawalReach.ReadAsync(room.Study, participant, cancel)).Where(t => t.IsWhole).Select(t => KeyOwner.Of(t.Id)))
                if (!room.IsKeyDestroyed(transcript) && await room.CountAsync(transcript, cancel) == 0) room.DestroyKey(transcript);
            if (!room.IsKeyDestroyed(owner)) room.DestroyKey(owner);
            await room.CommitAsync(cancel);
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var done = await db.Withdrawals.SingleAsync(w => w.Id == id, cancel);
        done.KeyIsDestroyed(clock.GetUtcNow());
        db.Audit(AuditEntry.Of(AuditKind.KeyDestroyed, by: null, done.StudyId, AuditSubject.Of(AuditThing.Participant, done.ParticipantId), AuditDetail.None.AndId("withdrawal", done.Id)));
        await db.SaveChangesAsync(cancel);
        logger.KeyDestroyed(id.Value);
        feed.Publish(new StudyChanged(done.StudyId));
    }

    /// <summary>All that are not ended.</summary>
    public async Task FinishAllAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var unfinished = await db.Withdrawals.Where(w => w.Scope == WithdrawalScope.AllData && w.KeyDestroyedAt == null).Select(w => w.Id).ToListAsync(cancel);
        foreach (var id in unfinished)
        {
            try
            {
                await FinishAsync(id, cancel);
            }
            catch (Exception exception) when (JobBoard.MayPass(exception))
            {
                logger.KeyRemains(id.Value, exception); // one that fails keeps no other from its end; it is tried again
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await board.RunAsync(Job.Withdrawals, () => FinishAllAsync(stoppingToken));
            }
            catch (Exception exception) when (JobBoard.MayPass(exception))
            {
                logger.KeyRemains(Guid.Empty, exception); // no database just now
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public static class ConsentServices
{
    public static IServiceCollection AddConsents(this IServiceCollection services) =>
        services.AddSingleton<FinishWithdrawals>().AddHostedService(s => s.GetRequiredService<FinishWithdrawals>());
}
