using System.Globalization;
using System.Security.Cryptography;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain.Audits;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Recordings;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Vault.Backups;

/// <summary>A backup that was made.</summary>
/// <param name="KeysFolder">Null where the keys were not taken.</param>
public sealed record BackupMade(string Folder, string? KeysFolder, BackupManifest Manifest, BackupManifest? Keys);

/// <summary>
/// Backs an installation up while people work in it: the database as of one moment, then the sealed recordings of that moment, and the keys apart
/// from both. Each part is written beside its place and gets its name when it is whole.
/// </summary>
/// <param name="owner">The database, as its owner.</param>
/// <param name="tell">Is told how far it is.</param>
public sealed class BackupMaking(string owner, BackupPlaces places, TimeProvider clock, Action<string> tell)
{
    public const string DatabaseFile = "database.dump";
    public const string RecordingsFolder = "recordings";
    public const string KeysFolder = "keys";
    public const string MasterKeyFile = "master-key";

    private static string Program => typeof(BackupMaking).Assembly.GetName().Version?.ToString() ?? "";

    /// <param name="to">The folder in which the backup gets a folder of its own, named by its time.</param>
    /// <param name="keysTo">The folder for the keys, apart from the other; null to leave them out.</param>
    /// <param name="withMasterKey">Puts the master key beside the keys, where it lies in a file.</param>
    /// <exception cref="BackupException">It cannot be made so; nothing is left behind.</exception>
    /// <exception cref="PostgresUnavailableException">PostgreSQL's programs are missing, or fail.</exception>
    public async Task<BackupMade> RunAsync(string to, string? keysTo, bool withMasterKey, CancellationToken cancel)
    {
        to = Path.GetFullPath(to);
        keysTo = keysTo is null ? null : Path.GetFullPath(keysTo);
        places.ForbidInside(to);
        if (keysTo is not null) places.ForbidInside(keysTo);
        if (keysTo is not null && RecordingOptions.Nest(to, keysTo)) throw new BackupException("The keys must not lie with what they open: give --keys-to a folder apart from --to, best on another disk.");

        using var alone = Lock(to);
        using var aloneWithKeys = keysTo is null ? null : Lock(keysTo);
        var at = clock.GetUtcNow();
        var (id, stamp) = (Guid.CreateVersion7(at), at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        var draft = Draft(to, BackupManifest.OfDatabase, stamp);
        var keysDraft = keysTo is null ? null : Draft(keysTo, BackupManifest.OfKeys, stamp);
        try
        {
            var manifest = await TakeDatabaseAsync(draft, id, at, cancel);
            BackupManifest? keys = null;
            if (keysDraft is not null)
            {
                keys = await TakeKeysAsync(keysDraft, manifest, withMasterKey, cancel);
                manifest = manifest with { Destroyed = keys.Destroyed };
                keys.Write(keysDraft);
            }

            manifest.Write(draft);
            var keysFolder = keysDraft is null ? null : Finish(keysDraft);
            var made = new BackupMade(Finish(draft), keysFolder, manifest, keys);
            await NoteAsync(made, cancel);
            return made;
        }
        catch
        {
            foreach (var folder in new[] { draft, keysDraft }) if (folder is not null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private async Task<BackupManifest> TakeDatabaseAsync(string draft, Guid id, DateTimeOffset at, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var moment = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        var tools = await PostgresTools.FindAsync(connection.PostgreSqlVersion.Major, cancel);
        var snapshot = (string)(await AskAsync("select pg_export_snapshot()"))!;
        var migration = await HasAsync("\"__EFMigrationsHistory\"") ? (string?)await AskAsync("select max(migration_id) from \"__EFMigrationsHistory\"") : null;
        if (migration is null) throw new BackupException("The database holds no CoreStudy: there is nothing to back up.");
        var (entries, head) = (0L, (string?)null);
        if (await HasAsync("audit_entries"))
        {
            entries = (long)(await AskAsync("select count(*) from audit_entries"))!;
            head = await AskAsync("select encode(hash, 'hex') from audit_entries order by number desc limit 1") as string;
        }

        var studies = (long)(await AskAsync("select count(*) from studies"))!;
        var recordings = await HasAsync("recordings") ? await IdsAsync("select id from recordings where destroyed_at is null union select id from recording_uploads") : [];
        var size = (long)(await AskAsync("select pg_database_size(current_database())"))!;
        var sounds = Sounds(recordings).ToList();
        var needed = (size / 2) + sounds.Sum(s => s.Length);
        if (new DriveInfo(draft).AvailableFreeSpace < needed) throw new BackupException($"There is too little room at “{Path.GetDirectoryName(draft)}”: about {needed / (1 << 20):N0} MB are needed, {new DriveInfo(draft).AvailableFreeSpace / (1 << 20):N0} MB are free.");

        tell($"Taking out the database, {size / (1 << 20):N0} MB as it lies on its disk.");
        var dump = Path.Combine(draft, DatabaseFile);
        await tools.DumpAsync(owner, snapshot, dump, cancel);
        await moment.RollbackAsync(cancel); // the moment is held no longer than it is needed
        var files = new List<BackupFile> { await SumAsync(dump, cancel) };
        if (sounds.Count > 0) tell($"Copying {sounds.Count:N0} recordings, {sounds.Sum(s => s.Length) / (1 << 20):N0} MB.");
        var copied = 0L;
        foreach (var sound in sounds)
        {
            if (await CopyAsync(sound.FullName, draft, $"{RecordingsFolder}/{Path.GetRelativePath(places.Recordings, sound.FullName).Replace(Path.DirectorySeparatorChar, '/')}", cancel) is not { } file) continue; // destroyed meanwhile
            files.Add(file);
            if ((copied += file.Size) / (1L << 30) != (copied - file.Size) / (1L << 30)) tell($"{copied / (1 << 20):N0} MB copied.");
        }

        return new BackupManifest
        {
            Kind = BackupManifest.OfDatabase, Id = id, At = at, Program = Program, Postgres = connection.PostgreSqlVersion.Major, Migration = migration, AuditEntries = entries, AuditHead = head,
            Studies = (int)studies, Recordings = files.Count - 1, Files = files, Destroyed = Notes(await KeyCopies.ReadAsync(places.Keys, cancel)),
        };

        async Task<object?> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(cancel);
        }

        async Task<bool> HasAsync(string table) => await AskAsync($"select to_regclass('public.{table}') is not null") is true;

        async Task<HashSet<Guid>> IdsAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            var ids = new HashSet<Guid>();
            while (await rows.ReadAsync(cancel)) ids.Add(rows.GetGuid(0));
            return ids;
        }
    }

    /// <summary>Files of the folder of recordings, without those of recordings that the database did not know at that moment.</summary>
    private IEnumerable<FileInfo> Sounds(HashSet<Guid> known) => !Directory.Exists(places.Recordings) ? [] : new DirectoryInfo(places.Recordings)
        .EnumerateFiles("*", SearchOption.AllDirectories).Where(f => !Guid.TryParseExact(f.Name, "n", out var id) || known.Contains(id)).OrderBy(f => f.FullName, StringComparer.Ordinal);

    private async Task<BackupManifest> TakeKeysAsync(string draft, BackupManifest of, bool withMasterKey, CancellationToken cancel)
    {
        tell("Copying the keys.");
        var lines = await KeyCopies.ReadAsync(places.Keys, cancel); // after the database: whatever it holds was sealed by a key that was there before
        var files = new List<BackupFile>();
        DataFolder.MakePrivate(Path.Combine(draft, KeysFolder));
        foreach (var (name, line) in lines) files.Add(await WriteAsync(draft, $"{KeysFolder}/{name}", line, cancel));
        if (withMasterKey && places.MasterKeyFile is { } master && File.Exists(master)) files.Add(await WriteAsync(draft, MasterKeyFile, await File.ReadAllTextAsync(master, cancel), cancel));
        var now = Notes(await KeyCopies.ReadAsync(places.Keys, cancel)); // what was destroyed while they were copied
        foreach (var (name, note) in now.Where(n => lines.TryGetValue(n.Key, out var line) && !KeyCopies.IsDestroyed(line)))
        {
            File.Delete(Path.Combine(draft, KeysFolder, name));
            files.RemoveAll(f => f.Path == $"{KeysFolder}/{name}");
            files.Add(await WriteAsync(draft, $"{KeysFolder}/{name}", note, cancel));
        }

        return of with { Kind = BackupManifest.OfKeys, Files = files, Destroyed = now };
    }

    /// <summary>Tells the audit trail, by which the site knows when it was backed up last.</summary>
    private async Task NoteAsync(BackupMade made, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString));
        if (await db.Database.SqlQuery<bool>($"""select to_regclass('public.audit_entries') is null as "Value" """).SingleAsync(cancel)) return; // older than the trail
        db.Audit(AuditEntry.Of(AuditKind.BackupMade, by: null, study: null, AuditSubject.Nothing,
            AuditDetail.Count("bytes", made.Manifest.Bytes).AndCount("recordings", made.Manifest.Recordings).AndCount("entries", made.Manifest.AuditEntries).AndWhether("keys", made.Keys is not null)));
        await db.SaveChangesAsync(cancel);
    }

    private static SortedDictionary<string, string> Notes(SortedDictionary<string, string> lines) => new(lines.Where(l => KeyCopies.IsDestroyed(l.Value)).ToDictionary(), StringComparer.Ordinal);

    private static async Task<BackupFile> WriteAsync(string draft, string path, string content, CancellationToken cancel)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(content);
        await using var file = BackupManifest.Made(Path.Combine(draft, path));
        await file.WriteAsync(bytes, cancel);
        file.Flush(flushToDisk: true);
        return new BackupFile(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <returns>Null where the file went meanwhile.</returns>
    private static async Task<BackupFile?> CopyAsync(string from, string draft, string path, CancellationToken cancel)
    {
        FileStream source;
        try
        {
            source = new FileStream(from, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        await using var open = source;
        var to = Path.Combine(draft, path);
        DataFolder.MakePrivate(Path.GetDirectoryName(to)!);
        await using var copy = BackupManifest.Made(to);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, size) = (new byte[1 << 20], 0L);
        while (await source.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            await copy.WriteAsync(buffer.AsMemory(0, count), cancel);
            sum.AppendData(buffer, 0, count);
            size += count;
        }

        copy.Flush(flushToDisk: true);
        return new BackupFile(path, size, Convert.ToHexStringLower(sum.GetHashAndReset()));
    }

    private static async Task<BackupFile> SumAsync(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
        file.Flush(flushToDisk: true);
        return new BackupFile(Path.GetFileName(path), file.Length, sum);
    }

    /// <summary>One backup at a time goes to a folder; what one that was cut off left there is removed.</summary>
    private static FileStream Lock(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            var mine = new FileStream(Path.Combine(folder, ".corestudy-backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (var left in Directory.EnumerateDirectories(folder, ".corestudy-*.partial")) Directory.Delete(left, recursive: true);
            return mine;
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new BackupException($"Another backup goes to “{folder}” at this moment.", exception);
        }
    }

    private static string Draft(string folder, string kind, string stamp)
    {
        var whole = Path.Combine(folder, $"{kind}-{stamp}");
        if (Directory.Exists(whole)) throw new BackupException($"There is a backup of this second already: “{whole}”.");
        var draft = Path.Combine(folder, $".{kind}-{stamp}.partial");
        DataFolder.MakePrivate(draft);
        return draft;
    }

    private static string Finish(string draft)
    {
        var whole = Path.Combine(Path.GetDirectoryName(draft)!, Path.GetFileNameWithoutExtension(draft)[1..]);
        Directory.Move(draft, whole);
        return whole;
    }
}
