using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Studies;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Studies;

public sealed class SettingsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Peer = "Peer support worker";
    private const string Supervisor = "PSW supervisor";

    private Member _lead = null!;
    private Trust _alder = null!;

    private AccountId Lead => _lead.AccountId;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _lead = await Study.MemberAsync(Role.StudyLead);
        _alder = Study.Trust();
        await Db.SaveChangesAsync(Cancel);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    public async Task Settings_are_for_who_manages_the_study(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;

        AssertForbidden(await The<ReadSettings>().RunAsync(me, StudyId, Cancel));
        AssertForbidden(await The<ChangeParticipantRoles>().AddAsync(me, StudyId, "Nurse", Cancel));
        AssertForbidden(await The<ChangeParticipantRoles>().RenameAsync(me, StudyId, Peer, "Nurse", Cancel));
        AssertForbidden(await The<ChangeParticipantRoles>().RemoveAsync(me, StudyId, Peer, Cancel));
        AssertForbidden(await The<ChangeAttributes>().SaveAsync(me, StudyId, null, "Service", AttributeKind.Words, [], Cancel));
        AssertForbidden(await The<ChangeAttributes>().MoveAsync(me, StudyId, AttributeId.New(), 1, Cancel));
        AssertForbidden(await The<ChangeAttributes>().RemoveAsync(me, StudyId, AttributeId.New(), 0, Cancel));
        AssertForbidden(await The<SaveTargets>().RunAsync(me, StudyId, [], Cancel));
    }

    [Fact]
    public async Task A_participant_role_that_somebody_has_is_neither_renamed_nor_removed()
    {
        await ParticipantAsync("PSW-01");
        await ParticipantAsync("PSW-02");
        var sentence = $"2 participants are “{Peer}”: give them another role first.";

        Assert.Equal(sentence, SentenceOf(await The<ChangeParticipantRoles>().RenameAsync(Lead, StudyId, Peer, "Peer worker", Cancel)));
        Assert.Equal(sentence, SentenceOf(await The<ChangeParticipantRoles>().RemoveAsync(Lead, StudyId, Peer, Cancel)));
    }

    [Fact]
    public async Task Targets_follow_a_role_that_is_renamed_and_go_with_one_that_is_removed()
    {
        StudyBuilder.Must(await The<SaveTargets>().RunAsync(Lead, StudyId, [new(_alder.Id, Peer, "4"), new(_alder.Id, Supervisor, "2")], Cancel));

        StudyBuilder.Must(await The<ChangeParticipantRoles>().RenameAsync(Lead, StudyId, Peer, " Peer worker ", Cancel));
        StudyBuilder.Must(await The<ChangeParticipantRoles>().RemoveAsync(Lead, StudyId, Supervisor, Cancel));

        var settings = await SettingsAsync();
        Assert.Equal(["Peer worker"], settings.Roles.Select(r => r.Name));
        Assert.Equal([((_alder.Id, "Peer worker"), 4)], settings.Targets.Select(t => (t.Key, t.Value)));
    }

    [Fact]
    public async Task Two_roles_of_one_name_and_a_study_without_a_role_are_refused()
    {
        StudyBuilder.Must(await The<ChangeParticipantRoles>().RemoveAsync(Lead, StudyId, Supervisor, Cancel));

        Assert.Equal("There is a role “peer support WORKER” already.", SentenceOf(await The<ChangeParticipantRoles>().AddAsync(Lead, StudyId, "peer support WORKER", Cancel)));
        Assert.Equal("A study needs at least one participant role.", SentenceOf(await The<ChangeParticipantRoles>().RemoveAsync(Lead, StudyId, Peer, Cancel)));
    }

    [Fact]
    public async Task A_grid_with_a_wrong_cell_names_it_and_saves_nothing()
    {
        var birch = Study.Trust("Birch");
        await Db.SaveChangesAsync(Cancel);

        var faults = StudyBuilder.Must(await The<SaveTargets>().RunAsync(
            Lead, StudyId, [new(_alder.Id, Peer, "4"), new(_alder.Id, Supervisor, "two"), new(birch.Id, Peer, "1000"), new(birch.Id, "Nurse", "1")], Cancel));

        Assert.Equal([(_alder.Id, Supervisor), (birch.Id, Peer), (birch.Id, "Nurse")], faults.Select(f => (f.TrustId, f.Role)));
        Assert.Equal(
            ["“two” is no whole number from 1 to 999. Leave it empty for no target.", "“1000” is no whole number from 1 to 999. Leave it empty for no target.", "“Nurse” is not a participant role of this study any more."],
            faults.Select(f => f.Sentence));
        Assert.False(await Db.RecruitmentTargets.AnyAsync(Cancel));
    }

    [Fact]
    public async Task Targets_are_changed_emptied_and_left_alone_cell_by_cell()
    {
        await TargetAsync(Peer, "4");
        await TargetAsync(Supervisor, "2");

        await TargetAsync(Peer, " 7 ");
        Assert.Equal([(Supervisor, 2), (Peer, 7)], await TargetsAsync());

        await TargetAsync(Supervisor, "");
        Assert.Equal([(Peer, 7)], await TargetsAsync());
    }

    [Fact]
    public async Task A_lead_of_one_trust_sets_no_target_for_another()
    {
        var birch = Study.Trust("Birch");
        var limited = await Study.MemberAsync(Role.StudyLead, birch);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<SaveTargets>().RunAsync(limited.AccountId, StudyId, [new(_alder.Id, Peer, "4")], Cancel)));
        Assert.Equal(["Birch"], StudyBuilder.Must(await The<ReadSettings>().RunAsync(limited.AccountId, StudyId, Cancel)).Trusts.Select(t => t.Label));
    }

    [Fact]
    public async Task Attributes_keep_the_order_they_are_given()
    {
        foreach (var name in (string[])["Service", "Hours", "Setting"]) await AddAsync(name);
        var (service, setting) = (await AttributeAsync("Service"), await AttributeAsync("Setting"));

        StudyBuilder.Must(await The<ChangeAttributes>().MoveAsync(Lead, StudyId, setting.Id, -1, Cancel));
        StudyBuilder.Must(await The<ChangeAttributes>().MoveAsync(Lead, StudyId, service.Id, -1, Cancel));

        Assert.Equal(["Service", "Setting", "Hours"], (await SettingsAsync()).Attributes.Select(a => a.Name));
    }

    [Fact]
    public async Task An_attribute_whose_name_is_taken_is_refused_in_words()
    {
        await AddAsync("Service");

        Assert.Equal(
            "There is one called “Service” already.", SentenceOf(await The<ChangeAttributes>().SaveAsync(Lead, StudyId, null, "Service ", AttributeKind.Words, [], Cancel)));
    }

    [Fact]
    public async Task A_choice_that_is_noted_of_somebody_stays()
    {
        await AddAsync("Setting", AttributeKind.Choice, "Ward", "Community");
        var setting = await AttributeAsync("Setting");
        await ParticipantAsync("PSW-01", (setting, "Ward"));

        var refused = SentenceOf(await The<ChangeAttributes>().SaveAsync(Lead, StudyId, setting.Id, "Setting", AttributeKind.Choice, ["Community", "Crisis team"], Cancel));

        Assert.Equal("“Ward” is noted of 1 participant, and stays among the choices. Note something else of them first.", refused);
        Assert.Equal(["Ward", "Community"], (await SettingsAsync()).Attributes.Single().Choices);
        StudyBuilder.Must(await The<ChangeAttributes>().SaveAsync(Lead, StudyId, setting.Id, "Where", AttributeKind.Choice, ["Crisis team", "Ward"], Cancel));
        Assert.Equal(["Crisis team", "Ward"], (await SettingsAsync()).Attributes.Single().Choices);
    }

    [Fact]
    public async Task An_attribute_is_removed_with_its_values_only_by_who_knows_how_many_go()
    {
        await AddAsync("Service");
        await AddAsync("Hours", AttributeKind.Number);
        var (service, hours) = (await AttributeAsync("Service"), await AttributeAsync("Hours"));
        await ParticipantAsync("PSW-01", (service, "Two years"), (hours, "20"));

        Assert.StartsWith("Meanwhile “Service” is noted of 1", SentenceOf(await The<ChangeAttributes>().RemoveAsync(Lead, StudyId, service.Id, 0, Cancel)), StringComparison.Ordinal);
        StudyBuilder.Must(await The<ChangeAttributes>().RemoveAsync(Lead, StudyId, service.Id, 1, Cancel));

        Assert.Equal([("Hours", 1)], (await SettingsAsync()).Attributes.Select(a => (a.Name, a.Values)));
        Assert.Equal(["20"], (await Db.Participants.AsNoTracking().SingleAsync(Cancel)).Attributes.Values);
    }

    private async Task AddAsync(string name, AttributeKind kind = AttributeKind.Words, params string[] choices) =>
        StudyBuilder.Must(await The<ChangeAttributes>().SaveAsync(Lead, StudyId, null, name, kind, choices, Cancel));

    private Task<ParticipantAttribute> AttributeAsync(string name) => Db.ParticipantAttributes.AsNoTracking().SingleAsync(a => a.Name == name, Cancel);

    private async Task ParticipantAsync(string label, params (ParticipantAttribute Attribute, string Value)[] noted)
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, _alder, label, Peer));
        StudyBuilder.Must(participant.Note([.. noted.Select(n => n.Attribute)], noted.ToDictionary(n => n.Attribute.Id, n => n.Value)));
        Db.Participants.Add(participant);
        await Db.SaveChangesAsync(Cancel);
    }

    private async Task<StudySettings> SettingsAsync() => StudyBuilder.Must(await The<ReadSettings>().RunAsync(Lead, StudyId, Cancel));

    private async Task TargetAsync(string role, string typed) =>
        Assert.Empty(StudyBuilder.Must(await The<SaveTargets>().RunAsync(Lead, StudyId, [new(_alder.Id, role, typed)], Cancel)));

    private async Task<IEnumerable<(string, int)>> TargetsAsync() => (await SettingsAsync()).Targets.OrderBy(t => t.Value).Select(t => (t.Key.Role, t.Value));

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
}
