using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Participants;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Participants;

public sealed class ParticipantDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Worker = "Peer support worker";

    private Member _researcher = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
        foreach (var label in new[] { "Alder", "Birch" }) Study.Trust(label);
        await Db.SaveChangesAsync(Cancel);
    }

    [Fact]
    public async Task A_coder_does_not_see_the_participants() =>
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListParticipants>().RunAsync((await Study.MemberAsync(Role.Coder)).AccountId, StudyId, Cancel)));

    [Fact]
    public async Task A_supervisor_sees_participants_but_does_not_change_them()
    {
        var supervisor = await Study.MemberAsync(Role.Supervisor);

        Assert.False(StudyBuilder.Must(await The<ListParticipants>().RunAsync(supervisor.AccountId, StudyId, Cancel)).MayManage);
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await SaveAsync(supervisor, "PSW-01")));
    }

    [Fact]
    public async Task A_label_that_is_taken_is_refused_in_words()
    {
        StudyBuilder.Must(await SaveAsync(_researcher, "PSW-01"));

        Assert.Equal("There is one called “PSW-01” already.", SentenceOf(await SaveAsync(_researcher, " PSW-01 ", "Birch")));
    }

    [Fact]
    public async Task A_role_the_study_does_not_name_is_refused() =>
        Assert.Equal("“Nurse” is not a participant role of this study.", SentenceOf(await SaveAsync(_researcher, "PSW-01", role: "Nurse")));

    [Fact]
    public async Task Who_is_limited_to_one_trust_sees_and_changes_participants_of_that_one_alone()
    {
        StudyBuilder.Must(await SaveAsync(_researcher, "PSW-01", "Alder"));
        StudyBuilder.Must(await SaveAsync(_researcher, "PSW-02", "Birch"));
        var elsewhere = StudyBuilder.Must(await The<ListParticipants>().RunAsync(_researcher.AccountId, StudyId, Cancel)).Participants.Single(p => p.Trust == "Birch");
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        var list = StudyBuilder.Must(await The<ListParticipants>().RunAsync(limited.AccountId, StudyId, Cancel));

        Assert.Equal(["PSW-01"], list.Participants.Select(p => p.Label));
        Assert.Equal(["Alder"], list.Trusts.Select(t => t.Label));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SaveAsync(limited, "PSW-02", "Alder", id: elsewhere.Id)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SaveAsync(limited, "PSW-03", "Birch")));
    }

    [Fact]
    public async Task What_is_noted_of_a_participant_is_kept_as_its_kind_and_refused_as_another()
    {
        var (hours, setting) = (await AttributeAsync("Hours", AttributeKind.Number), await AttributeAsync("Setting", AttributeKind.Choice, "Ward", "Community"));

        Assert.StartsWith("“Hours” takes a number", SentenceOf(await NoteAsync((hours, "many"))), StringComparison.Ordinal);
        Assert.StartsWith("“Attic” is not among the choices", SentenceOf(await NoteAsync((setting, "Attic"))), StringComparison.Ordinal);
        StudyBuilder.Must(await NoteAsync((hours, " 7.5 "), (setting, "ward")));

        var only = (await ListAsync()).Participants.Single().Id;
        Assert.Equal(["7.5", "Ward"], StudyBuilder.Must(await The<ReadParticipant>().RunAsync(_researcher.AccountId, StudyId, only, Cancel)).Attributes.OrderBy(a => a.Key == hours ? 0 : 1).Select(a => a.Value));
    }

    [Fact]
    public async Task A_participant_who_is_put_away_is_changed_only_when_they_are_back()
    {
        var id = await ParticipantAsync("PSW-01");
        StudyBuilder.Must(await ArchiveAsync(_researcher, id, archive: true));

        Assert.StartsWith("PSW-01 is put away.", SentenceOf(await SaveAsync(_researcher, "PSW-02", id: id)), StringComparison.Ordinal);
        Assert.True((await ListAsync()).Participants.Single().IsArchived);

        StudyBuilder.Must(await ArchiveAsync(_researcher, id, archive: false));
        StudyBuilder.Must(await SaveAsync(_researcher, "PSW-02", id: id));
    }

    [Fact]
    public async Task Only_who_manages_participants_of_their_trust_puts_them_away()
    {
        var id = await ParticipantAsync("PSW-01");

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(Role.Researcher, Study.Trust("Birch")), id, archive: true)));
        foreach (var role in (Role[])[Role.Coder, Role.Supervisor, Role.Admin])
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(role), id, archive: true)));
    }

    [Fact]
    public async Task A_trust_that_is_put_away_takes_no_new_participant_and_keeps_its_own()
    {
        var id = await ParticipantAsync("PSW-01");
        Study.Trust("Alder").Archive(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);

        Assert.Equal("Alder is put away. Please choose another trust.", SentenceOf(await SaveAsync(_researcher, "PSW-02")));
        StudyBuilder.Must(await SaveAsync(_researcher, "PSW-03", id: id));
    }

    private async Task<ParticipantId> ParticipantAsync(string label)
    {
        StudyBuilder.Must(await SaveAsync(_researcher, label));
        return (await ListAsync()).Participants.Single(p => p.Label == label).Id;
    }

    private async Task<AttributeId> AttributeAsync(string name, AttributeKind kind, params string[] choices)
    {
        var attribute = StudyBuilder.Must(ParticipantAttribute.Create(StudyId, name, kind, choices, 0));
        Db.ParticipantAttributes.Add(attribute);
        await Db.SaveChangesAsync(Cancel);
        return attribute.Id;
    }

    private Task<Result<Done>> NoteAsync(params (AttributeId Id, string Value)[] values) => The<SaveParticipant>().RunAsync(
        _researcher.AccountId, StudyId, null, new ParticipantFacts(Study.Trust("Alder").Id, "PSW-01", Worker, values.ToDictionary(v => v.Id, v => v.Value)), Cancel);

    private Task<Result<Done>> ArchiveAsync(Member by, ParticipantId id, bool archive) => The<ArchiveParticipant>().RunAsync(by.AccountId, StudyId, id, archive, Cancel);

    private async Task<ParticipantList> ListAsync() => StudyBuilder.Must(await The<ListParticipants>().RunAsync(_researcher.AccountId, StudyId, Cancel));

    private Task<Result<Done>> SaveAsync(Member by, string label, string trust = "Alder", string role = Worker, ParticipantId? id = null) =>
        The<SaveParticipant>().RunAsync(by.AccountId, StudyId, id, new ParticipantFacts(Study.Trust(trust).Id, label, role, new Dictionary<AttributeId, string>()), Cancel);
}
