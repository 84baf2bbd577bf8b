using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Data.Audits;

/// <summary>Reads the audit trail from its beginning and follows its chain, a row in memory at a time.</summary>
public static class TrailCheck
{
    /// <summary>How many entries are checked between two reports of progress.</summary>
    public const int Step = 5000;

    /// <param name="from">The number to begin at; 1 for the whole chain.</param>
    /// <param name="expected">A hash that was kept elsewhere and must lie in what is checked; null for none.</param>
    /// <param name="progress">Is told how many entries have been checked.</param>
    public static async Task<AuditCheck> RunAsync(StudyDb db, long from, byte[]? expected, IProgress<long>? progress, CancellationToken cancel)
    {
        var check = new AuditCheck(from);
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand(
            """
            select number, at, study_id, account_id, member_id, kind, subject_kind, subject_id, label, detail::text, previous_hash, hash
            from audit_entries where number >= $1 order by number
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from == 1 ? long.MinValue : from });
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var wasMet = false;
        while (await rows.ReadAsync(cancel))
        {
            if (!check.Take(Read(rows))) return check;
            wasMet |= expected is not null && check.LastHash.Span.SequenceEqual(expected);
            if (check.Entries % Step == 0) progress?.Report(check.Entries);
        }

        check.End(expected, wasMet);
        progress?.Report(check.Entries);
        return check;
    }

    private static StoredEntry Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), IdIn(row, 2), IdIn(row, 3), IdIn(row, 4), row.GetString(5), row.GetString(6), IdIn(row, 7), row.GetString(8),
        row.GetString(9), row.GetFieldValue<byte[]>(10), row.GetFieldValue<byte[]>(11));

    private static Guid? IdIn(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
