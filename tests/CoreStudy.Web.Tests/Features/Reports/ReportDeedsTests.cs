using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Reports;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Reports;

public sealed class ReportDeedsTests(PostgresFixture postgres) : ReportTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_those_who_keep_the_themes_write_reports_and_coders_and_admins_do_not_read_them(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;
        var part = await PartAsync(ReportPartKind.Purpose);
        var version = await KeepAsync();

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<MakeReport>().RunAsync(me, StudyId, new("Mine"), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<MakeReport>().CopyAsync(me, StudyId, Report, "Mine", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<DescribeReport>().RunAsync(me, StudyId, Report, 1, new("Mine"), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<DescribeReport>().RenameAsync(me, StudyId, Report, "Mine", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ArchiveReport>().RunAsync(me, StudyId, Report, true, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeParts>().AddAsync(me, StudyId, Report, ReportPartKind.Text, new(), new(), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeParts>().MoveAsync(me, StudyId, Report, part.Id, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeParts>().RemoveAsync(me, StudyId, Report, part.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeParts>().BringBackAsync(me, StudyId, Report, part.Id, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<WritePart>().RunAsync(me, StudyId, Report, part.Id, part.Number, new("", "x"), new(), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SaveReportVersion>().RunAsync(me, StudyId, Report, "x", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<BringVersionBack>().RunAsync(me, StudyId, Report, version, Cancel)));
        var told = (await ReadAsync()).Told;
        foreach (var isRefused in new[]
        {
            (await The<ListReports>().RunAsync(me, StudyId, Cancel)).IsRefused(out _, out _), (await The<ReadReport>().RunAsync(me, StudyId, Report, Cancel)).IsRefused(out _, out _),
            (await The<ReadReport>().MethodsAsync(me, StudyId, Report, Cancel)).IsRefused(out _, out _), (await The<ScanReport>().RunAsync(me, StudyId, told, Cancel)).IsRefused(out _, out _),
            (await The<ListReportChoices>().RunAsync(me, StudyId, Cancel)).IsRefused(out _, out _), (await The<ListReportVersions>().RunAsync(me, StudyId, Report, Cancel)).IsRefused(out _, out _),
            (await The<CompareVersions>().RunAsync(me, StudyId, Report, version, null, Cancel)).IsRefused(out _, out _), (await The<LeaveReport>().RunAsync(me, StudyId, Report, null, ReportFormat.Html, Cancel)).IsRefused(out _, out _),
        }) Assert.Equal(role != Role.Supervisor, isRefused);
    }

    [Fact]
    public async Task A_new_report_begins_as_a_talk_for_stakeholders()
    {
        var report = await ReadAsync();

        Assert.Equal(
            [ReportPartKind.Title, ReportPartKind.Process, ReportPartKind.Purpose, ReportPartKind.Theme, ReportPartKind.Issues, ReportPartKind.Acknowledgement, ReportPartKind.Contact, ReportPartKind.Methods, ReportPartKind.Framework],
            report.Parts.Select(p => p.Kind));
        Assert.Equal(Theme.Id, report.Parts[3].Choice.Theme);
        Assert.Equal("Training", report.Parts[3].Name);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadReport>().RunAsync(Researcher.AccountId, StudyId, new(Guid.CreateVersion7()), Cancel)));
        Assert.Contains("called “what we heard”", SentenceOf(await The<MakeReport>().CopyAsync(Lead.AccountId, StudyId, Report, "What we heard", Cancel)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_part_is_moved_taken_out_and_brought_back_to_its_place()
    {
        var before = (await ReadAsync()).Parts.Select(p => p.Id).ToList();
        var theme = before[3];

        StudyBuilder.Must(await The<ChangeParts>().MoveAsync(Researcher.AccountId, StudyId, Report, theme, before[1], Cancel));
        Assert.Equal([before[0], theme, before[1], before[2], .. before.Skip(4)], (await ReadAsync()).Parts.Select(p => p.Id));
        StudyBuilder.Must(await The<ChangeParts>().RemoveAsync(Researcher.AccountId, StudyId, Report, theme, Cancel));
        Assert.DoesNotContain(theme, (await ReadAsync()).Parts.Select(p => p.Id));
        StudyBuilder.Must(await The<ChangeParts>().MoveAsync(Lead.AccountId, StudyId, Report, before[8], before[0], Cancel));
        StudyBuilder.Must(await The<ChangeParts>().BringBackAsync(Researcher.AccountId, StudyId, Report, theme, Cancel));

        Assert.Equal([before[8], before[0], theme, before[1], before[2], .. before.Skip(4).Take(4)], (await ReadAsync()).Parts.Select(p => p.Id));
        Assert.Equal(5, await Db.AuditEntries.CountAsync(e => e.SubjectKind == AuditThing.Report, Cancel));
    }

    [Fact]
    public async Task Of_two_who_write_the_same_part_the_later_sees_both_and_different_parts_are_both_kept()
    {
        var (purpose, issues) = (await PartAsync(ReportPartKind.Purpose), await PartAsync(ReportPartKind.Issues));
        await WriteAsync(purpose, new PartWords("", "To ask."), by: Lead);

        var second = await WriteAsync(purpose, new PartWords("", "To listen."));
        var other = await WriteAsync(issues, new PartWords("", "- Pay", "- More of it"));

        Assert.Equal((true, "To ask.", Lead.Name, 2), (second.IsClash, second.Stands.Words.Text, second.By, second.Number));
        Assert.False(other.IsClash);
        Assert.Equal(("To ask.", "- More of it"), ((await PartAsync(ReportPartKind.Purpose)).Words.Text, (await PartAsync(ReportPartKind.Issues)).Words.Beside));
        Assert.False((await WriteAsync(purpose with { Number = second.Number }, new PartWords("", "To ask.\n\nTo listen."))).IsClash);
        Assert.Equal("To ask.\n\nTo listen.", (await PartAsync(ReportPartKind.Purpose)).Words.Text);
    }

    [Fact]
    public async Task Facts_that_two_change_at_once_clash_and_an_address_to_write_to_may_be_typed_there_alone()
    {
        var number = (await ReadAsync()).Number;
        StudyBuilder.Must(await The<DescribeReport>().RunAsync(Researcher.AccountId, StudyId, Report, number, new("What we heard", Contact: "study@university.example.ac.uk, 020 7946 0018", Grant: "NIHR130000"), Cancel));

        Assert.Contains("meanwhile", SentenceOf(await The<DescribeReport>().RunAsync(Lead.AccountId, StudyId, Report, number, new("Otherwise"), Cancel)), StringComparison.Ordinal);
        var text = await PartAsync(ReportPartKind.Purpose);
        Assert.Contains("the text", SentenceOf(await The<WritePart>().RunAsync(Researcher.AccountId, StudyId, Report, text.Id, text.Number, new("", "Ring 020 7946 0018."), text.Choice, Cancel)), StringComparison.Ordinal);
        Assert.Equal("", (await PartAsync(ReportPartKind.Purpose)).Words.Text);
    }

    [Fact]
    public async Task What_is_put_away_stays_as_it_is_until_it_is_brought_back()
    {
        StudyBuilder.Must(await The<ArchiveReport>().RunAsync(Researcher.AccountId, StudyId, Report, true, Cancel));

        Assert.Contains("put away", SentenceOf(await The<ChangeParts>().AddAsync(Researcher.AccountId, StudyId, Report, ReportPartKind.Text, new(), new(), null, Cancel)), StringComparison.Ordinal);
        Assert.True((await ReadAsync()) is { IsArchived: true, MayWrite: false });
        StudyBuilder.Must(await The<ArchiveReport>().RunAsync(Lead.AccountId, StudyId, Report, false, Cancel));
        Assert.True((await ReadAsync()).MayWrite);
    }

    [Fact]
    public async Task A_version_tells_what_changed_since_in_a_plain_list_and_comes_back()
    {
        var parts = (await ReadAsync()).Parts;
        await WriteAsync(parts[2], new PartWords("", "To ask."));
        var version = await KeepAsync();
        await WriteAsync(await PartAsync(ReportPartKind.Purpose), new PartWords("Why", "To listen."));
        await AddAsync(ReportPartKind.Text, new PartWords("More", "New words"));
        StudyBuilder.Must(await The<ChangeParts>().MoveAsync(Researcher.AccountId, StudyId, Report, parts[6].Id, parts[0].Id, Cancel));
        StudyBuilder.Must(await The<ChangeParts>().RemoveAsync(Researcher.AccountId, StudyId, Report, parts[8].Id, Cancel));

        var changes = StudyBuilder.Must(await The<CompareVersions>().RunAsync(Researcher.AccountId, StudyId, Report, version, null, Cancel));

        Assert.Equal([("Contact", "moved from place 7 to 1"), ("Why", "changed"), ("More", "added"), ("The coding framework", "taken out")], changes.Select(c => (c.Part, c.How)));
        Assert.Equal(["Why we asked", "To ask."], changes[1].Was);
        Assert.Equal(["Why", "To listen."], changes[1].Is);
        StudyBuilder.Must(await The<BringVersionBack>().RunAsync(Researcher.AccountId, StudyId, Report, version, Cancel));
        Assert.Empty(StudyBuilder.Must(await The<CompareVersions>().RunAsync(Researcher.AccountId, StudyId, Report, version, null, Cancel)));
        Assert.Equal(parts.Select(p => p.Id), (await ReadAsync()).Parts.Select(p => p.Id));
    }
}
