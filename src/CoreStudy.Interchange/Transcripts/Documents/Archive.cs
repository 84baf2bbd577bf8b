using System.Buffers.Binary;
using System.IO.Compression;

namespace CoreStudy.Interchange.Transcripts.Documents;

/// <summary>A file that cannot be read, in the sentence that the person who imports will see; its name is put in for <c>{0}</c>.</summary>
internal sealed class UnreadableFileException(string sentence) : Exception(sentence);

/// <summary>The parts of a zipped document, read within limits, since a small file can unpack to more than a server holds.</summary>
internal sealed class Archive : IDisposable
{
    private const int MostEntries = 2000;
    private const long LargestTotal = 200L * 1024 * 1024;
    private const long LargestPart = 100L * 1024 * 1024;
    private const long AlwaysAllowed = 8L * 1024 * 1024;
    private const int LargestRatio = 200;

    private readonly ZipArchive _zip;
    private readonly long _packed;
    private readonly long _largest;
    private long _read;

    private Archive(ZipArchive zip, long packed, long largest) => (_zip, _packed, _largest) = (zip, packed, largest);

    /// <summary>Throws <see cref="UnreadableFileException"/> where the directory at the end of the file is missing or too long.</summary>
    /// <param name="largest">In bytes: what its parts may unpack to together.</param>
    public static Archive Open(ReadOnlyMemory<byte> content, long largest = LargestTotal)
    {
        if (EntriesIn(content.Span) > MostEntries) throw TooLarge();
        try
        {
            var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            return zip.Entries.Count > MostEntries ? throw TooLarge() : new Archive(zip, content.Length, largest);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw Incomplete();
        }
    }

    public bool Has(string part) => _zip.GetEntry(part) is not null;

    public string? FirstPart(Func<string, bool> wanted) => _zip.Entries.FirstOrDefault(e => wanted(e.FullName))?.FullName;

    /// <summary>Unpacks a part, counting what comes out rather than believing what the directory says.</summary>
    public byte[]? Part(string name, CancellationToken cancel)
    {
        if (_zip.GetEntry(name) is not { } entry) return null;
        if (entry.IsEncrypted)
            throw new UnreadableFileException("“{0}” is protected with a password. Please save it without one and choose it again.");
        try
        {
            using var stream = entry.Open();
            using var unpacked = new MemoryStream();
            var buffer = new byte[81920];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                _read += count;
                unpacked.Write(buffer, 0, count);
                if (_read > _largest || unpacked.Length > LargestPart || (_read > AlwaysAllowed && _read > _packed * LargestRatio)) throw TooLarge();
            }
            if (unpacked.Length < entry.Length) throw Incomplete();
            return unpacked.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw Incomplete();
        }
    }

    public void Dispose() => _zip.Dispose();

    private static UnreadableFileException TooLarge() =>
        new("“{0}” unpacks to far more than its words could need. Please copy them into a new file and save that.");

    private static UnreadableFileException Incomplete() =>
        new("“{0}” is incomplete or damaged: its contents cannot be unpacked. Please fetch or save it again.");

    /// <summary>The count in the last record of a zip file (APPNOTE 4.3.16), 0 where there is none.</summary>
    private static int EntriesIn(ReadOnlySpan<byte> content)
    {
        var tail = content[Math.Max(0, content.Length - 66000)..];
        var at = tail.LastIndexOf("PK\u0005\u0006"u8);
        return at < 0 || at + 12 > tail.Length ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 10)..]);
    }
}
