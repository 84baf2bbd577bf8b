using System.Globalization;
using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CoreStudy.Data.Archives;

/// <summary>Puts the rows of an archive into the database, within a transaction of the caller’s.</summary>
/// <param name="study">The study that the archive is of, which is not here yet.</param>
public sealed class StudyRestoring(StudyDb db, StudyId study)
{
    /// <summary>The furthest that a counter of the database is moved on for an archive.</summary>
    private const long MostNumbers = 5_000_000;

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlTransaction Transaction => (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

    /// <summary>Makes room for lines, and for which accounts stand for which.</summary>
    public Task BeginAsync(CancellationToken cancel) => RunAsync(
        """
        set local timezone = 'UTC';
        set local datestyle = 'ISO, YMD';
        set local intervalstyle = 'iso_8601';
        create temp table archive_lines (line json not null) on commit drop;
        create temp table archive_accounts (was uuid primary key, now uuid not null) on commit drop;
        """,
        cancel);

    /// <summary>Makes account <paramref name="now"/> stand for what the archive calls <paramref name="was"/>.</summary>
    public Task StandForAsync(AccountId was, AccountId now, CancellationToken cancel) =>
        RunAsync("insert into archive_accounts (was, now) values ($1, $2)", cancel, new NpgsqlParameter<Guid> { TypedValue = was.Value }, new NpgsqlParameter<Guid> { TypedValue = now.Value });

    /// <summary>Puts the rows of a table back, all in one statement, so that they may refer to each other in any order.</summary>
    /// <param name="columns">The columns that the archive has of it; others take what the database gives them.</param>
    /// <returns>How many.</returns>
    public async Task<long> PutAsync(ArchiveTable table, IReadOnlyCollection<string> columns, IAsyncEnumerable<string> lines, CancellationToken cancel)
    {
        await FillAsync(lines, cancel);
        var kept = table.Columns.Where(c => columns.Contains(c.Name)).ToList();
        var put = await RunAsync(
            $"""
            insert into {table.InSql} ({string.Join(", ", kept.Select(c => Sql.Quoted(c.Name)))}) overriding system value
            select {string.Join(", ", kept.Select(c => c.IsAccount ? $"coalesce((select a.now from archive_accounts a where a.was = r.{Sql.Quoted(c.Name)}), r.{Sql.Quoted(c.Name)})" : $"r.{Sql.Quoted(c.Name)}"))}
            from archive_lines l, json_populate_record(null::{table.InSql}, l.line) r
            """,
            cancel);
        foreach (var numbered in kept.Where(c => c.IsNumbered)) await MoveOnAsync(table, numbered, cancel);
        return put;
    }

    /// <summary>Keeps the entries of another installation’s audit trail as evidence.</summary>
    public async Task<long> PutTrailAsync(int restoration, IAsyncEnumerable<string> lines, CancellationToken cancel)
    {
        await FillAsync(lines, cancel);
        return await RunAsync(
            """
            insert into public.earlier_audit_entries (study_id, restoration, number, at, account_id, member_id, kind, subject_kind, subject_id, label, detail, previous_hash, hash)
            select $1, $2, r.number, r.at, r.account_id, r.member_id, r.kind, r.subject_kind, r.subject_id, r.label, r.detail, r.previous_hash, r.hash
            from archive_lines l, json_populate_record(null::public.earlier_audit_entries, l.line) r
            """,
            cancel, new NpgsqlParameter<Guid> { TypedValue = study.Value }, new NpgsqlParameter<int> { TypedValue = restoration });
    }

    /// <summary>Whether a line of the trail says what was hashed.</summary>
    /// <exception cref="InvalidDataException">It is no line of a trail.</exception>
    public static bool IsSound(StudyId study, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return IsSound(study, json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("This is no entry of a trail.", exception);
        }
    }

    private static bool IsSound(StudyId study, JsonElement entry)
    {
        string Text(string name) => entry.GetProperty(name).GetString() ?? throw new FormatException($"There is no {name}.");
        byte[] Bytes(string name) => Convert.FromHexString(Text(name).Replace("\\x", "", StringComparison.Ordinal));
        Guid? Id(string name) => entry.GetProperty(name) is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : null;
        var stored = new StoredEntry(
            entry.GetProperty("number").GetInt64(), DateTimeOffset.Parse(Text("at"), CultureInfo.InvariantCulture), study.Value, Id("account_id"), Id("member_id"),
            Text("kind"), Text("subject_kind"), Id("subject_id"), Text("label"), Text("detail"),
            Bytes("previous_hash"), Bytes("hash"));
        return stored.Hash.AsSpan().SequenceEqual(AuditChain.HashOf(stored));
    }

    /// <summary>The first thing in the restored study that refers out of it; null where nothing does. The database has checked already that what is referred to is there.</summary>
    public async Task<string?> StrayAsync(ArchivePlan plan, IReadOnlyDictionary<string, long> put, CancellationToken cancel)
    {
        foreach (var table in plan.Tables)
        {
            var kept = await CountAsync($"select count(*) from {table.InSql} t where {table.OfStudy}", cancel);
            if (kept != put.GetValueOrDefault(table.Name)) return $"{table.Name}: rows that are not the study’s";
        }

        foreach (var table in plan.Tables.Where(t => put.GetValueOrDefault(t.Name) > 0))
        {
            foreach (var to in table.References)
            {
                var pairs = to.Columns.Zip(to.ParentColumns, (child, parent) => (Child: $"c.{Sql.Quoted(child)}", Parent: $"p.{Sql.Quoted(parent)}")).ToList();
                var strays = await CountAsync(
                    $"""
                    select count(*) from (select * from {table.InSql} t where {table.OfStudy}) c
                    where {string.Join(" and ", pairs.Select(p => $"{p.Child} is not null"))}
                        and not exists (select from (select * from public.{Sql.Quoted(to.Parent)} t where {to.ParentOfStudy}) p where {string.Join(" and ", pairs.Select(p => $"{p.Parent} = {p.Child}"))})
                    """,
                    cancel);
                if (strays > 0) return $"{table.Name}: {string.Join(", ", to.Columns)} in {strays} rows";
            }
        }

        return null;
    }

    /// <summary>Ends every looking at what identifies that was open when the archive was made: it was opened there, with a sign-in of there.</summary>
    public Task CloseRevealsAsync(DateTimeOffset at, CancellationToken cancel) =>
        db.Reveals.Where(r => r.StudyId == study && r.ClosedAt == null && r.Until > at).ExecuteUpdateAsync(r => r.SetProperty(x => x.ClosedAt, at), cancel);

    /// <summary>Lays the lines where the database can read them as JSON.</summary>
    private async Task FillAsync(IAsyncEnumerable<string> lines, CancellationToken cancel)
    {
        await RunAsync("truncate archive_lines", cancel);
        await using var into = await Connection.BeginBinaryImportAsync("copy archive_lines (line) from stdin (format binary)", cancel);
        await foreach (var line in lines.WithCancellation(cancel))
        {
            await into.StartRowAsync(cancel);
            await into.WriteAsync(line, NpgsqlDbType.Json, cancel);
        }

        await into.CompleteAsync(cancel);
    }

    /// <summary>Moves the counter of a column on, so that what comes next is numbered after what came with the archive.</summary>
    private async Task MoveOnAsync(ArchiveTable table, ArchiveColumn numbered, CancellationToken cancel)
    {
        if (await ScalarAsync($"select max(t.{Sql.Quoted(numbered.Name)})::bigint from {table.InSql} t where {table.OfStudy}", cancel) is not long last) return;
        var sequence = $"pg_get_serial_sequence('{table.InSql}', '{numbered.Name}')";
        var next = (long)(await ScalarAsync($"select nextval({sequence}) where $1 is not null", cancel))!;
        if (last - next > MostNumbers) throw new InvalidDataException($"{table.Name} counts to {last.ToString(CultureInfo.InvariantCulture)}.");
        if (next < last) await ScalarAsync($"select max(nextval({sequence})) from generate_series({next + 1}, {last}) where $1 is not null", cancel);
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancel) => (long)(await ScalarAsync(sql, cancel))!;

    /// <summary>Asks with the study as $1.</summary>
    private async Task<object?> ScalarAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, Connection, Transaction) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = study.Value });
        return await command.ExecuteScalarAsync(cancel) is { } value and not DBNull ? value : null;
    }

    private async Task<int> RunAsync(string sql, CancellationToken cancel, params NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand(sql, Connection, Transaction) { CommandTimeout = 0 };
        command.Parameters.AddRange(values);
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
