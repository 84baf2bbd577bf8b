using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Interchange.Archives;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Archives;
using CoreStudy.Web.Features.Recordings;
using CoreStudy.Web.Features.Transcriptions;
using CoreStudy.Web.Tests.Features.Recordings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Archives;

/// <summary>Recordings go along with the vault, are heard elsewhere by those who were named to hear them, and stay behind without it.</summary>
public sealed class RecordingArchiveTests(PostgresFixture postgres) : ArchiveTest(postgres)
{
    private readonly byte[] _long = RecordingTest.Wav(6);
    private readonly byte[] _short = RecordingTest.Wav(1, 300);
    private Member _admin = null!;
    private Member _researcher = null!;
    private Member _coder = null!;
    private Interview _interview = null!;
    private RecordingId _first;
    private RecordingId _second;
    private RecordingId _gone;

    private StudyId StudyId => _admin.StudyId;

    protected override Task<TestDatabase> FillAsync(PostgresFixture postgres) => postgres.CloneAsync(Cancel);

    protected override async Task ArrangeAsync()
    {
        await using (var db = Here.Open())
        {
            var study = await StudyBuilder.StartAsync(db);
            (_admin, _researcher, _coder) = (await study.MemberAsync(Role.Admin), await study.MemberAsync(Role.Researcher), await study.MemberAsync(Role.Coder));
            var participant = StudyBuilder.Must(Participant.Create(study.Study, study.Trust(), "PSW-07", study.Study.ParticipantRoles[0]));
            _interview = StudyBuilder.Must(Interview.Create(study.Trust(), null, "PSW-07, individual interview", InterviewKind.Individual, new DateOnly(2026, 2, 2), [participant]));
            db.Participants.Add(participant);
            db.Interviews.Add(_interview);
            await db.SaveChangesAsync(Cancel);
        }

        await using (var scope = Here.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Data.Accounts.Account>>();
            Assert.True((await accounts.AddPasswordAsync((await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!, Password)).Succeeded);
        }

        (_first, _second, _gone) = (await BringInAsync(_long), await BringInAsync(_short), await BringInAsync(_short));
        StudyBuilder.Must(await Here.The<NameHearer>().RunAsync(_admin.AccountId, StudyId, _first, _coder.Id, Hearing.Listen, Cancel));
        StudyBuilder.Must(await Here.The<DestroyRecording>().RunAsync(_admin.AccountId, StudyId, _gone, RecordingEnd.ByHand, Cancel));
        StudyBuilder.Must(await Here.The<BeginTranscription>().RunAsync(_researcher.AccountId, StudyId, _first, Cancel));
        var typed = new TurnChange(new TypedTurn(1, 1, 0, "Marigold was kind to me.", IsUnheard: false), After: null, IsGone: false);
        StudyBuilder.Must(await Here.The<SaveTyping>().RunAsync(_researcher.AccountId, StudyId, _first, new TypingChanges(1, Guid.CreateVersion7(), [typed], null, new(0, 1)), Cancel));
        StudyBuilder.Must(await Here.The<BeginUpload>().RunAsync(_researcher.AccountId, StudyId, _interview.Id, RecordingTest.Chosen(RecordingTest.Wav(2)), Cancel)); // on its way
    }

    [Fact]
    public async Task With_the_vault_recordings_go_along_sealed_and_are_heard_there_by_those_who_were_named()
    {
        using var file = await TakeAsync();
        AssertSealed(file);
        var before = await Here.RowsAsync(StudyId, Cancel);
        var (researcher, coder, admin) = (await There.AccountAsync("researcher2@test.example", false), await There.AccountAsync("coder3@test.example", false), await There.AccountAsync("admin1@test.example", false));

        var restored = StudyBuilder.Must(await RestoreAsync(file, Phrase, match: true));

        Assert.Equal(2, restored.Recordings);
        Assert.Equal(_long, await HearAsync(researcher, _first));
        Assert.Equal(_long, await HearAsync(coder, _first));
        Assert.Equal(_short, await HearAsync(researcher, _second));
        Assert.Null(await HearAsync(coder, _second));
        Assert.Null(await HearAsync(admin, _first));
        Assert.Null(await HearAsync(researcher, _gone));
        await SameAsync(before);
        Assert.Contains("is in this installation already", SentenceOf(await RestoreAsync(file, Phrase)), StringComparison.Ordinal);
        Assert.Equal(_long, await HearAsync(researcher, _first));
    }

    private async Task SameAsync(Dictionary<string, List<string>> before)
    {
        var after = await There.RowsAsync(StudyId, Cancel);
        Assert.Equal([3, 4, 1], new[] { "recordings", "recording_hearers", "transcriptions" }.Select(t => before[t].Count));
        Assert.All(["recordings", "recording_hearers", "transcriptions"], t => Assert.Equal(before[t], after[t]));
        Assert.True(There.The<SoundStore>().IsDestroyed(_gone));
        Assert.Equal(2, There.SoundFiles.Count);
        await using var room = await There.Door.EnterAsync(Cancel);
        Assert.Equal("Marigold was kind to me.", Assert.Single(await room.ReadAllAsync<Typing>(StudyId, Cancel)).Content.Turns.Single().Text);
        Assert.Equal(0, await room.Study.RecordingUploads.CountAsync(Cancel));
        Assert.Equal(2, (await room.Study.AuditEntries.SingleAsync(e => e.Kind == AuditKind.WholeStudyRestored, Cancel)).Detail.CountOf("recordings"));
        await using var here = Here.Open();
        Assert.Equal(2, (await here.AuditEntries.SingleAsync(e => e.Kind == AuditKind.WholeStudyTaken, Cancel)).Detail.CountOf("recordings"));
    }

    private void AssertSealed(MemoryStream file)
    {
        var files = Files(file.ToArray());
        Assert.Equal(new[] { _first, _second }.Select(r => ArchiveManifest.SoundOf(r.Value)).Order(), files.Keys.Where(f => f.StartsWith(ArchiveManifest.Recordings, StringComparison.Ordinal)).Order());
        Assert.Equal(2, ManifestOf(files)["formatVersion"]!.GetValue<int>());
        Assert.Contains("The vault and 2 recordings are in it", Encoding.UTF8.GetString(files["README.txt"]), StringComparison.Ordinal);
        Assert.All(files.Values, f => Assert.Equal((-1, -1), (f.AsSpan().IndexOf(_long.AsSpan(2000, 40)), f.AsSpan().IndexOf("Marigold"u8))));
    }

    [Fact]
    public async Task Without_the_vault_they_stay_behind_and_the_file_says_how_many()
    {
        using var file = await MakeAsync(Here, _admin);
        var files = Files(file.ToArray());

        var restored = StudyBuilder.Must(await RestoreAsync(file));

        Assert.Equal((1, 2), (ManifestOf(files)["formatVersion"]!.GetValue<int>(), ManifestOf(files)["recordingsLeft"]!.GetValue<int>()));
        Assert.Contains("2 recordings stayed behind", Encoding.UTF8.GetString(files["README.txt"]), StringComparison.Ordinal);
        Assert.DoesNotContain(files.Keys, f => f.Contains("recording", StringComparison.Ordinal) || f.Contains("transcriptions", StringComparison.Ordinal));
        Assert.DoesNotContain("recording-", Encoding.UTF8.GetString(files[ArchiveManifest.DestroyedKeys]), StringComparison.Ordinal);
        Assert.Equal(0, restored.Recordings);
        await using var there = There.Open();
        Assert.Equal((0, 0, 0), (await there.Recordings.CountAsync(Cancel), await there.Transcriptions.CountAsync(Cancel), There.SoundFiles.Count));
        var left = StudyBuilder.Must(await Here.The<MeasureRecordings>().RunAsync(_admin.AccountId, StudyId, Cancel));
        Assert.Equal(new StudySounds(2, _long.Length + _short.Length), left);
    }

    [Fact]
    public async Task Who_restores_without_the_pass_phrase_leaves_them_out()
    {
        using var file = await TakeAsync();

        var restored = StudyBuilder.Must(await RestoreAsync(file));

        await using var there = There.Open();
        Assert.Equal((0, 0, 0, false), (restored.Recordings, await there.Recordings.CountAsync(Cancel), There.SoundFiles.Count, There.HasKeys));
    }

    [Fact]
    public async Task An_archive_that_is_cut_or_changed_or_lacks_a_recording_or_has_two_swapped_is_refused_and_nothing_is_stored()
    {
        using var file = await TakeAsync();
        var whole = file.ToArray();
        var (one, two) = (ArchiveManifest.SoundOf(_first.Value), ArchiveManifest.SoundOf(_second.Value));

        await RefusedAsync("no archive", whole[..^5000]);
        await RefusedAsync("cut short or damaged", Rewritten(whole, hashes: false, f => f[one][5000] ^= 1));
        await RefusedAsync("A recording in this archive was changed", Rewritten(whole, hashes: true, f => f[one][5000] ^= 1));
        await RefusedAsync("A recording in this archive was changed", Rewritten(whole, hashes: true, f => f[one] = f[one][..^1]));
        await RefusedAsync("cut short or damaged", Rewritten(whole, hashes: false, f => f.Remove(one)));
        await RefusedAsync("does not fit together", Rewritten(whole, hashes: true, f => f.Remove(one)));
        await RefusedAsync("put in the place of another", Rewritten(whole, hashes: true, f => (f[one], f[two]) = (f[two], f[one])));
        await RefusedAsync("does not fit together", Rewritten(whole, hashes: true, f => f["tables/recordings.jsonl"] = Replaced(f["tables/recordings.jsonl"], $"\"bytes\":{_long.Length}", $"\"bytes\":{_long.Length + 2}")));
        await RefusedAsync("does not fit together", Rewritten(whole, hashes: true, f => f["destroyed-keys.jsonl"] = Replaced(f["destroyed-keys.jsonl"], KeyOwner.Of(_gone).ToString(), KeyOwner.Of(_second).ToString())));
        StudyBuilder.Must(await RestoreAsync(new MemoryStream(Rewritten(whole, hashes: true, _ => { })), Phrase));
    }

    [Fact]
    public async Task What_fails_when_sound_was_put_where_it_lies_takes_it_away_again_and_can_be_tried_anew()
    {
        using var file = await TakeAsync();
        await using (var there = There.Open())
        {
            var other = await StudyBuilder.StartAsync(there, "Another study");
            await using var here = Here.Open();
            var transcription = await here.Transcriptions.Select(t => t.Id).SingleAsync(Cancel);
            await using var room = await There.Door.EnterAsync(Cancel);
            StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(other.Study.Id), other.Study.Id, transcription.Value, new Typing([], []), Cancel)); // in the way of a paper
            await room.CommitAsync(Cancel);
        }

        Assert.Contains("is in this installation already", SentenceOf(await RestoreAsync(file, Phrase)), StringComparison.Ordinal);

        Assert.Empty(There.SoundFiles);
        Assert.Null(There.The<KeyFolder>().Find(KeyOwner.Of(_first)));
        Assert.False(There.The<SoundStore>().IsDestroyed(_gone));
        await using (var room = await There.Door.EnterAsync(Cancel))
        {
            Assert.Equal(1, await room.RemoveAsync<Typing>((await room.ReadAllAsync<Typing>(await room.Study.Studies.Select(s => s.Id).SingleAsync(Cancel), Cancel)).Single().Subject, Cancel));
            await room.CommitAsync(Cancel);
        }

        Assert.Equal(2, StudyBuilder.Must(await RestoreAsync(file, Phrase)).Recordings);
        Assert.Equal(2, There.SoundFiles.Count);
    }

    [Fact]
    public async Task Where_there_is_no_room_for_them_nothing_is_stored()
    {
        using var file = await TakeAsync();
        var full = new SoundStore(There.Recordings, There.The<KeyFolder>(), TimeProvider.System, _ => 64L << 20);
        var restore = new RestoreArchive(There.The<IDbContextFactory<Data.StudyDb>>(), There.Door, full, There.The<Permissions>(), TimeProvider.System, NullLogger<RestoreArchive>.Instance);

        Assert.Contains("no room left", SentenceOf(await restore.RunAsync(Operator, file, new RestoreChoices(false, null, Phrase), null, Cancel)), StringComparison.Ordinal);

        await AssertNothingAsync();
    }

    [Fact]
    public async Task A_recording_whose_sound_cannot_be_read_is_named_and_no_archive_is_made()
    {
        File.Delete(Here.SoundFiles.Single(f => Path.GetFileName(f) == _second.Value.ToString("n")));
        await OpenAsync();

        var refused = SentenceOf(await Here.The<MakeArchive>().RunAsync(_admin.AccountId, StudyId, Phrase, new MemoryStream(), null, Cancel));

        Assert.Contains("a recording of “PSW-07, individual interview” cannot be read", refused, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string sentence, byte[] archive)
    {
        Assert.Contains(sentence, SentenceOf(await RestoreAsync(new MemoryStream(archive), Phrase)), StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    private async Task AssertNothingAsync()
    {
        await using var there = There.Open();
        Assert.Equal((0, 1, false, 0), (await there.Studies.CountAsync(Cancel), await there.Users.CountAsync(Cancel), There.HasKeys, There.SoundFiles.Count));
    }

    private async Task<RecordingId> BringInAsync(byte[] sound)
    {
        var id = StudyBuilder.Must(await Here.The<BeginUpload>().RunAsync(_researcher.AccountId, StudyId, _interview.Id, RecordingTest.Chosen(sound), Cancel)).Id;
        StudyBuilder.Must(await Here.The<TakePart>().RunAsync(_researcher.AccountId, StudyId, id, 0, PipeReader.Create(new MemoryStream(sound)), Cancel));
        return StudyBuilder.Must(await Here.The<FinishUpload>().RunAsync(_researcher.AccountId, StudyId, id, Cancel));
    }

    private async Task OpenAsync() => StudyBuilder.Must(await Here.The<Reveals>().OpenAsync(
        _admin.AccountId, StudyId, RevealSubject.WholeVault, RevealReason.Archive, "", new RevealCredential(RevealProof.Password, Password), Cancel));

    private async Task<MemoryStream> TakeAsync()
    {
        await OpenAsync();
        return await MakeAsync(Here, _admin, Phrase);
    }

    private async Task<byte[]?> HearAsync(AccountId who, RecordingId id)
    {
        if ((await There.The<HearRecording>().RunAsync(who, StudyId, id, Cancel)).IsRefused(out _, out var heard)) return null;
        await using var sound = heard.Sound;
        using var all = new MemoryStream();
        await sound.CopyToAsync(all, Cancel);
        return all.ToArray();
    }

    private static byte[] Replaced(byte[] file, string old, string with)
    {
        var text = Encoding.UTF8.GetString(file);
        return text.Contains(old, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text.Replace(old, with, StringComparison.Ordinal)) : throw new InvalidOperationException(old);
    }

    private static JsonNode ManifestOf(Dictionary<string, byte[]> files) => JsonNode.Parse(files["manifest.json"])!;

    private static Dictionary<string, byte[]> Files(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var stream = e.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>The archive with its files changed.</summary>
    /// <param name="hashes">Whether its manifest is made to say so.</param>
    private static byte[] Rewritten(byte[] archive, bool hashes, Action<Dictionary<string, byte[]>> change)
    {
        var files = Files(archive);
        change(files);
        if (hashes)
        {
            var manifest = ManifestOf(files);
            var entries = manifest["entries"]!.AsArray();
            foreach (var entry in entries.ToList())
            {
                if (!files.TryGetValue(entry!["name"]!.GetValue<string>(), out var content))
                {
                    entries.Remove(entry);
                    continue;
                }

                (entry["bytes"], entry["sha256"]) = (content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
            }

            files["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        }

        using var changed = new MemoryStream();
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var into = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                into.Write(content);
            }
        }

        return changed.ToArray();
    }
}
