using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Retention;
using CoreStudy.Vault;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Retention;

/// <summary>
/// Destroys what an admin confirmed, a thing at a time, each in a transaction of its own, so that it goes on where it was after a restart; and
/// looks once a day what is near its date. It destroys nothing that was not confirmed.
/// </summary>
public sealed class RetentionJobs(IDbContextFactory<StudyDb> databases, VaultDoor door, SoundStore sounds, StudyFeed feed, TimeProvider clock, JobBoard board, ILogger<RetentionJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0);
    private DateOnly? _checked;

    /// <summary>There is something new to do.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Everything that was confirmed and is not ended.</summary>
    public async Task RunAllAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var running = await db.Destructions.Where(d => d.FinishedAt == null && d.StoppedAt == null).OrderBy(d => d.StartedAt).Select(d => d.Id).ToListAsync(cancel);
        foreach (var id in running)
        {
            while (await StepAsync(id, cancel))
            {
                // thing by thing, and stopped in between where somebody says so
            }
        }
    }

    /// <summary>Destroys the next thing; false where there is none, or where somebody stopped it.</summary>
    public async Task<bool> StepAsync(DestructionId id, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        // Held until the end: two nodes take turns, and a stop waits for the thing at hand.
        var destruction = await room.Study.Destructions.FromSql($"select * from destructions where id = {id.Value} for update").SingleAsync(cancel);
        if (!destruction.IsRunning) return false;
        var next = await RetentionItems.NextAsync(room, destruction.StudyId, destruction.Kind, cancel);
        if (next is null || destruction.Destroyed == destruction.Total) destruction.Finish(clock.GetUtcNow()); // what came after the confirmation stays, and what waits for a decision
        else
        {
            await RetentionItems.DestroyAsync(room, destruction.StudyId, next, clock.GetUtcNow(), cancel);
            destruction.Count();
        }

        if (!destruction.IsRunning) room.Study.Audit(AuditEntry.Of(AuditKind.RetentionDone, by: null, destruction.StudyId, AuditSubject.Of(destruction.StudyId), AuditDetail.Word("what", destruction.Kind).AndCount("things", destruction.Destroyed).AndId("destruction", id)));
        await room.CommitAsync(cancel);
        if (next is { Kind: RetentionKind.Recordings } && destruction.IsRunning)
        {
            sounds.Destroy(destruction.StudyId, new RecordingId(next.Subject)); // the key is gone; now the file
            feed.Publish(new RecordingsChanged(destruction.StudyId));
        }

        if (next is not null && destruction.IsRunning) logger.ThingDestroyed(id.Value, destruction.Kind, next.Subject);
        feed.Publish(new RetentionMoved(destruction.StudyId));
        return destruction.IsRunning;
    }

    /// <summary>Tells each study that has something near its date, once a day.</summary>
    public async Task CheckAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        if (_checked == today) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var rule in (await db.RetentionRules.AsNoTracking().ToListAsync(cancel)).Where(r => r.IsNear(today)))
        {
            logger.DateNear(rule.StudyId.Value, rule.Kind, rule.Until);
            feed.Publish(new RetentionMoved(rule.StudyId));
        }

        _checked = today;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await board.RunAsync(Job.Retention, async () =>
                {
                    await RunAllAsync(stoppingToken);
                    await CheckAsync(stoppingToken);
                });
            }
            catch (Exception exception) when (JobBoard.MayPass(exception))
            {
                logger.JobFailed(exception); // tried again
            }

            await _wake.WaitAsync(Pause, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }
}

public static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services) =>
        services.AddSingleton<RetentionJobs>().AddHostedService(s => s.GetRequiredService<RetentionJobs>());
}
