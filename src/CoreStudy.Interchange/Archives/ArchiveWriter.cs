using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CoreStudy.Interchange.Archives;

/// <summary>Writes a whole-study archive, an entry after the other, a line in memory at a time. The same study gives the same bytes, but for the manifest.</summary>
/// <param name="output">Stays open.</param>
public sealed class ArchiveWriter(Stream output) : IDisposable
{
    /// <summary>What every file in it is dated: when it was made, the manifest says.</summary>
    private static readonly DateTimeOffset Undated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static string About(ArchiveManifest manifest) =>
        $"""
        This is a whole study of CoreStudy in one file: transcripts, codings, who did what. It holds what participants said.
        Keep it as you keep the study itself, and delete it when it has served.

        {Of(manifest)}

        manifest.json says what is in it. Restore it with “study import FILE”, or as an operator under “Restore a study”.
        The format is described in deploy/docs/archive.md of CoreStudy.

        """;

    private readonly ZipArchive _zip = new(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
    private readonly List<ArchiveEntry> _entries = [];

    /// <summary>Adds a file of lines.</summary>
    /// <param name="table">Whose rows they are; null where they are no table’s.</param>
    /// <param name="wrote">Told after each line how many there are.</param>
    public async Task AddLinesAsync(string name, string? table, IReadOnlyList<string>? columns, IAsyncEnumerable<string> lines, Action<long>? wrote, CancellationToken cancel) =>
        await AddAsync(
            name, table, columns, CompressionLevel.Optimal,
            async into =>
            {
                var rows = 0L;
                await using var writer = new StreamWriter(into, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
                await foreach (var line in lines.WithCancellation(cancel))
                {
                    await writer.WriteLineAsync(line.AsMemory(), cancel);
                    rows++;
                    wrote?.Invoke(rows);
                }

                await writer.FlushAsync(cancel);
                return rows;
            });

    /// <summary>Adds a file that is not compressed, since it is sealed.</summary>
    /// <param name="write">Writes it, and says of how many things it is.</param>
    public Task AddSealedAsync(string name, Func<Stream, Task<long>> write) => AddAsync(name, null, null, CompressionLevel.NoCompression, write);

    /// <summary>Adds the manifest, and closes the file.</summary>
    public async Task<ArchiveManifest> FinishAsync(Func<IReadOnlyList<ArchiveEntry>, ArchiveManifest> manifest, CancellationToken cancel)
    {
        await AddAsync(ArchiveManifest.ReadMe, null, null, CompressionLevel.NoCompression, async into =>
        {
            await into.WriteAsync(Encoding.UTF8.GetBytes(About(manifest([.. _entries]))), cancel);
            return 0;
        });
        var made = manifest([.. _entries]);
        await using (var into = New(ArchiveManifest.FileName, CompressionLevel.Optimal).Open()) await JsonSerializer.SerializeAsync(into, made, ArchiveManifest.Json, cancel);
        _zip.Dispose();
        return made;
    }

    public void Dispose() => _zip.Dispose();

    private static string Of(ArchiveManifest manifest)
    {
        if (!manifest.WithVault)
        {
            return manifest.RecordingsLeft switch
            {
                null => "The vault is not in it. The study had no recordings that could be heard.",
                1 => "The vault is not in it, and 1 recording stayed behind with it: neither its sound nor what is known of it is here.",
                { } left => $"The vault is not in it, and {left} recordings stayed behind with it: neither their sound nor what is known of them is here.",
            };
        }

        return manifest.Sounds.Count() switch
        {
            0 => "The vault is in it, sealed by a pass-phrase. The study had no recordings that could be heard.",
            1 => "The vault and 1 recording are in it, sealed by a pass-phrase.",
            var many => $"The vault and {many} recordings are in it, sealed by a pass-phrase.",
        };
    }

    private async Task AddAsync(string name, string? table, IReadOnlyList<string>? columns, CompressionLevel compression, Func<Stream, Task<long>> write)
    {
        long rows, bytes;
        byte[] hash;
        await using (var into = New(name, compression).Open())
        await using (var counted = new HashingStream(into))
        {
            rows = await write(counted);
            (bytes, hash) = (counted.Bytes, counted.Hash());
        }

        _entries.Add(new ArchiveEntry(name, table, columns, rows, bytes, Convert.ToHexStringLower(hash)));
    }

    private ZipArchiveEntry New(string name, CompressionLevel compression)
    {
        var entry = _zip.CreateEntry(name, compression);
        entry.LastWriteTime = Undated;
        return entry;
    }

    /// <summary>Hashes what passes through it.</summary>
    private sealed class HashingStream(Stream into) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Bytes { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Bytes; set => throw new NotSupportedException(); }

        public byte[] Hash() => _hash.GetCurrentHash();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            Bytes += buffer.Length;
            into.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _hash.AppendData(buffer.Span);
            Bytes += buffer.Length;
            await into.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => into.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => into.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
