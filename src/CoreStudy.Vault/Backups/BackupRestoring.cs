using System.Diagnostics;
using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain.Audits;
using CoreStudy.Vault.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Vault.Backups;

/// <summary>What was found when an installation had been put back.</summary>
/// <param name="Trail">The audit trail, followed from its beginning to the head that the backup noted.</param>
/// <param name="Codings">Codings compared with the words they were put on.</param>
/// <param name="Strays">Those that differ.</param>
/// <param name="Destroyed">Keys that are destroyed, and stay so.</param>
/// <param name="KeysMissing">Owners of sealed papers, and recordings, whose key is neither here nor noted as destroyed.</param>
/// <param name="RecordingsMissing">Recordings without their file.</param>
public sealed record BackupRestored(BackupManifest Manifest, AuditCheck Trail, int Codings, int Strays, int Recordings, int Keys, int Destroyed, int KeysMissing, int RecordingsMissing)
{
    public bool IsWell => Trail.BrokenAt is null && Strays == 0 && KeysMissing == 0 && RecordingsMissing == 0;
}

/// <summary>Puts an installation back from a backup, into one that holds nothing. A key that was destroyed, here or in any part of the backup, stays destroyed.</summary>
/// <param name="owner">The database, as its owner; nobody else may be connected to it.</param>
/// <param name="masters">The master key of this installation; asked only where the backup of the keys holds none.</param>
/// <param name="tell">Is told how far it is.</param>
public sealed class BackupRestoring(string owner, BackupPlaces places, Func<IMasterKeys> masters, Action<string> tell)
{
    /// <summary>How long connections that were just closed are listed still, at most.</summary>
    private static readonly TimeSpan Leaving = TimeSpan.FromSeconds(2);

    /// <param name="from">A backup, or the folder of backups, of which the newest is taken.</param>
    /// <param name="keysFrom">The same for keys; null to use those that lie in the key folder.</param>
    /// <param name="replace">The name of the database, typed by who means to lose what is in it; null for an empty one.</param>
    /// <exception cref="BackupException">It is not whole, or may not be put here; the database is as it was.</exception>
    public async Task<BackupRestored> RunAsync(string from, string? keysFrom, string? replace, CancellationToken cancel)
    {
        var (folder, manifest) = BackupManifest.Find(from, BackupManifest.OfDatabase);
        (string Folder, BackupManifest Manifest)? keys = keysFrom is null ? null : BackupManifest.Find(keysFrom, BackupManifest.OfKeys);
        var (tools, isFilled) = await LookAsync(manifest, replace, cancel);

        tell($"Looking through the backup of {manifest.At:u}, {manifest.Bytes / (1 << 20):N0} MB.");
        await manifest.VerifyAsync(folder, tell, cancel);
        if (keys is { } some) await some.Manifest.VerifyAsync(some.Folder, tell, cancel);
        if (keys?.Manifest is { } of && of.Id != manifest.Id) tell($"The keys are those of {of.At:u}, the database that of {manifest.At:u}.");

        var lines = await MergeKeysAsync(manifest, keys, cancel);
        await PutSoundsAsync(folder, manifest, lines, cancel);
        tell("Putting the database back.");
        await tools.RestoreAsync(owner, Path.Combine(folder, BackupMaking.DatabaseFile), isFilled, cancel);
        return await EndAsync(manifest, lines, cancel);
    }

    /// <summary>What must hold before anything is touched.</summary>
    private async Task<(PostgresTools Tools, bool IsFilled)> LookAsync(BackupManifest manifest, string? replace, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using (var db = new StudyDb(StudyDbOptions.For(connection)))
        {
            if (manifest.Migration is { } last && !db.Database.GetMigrations().Contains(last)) throw new BackupException($"The backup was made by a newer CoreStudy ({manifest.Program}). Install that one, and restore with it.");
        }

        var tools = await PostgresTools.FindAsync(Math.Max(connection.PostgreSqlVersion.Major, manifest.Postgres), cancel);
        var waited = Stopwatch.StartNew();
        while (await AskAsync("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'") is > 0L and var others)
        {
            if (waited.Elapsed < Leaving)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
                continue;
            }

            throw new BackupException($"{others} others are connected to the database. Stop the site, on every node, and try again.");
        }

        var isFilled = await AskAsync("select exists (select from pg_tables where schemaname in ('public', 'vault'))") is true;
        var studies = await AskAsync("select to_regclass('public.studies') is not null") is true ? (long)(await AskAsync("select count(*) from studies"))! : 0;
        if (studies > 0 && replace != connection.Database)
        {
            throw new BackupException(replace is null
                ? $"The database “{connection.Database}” holds {(studies == 1 ? "a study" : $"{studies} studies")}. Restore into an empty one, or say that all in it may be lost: --replace and the name of the database."
                : $"--replace names “{replace}”, and the database is called “{connection.Database}”. Nothing was changed.");
        }

        return (tools, isFilled);

        async Task<object?> AskAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(cancel);
        }
    }

    /// <summary>Puts the keys into the key folder: those of the backup above those that are there, and a note of destruction above both.</summary>
    private async Task<SortedDictionary<string, string>> MergeKeysAsync(BackupManifest manifest, (string Folder, BackupManifest Manifest)? keys, CancellationToken cancel)
    {
        var here = await KeyCopies.ReadAsync(places.Keys, cancel);
        var coming = keys is { } some ? await KeyCopies.ReadAsync(Path.Combine(some.Folder, BackupMaking.KeysFolder), cancel) : [];
        var master = keys is { } with && File.Exists(Path.Combine(with.Folder, BackupMaking.MasterKeyFile)) ? await File.ReadAllTextAsync(Path.Combine(with.Folder, BackupMaking.MasterKeyFile), cancel) : null;
        if (master is not null && places.MasterKeyFile is null) throw new BackupException("The backup of the keys holds a master key, and this installation takes its own from elsewhere. Take away CORESTUDY_MASTER_KEY and Vault__MasterKeyCommand, or restore without --keys-from and put the keys into the key folder.");
        if (master is not null && File.Exists(places.MasterKeyFile))
        {
            var known = master.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var others = (await File.ReadAllLinesAsync(places.MasterKeyFile, cancel)).Where(l => l.Trim().Length > 0 && !known.Contains(l.Trim()));
            master = string.Join('\n', [.. known, .. others, ""]); // what is here was wrapped by the ones that are here
        }

        var open = master is null ? coming.Count == 0 ? null : masters() : Keys.MasterKeyFile.Parse(master, "The backup of the keys");
        foreach (var (name, line) in coming.Where(k => !KeyCopies.IsDestroyed(k.Value)).Take(open is MasterKeyFile ? int.MaxValue : 1))
            KeyFolder.Open(open!, KeyOwner.Parse(name), line); // before anything is written: a master key that does not fit is of no use

        var merged = new SortedDictionary<string, string>(here, StringComparer.Ordinal);
        foreach (var (name, line) in coming) merged[name] = line;
        foreach (var notes in new[] { here, coming, manifest.Destroyed, keys?.Manifest.Destroyed ?? new Dictionary<string, string>() })
            foreach (var (name, note) in notes.Where(n => KeyCopies.IsDestroyed(n.Value))) merged[KeyOwner.Parse(name).ToString()] = note;
        tell($"Putting {merged.Count(k => !KeyCopies.IsDestroyed(k.Value)):N0} keys into “{places.Keys}”; {merged.Count(k => KeyCopies.IsDestroyed(k.Value)):N0} are destroyed and stay so.");
        if (master is not null)
        {
            if (Path.GetDirectoryName(places.MasterKeyFile) is { Length: > 0 } parent) Directory.CreateDirectory(parent);
            DataFolder.WriteSecret(places.MasterKeyFile!, master);
        }

        DataFolder.MakePrivate(places.Keys);
        foreach (var (name, line) in merged.Where(k => here.GetValueOrDefault(k.Key) != k.Value)) DataFolder.WriteSecret(Path.Combine(places.Keys, name), line);
        return merged;
    }

    private async Task PutSoundsAsync(string folder, BackupManifest manifest, SortedDictionary<string, string> keys, CancellationToken cancel)
    {
        var sounds = manifest.Files.Where(f => f.Path.StartsWith(BackupMaking.RecordingsFolder + "/", StringComparison.Ordinal)).ToList();
        if (sounds.Count > 0) tell($"Putting {sounds.Count:N0} recordings into “{places.Recordings}”.");
        DataFolder.MakePrivate(places.Recordings);
        foreach (var sound in sounds)
        {
            var to = BackupManifest.PathIn(places.Recordings, sound.Path[(BackupMaking.RecordingsFolder.Length + 1)..]);
            var isGone = Guid.TryParseExact(Path.GetFileName(to), "n", out var id) && keys.TryGetValue(KeyOwner.Of(new Domain.RecordingId(id)).ToString(), out var line) && KeyCopies.IsDestroyed(line);
            if (isGone) continue; // nobody could hear it any more
            DataFolder.MakePrivate(Path.GetDirectoryName(to)!);
            File.Delete(to + ".restoring");
            await using (var source = new FileStream(BackupManifest.PathIn(folder, sound.Path), new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 }))
            await using (var copy = BackupManifest.Made(to + ".restoring"))
            {
                await source.CopyToAsync(copy, 1 << 20, cancel);
                copy.Flush(flushToDisk: true);
            }

            File.Move(to + ".restoring", to, overwrite: true);
        }
    }

    /// <summary>Brings the database up to date, and looks whether everything is there and as it was.</summary>
    private async Task<BackupRestored> EndAsync(BackupManifest manifest, SortedDictionary<string, string> keys, CancellationToken cancel)
    {
        await using var db = new StudyDb(StudyDbOptions.For(new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0, Pooling = false }.ConnectionString));
        tell("Bringing the database up to date, and looking through the audit trail and the codings.");
        await Migrating.RunAsync(owner, cancel);
        var trail = await TrailCheck.RunAsync(db, 1, manifest.AuditHead is { } head ? Convert.FromHexString(head) : null, progress: null, cancel);
        var (codings, strays) = await CodingCheck.RunAsync(db, cancel);
        var papers = await db.Database.SqlQuery<string>($"""select distinct owner as "Value" from vault.papers""").ToListAsync(cancel);
        var recordings = await db.Recordings.Where(r => r.DestroyedAt == null).Select(r => new { r.Id, r.StudyId }).ToListAsync(cancel);
        var alive = recordings.Where(r => !(keys.TryGetValue(KeyOwner.Of(r.Id).ToString(), out var line) && KeyCopies.IsDestroyed(line))).ToList();
        var noKey = papers.Concat(recordings.Select(r => KeyOwner.Of(r.Id).ToString())).Distinct().Count(o => !keys.ContainsKey(o));
        var noFile = alive.Count(r => !File.Exists(Path.Combine(places.Recordings, r.StudyId.Value.ToString("n"), r.Id.Value.ToString("n"))));
        db.Audit(AuditEntry.Of(AuditKind.BackupRestored, by: null, study: null, AuditSubject.Nothing,
            AuditDetail.Count("entries", manifest.AuditEntries).AndDay("of", DateOnly.FromDateTime(manifest.At.UtcDateTime)).AndCount("destroyed", keys.Count(k => KeyCopies.IsDestroyed(k.Value)))));
        await db.SaveChangesAsync(cancel);
        return new BackupRestored(manifest, trail, codings, strays.Count, alive.Count - noFile, keys.Count(k => !KeyCopies.IsDestroyed(k.Value)), keys.Count(k => KeyCopies.IsDestroyed(k.Value)), noKey, noFile);
    }
}
