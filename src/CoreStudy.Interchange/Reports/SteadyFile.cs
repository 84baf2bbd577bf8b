using System.IO.Compression;

namespace CoreStudy.Interchange.Reports;

/// <summary>Office files that are the same bytes whenever the same is written.</summary>
internal static class SteadyFile
{
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same parts, in order of their names, each without the time at which it was packed.</summary>
    public static byte[] Of(MemoryStream written)
    {
        using var packed = new MemoryStream();
        written.Position = 0;
        using (var from = new ZipArchive(written, ZipArchiveMode.Read, leaveOpen: true))
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Readers look for what the parts are before the parts.
            foreach (var entry in from.Entries.OrderBy(e => e.FullName != "[Content_Types].xml").ThenBy(e => e.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = NoTime;
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return packed.ToArray();
    }
}
