using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Trails;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Audits;

/// <summary>Checks the chain of the whole trail, and tells the trail what was found.</summary>
public sealed class CheckTrail(IDbContextFactory<StudyDb> databases, Permissions permissions, ILogger<CheckTrail> logger) : IUseCase, ITrailCheck
{
    /// <param name="cancel">Stops the check; nothing is told then.</param>
    public async Task<Result<TrailState>> RunAsync(AccountId me, StudyId? studyId, IProgress<TrailProgress>? progress, CancellationToken cancel)
    {
        if ((await permissions.MaySeeTrailAsync(me, studyId, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var count = await db.AuditEntries.MaxAsync(e => (long?)e.Number, cancel) ?? 0;
        var check = await TrailCheck.RunAsync(db, 1, expected: null, progress is null ? null : new Step(progress, count), cancel);

        var found = AuditDetail.Count("entries", check.Entries).AndCount("upTo", check.Last).AndWhether("valid", check.BrokenAt is null);
        if (check.BrokenAt is { } number) found = found.AndCount("brokenAt", number);
        var told = AuditEntry.Of(AuditKind.TrailChecked, me, null, AuditSubject.Nothing, found);
        db.Audit(told);
        await db.SaveChangesAsync(cancel);
        if (check.BrokenAt is { } at) logger.TrailBroken(at);
        return new TrailState(told.At, check.Last, check.BrokenAt);
    }

    private sealed class Step(IProgress<TrailProgress> progress, long of) : IProgress<long>
    {
        public void Report(long value) => progress.Report(new TrailProgress(value, Math.Max(value, of)));
    }
}

public static class AuditServices
{
    public static IServiceCollection AddAudits(this IServiceCollection services) => services.AddTransient<ITrailCheck>(site => site.GetRequiredService<CheckTrail>());
}
