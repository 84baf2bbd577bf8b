using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoreStudy.Domain;

namespace CoreStudy.Interchange.Archives;

/// <summary>Reads a whole-study archive. Nothing in it is believed before <see cref="CheckAsync"/> has found each file as the manifest says.</summary>
public sealed class ArchiveReader : IDisposable
{
    private const int LongestManifest = 4 << 20;

    /// <summary>Bytes of the longest line that is read: a transcript’s words are one.</summary>
    private const int LongestLine = 256 << 20;

    private static readonly Refusal NoArchive = new("This is no archive of a study, or it was cut off: such a file is made by CoreStudy, and its name ends in .corestudy.");

    private static readonly Refusal Damaged = new("This archive is cut short or damaged: it says of itself what is not so. Take the file anew from where it came from.");

    private readonly ZipArchive _zip;

    private ArchiveReader(ZipArchive zip, ArchiveManifest manifest, byte[] hash) => (_zip, Manifest, ManifestHash) = (zip, manifest, hash);

    public ArchiveManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest’s bytes.</summary>
    public byte[] ManifestHash { get; }

    /// <summary>Opens an archive and reads what it says of itself.</summary>
    /// <param name="file">One that can be read from any place; it stays open.</param>
    public static async Task<Result<ArchiveReader>> OpenAsync(Stream file, CancellationToken cancel)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            if (zip.GetEntry(ArchiveManifest.FileName) is not { Length: <= LongestManifest } entry) return Refuse(NoArchive);
            await using var stream = entry.Open();
            using var bytes = new MemoryStream();
            await CopyAsync(stream, bytes, LongestManifest, cancel);
            using (var first = JsonDocument.Parse(bytes.ToArray()))
            {
                if (first.RootElement.ValueKind != JsonValueKind.Object || !first.RootElement.TryGetProperty("format", out var format) || format.GetString() != ArchiveManifest.Name) return Refuse(NoArchive);
                if (!first.RootElement.TryGetProperty("formatVersion", out var version) || version.GetInt32() is not ArchiveManifest.Version and < 1) return Refuse(NoArchive);
                if (version.GetInt32() > ArchiveManifest.Version)
                    return Refuse(new Refusal($"This archive is of format {version.GetInt32()}, and this version of CoreStudy reads format {ArchiveManifest.Version}. Bring CoreStudy up to date, then restore it."));
            }

            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(bytes.ToArray(), ArchiveManifest.Json);
            return manifest is { Study: not null, Trail: not null, Entries: not null, App: not null, Schema: not null } && manifest.Entries.All(e => e is { Name: not null, Sha256: not null })
                ? new ArchiveReader(zip, manifest, SHA256.HashData(bytes.ToArray()))
                : Refuse(Damaged);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException or FormatException or EndOfStreamException)
        {
            return Refuse(zip is null ? NoArchive : Damaged);
        }

        Refusal Refuse(Refusal refusal)
        {
            zip?.Dispose();
            return refusal;
        }
    }

    /// <summary>Compares each file with what the manifest says of it, to the last byte.</summary>
    /// <param name="progress">Told the share that is done.</param>
    /// <returns>Why the archive cannot be believed; null where it can.</returns>
    public async Task<Refusal?> CheckAsync(IProgress<double>? progress, CancellationToken cancel)
    {
        var named = Manifest.Entries.Select(e => e.Name).Append(ArchiveManifest.FileName).ToList();
        if (named.Distinct(StringComparer.Ordinal).Count() != named.Count || !named.Order(StringComparer.Ordinal).SequenceEqual(_zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal))) return Damaged;
        if (Manifest.Entries.Any(e => e.Table is { } table && e.Name != ArchiveManifest.FileOf(table))) return Damaged;
        if (!named.Contains(ArchiveManifest.Accounts) || !named.Contains(ArchiveManifest.TrailFile) || !named.Contains(ArchiveManifest.DestroyedKeys) || named.Contains(ArchiveManifest.Vault) != Manifest.WithVault) return Damaged;
        if (Manifest.Sounds.Any() && !(Manifest.WithVault && Manifest.FormatVersion > ArchiveManifest.WithoutRecordings)) return Damaged;
        var (all, done) = (Math.Max(1, Manifest.Entries.Sum(e => e.Bytes)), 0L);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            foreach (var entry in Manifest.Entries)
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                await using var stream = _zip.GetEntry(entry.Name)!.Open();
                var (bytes, lines, sinceLine) = (0L, 0L, 0L);
                for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
                {
                    bytes += read;
                    if (bytes > entry.Bytes) return Damaged;
                    hash.AppendData(buffer, 0, read);
                    if (entry.Name.EndsWith(".jsonl", StringComparison.Ordinal))
                    {
                        var span = buffer.AsSpan(0, read);
                        lines += span.Count((byte)'\n');
                        sinceLine = span.LastIndexOf((byte)'\n') is >= 0 and var at ? read - at : sinceLine + read;
                        if (sinceLine > LongestLine) return Damaged;
                    }

                    progress?.Report((double)(done + bytes) / all);
                }

                if (bytes != entry.Bytes || !Convert.ToHexStringLower(hash.GetCurrentHash()).Equals(entry.Sha256, StringComparison.OrdinalIgnoreCase)) return Damaged;
                if (entry.Name.EndsWith(".jsonl", StringComparison.Ordinal) && lines != entry.Rows) return Damaged;
                done += bytes;
            }
        }
        catch (InvalidDataException)
        {
            return Damaged;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return null;
    }

    /// <summary>The lines of a file, one in memory at a time.</summary>
    /// <param name="read">Told after each how many there were.</param>
    public async IAsyncEnumerable<string> LinesAsync(string name, Action<long>? read, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(Open(name), Encoding.UTF8);
        for (var rows = 1L; await reader.ReadLineAsync(cancel) is { } line; rows++)
        {
            yield return line;
            read?.Invoke(rows);
        }
    }

    /// <summary>A file’s bytes.</summary>
    public Stream Open(string name) => _zip.GetEntry(name)!.Open();

    public void Dispose() => _zip.Dispose();

    private static async Task CopyAsync(Stream from, MemoryStream to, int most, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            if (to.Length + read > most) throw new InvalidDataException();
            to.Write(buffer, 0, read);
        }
    }
}
