using System.Text.Json;
using CoreStudy.Data;
using CoreStudy.Data.Audits;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Backups;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Tests.Commands;
using CoreStudy.Web.Tests.Features.Recordings;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Backups;

/// <summary>The machine is gone; what there is is the last backup and a new machine.</summary>
public sealed class DrillTests(PostgresFixture postgres) : RecordingTest(postgres)
{
    private const string Name = "Philippa Quillfeather";
    private const int Waits = 400;

    private readonly DirectoryInfo _disk = Directory.CreateTempSubdirectory("corestudy-drill-");
    private readonly PostgresFixture _server = postgres;
    private TestDatabase? _made;
    private Transcript _transcript = null!;
    private Code _code = null!;
    private int _waited;

    private TestDatabase New => _made!;

    private string At(params string[] parts) => Path.Combine([_disk.FullName, .. parts]);

    private static BackupPlaces Here => new(TestKeys.KeyFolder, TestKeys.RecordingsFolder, TestKeys.MasterKeyFile);

    private BackupPlaces There => new(At("new", "keys"), At("new", "recordings"), At("new", "master-key"));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await NeedToolsAsync();
        _made = await _server.CloneAsync();
        _code = await Study.CodeAsync("Waiting");
        _transcript = await Study.TranscriptAsync(Researcher, ["How was it?", "I " + string.Join(' ', Enumerable.Repeat("waited", Waits))]);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_made is not null) await _made.DisposeAsync();
        await base.DisposeAsync();
        _disk.Delete(recursive: true);
    }

    [Fact]
    public async Task Taken_while_people_code_the_last_backup_brings_everything_back_on_a_new_machine_save_who_withdrew()
    {
        var sound = Wav(1.5);
        var recording = await BringInAsync(Researcher, sound);
        var gone = await ParticipantAsync("PSW-08");
        await WriteAsync(Participant, Name);
        await WriteAsync(gone, "Ignatius Thimblewick");
        StudyBuilder.Must(await The<WithdrawParticipant>().RunAsync(Admin.AccountId, StudyId, gone.Id, new(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new(2026, 3, 1), "PSW-08"), Cancel));
        var before = await CodeAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var meanwhile = CodeUntilAsync(stop.Token);

        var (code, said, troubles) = await ProgramRun.RunInAsync(TestKeys.Folder, ConnectionString, Cancel, "backup", "--to", At("backups"), "--keys-to", At("keys"));
        await stop.CancelAsync();
        var coded = await meanwhile;
        Assert.True(code == 0, troubles);
        var (restoring, answer, words) = await ProgramRun.RunInAsync(At("new"), New.ConnectionString, Cancel, "restore", "--from", At("backups"), "--keys-from", At("keys"));

        Assert.True(restoring == 0, words + answer);
        var told = JsonDocument.Parse(answer).RootElement;
        Assert.Equal((true, 0, 0, 0), (told.GetProperty("auditValid").GetBoolean(), told.GetProperty("codingsThatDiffer").GetInt32(), told.GetProperty("keysMissing").GetInt32(), told.GetProperty("recordingsMissing").GetInt32()));
        Assert.Equal(JsonDocument.Parse(said).RootElement.GetProperty("auditEntries").GetInt64(), told.GetProperty("auditEntries").GetInt64());
        await using var back = new StudyDb(StudyDbOptions.For(New.ConnectionString));
        Assert.Null((await TrailCheck.RunAsync(back, 1, null, null, Cancel)).BrokenAt);
        Assert.Equal(AuditKind.BackupRestored, (await back.AuditEntries.OrderByDescending(e => e.Number).FirstAsync(Cancel)).Kind);
        var codings = await back.Codings.AsNoTracking().ToDictionaryAsync(c => c.Id, Cancel);
        Assert.Contains(before, codings.Keys); // confirmed before the backup began
        Assert.Subset(new HashSet<CodingId>(coded) { before }, codings.Keys.ToHashSet());
        Assert.All(codings.Values, c => Assert.Equal("waited", c.Words));
        Assert.Equal(await SumsAsync(ConnectionString), await SumsAsync(New.ConnectionString));
        Assert.Equal(sound, await SoundOfAsync(recording));
        await InRoomAsync(async room =>
        {
            Assert.Equal(Name, (await room.ReadAsync<Identity>(Participant.Id.Value, Cancel))!.Name);
            Assert.Null(await room.ReadAsync<Identity>(gone.Id.Value, Cancel));
            Assert.True(room.IsKeyDestroyed(KeyOwner.Of(gone.Id)));
        });
        Assert.Equal(AuditKind.BackupMade, (await Db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Number).FirstAsync(e => e.Kind == AuditKind.BackupMade, Cancel)).Kind); // what the site knows its last backup by
    }

    [Fact]
    public async Task A_key_that_was_destroyed_comes_back_neither_with_older_keys_nor_over_a_key_folder_that_knows()
    {
        await WriteAsync(Participant, Name);
        var first = await BackUpAsync("first");
        TestKeys.Open().Destroy(KeyOwner.Of(Participant.Id), StudyBuilder.At);
        var second = await BackUpAsync("second");
        Assert.Equal(Name, await NameInAsync(first, At("proof"))); // the first one held the key

        var older = await RestoringAt(There).RunAsync(second.Folder, first.KeysFolder, replace: null, Cancel);

        Assert.Equal(0, older.KeysMissing);
        await InRoomAsync(async room => Assert.Null(await room.ReadAsync<Identity>(Participant.Id.Value, Cancel)));

        var again = await Assert.ThrowsAsync<BackupException>(() => RestoringAt(There).RunAsync(first.Folder, first.KeysFolder, replace: null, Cancel));
        var wrong = await Assert.ThrowsAsync<BackupException>(() => RestoringAt(There).RunAsync(first.Folder, first.KeysFolder, replace: "corestudy", Cancel));
        await RestoringAt(There).RunAsync(first.Folder, first.KeysFolder, new NpgsqlConnectionStringBuilder(New.ConnectionString).Database, Cancel);

        Assert.Contains("holds a study", again.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", wrong.Message, StringComparison.Ordinal);
        await InRoomAsync(async room => Assert.Null(await room.ReadAsync<Identity>(Participant.Id.Value, Cancel)));
    }

    [Fact]
    public async Task A_backup_that_is_broken_or_beside_its_keys_is_refused_and_leaves_nothing_behind()
    {
        var making = new BackupMaking(ConnectionString, Here, TimeProvider.System, _ => { });
        var beside = await Assert.ThrowsAsync<BackupException>(() => making.RunAsync(At("one"), At("one", "keys"), true, Cancel));
        var within = await Assert.ThrowsAsync<BackupException>(() => making.RunAsync(Path.Combine(TestKeys.KeyFolder, "backup"), null, true, Cancel));
        Assert.Contains("apart", beside.Message, StringComparison.Ordinal);
        Assert.Contains("Choose another folder", within.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("one")));

        Directory.CreateDirectory(At("first", "data", ".corestudy-backup-20260101T000000Z.partial")); // one that was cut off
        var made = await BackUpAsync("first");
        Assert.Single(Directory.GetDirectories(At("first", "data")));
        var dump = Path.Combine(made.Folder, BackupMaking.DatabaseFile);
        await using (var file = new FileStream(dump, FileMode.Open))
        {
            file.Position = file.Length / 2;
            var one = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(one ^ 1));
        }

        var broken = await Assert.ThrowsAsync<BackupException>(() => RestoringAt(There).RunAsync(made.Folder, made.KeysFolder, null, Cancel));
        Assert.Contains("not as it was written", broken.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("new", "keys")));
        File.Delete(Path.Combine(made.Folder, BackupManifest.FileName));
        var none = await Assert.ThrowsAsync<BackupException>(() => RestoringAt(There).RunAsync(At("first", "data"), made.KeysFolder, null, Cancel));
        Assert.Contains("no whole backup", none.Message, StringComparison.Ordinal);
    }

    /// <summary>What npm brings of PostgreSQL holds none of these programs, and a container's lie where a test cannot run them.</summary>
    private async Task NeedToolsAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancel);
        try
        {
            await PostgresTools.FindAsync(connection.PostgreSqlVersion.Major, Cancel);
        }
        catch (PostgresUnavailableException missing)
        {
            Assert.Skip(missing.Message);
        }
    }

    private async Task<Participant> ParticipantAsync(string label)
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), label, Study.Study.ParticipantRoles[0]));
        Db.Participants.Add(participant);
        await Db.SaveChangesAsync(Cancel);
        return participant;
    }

    private async Task WriteAsync(Participant who, string name)
    {
        await using var room = await TheDoor.EnterAsync(Cancel);
        StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(who.Id), StudyId, who.Id.Value, new Identity(name, "", ""), Cancel));
        await room.CommitAsync(Cancel);
    }

    private async Task<CodingId> CodeAsync()
    {
        var apply = new Apply(ActId.New(), CodingId.New(), _code.Id, new Segment(14 + (7 * _waited), 20 + (7 * _waited++)), IsUnsure: false, "");
        Assert.True(StudyBuilder.Must(await The<RecordActs>().RunAsync(Coder.AccountId, _transcript.Id, [apply], Cancel)).Results.Single().IsKept);
        return apply.CodingId;
    }

    private async Task<HashSet<CodingId>> CodeUntilAsync(CancellationToken stop)
    {
        var coded = new HashSet<CodingId>();
        while (!stop.IsCancellationRequested && _waited < Waits) coded.Add(await CodeAsync());
        return coded;
    }

    private async Task<byte[]> SoundOfAsync(RecordingId id)
    {
        var store = new SoundStore(There.Recordings, new KeyFolder(There.Keys, MasterKeyFile.Read(There.MasterKeyFile!)), TimeProvider.System);
        await using var sound = store.Read(StudyId, id);
        using var all = new MemoryStream();
        await sound.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    private async Task<BackupMade> BackUpAsync(string name) =>
        await new BackupMaking(ConnectionString, Here, TimeProvider.System, _ => { }).RunAsync(At(name, "data"), At(name, "keys"), withMasterKey: true, Cancel);

    private BackupRestoring RestoringAt(BackupPlaces places) => new(New.ConnectionString, places, () => throw new MasterKeyException("not asked for"), _ => { });

    /// <summary>The name that a backup's own keys open in the database as it is now.</summary>
    private async Task<string?> NameInAsync(BackupMade backup, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var key in Directory.GetFiles(Path.Combine(backup.KeysFolder!, BackupMaking.KeysFolder))) File.Copy(key, Path.Combine(folder, Path.GetFileName(key)));
        await using var connection = new VaultConnection(ConnectionString);
        await using var room = await new VaultDoor(connection, new KeyFolder(folder, MasterKeyFile.Read(Path.Combine(backup.KeysFolder!, BackupMaking.MasterKeyFile))), Clock).EnterAsync(Cancel);
        return (await room.ReadAsync<Identity>(Participant.Id.Value, Cancel))?.Name;
    }

    private async Task InRoomAsync(Func<VaultRoom, Task> deed)
    {
        await using var connection = new VaultConnection(New.ConnectionString + ";Pooling=false");
        await using var room = await new VaultDoor(connection, new KeyFolder(There.Keys, MasterKeyFile.Read(There.MasterKeyFile!)), Clock).EnterAsync(Cancel);
        await deed(room);
    }

    /// <summary>A sum of every table that nobody wrote to while the backup was taken.</summary>
    private static async Task<SortedDictionary<string, string>> SumsAsync(string connectionString)
    {
        string[] written = ["codings", "coding_acts", "coding_heads", "audit_entries"];
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        var tables = new List<string>();
        await using (var asks = new NpgsqlCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'vault') and tablename <> all ($1)", connection) { Parameters = { new() { Value = written } } })
        await using (var rows = await asks.ExecuteReaderAsync(Cancel))
            while (await rows.ReadAsync(Cancel)) tables.Add(rows.GetString(0));
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate \"C\")), 'none') from {table} t", connection);
            sums[table] = (string)(await command.ExecuteScalarAsync(Cancel))!;
        }

        Assert.True(sums.Count > 40, $"{sums.Count} tables");
        return sums;
    }
}
