using System.Buffers.Binary;
using System.IO.Compression;
using CoreStudy.Interchange.Transcripts.Documents;

namespace CoreStudy.Interchange.RefiQda;

/// <summary>The parts of a .qdpx, read as streams within limits. Names of entries are only ever compared, never used as paths of this machine.</summary>
internal sealed class RefiArchive : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly RefiLimits _limits;
    private readonly Dictionary<string, ZipArchiveEntry> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ZipArchiveEntry> _bySimpleName = new(StringComparer.OrdinalIgnoreCase);

    private RefiArchive(ZipArchive zip, RefiLimits limits)
    {
        (_zip, _limits) = (zip, limits);
        foreach (var entry in zip.Entries)
        {
            var name = Plain(entry.FullName);
            if (name.EndsWith('/')) continue;
            _byName.TryAdd(name, entry);
            _bySimpleName.TryAdd(name[(name.LastIndexOf('/') + 1)..], entry);
        }
    }

    /// <summary>The names of its files, as they are written, in the order of the archive.</summary>
    public IEnumerable<string> Files => _byName.Values.Select(e => e.FullName);

    /// <summary>Throws <see cref="UnreadableFileException"/> where the directory at the end of the file is missing or too long.</summary>
    public static RefiArchive Open(Stream file, RefiLimits limits)
    {
        if (EntriesIn(file) > (ulong)limits.MostEntries) throw TooMany(limits);
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Count > limits.MostEntries ? throw TooMany(limits) : new RefiArchive(zip, limits);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Incomplete();
        }
    }

    /// <summary>Whether an exception is of the kind that a damaged archive brings.</summary>
    public static bool IsDamage(Exception e) => e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException;

    /// <summary>The project file: the .qde nearest the root, project.qde before others. The rest of them comes after it.</summary>
    public IReadOnlyList<string> ProjectFiles() =>
        [.. _byName.Keys.Where(n => n.EndsWith(".qde", StringComparison.OrdinalIgnoreCase))
            .OrderBy(n => n.Count(c => c == '/')).ThenBy(n => !n.Equals("project.qde", StringComparison.OrdinalIgnoreCase)).ThenBy(n => n, StringComparer.Ordinal)
            .Select(n => _byName[n].FullName)];

    /// <summary>The entry that a path names: in the folder of sources, at the root, or anywhere by its simple name; in capitals or not.</summary>
    /// <param name="isWhereItSays">Whether it lies in a folder “sources”, under this very name.</param>
    public string? Find(string name, out bool isWhereItSays)
    {
        isWhereItSays = true;
        var plain = Plain(name);
        foreach (var candidate in plain.Contains('%', StringComparison.Ordinal) ? new[] { plain, Uri.UnescapeDataString(plain) } : [plain])
        {
            if (_byName.TryGetValue("sources/" + candidate, out var entry))
            {
                isWhereItSays = Plain(entry.FullName).EndsWith("/" + candidate, StringComparison.Ordinal);
                return entry.FullName;
            }

            isWhereItSays = false;
            if (_byName.TryGetValue(candidate, out entry) || _bySimpleName.TryGetValue(candidate[(candidate.LastIndexOf('/') + 1)..], out entry)) return entry.FullName;
        }

        return null;
    }

    public bool Has(string entry) => _byName.ContainsKey(Plain(entry));

    public bool IsEmpty(string entry) => _byName[Plain(entry)].Length == 0;

    /// <summary>An entry as a stream that ends the reading where it unpacks to more than is allowed.</summary>
    public Stream Open(string name, long largest)
    {
        var entry = _byName[Plain(name)];
        if (entry.IsEncrypted) throw new UnreadableFileException("“{0}” is protected with a password. Please export the project without one.");
        try
        {
            return new Unpacking(entry.Open(), entry, largest, _limits);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Incomplete();
        }
    }

    public byte[] Read(string name, long largest, CancellationToken cancel)
    {
        using var stream = Open(name, largest);
        using var unpacked = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            unpacked.Write(buffer, 0, count);
        }

        return unpacked.ToArray();
    }

    public void Dispose() => _zip.Dispose();

    public static UnreadableFileException Incomplete() => new("“{0}” is incomplete or damaged: its contents cannot be unpacked. Please fetch it or export it again.");

    private static string Plain(string name) => name.Replace('\\', '/').TrimStart('/');

    private static UnreadableFileException TooMany(RefiLimits limits) => new($"“{{0}}” holds more than {limits.MostEntries:N0} files, which is more than a project has. Please divide the project.");

    /// <summary>The count in the last record of a zip file (APPNOTE 4.3.16), or in the longer one before it (4.3.14); 0 where there is none.</summary>
    private static ulong EntriesIn(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, 66_000)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Seek(0, SeekOrigin.Begin);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + 12 > tail.Length) return 0;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        var longer = tail.AsSpan(0, at).LastIndexOf("PK\u0006\u0006"u8);
        return count < ushort.MaxValue || longer < 0 || longer + 40 > tail.Length ? count : BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(longer + 32));
    }

    /// <summary>Counts what comes out rather than believing what the directory says.</summary>
    private sealed class Unpacking(Stream inner, ZipArchiveEntry entry, long largest, RefiLimits limits) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count;
            try
            {
                count = inner.Read(buffer);
            }
            catch (Exception e) when (IsDamage(e))
            {
                throw Incomplete();
            }

            _read += count;
            if (_read > largest || (_read > limits.AlwaysAllowed && _read > Math.Max(1, entry.CompressedLength) * limits.LargestRatio))
                throw new UnreadableFileException("A part of “{0}” unpacks to far more than it could need. Please look where the file comes from, and export the project again.");
            if (count == 0 && buffer.Length > 0 && _read < entry.Length) throw Incomplete();
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
