using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reveals;
using CoreStudy.Interchange.Archives;
using CoreStudy.Testing;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Archives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Features.Archives;

/// <summary>The vault goes along only where an admin opens it, sealed by a pass-phrase, and comes out of it whole elsewhere.</summary>
public sealed class VaultArchiveTests(PostgresFixture postgres) : ArchiveTest(postgres)
{
    private static readonly string[] Planted = ["Quillfeather", "quillfeather@home.example", "Thistledown Hospital", "Marigold", "signed by hand"];

    private Member _admin = null!;
    private Participant _kept = null!;
    private Participant _gone = null!;
    private TranscriptId _transcript;

    protected override Task<TestDatabase> FillAsync(PostgresFixture postgres) => postgres.CloneAsync(Cancel);

    protected override async Task ArrangeAsync()
    {
        await using var db = Here.Open();
        var study = await StudyBuilder.StartAsync(db);
        _admin = await study.MemberAsync(Role.Admin);
        var researcher = await study.MemberAsync(Role.Researcher);
        var transcript = await study.TranscriptAsync(researcher, ["[peer 1] helped me."]);
        _transcript = transcript.Id;
        (_kept, _gone) = (Add("PSW-01"), Add("PSW-02"));
        await db.SaveChangesAsync(Cancel);
        await using (var scope = Here.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Data.Accounts.Account>>();
            Assert.True((await accounts.AddPasswordAsync((await accounts.FindByIdAsync(_admin.AccountId.Value.ToString()))!, Password)).Succeeded);
        }

        await using var room = await Here.Door.EnterAsync(Cancel);
        await WriteAsync(KeyOwner.Of(_kept.Id), _kept.Id.Value, new Identity("Amber Quillfeather", "quillfeather@home.example", ""));
        await WriteAsync(KeyOwner.Of(_gone.Id), _gone.Id.Value, new Identity("Somebody Withdrawn", "", ""));
        await WriteAsync(KeyOwner.Of(study.Study.Id), _kept.TrustId.Value, new PlaceName("Thistledown Hospital", []));
        await WriteAsync(KeyOwner.Of(_kept.Id), Guid.CreateVersion7(), new Evidence("form.pdf", "application/pdf", Encoding.UTF8.GetBytes("signed by hand")));
        await room.WriteOriginalAsync(study.Study.Id, _transcript, new Original([new OriginalTurn(0, "Amber Quillfeather", _kept.Id.Value, null, "Marigold helped me.", 19)]), _kept.Id, Cancel);
        await room.RemoveAllOfAsync(KeyOwner.Of(_gone.Id), Cancel);
        room.DestroyKey(KeyOwner.Of(_gone.Id));
        await room.CommitAsync(Cancel);

        async Task WriteAsync<T>(KeyOwner owner, Guid subject, T paper)
            where T : class => StudyBuilder.Must(await room.WriteAsync(owner, study.Study.Id, subject, paper, Cancel));

        Participant Add(string label)
        {
            var participant = StudyBuilder.Must(Participant.Create(study.Study, study.Trust(), label, study.Study.ParticipantRoles[0]));
            db.Participants.Add(participant);
            return participant;
        }
    }

    [Fact]
    public async Task Without_the_vault_none_of_its_words_is_anywhere_in_the_file()
    {
        using var file = await MakeAsync(Here, _admin);

        foreach (var (name, content) in Files(file)) Assert.All(Planted, p => Assert.True(content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(p)) < 0, $"{p} in {name}"));
        Assert.DoesNotContain(ArchiveManifest.Vault, Files(file).Keys);
    }

    [Fact]
    public async Task With_the_vault_its_words_are_sealed_and_come_out_in_the_other_installation_alone_with_the_pass_phrase()
    {
        await OpenAsync();
        using var file = await MakeAsync(Here, _admin, Phrase);
        Assert.All(Files(file), f => Assert.All(Planted, p => Assert.True(f.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(p)) < 0, $"{p} in {f.Key}")));

        var restored = StudyBuilder.Must(await RestoreAsync(file, Phrase));

        await using var room = await There.Door.EnterAsync(Cancel);
        await using var before = await Here.Door.EnterAsync(Cancel);
        var (there, here) = (await room.ReadEverythingAsync(_admin.StudyId, Cancel).ToListAsync(Cancel), await before.ReadEverythingAsync(_admin.StudyId, Cancel).ToListAsync(Cancel));
        Assert.Equal(restored.Papers, there.Count);
        Assert.Equal(here.Select(p => (p.Kind, p.Subject, p.Number, p.Owner, p.ChangedAt, Encoding.UTF8.GetString(p.Content))), there.Select(p => (p.Kind, p.Subject, p.Number, p.Owner, p.ChangedAt, Encoding.UTF8.GetString(p.Content))));
        Assert.Equal("Amber Quillfeather", (await room.ReadAsync<Identity>(_kept.Id.Value, Cancel))!.Name);
        Assert.Equal("Marigold helped me.", (await room.ReadOriginalAsync(_transcript, Cancel))!.Words);
        Assert.True(room.IsKeyDestroyed(KeyOwner.Of(_gone.Id)));
    }

    [Fact]
    public async Task An_archive_that_was_made_before_recordings_went_along_is_restored_with_its_vault()
    {
        await OpenAsync();
        using var file = await MakeAsync(Here, _admin, Phrase);

        var restored = StudyBuilder.Must(await RestoreAsync(OfFormat1(file), Phrase));

        Assert.True(restored.Papers > 0);
    }

    [Fact]
    public async Task A_destroyed_key_stays_destroyed_even_where_the_vault_does_not_come_along()
    {
        using var file = await MakeAsync(Here, _admin);

        StudyBuilder.Must(await RestoreAsync(file));

        Assert.Equal([KeyOwner.Of(_gone.Id)], There.Door.DestroyedOf([KeyOwner.Of(_gone.Id), KeyOwner.Of(_kept.Id)]));
    }

    [Fact]
    public async Task A_wrong_pass_phrase_is_refused_with_a_sentence_and_nothing_is_stored()
    {
        await OpenAsync();
        using var file = await MakeAsync(Here, _admin, Phrase);

        Assert.Contains("does not open the vault", SentenceOf(await RestoreAsync(file, StudyBuilder.Must(PassPhrase.Of("eight lamps under a quiet bridge")))), StringComparison.Ordinal);

        await using var there = There.Open();
        Assert.Equal((0, 1, false), (await there.Studies.CountAsync(Cancel), await there.Users.CountAsync(Cancel), There.HasKeys));
    }

    [Fact]
    public async Task The_vault_is_taken_along_only_while_it_is_open_and_that_is_on_record()
    {
        Assert.StartsWith("This is closed", SentenceOf(await Here.The<MakeArchive>().RunAsync(_admin.AccountId, _admin.StudyId, Phrase, new MemoryStream(), null, Cancel)), StringComparison.Ordinal);
        await OpenAsync();

        using var file = await MakeAsync(Here, _admin, Phrase);

        await using var db = Here.Open();
        var reveal = await db.Reveals.SingleAsync(Cancel);
        Assert.Equal((RevealKind.Vault, RevealReason.Archive, true), (reveal.Kind, reveal.Reason, reveal.ExportedAt is not null));
        var told = await db.AuditEntries.Where(e => e.Kind == AuditKind.VaultRead || e.Kind == AuditKind.WholeStudyTaken).OrderBy(e => e.Number).ToListAsync(Cancel);
        Assert.Equal([AuditKind.VaultRead, AuditKind.WholeStudyTaken], told.Select(e => e.Kind));
        Assert.True(told[1].Detail.Says("vault"));
    }

    [Fact]
    public async Task An_admin_of_some_trusts_alone_takes_nothing_out()
    {
        await using var db = Here.Open();
        var trust = await db.Trusts.FirstAsync(Cancel);
        var account = await Here.AccountAsync("limited@here.example", isOperator: false);
        db.Members.Add(StudyBuilder.Must(Member.Join(_admin.StudyId, account, Role.Admin, "Lim Ited", [trust.Id], StudyBuilder.At)));
        await db.SaveChangesAsync(Cancel);

        Assert.Contains("every trust", SentenceOf(await Here.The<MakeArchive>().RunAsync(account, _admin.StudyId, null, new MemoryStream(), null, Cancel)), StringComparison.Ordinal);
    }

    private async Task OpenAsync() => StudyBuilder.Must(await Here.The<Reveals>().OpenAsync(
        _admin.AccountId, _admin.StudyId, RevealSubject.WholeVault, RevealReason.Archive, "", new RevealCredential(RevealProof.Password, Password), Cancel));

    /// <summary>The archive as the version before would have made it, which knew of no recordings.</summary>
    private static MemoryStream OfFormat1(Stream archive)
    {
        string[] later = [.. new[] { "recordings", "recording_hearers", "transcriptions" }.Select(ArchiveManifest.FileOf)];
        var files = Files(archive);
        var manifest = JsonNode.Parse(files["manifest.json"])!;
        manifest["formatVersion"] = 1;
        var entries = manifest["entries"]!.AsArray();
        Assert.Equal(3, entries.RemoveAll(e => later.Contains(e!["name"]!.GetValue<string>())));
        files["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        var older = new MemoryStream();
        using (var zip = new ZipArchive(older, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files.Where(f => !later.Contains(f.Key)))
            {
                using var into = zip.CreateEntry(name).Open();
                into.Write(content);
            }
        }

        older.Position = 0;
        return older;
    }

    private static Dictionary<string, byte[]> Files(Stream archive)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var stream = e.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
