using CoreStudy.Domain;
using CoreStudy.Domain.Members;
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

    private Task<Result<Done>> SaveAsync(Member by, string label, string trust = "Alder", string role = Worker, ParticipantId? id = null) =>
        The<SaveParticipant>().RunAsync(by.AccountId, StudyId, id, Study.Trust(trust).Id, label, role, Cancel);
}
