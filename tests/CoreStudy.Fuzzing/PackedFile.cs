using System.IO.Compression;

namespace CoreStudy.Fuzzing;

/// <summary>The parts of a zip file, to be changed one by one and packed rightly again: so what is spoilt is met by whoever reads a part, not by whoever unpacks it.</summary>
internal sealed record PackedFile(IReadOnlyList<(string Name, byte[] Content)> Parts)
{
    private const int MostParts = 400;
    private const int MostBytes = 4 << 20;

    private static readonly DateTimeOffset Undated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null where it is no zip file, or one that unpacks to more than 4 MB.</summary>
    public static PackedFile? Open(byte[] file)
    {
        if (!file.AsSpan().StartsWith("PK"u8)) return null;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            if (zip.Entries.Count is 0 or > MostParts) return null;
            var (parts, left) = (new List<(string, byte[])>(), MostBytes);
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > left) return null;
                using var content = new MemoryStream();
                using (var packed = entry.Open()) packed.CopyTo(content);
                if ((left -= (int)content.Length) < 0) return null;
                parts.Add((entry.FullName, content.ToArray()));
            }

            return new(parts);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null; // spoilt already
        }
    }

    public static PackedFile Of(params (string Name, string Content)[] parts) => new([.. parts.Select(p => (p.Name, System.Text.Encoding.UTF8.GetBytes(p.Content)))]);

    /// <summary>The same parts give the same bytes.</summary>
    public byte[] Pack(CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Parts)
            {
                var entry = zip.CreateEntry(name.Length > 0 ? name : "-", level);
                entry.LastWriteTime = Undated;
                using var into = entry.Open();
                into.Write(content);
            }
        }

        return file.ToArray();
    }

    /// <summary>The same with other bytes in one part.</summary>
    public PackedFile With(int part, byte[] content) => new([.. Parts.Select((p, at) => at == part ? (p.Name, content) : p)]);

    public PackedFile Without(int part) => new([.. Parts.Where((_, at) => at != part)]);

    public override string ToString() => $"{Parts.Count} parts";
}
