using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Disclosure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Access;

public sealed class ExportGateTests(PostgresFixture postgres) : LeakTest(postgres)
{
    private IExportGate Gate => Services.GetRequiredService<IExportGate>();

    [Theory]
    [InlineData("cell")]
    [InlineData("heading")]
    [InlineData("file name")]
    [InlineData("name of a code")]
    public async Task What_the_study_knows_stops_a_file_wherever_it_stands_in_every_form(string place)
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var through = new List<string>();

        foreach (var form in PlantedForms.All)
        {
            var file = place switch { "cell" => File(form), "name of a code" => Labels(form), "heading" => File("Nothing", heading: form), _ => File("Nothing", name: $"About {form}.csv") };
            if ((await AskAsync(lead, file)).File is not null) through.Add(form);
        }

        Assert.Empty(through);
    }

    [Fact]
    public async Task The_list_says_what_and_where_and_shows_the_words_to_admins_alone()
    {
        var (lead, admin) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Admin));

        var forLead = (await AskAsync(lead, File("We met Katarzyna."))).Places.Single();
        var forAdmin = (await AskAsync(admin, File("We met Katarzyna."))).Places.Single();

        Assert.Equal(("column Note, row 1", LeakWeight.Blocks, null, null), (forLead.Place, forLead.Weight, forLead.Words, forLead.Replacement));
        Assert.Equal(("Katarzyna", "[PSW-07]"), (forAdmin.Words, forAdmin.Replacement));
        Assert.DoesNotContain("Katarzyna", string.Join('|', await Db.Database.SqlQuery<string>($"select row_to_json(s)::text as \"Value\" from export_overrides s").ToListAsync(Cancel)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_heading_that_tells_is_not_told_of_in_the_places_below_it()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);

        var places = (await AskAsync(lead, File("Katarzyna", heading: "Wisniewska"))).Places.Select(p => p.Place).Order();

        Assert.Equal(["column 1, row 1", "the heading of column 1"], places);
    }

    [Fact]
    public async Task A_file_that_blocks_leaves_once_when_two_admins_have_agreed()
    {
        var (lead, one, other) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Admin), await Study.MemberAsync(Role.Admin));
        var stopped = (await AskAsync(lead, File("Katarzyna"))).Stopped!.Value;

        Assert.Equal("What was found identifies somebody. Only an admin, and then a second one, can let it leave.", SentenceOf(await LetLeaveAsync(lead, stopped, "I need it.")));
        Assert.Null(SentenceOf(await LetLeaveAsync(one, stopped, "It is the name of a novel.")));
        Assert.Null((await AskAsync(lead, File("Katarzyna"))).File);
        Assert.NotNull(SentenceOf(await LetLeaveAsync(one, stopped, "")));
        Assert.Null(SentenceOf(await LetLeaveAsync(other, stopped, "")));

        Assert.NotNull((await AskAsync(lead, File("Katarzyna"))).File);
        Assert.Null((await AskAsync(lead, File("Katarzyna"))).File);
        var agreed = await Db.AuditEntries.AsNoTracking().Where(e => e.Kind == AuditKind.ExportAgreed).OrderBy(e => e.Number).ToListAsync(Cancel);
        Assert.Equal([(one.Id, false), (other.Id, true)], agreed.Select(e => (e.MemberId!.Value, e.Detail.Says("second"))));
    }

    [Fact]
    public async Task Tables_of_one_file_leave_together_or_not_at_all()
    {
        var (lead, one, other) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Admin), await Study.MemberAsync(Role.Admin));
        Export[] tables = [File("Nothing"), File("Katarzyna"), File("We met Katarzyna.")];

        var stopped = (await AskTogetherAsync(lead, tables)).Select(o => o.Stopped).ToList();
        Assert.Equal([false, true, true], stopped.Select(s => s is not null));
        foreach (var (which, left) in new[] { (1, 0), (2, 3) })
        {
            Assert.Null(SentenceOf(await LetLeaveAsync(one, stopped[which]!.Value, "It is the name of a novel.")));
            Assert.Null(SentenceOf(await LetLeaveAsync(other, stopped[which]!.Value, "")));
            Assert.Equal(left, (await AskTogetherAsync(lead, tables)).Count(o => o.File is not null));
        }

        var told = await Db.AuditEntries.AsNoTracking().Where(e => e.Kind == AuditKind.ListExported || e.Kind == AuditKind.ExportOverridden).OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync(Cancel);
        Assert.Equal([AuditKind.ListExported, AuditKind.ExportOverridden, AuditKind.ExportOverridden], told);
    }

    [Fact]
    public async Task A_date_in_a_file_name_or_a_heading_is_let_be()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);

        Assert.NotNull((await AskAsync(lead, File("Nothing", heading: "Peers worked with", name: "Framework 2026-03-02.csv"))).File);
    }

    [Fact]
    public async Task A_date_in_the_name_of_a_code_is_let_be()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);

        Assert.Null((await AskAsync(lead, File("On 7 March 2019"))).File);
        Assert.NotNull((await AskAsync(lead, Labels("On 7 March 2019"))).File);
    }

    [Fact]
    public async Task An_agreement_is_for_the_very_file_that_was_looked_at()
    {
        var (lead, one, other) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Admin), await Study.MemberAsync(Role.Admin));
        var stopped = (await AskAsync(lead, File("Katarzyna"))).Stopped!.Value;
        Assert.Null(SentenceOf(await LetLeaveAsync(one, stopped, "It is the name of a novel.")));
        Assert.Null(SentenceOf(await LetLeaveAsync(other, stopped, "")));

        Assert.Null((await AskAsync(lead, File("Katarzyna Wisniewska"))).File);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Who_may_not_see_small_groups_lets_no_file_leave(Role role)
    {
        var member = await Study.MemberAsync(role);
        var stopped = (await AskAsync(member, File("On 7 March 2019"))).Stopped!.Value;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await LetLeaveAsync(member, stopped, "I think it is fine.")));
    }

    [Fact]
    public async Task One_sees_one_s_own_stopped_files_and_a_lead_everybody_s()
    {
        var (coder, other, lead) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.StudyLead));
        await AskAsync(coder, File("Katarzyna"));

        Assert.Single(StudyBuilder.Must(await The<ListStoppedExports>().RunAsync(coder.AccountId, StudyId, Cancel)));
        Assert.Empty(StudyBuilder.Must(await The<ListStoppedExports>().RunAsync(other.AccountId, StudyId, Cancel)));
        Assert.Single(StudyBuilder.Must(await The<ListStoppedExports>().RunAsync(lead.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task Somebody_outside_the_study_gets_no_file() =>
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await Gate.AskAsync(AccountId.New(), StudyId, File("Nothing"), cautioned: false, Cancel)));

    [Fact]
    public async Task In_a_file_of_participants_what_few_share_is_held_back_from_everybody_and_what_left_is_remembered()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var people = await PeopleAsync(("Alder", Worker, 6), ("Birch", Worker, 5), ("Birch", "PSW supervisor", 1));

        var outcome = await AskAsync(lead, FileOf(people));

        Assert.Equal(Export.HeldBack, outcome.File!.Rows[^1][1]);
        var told = outcome.File.Rows.GroupBy(r => (r[1], r[2])).Select(g => g.Count());
        Assert.All(told, count => Assert.True(count >= 5));
        Assert.Equal([PeopleColumns.Role, PeopleColumns.Trust], (await Db.ReleasedColumns.SingleAsync(Cancel)).Columns);
    }

    [Fact]
    public async Task A_file_that_tells_too_much_together_with_an_earlier_one_wants_a_second_thought()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var people = await PeopleAsync(("Alder", Worker, 6), ("Birch", Worker, 2), ("Birch", "PSW supervisor", 5));
        Assert.NotNull((await AskAsync(lead, FileOf(people, PeopleColumns.Role))).File);

        var outcome = await AskAsync(lead, FileOf(people, PeopleColumns.Trust));

        Assert.StartsWith("Together with files that left before, this tells role, trust of the same participants.", outcome.Caution, StringComparison.Ordinal);
        Assert.NotNull(StudyBuilder.Must(await Gate.AskAsync(lead.AccountId, StudyId, FileOf(people, PeopleColumns.Trust), cautioned: true, Cancel)).File);
    }

    private async Task<ExportOutcome> AskAsync(Member by, Export file) => StudyBuilder.Must(await Gate.AskAsync(by.AccountId, StudyId, file, cautioned: false, Cancel));

    private async Task<IReadOnlyList<ExportOutcome>> AskTogetherAsync(Member member, IReadOnlyList<Export> exports) =>
        StudyBuilder.Must(await Gate.AskTogetherAsync(member.AccountId, StudyId, exports, cautioned: false, Cancel));

    private Task<Result<Done>> LetLeaveAsync(Member by, StoppedExportId stopped, string reason) => The<LetLeave>().RunAsync(by.AccountId, StudyId, stopped, reason, Cancel);

    private async Task<List<Participant>> PeopleAsync(params (string Trust, string Role, int Count)[] groups)
    {
        await Db.Participants.Where(p => p.Id == Katarzyna.Id).ExecuteDeleteAsync(Cancel);
        List<Participant> people = [.. groups.SelectMany((g, n) => Enumerable.Range(0, g.Count).Select(i => StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(g.Trust), $"P{n}-{i}", g.Role))))];
        Db.Participants.AddRange(people);
        await Db.SaveChangesAsync(Cancel);
        return people;
    }

    private Export FileOf(List<Participant> people, string? only = null)
    {
        List<(string Key, Func<Participant, string> Value)> columns = [(PeopleColumns.Role, p => p.Role), (PeopleColumns.Trust, p => Study.Trust("Alder").Id == p.TrustId ? "Alder" : "Birch")];
        if (only is not null) columns.RemoveAll(c => c.Key != only);
        return new Export(
            ExportedList.Participants, "Participants", "Participants.csv", [new("Label"), .. columns.Select(c => new ExportColumn(c.Key, Attribute: c.Key))],
            [.. people.Select(p => (IReadOnlyList<string>)[p.Label, .. columns.Select(c => c.Value(p))])], [.. people.Select(p => p.Id)]);
    }

    private static Export File(string cell, string heading = "Note", string name = "Notes.csv") => new(ExportedList.Questions, "Notes", name, [new(heading)], [[cell]]);

    private static Export Labels(string name) => new(ExportedList.Questions, "Codes", "Codes.csv", [new("Code", IsLabel: true)], [[name]]);
}
