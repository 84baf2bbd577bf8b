using System.Collections.Frozen;
using CoreStudy.Data.Archives;
using CoreStudy.Domain;
using CoreStudy.Interchange.Archives;

namespace CoreStudy.Web.Features.Archives;

/// <summary>Whether an archive of one database can be put into another.</summary>
internal static class ArchiveFit
{
    /// <summary>Migrations over which an archive can be carried as it is: they add tables, or columns for which the database has a value. Whoever writes a migration of that kind names it here.</summary>
    public static readonly FrozenSet<string> Additive = new[] { "20261126101629_KeepWhatWasBroughtIn", "20261126223100_KeepOutsideIds" }.ToFrozenSet();

    /// <summary>Why not, in a sentence; null where it can.</summary>
    /// <param name="migrations">Of this version of the app, oldest first.</param>
    public static Refusal? Forbid(ArchiveManifest manifest, ArchivePlan plan, IReadOnlyList<string> migrations)
    {
        var at = migrations.IndexOf(manifest.Schema);
        if (at < 0) return new Refusal($"This archive was made by another version of CoreStudy ({manifest.App}) than runs here, with a database that this one does not know. Bring CoreStudy up to date, then restore it.");
        var since = migrations.Skip(at + 1).ToList();
        if (since.Exists(m => !Additive.Contains(m)))
            return new Refusal($"This archive was made by an older version of CoreStudy ({manifest.App}), and its database has changed since. Restore it in that version, bring that up to date, and make a new archive there.");
        var tables = plan.Taken(withVault: manifest.WithVault && manifest.FormatVersion > ArchiveManifest.WithoutRecordings).ToDictionary(t => t.Name);
        foreach (var entry in manifest.Entries.Where(e => e.Table is not null))
        {
            if (!tables.TryGetValue(entry.Table!, out var table) || entry.Columns is not { } columns || columns.Except(table.Columns.Select(c => c.Name)).Any()) return Unknown(entry.Table!);
            if (table.Columns.Any(c => !c.MayBeMissing && !columns.Contains(c.Name)) || (since.Count == 0 && columns.Count != table.Columns.Count)) return Unknown(entry.Table!);
        }

        var missing = tables.Keys.Except(manifest.Entries.Select(e => e.Table).OfType<string>()).Order(StringComparer.Ordinal).ToList();
        return since.Count == 0 && missing.Count > 0 ? Unknown(missing[0]) : null;
    }

    private static Refusal Unknown(string table) => new($"This archive does not hold what its version of CoreStudy writes, under “{table.Replace('_', ' ')}”. Nothing was stored.");

    private static int IndexOf(this IReadOnlyList<string> all, string one)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] == one) return i;
        }

        return -1;
    }
}
