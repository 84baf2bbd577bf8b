using System.Security.Cryptography;
using System.Text.Json;
using CoreStudy.Vault.Recordings;

namespace CoreStudy.Vault.Backups;

/// <summary>A backup cannot be made, or is not whole, or does not belong here; the message is for the person who runs the site.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file of a backup.</summary>
/// <param name="Path">Below the backup's folder, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
public sealed record BackupFile(string Path, long Size, string Sha256);

/// <summary>What a backup holds: the database with the recordings, or the keys. It is written last, so that a backup with a manifest is whole.</summary>
public sealed record BackupManifest
{
    public const string FileName = "manifest.json";
    public const string OfDatabase = "corestudy-backup";
    public const string OfKeys = "corestudy-keys";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary><see cref="OfDatabase"/> or <see cref="OfKeys"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The same for a backup and the keys that were taken with it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The moment as of which the database was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The version of the program that made it.</summary>
    public required string Program { get; init; }

    /// <summary>PostgreSQL's major version.</summary>
    public int Postgres { get; init; }

    /// <summary>The last migration of the database.</summary>
    public string? Migration { get; init; }

    /// <summary>Entries of the audit trail.</summary>
    public long AuditEntries { get; init; }

    /// <summary>The hash of the last entry, 64 hexadecimal digits; null where there is none.</summary>
    public string? AuditHead { get; init; }

    public int Studies { get; init; }

    public int Recordings { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Owners whose keys were destroyed by then, with the note of when: so that an older copy of the keys brings none of them back.</summary>
    public required IReadOnlyDictionary<string, string> Destroyed { get; init; }

    public long Bytes => Files.Sum(f => f.Size);

    /// <summary>The backup in a folder: the folder itself, or the newest of those in it.</summary>
    /// <exception cref="BackupException">There is none of this kind.</exception>
    public static (string Folder, BackupManifest Manifest) Find(string folder, string kind)
    {
        folder = Path.GetFullPath(folder);
        var here = File.Exists(Path.Combine(folder, FileName)) ? folder
            : Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, $"{kind}-2*").Where(f => File.Exists(Path.Combine(f, FileName))).Max(StringComparer.Ordinal) : null;
        if (here is null) throw new BackupException($"There is no whole {(kind == OfKeys ? "backup of keys" : "backup")} in “{folder}”.");
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(Path.Combine(here, FileName)), Json);
        }
        catch (JsonException exception)
        {
            throw new BackupException($"The manifest of “{here}” cannot be read.", exception);
        }

        return manifest is not null && manifest.Kind == kind ? (here, manifest) : throw new BackupException($"“{here}” is no {(kind == OfKeys ? "backup of keys: give --keys-from what --keys-to made" : "backup: give --from what --to made")}.");
    }

    /// <summary>Compares each file with its size and its sum.</summary>
    /// <exception cref="BackupException">One is missing or another.</exception>
    public async Task VerifyAsync(string folder, Action<string> tell, CancellationToken cancel)
    {
        var done = 0L;
        foreach (var file in Files)
        {
            var path = PathIn(folder, file.Path);
            if (!File.Exists(path)) throw new BackupException($"“{file.Path}” is missing from the backup “{folder}”.");
            await using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
            if (stream.Length != file.Size || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)) != file.Sha256)
                throw new BackupException($"“{file.Path}” of the backup “{folder}” is not as it was written. Take another backup.");
            if ((done += file.Size) / (256L << 20) != (done - file.Size) / (256L << 20)) tell($"{done:N0} of {Bytes:N0} bytes looked through.");
        }
    }

    internal void Write(string folder)
    {
        using var file = Made(Path.Combine(folder, FileName));
        file.Write(JsonSerializer.SerializeToUtf8Bytes(this, Json));
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="BackupException">It leads out of the backup.</exception>
    internal static string PathIn(string folder, string path) =>
        WithinFolder(path) is { } safe ? Path.Combine(folder, safe) : throw new BackupException("The manifest names a file outside the backup.");

    /// <summary>A new file that its owner alone may read.</summary>
    internal static FileStream Made(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static string? WithinFolder(string path)
    {
        var parts = path.Split('/');
        return parts.All(p => p.Length > 0 && p is not ("." or "..") && !p.Contains('\\', StringComparison.Ordinal)) ? Path.Combine(parts) : null;
    }
}

/// <summary>Where an installation keeps what lies outside its database.</summary>
/// <param name="MasterKeyFile">Null where the master key does not lie in a file of the installation.</param>
public sealed record BackupPlaces(string Keys, string Recordings, string? MasterKeyFile)
{
    /// <exception cref="BackupException">A backup may not lie in there.</exception>
    internal void ForbidInside(string folder)
    {
        if (RecordingOptions.Nest(folder, Keys) || RecordingOptions.Nest(folder, Recordings))
            throw new BackupException($"“{folder}” lies in what is backed up, or the other way round. Choose another folder, best on another disk.");
    }
}
