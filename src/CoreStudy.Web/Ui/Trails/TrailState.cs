using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Trails;

/// <summary>When the chain was last checked, and what was found.</summary>
/// <param name="UpTo">The number of the last entry that was in order.</param>
/// <param name="BrokenAt">Null where all was in order.</param>
public sealed record TrailState(DateTimeOffset At, long UpTo, long? BrokenAt)
{
    /// <summary>As the trail tells it; null where the chain has never been checked.</summary>
    public static async Task<TrailState?> ReadAsync(StudyDb db, CancellationToken cancel)
    {
        var last = await db.AuditEntries.AsNoTracking().Where(e => e.Kind == AuditKind.TrailChecked).OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancel);
        return last is null ? null : new TrailState(last.At, last.Detail.CountOf("upTo") ?? 0, last.Detail.CountOf("brokenAt"));
    }
}

/// <summary>How far a check of the trail is.</summary>
/// <param name="Of">How many entries there were when it began.</param>
public readonly record struct TrailProgress(long Done, long Of);

/// <summary>Checks the chain of the whole trail for somebody who may read it.</summary>
public interface ITrailCheck
{
    /// <param name="studyId">Null for an operator, who reads what concerns no study.</param>
    /// <param name="cancel">Stops the check; nothing is told then.</param>
    Task<Result<TrailState>> RunAsync(AccountId me, StudyId? studyId, IProgress<TrailProgress>? progress, CancellationToken cancel);
}
