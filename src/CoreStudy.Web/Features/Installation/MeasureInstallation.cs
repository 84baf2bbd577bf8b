using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Watch;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Installation;

/// <summary>A table with its indexes.</summary>
/// <param name="Rows">About how many, as PostgreSQL last estimated; below 0 where it never did.</param>
public sealed record TableSize(string Name, long Bytes, long Rows);

/// <summary>How much room everything takes, in bytes.</summary>
/// <param name="Tables">The largest, largest first.</param>
/// <param name="Recordings">The sealed files, with what is on its way in.</param>
public sealed record InstallationSizes(DateTimeOffset At, long Database, IReadOnlyList<TableSize> Tables, int RecordingFiles, long Recordings, IReadOnlyList<DiskRoom> Disks, int LeastFreeMegabytes);

/// <summary>Measures the database, the recordings and the disks for an operator. It looks at every file of recordings, so it is not asked every second.</summary>
public sealed class MeasureInstallation(
    IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, Disks disks, Microsoft.Extensions.Options.IOptions<HealthOptions> health, TimeProvider clock) : IUseCase
{
    private const int MostTables = 8;

    public async Task<Result<InstallationSizes>> RunAsync(AccountId me, CancellationToken cancel)
    {
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var database = (await db.Database.SqlQueryRaw<long>("""select pg_database_size(current_database()) as "Value" """).ToListAsync(cancel))[0];
        var tables = await db.Database.SqlQuery<TableSize>($"""
            select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name, pg_total_relation_size(c.oid) as bytes, c.reltuples::bigint as rows
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            order by pg_total_relation_size(c.oid) desc limit {MostTables}
            """).ToListAsync(cancel);
        var (files, bytes) = await Task.Run(sounds.Measure, cancel);
        return new InstallationSizes(clock.GetUtcNow(), database, tables, files, bytes, disks.Read(), health.Value.LeastFreeMegabytes);
    }
}
