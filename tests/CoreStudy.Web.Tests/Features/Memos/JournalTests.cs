using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Memos;
using CoreStudy.Domain.Reveals;
using CoreStudy.Testing;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Features.Audits;
using CoreStudy.Web.Features.Identities;
using CoreStudy.Web.Features.Memos;
using CoreStudy.Web.Features.Redactions;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Identities;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Memos;

public sealed class JournalTests(PostgresFixture postgres) : ConfidentialTest(postgres)
{
    private const string Words = "I had to put the kettle on after that one.";

    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public async Task What_is_written_is_read_again_by_its_writer()
    {
        var id = JournalEntryId.New();

        StudyBuilder.Must(await WriteAsync(Coder, id, 0, Words));
        StudyBuilder.Must(await WriteAsync(Coder, id, 1, $"{Words} And again."));

        var journal = await ReadAsync(Coder);
        var entry = Assert.Single(journal.Entries);
        Assert.Equal(($"{Words} And again.", Day, JournalPrompt.Surprise, 2), (entry.Text, entry.Day, entry.Prompt, entry.Version));
        Assert.True(journal.WithPrompts);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.StudyLead)]
    [InlineData(Role.Admin)]
    public async Task Nobody_else_reads_it_whatever_their_role(Role role)
    {
        var id = JournalEntryId.New();
        StudyBuilder.Must(await WriteAsync(Coder, id, 0, Words));
        var other = await Study.MemberAsync(role);

        var read = await The<ReadJournal>().RunAsync(other.AccountId, StudyId, Cancel);
        var taken = await The<ExportJournal>().RunAsync(other.AccountId, StudyId, Cancel);
        var removed = await The<WriteJournal>().RemoveAsync(other.AccountId, StudyId, id, Cancel);
        var changed = await The<WriteJournal>().RunAsync(other.AccountId, StudyId, id, 1, Day, null, "Mine now.", Cancel);
        var prompted = await The<WriteJournal>().PromptAsync(other.AccountId, StudyId, false, Cancel);

        if (role == Role.Admin) Assert.All([SentenceOf(read), SentenceOf(taken), SentenceOf(removed), SentenceOf(changed), SentenceOf(prompted)], s => Assert.Equal(Refusal.Forbidden.Sentence, s));
        else
        {
            Assert.Empty(StudyBuilder.Must(read).Entries);
            Assert.Empty(StudyBuilder.Must(taken).Rows);
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(removed));
            Assert.NotNull(SentenceOf(changed));
        }

        var mine = await ReadAsync(Coder);
        Assert.Equal((Words, true), (Assert.Single(mine.Entries).Text, mine.WithPrompts));
    }

    [Fact]
    public async Task The_database_the_audit_trail_the_news_and_the_search_of_admins_hold_nothing_of_it()
    {
        var entries = await Db.AuditEntries.CountAsync(Cancel);
        var heard = new List<Notice>();
        using var listening = Feed.ListenEverywhere(heard.Add);

        StudyBuilder.Must(await WriteAsync(Coder, JournalEntryId.New(), 0, Words));

        var row = await Db.Database.SqlQuery<string>($"select row_to_json(j)::text as \"Value\" from journal_entries j").SingleAsync(Cancel);
        var bytes = await Db.JournalEntries.AsNoTracking().Select(e => e.Sealed).SingleAsync(Cancel);
        Assert.DoesNotContain("kettle", row, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("kettle")));
        Assert.Equal(entries, await Db.AuditEntries.CountAsync(Cancel));
        Assert.Empty(heard);
        await OpenAsync(RevealSubject.AllTranscripts);
        Assert.Empty(StudyBuilder.Must(await The<SearchStudy>().RunAsync(Admin.AccountId, StudyId, "kettle", Cancel)).Written);
        Assert.DoesNotContain(StudyBuilder.Must(await The<ListTrail>().RunAsync(Lead.AccountId, StudyId, new TrailFilter(), null, Cancel)).Rows, r => r.Sentence.Contains("journal", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_entry_that_is_put_into_somebody_elses_journal_does_not_open_there()
    {
        StudyBuilder.Must(await WriteAsync(Coder, JournalEntryId.New(), 0, Words));

        await Db.Database.ExecuteSqlAsync($"update journal_entries set member_id = {Lead.Id.Value}", Cancel);

        Assert.Null(Assert.Single((await ReadAsync(Lead)).Entries).Text);
    }

    [Fact]
    public async Task A_name_that_the_study_keeps_apart_is_refused_and_only_the_writer_learns_of_it()
    {
        await OpenAsync(RevealSubject.AllParticipants);
        StudyBuilder.Must(await The<SaveIdentity>().RunAsync(Admin.AccountId, StudyId, One.Id, new Identity("Beatrix Quillfeather", "", ""), 0, Cancel));
        var entries = await Db.AuditEntries.CountAsync(Cancel);

        var refused = SentenceOf(await WriteAsync(Coder, JournalEntryId.New(), 0, "Beatrix Quillfeather reminds me of my aunt."));

        Assert.Contains("your words are still here", refused, StringComparison.Ordinal);
        Assert.Empty((await ReadAsync(Coder)).Entries);
        Assert.Equal(entries, await Db.AuditEntries.CountAsync(Cancel));
    }

    [Fact]
    public async Task Two_windows_of_one_writer_lose_no_word()
    {
        var id = JournalEntryId.New();
        StudyBuilder.Must(await WriteAsync(Coder, id, 0, "One."));
        StudyBuilder.Must(await WriteAsync(Coder, id, 1, "Two."));

        Assert.Equal((2, "Two."), (StudyBuilder.Must(await WriteAsync(Coder, id, 1, "Three.")) is var saved ? saved.Version : 0, saved.Other));
        Assert.Null(StudyBuilder.Must(await WriteAsync(Coder, id, 1, "Two.")).Other); // sent twice
        Assert.Equal("Two.", Assert.Single((await ReadAsync(Coder)).Entries).Text);
    }

    [Fact]
    public async Task An_entry_that_is_removed_can_be_put_back_and_questions_stay_off_once_they_are_off()
    {
        var id = JournalEntryId.New();
        StudyBuilder.Must(await WriteAsync(Coder, id, 0, Words));

        var gone = StudyBuilder.Must(await The<WriteJournal>().RemoveAsync(Coder.AccountId, StudyId, id, Cancel));
        Assert.Empty((await ReadAsync(Coder)).Entries);
        StudyBuilder.Must(await WriteAsync(Coder, id, 0, gone.Text!));
        StudyBuilder.Must(await The<WriteJournal>().PromptAsync(Coder.AccountId, StudyId, false, Cancel));

        var journal = await ReadAsync(Coder);
        Assert.Equal((Words, false), (Assert.Single(journal.Entries).Text, journal.WithPrompts));
        Assert.Equal([["2026-03-02", "What had I not expected? What did I think would be there, and was not?", Words]], StudyBuilder.Must(await The<ExportJournal>().RunAsync(Coder.AccountId, StudyId, Cancel)).Rows);
    }

    private Task<Result<SavedEntry>> WriteAsync(Member by, JournalEntryId id, int basedOn, string text) => The<WriteJournal>().RunAsync(by.AccountId, StudyId, id, basedOn, Day, JournalPrompt.Surprise, text, Cancel);

    private async Task<JournalView> ReadAsync(Member reader) => StudyBuilder.Must(await The<ReadJournal>().RunAsync(reader.AccountId, StudyId, Cancel));
}
