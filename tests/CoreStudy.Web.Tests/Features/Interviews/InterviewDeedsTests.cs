using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Interviews;

public sealed class InterviewDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _researcher = null!;
    private Participant _first = null!;
    private Participant _second = null!;
    private Participant _elsewhere = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
        _first = Participant("PSW-01", "Alder");
        _second = Participant("PSW-02", "Alder");
        _elsewhere = Participant("PSW-03", "Birch");
        await Db.SaveChangesAsync(Cancel);
    }

    [Fact]
    public async Task A_coder_sees_no_interviews_and_an_admin_changes_none()
    {
        var (coder, admin) = (await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Admin));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListInterviews>().RunAsync(coder.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await SaveAsync(admin, Facts())));
    }

    [Fact]
    public async Task Who_took_part_in_a_focus_group_can_be_changed()
    {
        var id = StudyBuilder.Must(await SaveAsync(_researcher, Facts(InterviewKind.FocusGroup, _first, _second)));

        foreach (Participant[] present in new Participant[][] { [_first], [_first, _second], [_second] })
        {
            StudyBuilder.Must(await SaveAsync(_researcher, Facts(InterviewKind.FocusGroup, present), id));
            var stored = await Db.Interviews.AsNoTracking().SingleAsync(i => i.Id == id, Cancel);
            Assert.Equal(present.Select(p => p.Id).OrderBy(p => p.Value), stored.Participants.Select(p => p.ParticipantId).OrderBy(p => p.Value));
        }
    }

    [Fact]
    public async Task An_individual_interview_has_one_participant() =>
        Assert.StartsWith("An individual interview has one participant.", SentenceOf(await SaveAsync(_researcher, Facts(InterviewKind.Individual, _first, _second))), StringComparison.Ordinal);

    [Fact]
    public async Task Who_is_limited_to_one_trust_brings_in_no_participant_of_another()
    {
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SaveAsync(limited, Facts(InterviewKind.FocusGroup, _first, _elsewhere))));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SaveAsync(limited, Facts(trust: "Birch"))));
    }

    [Fact]
    public async Task Who_is_limited_to_one_trust_sees_interviews_and_participants_of_that_one_alone()
    {
        StudyBuilder.Must(await SaveAsync(_researcher, Facts()));
        StudyBuilder.Must(await SaveAsync(_researcher, Facts(trust: "Birch")));
        var limited = await Study.MemberAsync(Role.Supervisor, Study.Trust("Alder"));

        var list = StudyBuilder.Must(await The<ListInterviews>().RunAsync(limited.AccountId, StudyId, Cancel));

        Assert.Equal(["Alder"], list.Interviews.Select(i => i.Trust));
        Assert.Equal(["PSW-01", "PSW-02"], list.Participants.Select(p => p.Label));
    }

    [Theory]
    [InlineData(Role.Researcher, 2)]
    [InlineData(Role.Supervisor, 1)]
    [InlineData(Role.Admin, 0)]
    public async Task Transcripts_of_interviews_are_named_only_to_those_who_may_read_them(Role role, int named)
    {
        await Study.TranscriptAsync(_researcher, ["Hello?"]);
        await Study.TranscriptAsync(_researcher, ["Hello?"], open: false);

        var list = StudyBuilder.Must(await The<ListInterviews>().RunAsync((await Study.MemberAsync(role)).AccountId, StudyId, Cancel));

        Assert.Equal(named, list.Interviews.Sum(i => i.Transcripts.Count));
    }

    [Fact]
    public async Task An_interview_with_a_transcript_stays_in_its_trust()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        Assert.Equal("An interview with a transcript stays in its trust.", SentenceOf(await SaveAsync(_researcher, Facts(trust: "Birch"), transcript.InterviewId)));
    }

    private Participant Participant(string label, string trust)
    {
        var participant = StudyBuilder.Must(Domain.Participants.Participant.Create(Study.Study, Study.Trust(trust), label, "Peer support worker"));
        Db.Participants.Add(participant);
        return participant;
    }

    private InterviewFacts Facts(InterviewKind kind = InterviewKind.Individual, params Participant[] participants) =>
        new("An interview", kind, Study.Trust("Alder").Id, null, null, "", [.. participants.Select(p => p.Id)]);

    private InterviewFacts Facts(string trust) => Facts() with { TrustId = Study.Trust(trust).Id };

    private Task<Result<InterviewId>> SaveAsync(Member by, InterviewFacts facts, InterviewId? id = null) =>
        The<SaveInterview>().RunAsync(by.AccountId, StudyId, id, facts, Cancel);
}
