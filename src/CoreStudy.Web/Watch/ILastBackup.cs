using CoreStudy.Data;
using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Watch;

/// <summary>A backup that was made of the installation.</summary>
/// <param name="At">When it was ended.</param>
/// <param name="Failed">Why it failed, in a sentence without paths or secrets; null where it is whole.</param>
/// <param name="Bytes">How large it is; null where nobody knows.</param>
public sealed record BackupNote(DateTimeOffset At, string? Failed = null, long? Bytes = null);

/// <summary>What is known of the last backup; whatever makes backups in another way puts its own in the place of <see cref="BackupInTrail"/>.</summary>
public interface ILastBackup
{
    /// <returns>Null where none was ever noted.</returns>
    Task<BackupNote?> ReadAsync(CancellationToken cancel);
}

/// <summary>The last backup that the audit trail tells of.</summary>
internal sealed class BackupInTrail(IDbContextFactory<StudyDb> databases) : ILastBackup
{
    public async Task<BackupNote?> ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = await db.AuditEntries.AsNoTracking().Where(e => e.Kind == AuditKind.BackupMade).OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancel);
        return last is null ? null : new BackupNote(last.At, Bytes: last.Detail.CountOf("bytes"));
    }
}
