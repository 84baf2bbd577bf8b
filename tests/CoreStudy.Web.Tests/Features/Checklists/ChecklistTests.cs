using System.IO.Compression;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Checklists;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Checklists;
using CoreStudy.Web.Tests.Features.Rounds;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Checklists;

public sealed class ChecklistTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Fact]
    public void The_lists_have_as_many_items_as_their_sources_each_with_a_number_of_its_own()
    {
        Assert.Equal(Enumerable.Range(1, 32).Select(n => $"{n}"), Checklist.Coreq.Items.Select(i => i.Number));
        Assert.Equal(Enumerable.Range(1, 21).Select(n => $"S{n}"), Checklist.Srqr.Items.Select(i => i.Number));
        Assert.All(Checklist.All.SelectMany(l => l.Items), i => Assert.True(i.Topic.Length > 2 && i.Question.Length > 10 && i.Number.Length <= 8));
    }

    [Fact]
    public async Task An_answer_is_kept_with_who_and_when_and_is_in_the_trail()
    {
        await AnswerAsync(Researcher, "12", " Twenty-two people. ", 0);

        var row = (await ReadAsync(Supervisor)).Rows.Single(r => r.Item.Number == "12");

        Assert.Equal(("Twenty-two people.", 1, Researcher.Name, (DateTimeOffset?)Clock.GetUtcNow()), (row.Answer, row.Edition, row.By, row.At));
        Assert.Equal(1, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.ChecklistAnswered, Cancel));
    }

    [Fact]
    public async Task Whoever_writes_on_an_answer_that_moved_meanwhile_sees_both_and_loses_none()
    {
        await AnswerAsync(Researcher, "3", "Theirs.", 0);

        var clash = await AnswerAsync(Supervisor, "3", "Mine.", 0);

        Assert.Equal("Theirs.", clash.Clash);
        Assert.Equal(Researcher.Name, clash.By);
        Assert.Null((await AnswerAsync(Supervisor, "3", "Mine.", clash.Edition)).Clash);
        Assert.Equal("Mine.", (await ReadAsync(Lead)).Rows.Single(r => r.Item.Number == "3").Answer);
    }

    [Fact]
    public async Task Coders_and_admins_neither_read_nor_answer_nor_take_out()
    {
        var admin = await Study.MemberAsync(Role.Admin);

        foreach (var me in new[] { Ada.AccountId, admin.AccountId })
        {
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadChecklist>().RunAsync(me, StudyId, ChecklistKind.Coreq, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<AnswerChecklist>().RunAsync(me, StudyId, ChecklistKind.Coreq, "1", "Words", 0, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ExportChecklist>().RunAsync(me, StudyId, ChecklistKind.Coreq, "csv", Cancel)));
        }
    }

    [Fact]
    public async Task An_item_that_is_not_there_and_an_answer_that_is_too_long_are_refused()
    {
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<AnswerChecklist>().RunAsync(Lead.AccountId, StudyId, ChecklistKind.Coreq, "33", "Words", 0, Cancel)));
        Assert.Contains("at most 4000 characters", SentenceOf(await The<AnswerChecklist>().RunAsync(Lead.AccountId, StudyId, ChecklistKind.Srqr, "S1", new string('a', 4001), 0, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_study_knows_is_what_the_tables_say()
    {
        await PeopleAsync("Peer support worker", 6);
        await PeopleAsync("PSW supervisor", 7);
        await Study.CodingAsync(First, Hope, Ada);
        await Study.CodingAsync(First, Hope, Ben);
        await Study.CodingAsync(Second, Hope, Ada);

        var rows = (await ReadAsync(Lead)).Rows.ToDictionary(r => r.Item.Number, r => r.Suggestion);

        var people = await CountAsync("select count(*)::int as \"Value\" from participants where archived_at is null");
        var coders = await CountAsync("select count(distinct member_id)::int as \"Value\" from codings where removed_at is null");
        var twice = await CountAsync("select count(*)::int as \"Value\" from (select transcript_id from codings where removed_at is null group by 1 having count(distinct member_id) > 1) as t");
        var held = await CountAsync("select count(*)::int as \"Value\" from interviews where archived_at is null and state = 'Held'");
        Assert.Equal($"{people} people took part.", rows["12"]);
        Assert.Equal("13 people took part: 7 in the role “PSW supervisor” and 6 in the role “Peer support worker”.", rows["16"]);
        Assert.Equal($"{coders} people coded; {twice} of 2 transcripts were coded by more than one of them.", rows["24"]);
        Assert.Equal($"{held} individual interviews were held in 2 trusts.", rows["14"]);
        Assert.StartsWith("The framework has 2 codes in use", rows["25"], StringComparison.Ordinal);
        Assert.Equal("The study's team has 3 coders, 1 researcher, 1 supervisor and 1 study lead.", rows["1"]);
        Assert.Null(rows["5"]);
    }

    [Fact]
    public async Task Roles_that_few_share_are_named_without_numbers()
    {
        await PeopleAsync("Peer support worker", 6);
        await PeopleAsync("PSW supervisor", 2);

        Assert.Equal("8 people took part, in the roles “Peer support worker” and “PSW supervisor”.", (await ReadAsync(Lead)).Rows.Single(r => r.Item.Number == "16").Suggestion);
    }

    [Fact]
    public async Task Whoever_works_for_some_trusts_is_told_nothing_of_the_whole_study()
    {
        var some = await Study.MemberAsync(Role.Supervisor, Study.Trust("Alder"));

        Assert.All((await ReadAsync(some)).Rows, r => Assert.Null(r.Suggestion));
    }

    [Fact]
    public async Task While_a_round_is_blind_nobody_outside_of_it_is_told_how_many_code()
    {
        await StartAsync();
        await CodeAsync(Ada, Hope);
        await CodeAsync(Ben, Hope);

        Assert.Null((await ReadAsync(Researcher)).Rows.Single(r => r.Item.Number == "24").Suggestion);
    }

    [Fact]
    public async Task The_document_holds_each_item_and_its_answer()
    {
        await AnswerAsync(Researcher, "S21", "A funder that is made up.", 0, ChecklistKind.Srqr);
        var export = StudyBuilder.Must(await The<ExportChecklist>().RunAsync(Lead.AccountId, StudyId, ChecklistKind.Srqr, "docx", Cancel));

        var file = ExportChecklist.Document(export, ChecklistKind.Srqr, new DateOnly(2026, 3, 2));

        using var zip = new ZipArchive(new MemoryStream(file));
        using var words = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var text = await words.ReadToEndAsync(Cancel);
        Assert.All([.. Checklist.Srqr.Items.Select(i => $">{i.Number}<"), "A funder that is made up.", "Not answered"], w => Assert.Contains(w, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reports_are_told_what_was_answered_and_not_what_was_only_offered()
    {
        await AnswerAsync(Researcher, "12", "Twenty-two people.", 0);
        var told = Service<IToldChecklists>();

        var part = StudyBuilder.Must(await told.ReadAsync(Lead.AccountId, StudyId, "COREQ", Cancel));

        Assert.Equal(["COREQ", "SRQR"], told.Names);
        Assert.Equal("12 Twenty-two people.", Assert.Single(part.Lines.Where(l => l.Answer.Length > 0).Select(l => $"{l.Number} {l.Answer}")));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await told.ReadAsync(Ada.AccountId, StudyId, "COREQ", Cancel)));
    }

    private async Task<ChecklistView> ReadAsync(Member reader) => StudyBuilder.Must(await The<ReadChecklist>().RunAsync(reader.AccountId, StudyId, ChecklistKind.Coreq, Cancel));

    private async Task<AnsweredItem> AnswerAsync(Member by, string number, string text, int before, ChecklistKind kind = ChecklistKind.Coreq) =>
        StudyBuilder.Must(await The<AnswerChecklist>().RunAsync(by.AccountId, StudyId, kind, number, text, before, Cancel));

    private Task<int> CountAsync(string sql) => Db.Database.SqlQueryRaw<int>(sql).SingleAsync(Cancel);

    private async Task PeopleAsync(string role, int count)
    {
        for (var n = 1; n <= count; n++) Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(), $"{role.Split(' ')[^1][..3].ToUpperInvariant()}-{n:00}", role)));
        await Db.SaveChangesAsync(Cancel);
    }
}
