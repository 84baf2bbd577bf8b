using System.Diagnostics.Metrics;
using CoreStudy.Domain.Audits;

namespace CoreStudy.Data.Audits;

/// <summary>Counts what the audit trail is told, for whoever watches over an installation: kinds alone, never who or about whom.</summary>
internal static class TrailMeter
{
    private static readonly Meter Meter = new("CoreStudy");

    private static readonly Counter<long> Entries = Meter.CreateCounter<long>("corestudy.audit.entries", "{entry}", "Entries written to the audit trail, by kind.");

    private static readonly Counter<long> Imports = Meter.CreateCounter<long>("corestudy.imports", "{import}", "Files and lists brought in, by kind.");

    /// <summary>Entries that were written; those of a transaction that fails afterwards are counted all the same.</summary>
    public static void Count(IReadOnlyList<AuditEntry> written)
    {
        foreach (var entry in written)
        {
            var kind = new KeyValuePair<string, object?>("kind", entry.Kind.ToString());
            Entries.Add(1, kind);
            if (entry.Kind.ToString().EndsWith("Imported", StringComparison.Ordinal)) Imports.Add(1, kind);
        }
    }
}
