using CoreStudy.Data;
using CoreStudy.Domain.Audits;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Live;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>At the start and every hour: destroys what is left of uploads that expired, and ends the destruction of recordings that a crash broke off.</summary>
public sealed class RecordingJobs(IDbContextFactory<StudyDb> databases, SoundStore sounds, StudyFeed feed, TimeProvider clock, JobBoard board, ILogger<RecordingJobs> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Does all of it, unless another node is at it.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        await using var turn = await JobTurn.TryTakeAsync(databases, "recordings", cancel);
        if (turn is null) return;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var expired = await db.RecordingUploads.Where(u => u.ExpiresAt <= now).ToListAsync(cancel);
        foreach (var upload in expired)
        {
            sounds.Destroy(upload.StudyId, upload.Id);
            db.RecordingUploads.Remove(upload);
            db.Audit(AuditEntry.Of(AuditKind.RecordingUploadStopped, by: null, upload.StudyId, await RecordingAudit.SubjectAsync(db, upload.Id, upload.InterviewId, cancel), AuditDetail.None.AndWhether("expired", true)));
            await db.SaveChangesAsync(cancel);
        }

        var destroyed = (await db.Recordings.Where(r => r.DestroyedAt != null).Select(r => new { r.StudyId, r.Id }).ToListAsync(cancel)).Where(r => !sounds.IsDestroyed(r.Id)).ToList();
        foreach (var recording in destroyed) sounds.Destroy(recording.StudyId, recording.Id);
        var files = sounds.Sweep();
        if (expired.Count + destroyed.Count + files > 0) logger.Swept(expired.Count, destroyed.Count, files);
        foreach (var study in expired.Select(u => u.StudyId).Distinct()) feed.Publish(new RecordingsChanged(study));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await board.RunAsync(Job.Recordings, () => SweepAsync(stoppingToken));
            }
            catch (Exception exception) when (JobBoard.MayPass(exception))
            {
                logger.SweepFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public static class RecordingServices
{
    public static IServiceCollection AddRecordings(this IServiceCollection services) =>
        services.AddSingleton<Listenings>().AddSingleton<RecordingJobs>().AddHostedService(s => s.GetRequiredService<RecordingJobs>());
}
