using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoreStudy.Domain.Audits;

/// <summary>An entry as it lies in the table, column by column, for checking: nothing in it is interpreted.</summary>
/// <param name="At">To the microsecond.</param>
/// <param name="Detail">The jsonb as PostgreSQL writes it.</param>
public readonly record struct StoredEntry(
    long Number, DateTimeOffset At, Guid? StudyId, Guid? AccountId, Guid? MemberId, string Kind, string SubjectKind, Guid? SubjectId, string Label, string Detail,
    byte[] PreviousHash, byte[] Hash);

/// <summary>How entries are chained, written a second time so that the check need not trust the database.</summary>
/// <remarks>
/// The hash of an entry is SHA-256 over the UTF-8 bytes of twelve fields, one after the other: <c>corestudy-audit-1</c>, number, time in UTC as
/// <c>2026-11-25T09:30:00.123456Z</c>, study, account, member, kind, kind of subject, subject, label, detail, hash before in hexadecimal. Each field is written as
/// its length in bytes, a colon, itself and a semicolon; one that is null as <c>-;</c>. Ids and hexadecimal are in lower case. So no two entries
/// that differ are written alike. The trigger <c>audit_chain</c> of the migration AddAuditTrail does the same in PostgreSQL.
/// </remarks>
public static class AuditChain
{
    private const string Form = "corestudy-audit-1";

    /// <summary>What stands as the hash before the first entry: 32 zero bytes.</summary>
    public static ReadOnlySpan<byte> Beginning => new byte[SHA256.HashSizeInBytes];

    public static byte[] HashOf(in StoredEntry entry) => SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(entry)));

    internal static string Canonical(in StoredEntry entry)
    {
        var text = new StringBuilder(384);
        Add(text, Form);
        Add(text, entry.Number.ToString(CultureInfo.InvariantCulture));
        Add(text, entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        Add(text, entry.StudyId?.ToString());
        Add(text, entry.AccountId?.ToString());
        Add(text, entry.MemberId?.ToString());
        Add(text, entry.Kind);
        Add(text, entry.SubjectKind);
        Add(text, entry.SubjectId?.ToString());
        Add(text, entry.Label);
        Add(text, entry.Detail);
        Add(text, Convert.ToHexStringLower(entry.PreviousHash));
        return text.ToString();
    }

    private static void Add(StringBuilder text, string? field)
    {
        if (field is null) text.Append('-');
        else text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:").Append(field);
        text.Append(';');
    }
}

/// <summary>Follows the trail entry by entry, in the order of their numbers, and stops at the first that does not fit.</summary>
/// <param name="from">The number to begin at. From 1 the whole chain is checked; from a later one, that what follows hangs together.</param>
public sealed class AuditCheck(long from = 1)
{
    private byte[] _hash = [];
    private DateTimeOffset _at;

    /// <summary>How many entries fitted.</summary>
    public long Entries { get; private set; }

    /// <summary>The number of the last that fitted; 0 before the first.</summary>
    public long Last { get; private set; }

    public ReadOnlyMemory<byte> LastHash => _hash;

    /// <summary>The number of the first entry that does not fit, or that should be there and is not; null while all is well.</summary>
    public long? BrokenAt { get; private set; }

    public string? Why { get; private set; }

    /// <summary>Takes the next entry; false where it does not fit, after which there is nothing more to check.</summary>
    public bool Take(in StoredEntry entry)
    {
        var expected = Entries == 0 ? from : Last + 1;
        if (entry.Number != expected) return Break(expected, entry.Number > expected ? $"entry {expected} is missing" : $"entry {entry.Number} stands where {expected} should");
        if (Entries == 0 && from == 1 && !entry.PreviousHash.AsSpan().SequenceEqual(AuditChain.Beginning)) return Break(expected, "the first entry does not begin the chain");
        if (Entries > 0 && !entry.PreviousHash.AsSpan().SequenceEqual(_hash)) return Break(expected, "it does not follow from the entry before it");
        if (!entry.Hash.AsSpan().SequenceEqual(AuditChain.HashOf(entry))) return Break(expected, "what it says is not what was hashed");
        if (entry.At < _at) return Break(expected, "it is earlier than the entry before it");
        (Entries, Last, _hash, _at) = (Entries + 1, entry.Number, entry.Hash, entry.At);
        return true;
    }

    /// <summary>Says after the last entry whether the trail ends as it did when its last hash was kept elsewhere.</summary>
    /// <param name="hash">A hash that must lie in the trail at or before its end.</param>
    /// <param name="wasMet">Whether it was met on the way.</param>
    public void End(byte[]? hash, bool wasMet)
    {
        if (BrokenAt is null && hash is not null && !wasMet) Break(Last + 1, "the entry with the expected hash is not in the trail: entries at its end are missing");
    }

    private bool Break(long at, string why)
    {
        (BrokenAt, Why) = (at, why);
        return false;
    }
}
