using System.IO.Compression;
using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Archives;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Tests.Features.Archives;

/// <summary>The demonstration study is archived, restored into an installation that has never seen it, and is the same there, row by row.</summary>
public sealed class RestorationTests(PostgresFixture postgres) : ArchiveTest(postgres)
{
    private Member _admin = null!;

    protected override Task<TestDatabase> FillAsync(PostgresFixture postgres) => DemonstrationAsync(postgres);

    protected override async Task ArrangeAsync()
    {
        await using var db = Here.Open();
        _admin = await db.Members.Include(m => m.Trusts).Where(m => m.Role == Role.Admin && m.EndedAt == null).OrderBy(m => m.Id).FirstAsync(Cancel);
    }

    [Fact]
    public async Task The_study_is_the_same_in_the_other_installation_and_its_archive_from_there_holds_the_same_bytes()
    {
        using var file = await MakeAsync(Here, _admin);
        var before = await Here.RowsAsync(_admin.StudyId, Cancel);

        var restored = StudyBuilder.Must(await RestoreAsync(file));

        var after = await There.RowsAsync(_admin.StudyId, Cancel);
        Assert.All(before.Where(t => t.Key is not ("restorations" or "earlier_audit_entries")), t => Assert.Equal(t.Value, after[t.Key]));
        Assert.True(before["codings"].Count > 2000 && before["coding_acts"].Count > 2000 && before["summaries"].Count > 0);
        Assert.Equal(0, restored.BrokenEntries);
        await ReadsAsItDidAsync();
        await AgainAsync(file);
    }

    /// <summary>What is made anew is what it was, and what comes next is numbered after what came.</summary>
    private async Task ReadsAsItDidAsync()
    {
        await using var here = Here.Open();
        await using var there = There.Open();
        var words = await here.TurnWords.OrderBy(t => t.TranscriptId).ThenBy(t => t.TurnNumber).Select(t => new { t.TranscriptId, t.TurnNumber, t.WordCount }).ToListAsync(Cancel);
        Assert.NotEmpty(words);
        Assert.Equal(words, await there.TurnWords.OrderBy(t => t.TranscriptId).ThenBy(t => t.TurnNumber).Select(t => new { t.TranscriptId, t.TurnNumber, t.WordCount }).ToListAsync(Cancel));
        Assert.Empty((await CodingCheck.RunAsync(there, Cancel)).Strays);
        Assert.True(await there.Database.SqlQueryRaw<bool>("select nextval(pg_get_serial_sequence('codebook_changes', 'number')) > (select max(number) from codebook_changes) as \"Value\"").SingleAsync(Cancel));
    }

    private async Task AgainAsync(MemoryStream first)
    {
        await using var after = There.Open();
        after.Members.Add(StudyBuilder.Must(Member.Join(_admin.StudyId, Operator, Role.Admin, "Op Erator", [], StudyBuilder.At)));
        await after.SaveChangesAsync(Cancel);
        var admin = await after.Members.Include(m => m.Trusts).SingleAsync(m => m.AccountId == Operator, Cancel);
        using var second = await MakeAsync(There, admin);
        var (one, two) = (Files(first), Files(second));
        Assert.Equal(one.Keys.Order(), two.Keys.Order());
        string[] differ = ["manifest.json", "accounts.jsonl", "trail.jsonl", "tables/members.jsonl", "tables/restorations.jsonl", "tables/earlier_audit_entries.jsonl"];
        Assert.All(one.Where(f => !differ.Contains(f.Key)), f => Assert.True(f.Value.AsSpan().SequenceEqual(two[f.Key]), f.Key));
        Assert.Equal(Lines(one["trail.jsonl"]).Count, Lines(two["tables/earlier_audit_entries.jsonl"]).Count);
    }

    [Fact]
    public async Task Its_earlier_audit_trail_is_kept_as_evidence_that_can_be_checked_and_never_changed()
    {
        await using (var db = Here.Open())
        {
            for (var i = 0; i < 3; i++) db.Audit(AuditEntry.Of(AuditKind.StudyChanged, _admin, AuditSubject.Of(_admin.StudyId), AuditDetail.Count("words", i)));
            await db.SaveChangesAsync(Cancel);
        }

        using var file = await MakeAsync(Here, _admin);
        StudyBuilder.Must(await RestoreAsync(file));

        await using var here = Here.Open();
        await using var there = There.Open();
        var kept = await there.EarlierAuditEntries.OrderBy(e => e.Number).ToListAsync(Cancel);
        var told = await here.AuditEntries.Where(e => e.StudyId == _admin.StudyId).OrderBy(e => e.Number).ToListAsync(Cancel);
        Assert.Equal(told.Select(e => (e.Number, e.Kind.ToString(), Convert.ToHexString(e.Hash))), kept.Select(e => (e.Number, e.Kind, Convert.ToHexString(e.Hash))));
        Assert.All(kept, e => Assert.Equal(e.Hash, AuditChain.HashOf(new StoredEntry(
            e.Number, e.At, e.StudyId.Value, e.AccountId, e.MemberId?.Value, e.Kind, e.SubjectKind, e.SubjectId, e.Label, e.Detail, e.PreviousHash, e.Hash))));
        var restoration = await there.Restorations.SingleAsync(Cancel);
        var entry = await there.AuditEntries.SingleAsync(e => e.Kind == AuditKind.WholeStudyRestored, Cancel);
        Assert.Equal((kept.Count, 0, Convert.ToHexStringLower(restoration.ManifestHash)), (restoration.Entries, restoration.BrokenEntries, entry.Detail.TextOf("manifest")));
        await using var app = There.The<IDbContextFactory<Data.StudyDb>>().CreateDbContext();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.EarlierAuditEntries.ExecuteDeleteAsync(Cancel));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Who_coded_what_stays_by_locked_accounts_or_by_accounts_that_were_here_where_the_operator_says_so()
    {
        await using var here = Here.Open();
        var accounts = (await here.Members.Where(m => m.StudyId == _admin.StudyId).Select(m => m.AccountId).ToListAsync(Cancel)).ConvertAll(a => a.Value);
        var emails = await here.Users.Where(a => accounts.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Email!).ToListAsync(Cancel);
        var known = await There.AccountAsync(emails[0], isOperator: false);
        using var file = await MakeAsync(Here, _admin);

        var restored = StudyBuilder.Must(await RestoreAsync(file, match: true, join: Role.Admin));

        Assert.Equal((1, emails.Count - 1), (restored.Matched, restored.Made));
        await using var there = There.Open();
        Assert.True(await there.Members.AnyAsync(m => m.StudyId == restored.Id && m.AccountId == known, Cancel));
        var made = await there.Users.Where(a => a.Id != known.Value && a.Id != Operator.Value).ToListAsync(Cancel);
        Assert.All(made, a => Assert.True(a.IsLocked && a.PasswordHash is null));
        Assert.Equal(emails.Skip(1).Order(), made.Select(a => a.Email).Order());
        Assert.Equal(Role.Admin, (await there.Members.SingleAsync(m => m.AccountId == Operator, Cancel)).Role);
    }

    [Fact]
    public async Task A_member_whose_address_is_taken_is_not_that_account_unless_the_operator_says_so()
    {
        await using var here = Here.Open();
        var email = await here.Users.Where(a => a.Id == _admin.AccountId.Value).Select(a => a.Email!).SingleAsync(Cancel);
        var other = await There.AccountAsync(email, isOperator: false);
        using var file = await MakeAsync(Here, _admin);

        var restored = StudyBuilder.Must(await RestoreAsync(file));

        await using var there = There.Open();
        Assert.Equal(0, restored.Matched);
        Assert.False(await there.Members.AnyAsync(m => m.AccountId == other, Cancel));
        Assert.True(await there.Members.AnyAsync(m => m.Id == _admin.Id, Cancel));
    }

    [Fact]
    public async Task A_study_that_is_here_is_not_restored_again()
    {
        using var file = await MakeAsync(Here, _admin);
        StudyBuilder.Must(await RestoreAsync(file));

        Assert.Contains("is in this installation already", SentenceOf(await RestoreAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_changed_newer_or_older_is_refused_with_a_sentence_and_nothing_is_stored()
    {
        using var file = await MakeAsync(Here, _admin);
        var whole = file.ToArray();

        Assert.Contains("no archive", SentenceOf(await RestoreAsync(new MemoryStream(whole[..(whole.Length / 2)]))), StringComparison.Ordinal);
        Assert.Contains("no archive", SentenceOf(await RestoreAsync(new MemoryStream("Hello"u8.ToArray()))), StringComparison.Ordinal);
        Assert.Contains("cut short or damaged", SentenceOf(await RestoreAsync(Changed(whole, "tables/codings.jsonl", t => t.Replace("\"is_unsure\":false", "\"is_unsure\":true ", StringComparison.Ordinal)))), StringComparison.Ordinal);
        Assert.Contains("cut short or damaged", SentenceOf(await RestoreAsync(Changed(whole, "tables/memos.jsonl", _ => null))), StringComparison.Ordinal);
        Assert.Contains("format 3", SentenceOf(await RestoreAsync(Changed(whole, "manifest.json", t => t.Replace("\"formatVersion\": 1", "\"formatVersion\": 3", StringComparison.Ordinal)))), StringComparison.Ordinal);
        Assert.Contains("Bring CoreStudy up to date", SentenceOf(await RestoreAsync(Changed(whole, "manifest.json", t => WithSchema(t, "29990101000000_AddTomorrow")))), StringComparison.Ordinal);
        Assert.Contains("an older version", SentenceOf(await RestoreAsync(Changed(whole, "manifest.json", t => WithSchema(t, "20261123052819_CreateStudies")))), StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task A_row_that_reaches_into_another_study_is_refused_and_nothing_is_stored()
    {
        using var file = await MakeAsync(Here, _admin);
        StudyId other;
        await using (var there = There.Open())
        {
            var builder = await StudyBuilder.StartAsync(there, "Another study");
            other = builder.Study.Id;
            builder.Trust();
            await there.SaveChangesAsync(Cancel);
        }

        var forged = Forged(file.ToArray(), "tables/members.jsonl", t => ReplaceFirst(t, $"\"study_id\":\"{_admin.StudyId.Value}\"", $"\"study_id\":\"{other.Value}\""));

        Assert.Contains("does not fit together", SentenceOf(await RestoreAsync(forged)), StringComparison.Ordinal);
        await using var after = There.Open();
        Assert.Equal([other], await after.Studies.Select(s => s.Id).ToListAsync(Cancel));
        Assert.Equal(0, await after.Members.CountAsync(m => m.StudyId == other, Cancel));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    public async Task Only_an_admin_takes_a_study_out(Role role)
    {
        await using var db = Here.Open();
        var account = await Here.AccountAsync("somebody@here.example", isOperator: true);
        db.Members.Add(StudyBuilder.Must(Member.Join(_admin.StudyId, account, role, "Some Body", [], StudyBuilder.At)));
        await db.SaveChangesAsync(Cancel);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await Here.The<MakeArchive>().RunAsync(account, _admin.StudyId, null, new MemoryStream(), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await Here.The<PrepareArchive>().RunAsync(account, _admin.StudyId, null, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await Here.The<ListRestorations>().RunAsync(account, _admin.StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await Here.The<MeasureRecordings>().RunAsync(account, _admin.StudyId, Cancel)));
    }

    [Fact]
    public async Task Only_an_operator_restores_one_and_a_prepared_archive_is_fetched_once_by_who_made_it()
    {
        var nobody = await There.AccountAsync("somebody@there.example", isOperator: false);
        var prepared = StudyBuilder.Must(await Here.The<PrepareArchive>().RunAsync(_admin.AccountId, _admin.StudyId, null, null, Cancel));

        Assert.Null(await Here.The<PrepareArchive>().FetchAsync(new AccountId(Guid.CreateVersion7()), _admin.StudyId, prepared.Ticket, Cancel));
        var file = new MemoryStream();
        await using (var fetched = (await Here.The<PrepareArchive>().FetchAsync(_admin.AccountId, _admin.StudyId, prepared.Ticket, Cancel))!.Value.File) await fetched.CopyToAsync(file, Cancel);
        Assert.Null(await Here.The<PrepareArchive>().FetchAsync(_admin.AccountId, _admin.StudyId, prepared.Ticket, Cancel));
        file.Position = 0;
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await There.The<RestoreArchive>().RunAsync(nobody, file, new RestoreChoices(false, null, null), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await There.The<ReceiveArchive>().RunAsync(nobody, file, file.Length, null, Cancel)));
        var received = StudyBuilder.Must(await There.The<ReceiveArchive>().RunAsync(Operator, file, file.Length, null, Cancel));
        Assert.Equal((null, false), (received.Hindrance, received.Manifest.WithVault));
        StudyBuilder.Must(await There.The<ReceiveArchive>().RestoreAsync(Operator, received.Ticket, new RestoreChoices(false, null, null), null, Cancel));
    }

    private async Task AssertNothingAsync()
    {
        await using var there = There.Open();
        Assert.Equal((0, 1, false), (await there.Studies.CountAsync(Cancel), await there.Users.CountAsync(Cancel), There.HasKeys));
    }

    private static string WithSchema(string manifest, string schema) => System.Text.RegularExpressions.Regex.Replace(manifest, "\"schema\": \"[^\"]*\"", $"\"schema\": \"{schema}\"");

    private static string ReplaceFirst(string text, string old, string with) => text.IndexOf(old, StringComparison.Ordinal) is >= 0 and var at ? text[..at] + with + text[(at + old.Length)..] : throw new InvalidOperationException(old);

    private static List<string> Lines(byte[] file) => [.. Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

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

    /// <summary>The archive with one of its files changed, or left out.</summary>
    private static MemoryStream Changed(byte[] archive, string name, Func<string, string?> change)
    {
        var changed = new MemoryStream();
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (file, content) in Files(new MemoryStream(archive)))
            {
                if ((file == name ? change(Encoding.UTF8.GetString(content)) : Encoding.UTF8.GetString(content)) is not { } text) continue;
                using var into = zip.CreateEntry(file).Open();
                into.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        changed.Position = 0;
        return changed;
    }

    /// <summary>The same, with a manifest that says so.</summary>
    private static MemoryStream Forged(byte[] archive, string name, Func<string, string> change)
    {
        var text = change(Encoding.UTF8.GetString(Files(new MemoryStream(archive))[name]));
        var (was, now) = (Hash(Files(new MemoryStream(archive))[name]), Hash(Encoding.UTF8.GetBytes(text)));
        return Changed(Changed(archive, name, _ => text).ToArray(), "manifest.json", m => m.Replace(was, now, StringComparison.Ordinal));
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
}
