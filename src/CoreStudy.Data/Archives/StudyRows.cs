using System.Runtime.CompilerServices;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CoreStudy.Data.Archives;

/// <summary>Reads a study for an archive, a row in memory at a time. The caller holds the transaction, so that all is read as of one moment.</summary>
public static class StudyRows
{
    /// <summary>What an archive of this database holds.</summary>
    public static ArchivePlan PlanOf(StudyDb db) => ArchivePlan.Of(db.GetService<IDesignTimeModel>().Model);

    /// <summary>The last migration of this database: an archive’s schema.</summary>
    public static async Task<string> SchemaAsync(StudyDb db, CancellationToken cancel) => (await db.Database.GetAppliedMigrationsAsync(cancel)).Last();

    /// <summary>Every row of the study in a table, each as JSON, in the order of the key.</summary>
    public static IAsyncEnumerable<string> ReadAsync(StudyDb db, ArchiveTable table, StudyId study, CancellationToken cancel) => LinesAsync(
        db, $"select row_to_json(r)::text from (select {string.Join(", ", table.Columns.Select(c => $"t.{Sql.Quoted(c.Name)}"))} from {table.InSql} t where {table.OfStudy} order by {table.Order}) r", study, cancel);

    /// <summary>Who the study’s members are, and nothing by which they sign in.</summary>
    public static IAsyncEnumerable<string> ReadAccountsAsync(StudyDb db, StudyId study, CancellationToken cancel) => LinesAsync(
        db,
        """
        select row_to_json(r)::text from (
            select a.id, a.name, a.email, a.created_at from public.accounts a
            where exists (select from public.members m where m.account_id = a.id and m.study_id = $1) order by a.id) r
        """,
        study, cancel);

    /// <summary>The study’s entries of the audit trail, with what their hashes were made of to the letter.</summary>
    public static IAsyncEnumerable<string> ReadTrailAsync(StudyDb db, StudyId study, CancellationToken cancel) => LinesAsync(
        db,
        """
        select row_to_json(r)::text from (
            select number, at, account_id, member_id, kind, subject_kind, subject_id, label, detail::text as detail, previous_hash, hash
            from public.audit_entries where study_id = $1 order by number) r
        """,
        study, cancel);

    /// <summary>The number and the hash of the last entry of the whole trail: the study’s entries stand in a chain that ends there.</summary>
    public static async Task<(long Number, byte[] Hash)> TrailEndAsync(StudyDb db, CancellationToken cancel)
    {
        var last = await db.AuditEntries.OrderByDescending(e => e.Number).Select(e => new { e.Number, e.Hash }).FirstOrDefaultAsync(cancel);
        return last is null ? (0, AuditChain.Beginning.ToArray()) : (last.Number, last.Hash);
    }

    private static async IAsyncEnumerable<string> LinesAsync(StudyDb db, string sql, StudyId study, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = study.Value });
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) yield return rows.GetString(0);
    }

    /// <summary>Makes numbers and times be written alike whatever the settings of server and connection.</summary>
    public static Task SettleAsync(StudyDb db, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync("set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1; set local bytea_output = 'hex'; set local intervalstyle = 'iso_8601'", cancel);
}
