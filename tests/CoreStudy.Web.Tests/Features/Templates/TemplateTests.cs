using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Interchange.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Templates;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Templates;

public sealed class TemplateTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private static readonly WrittenReport Nothing = new("Nothing", "Study", new DateOnly(2026, 3, 2), []);

    [Fact]
    public async Task The_first_of_a_kind_is_used_at_once_and_another_takes_its_place()
    {
        var first = StudyBuilder.Must(await AddAsync(Researcher, "Ours", Slides()));
        var second = StudyBuilder.Must(await AddAsync(Lead, "Theirs", Slides()));
        var document = StudyBuilder.Must(await AddAsync(Lead, "Ours", ReportDocument.Write(Nothing, null)));
        Assert.Equal([first, document], await ChosenAsync());

        StudyBuilder.Must(await The<ChooseTemplate>().RunAsync(Lead.AccountId, StudyId, second, chosen: true, Cancel));
        Assert.Equal([second, document], await ChosenAsync());
        StudyBuilder.Must(await The<ChooseTemplate>().RunAsync(Lead.AccountId, StudyId, second, chosen: false, Cancel));

        Assert.Equal([document], await ChosenAsync());
        Assert.Equal(3, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.TemplateAdded, Cancel));
        Assert.Equal(2, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.TemplateChosen, Cancel));
    }

    [Fact]
    public async Task What_is_kept_is_a_template_that_reports_can_be_made_from()
    {
        StudyBuilder.Must(await AddAsync(Researcher, "Ours", Slides()));

        var kept = await Db.StudyTemplates.AsNoTracking().SingleAsync(Cancel);

        Assert.NotEmpty(ReportSlides.Write(Nothing, new ReportTemplate(TemplateKind.Slides, kept.Content)));
        Assert.Equal("Its slide is left out; what it looks like stays.", kept.Remarks);
    }

    [Fact]
    public async Task What_is_no_template_is_refused_in_words_and_leaves_nothing()
    {
        Assert.Contains("not a PowerPoint or Word file", SentenceOf(await AddAsync(Lead, "Odd", "words"u8.ToArray())), StringComparison.Ordinal);
        Assert.Equal(0, await Db.StudyTemplates.CountAsync(Cancel));
    }

    [Fact]
    public async Task Whoever_does_not_write_findings_changes_no_template()
    {
        var id = StudyBuilder.Must(await AddAsync(Lead, "Ours", Slides()));

        foreach (var me in new[] { Supervisor, Ada })
        {
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await AddAsync(me, "Mine", Slides())));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChooseTemplate>().RunAsync(me.AccountId, StudyId, id, chosen: false, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<RemoveTemplate>().RunAsync(me.AccountId, StudyId, id, Cancel)));
        }

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListTemplates>().RunAsync(Ada.AccountId, StudyId, Cancel)));
        Assert.False(StudyBuilder.Must(await The<ListTemplates>().RunAsync(Supervisor.AccountId, StudyId, Cancel)).MayChange);
    }

    [Fact]
    public async Task A_template_of_another_study_is_not_there()
    {
        var id = StudyBuilder.Must(await AddAsync(Lead, "Ours", Slides()));
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        await other.CodeAsync("Waiting"); // so that the next name is one of its own
        var stranger = await other.MemberAsync(Role.StudyLead);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<RemoveTemplate>().RunAsync(stranger.AccountId, other.Study.Id, id, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ChooseTemplate>().RunAsync(stranger.AccountId, other.Study.Id, id, chosen: true, Cancel)));
        StudyBuilder.Must(await The<RemoveTemplate>().RunAsync(Lead.AccountId, StudyId, id, Cancel));
        Assert.Equal(0, await Db.StudyTemplates.CountAsync(Cancel));
    }

    private static byte[] Slides() => ReportSlides.Write(Nothing, null);

    private Task<Result<TemplateId>> AddAsync(Member by, string name, byte[] file) => The<AddTemplate>().RunAsync(by.AccountId, StudyId, name, file, Cancel);

    private Task<List<TemplateId>> ChosenAsync() => Db.StudyTemplates.Where(t => t.StudyId == StudyId && t.IsChosen).OrderByDescending(t => t.Kind).Select(t => t.Id).ToListAsync(Cancel);
}
