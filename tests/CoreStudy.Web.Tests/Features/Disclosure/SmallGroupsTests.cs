using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Progress;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Disclosure;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Features.Progress;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Disclosure;

/// <summary>What few participants share stays with study leads and admins: in what the use cases answer, and so in what goes to any browser.</summary>
public sealed class SmallGroupsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Worker = "Peer support worker", Supervisor = "PSW supervisor";

    private AttributeId _setting;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var setting = StudyBuilder.Must(ParticipantAttribute.Create(StudyId, "Setting", AttributeKind.Words, [], 0));
        _setting = setting.Id;
        Db.ParticipantAttributes.Add(setting);
        foreach (var (trust, role, count) in new[] { ("Alder", Worker, 9), ("Alder", Supervisor, 2), ("Birch", Worker, 7), ("Birch", Supervisor, 6), ("Cedar", Worker, 3), ("Cedar", Supervisor, 8) })
        {
            for (var i = 0; i < count; i++)
            {
                var one = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(trust), $"{trust[0]}{role[..3]}-{i}", role));
                StudyBuilder.Must(one.Note([setting], new Dictionary<AttributeId, string> { [_setting] = i == 0 ? "A houseboat" : "A ward" }));
                Db.Participants.Add(one);
            }
        }

        await Db.SaveChangesAsync(Cancel);
    }

    [Fact]
    public async Task Only_who_agreed_to_be_quoted_has_a_label_for_quotes()
    {
        var (yes, no) = (await Db.Participants.SingleAsync(p => p.Label == "APee-0", Cancel), await Db.Participants.SingleAsync(p => p.Label == "APee-1", Cancel));
        var admin = await Study.MemberAsync(Role.Admin);
        async Task ConsentAsync(Participant one, params ConsentScope[] agreed) =>
            StudyBuilder.Must(await The<RecordConsent>().RunAsync(admin.AccountId, StudyId, one.Id, new("v1", new(2026, 1, 1), agreed, null), Cancel));
        await ConsentAsync(yes, ConsentScope.TakePart, ConsentScope.Quotes);
        await ConsentAsync(no, ConsentScope.TakePart);

        var people = await PeopleColumns.ReadAsync(Db, StudyId, Cancel);

        Assert.Equal("Peer support worker, Alder", StudyBuilder.Must(people.LabelOf(yes.Id)));
        Assert.Equal("APee-1 has not agreed to be quoted, or took it back. Leave their words out.", SentenceOf(people.LabelOf(no.Id)));
        await ConsentAsync(yes, ConsentScope.TakePart);
        Assert.NotNull(SentenceOf((await PeopleColumns.ReadAsync(Db, StudyId, Cancel)).LabelOf(yes.Id)));
    }

    [Theory]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task The_board_holds_back_what_few_are_and_what_would_give_them_away(Role role)
    {
        var view = await BoardAsync(role);

        var cells = view.Board.Trusts.SelectMany(t => t.Roles).ToList();
        Assert.All(cells.Where(c => !c.IsHeldBack), c => Assert.True(c.Counts.Reached(Stage.Recruited) >= 5));
        Assert.All(cells.Where(c => c.IsHeldBack), c => Assert.Equal(0, c.Counts.Reached(Stage.Recruited)));
        Assert.All(view.Board.Trusts, t => Assert.NotEqual(1, t.Roles.Count(r => r.IsHeldBack)));
        var shown = view.Board.Trusts.SelectMany(t => t.Roles.Where(r => !r.IsHeldBack).Select(r => (t.Trust.Id, r.Role))).ToHashSet();
        Assert.All(view.Facts.Participants, p => Assert.Contains((p.TrustId, p.Role), shown));
        Assert.All(view.Board.Participants, p => Assert.Contains((p.Participant.TrustId, p.Participant.Role), shown));
        Assert.Empty(view.Days("Alder", Supervisor));
    }

    [Fact]
    public async Task The_lead_sees_the_board_as_it_is()
    {
        var view = await BoardAsync(Role.StudyLead);

        Assert.Equal(35, view.Board.Trusts.SelectMany(t => t.Roles).Sum(r => r.Counts.Reached(Stage.Recruited)));
        Assert.Equal(35, view.Board.Participants.Count);
    }

    [Theory]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task The_list_of_participants_holds_back_what_few_share(Role role)
    {
        var list = StudyBuilder.Must(await The<ListParticipants>().RunAsync((await Study.MemberAsync(role)).AccountId, StudyId, Cancel));

        Assert.DoesNotContain(list.Participants, p => p.Attributes.Values.Contains("A houseboat"));
        Assert.Contains(list.Participants, p => p.Attributes.Values.Contains("A ward"));
        Assert.All(list.Participants.Where(p => p.Trust == "Cedar" && p.Role == Worker), p => Assert.Equal([_setting], p.HeldBack));
    }

    [Fact]
    public async Task The_lead_sees_what_is_noted_of_each()
    {
        var list = StudyBuilder.Must(await The<ListParticipants>().RunAsync((await Study.MemberAsync(Role.StudyLead)).AccountId, StudyId, Cancel));

        Assert.Equal(6, list.Participants.Count(p => p.Attributes.Values.Contains("A houseboat")));
    }

    [Fact]
    public async Task Who_changes_participants_reads_the_one_they_change_and_nobody_else_does()
    {
        var (researcher, supervisor) = (await Study.MemberAsync(Role.Researcher), await Study.MemberAsync(Role.Supervisor));
        var one = Db.Participants.Local.First();

        Assert.Equal("A houseboat", StudyBuilder.Must(await The<ReadParticipant>().RunAsync(researcher.AccountId, StudyId, one.Id, Cancel)).Attributes[_setting]);
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadParticipant>().RunAsync(supervisor.AccountId, StudyId, one.Id, Cancel)));
    }

    [Fact]
    public async Task A_coder_is_not_told_how_few_take_part_in_a_trust()
    {
        Db.Participants.Add(StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust("Dean"), "D-1", Worker)));
        await Db.SaveChangesAsync(Cancel);

        var places = StudyBuilder.Must(await The<ListPlaces>().RunAsync((await Study.MemberAsync(Role.Coder)).AccountId, StudyId, Cancel)).Places;

        Assert.Equal((0, true), (places.Single(p => p.Trust == "Dean").Participants, places.Single(p => p.Trust == "Dean").IsFew));
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Nobody_else_asks_who_stands_out_or_says_how_few_are_too_few(Role role)
    {
        var member = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadDisclosure>().RunAsync(member.AccountId, StudyId, [PeopleColumns.Role], Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeDisclosure>().ReadAsync(member.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ChangeDisclosure>().SaveAsync(member.AccountId, StudyId, "3", [], Cancel)));
    }

    [Fact]
    public async Task The_lead_is_told_who_stands_out_and_what_helps()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);

        var report = StudyBuilder.Must(await The<ReadDisclosure>().RunAsync(lead.AccountId, StudyId, [PeopleColumns.Trust, PeopleColumns.Role], Cancel)).Report;

        Assert.Equal((35, 5, DisclosureVerdict.Unsafe), (report.People, report.InSmall, report.Verdict));
        Assert.Equal(5, report.Best!.Freed);
    }

    [Fact]
    public async Task A_known_workforce_makes_few_participants_some_of_many()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var cells = new[] { new TypedWorkforce(Study.Trust("Alder").Id, Supervisor, "40"), new TypedWorkforce(Study.Trust("Cedar").Id, Worker, "12") };

        Assert.Null(SentenceOf(await The<ChangeDisclosure>().SaveAsync(lead.AccountId, StudyId, "5", cells, Cancel)));

        Assert.Equal(DisclosureVerdict.Safe, StudyBuilder.Must(await The<ReadDisclosure>().RunAsync(lead.AccountId, StudyId, [PeopleColumns.Trust, PeopleColumns.Role], Cancel)).Report.Verdict);
    }

    [Theory]
    [InlineData("2", "The smallest group that is shown is a number from 3 to 50; this is 2.")]
    [InlineData("few", "“few” is no whole number.")]
    public async Task K_is_a_number_from_three(string typed, string sentence) =>
        Assert.Equal(sentence, SentenceOf(await The<ChangeDisclosure>().SaveAsync((await Study.MemberAsync(Role.Admin)).AccountId, StudyId, typed, [], Cancel)));

    [Fact]
    public async Task A_larger_k_holds_back_more()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var before = (await BoardAsync(Role.Researcher)).Board.Trusts.SelectMany(t => t.Roles).Count(r => r.IsHeldBack);

        Assert.Null(SentenceOf(await The<ChangeDisclosure>().SaveAsync(lead.AccountId, StudyId, "9", [], Cancel)));

        Assert.True((await BoardAsync(Role.Researcher)).Board.Trusts.SelectMany(t => t.Roles).Count(r => r.IsHeldBack) > before);
    }

    private async Task<ProgressView> BoardAsync(Role role) => StudyBuilder.Must(await The<ReadProgress>().RunAsync((await Study.MemberAsync(role)).AccountId, StudyId, Cancel));
}
