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
    public async Task The_transcripts_of_an_interview_go_with_it_to_another_trust_and_so_does_who_may_read_them()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);
        var (alder, birch) = (await Study.MemberAsync(Role.Coder, Study.Trust("Alder")), await Study.MemberAsync(Role.Coder, Study.Trust("Birch")));
        Assert.Null(SentenceOf(await Permissions.AskAsync(alder.AccountId, transcript.Id, Operation.Code, Cancel)));

        StudyBuilder.Must(await SaveAsync(_researcher, Facts(trust: "Birch") with { State = InterviewState.Held }, transcript.InterviewId));
        Permissions.Forget();

        Assert.Equal(Study.Trust("Birch").Id, (await Db.Transcripts.AsNoTracking().SingleAsync(Cancel)).TrustId);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await Permissions.AskAsync(alder.AccountId, transcript.Id, Operation.Code, Cancel)));
        Assert.Null(SentenceOf(await Permissions.AskAsync(birch.AccountId, transcript.Id, Operation.Code, Cancel)));
    }

    [Fact]
    public async Task Who_does_not_work_for_the_other_trust_takes_no_interview_there()
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);
        var limited = await Study.MemberAsync(Role.Researcher, Study.Trust("Alder"));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SaveAsync(limited, Facts(trust: "Birch") with { State = InterviewState.Held }, transcript.InterviewId)));
    }

    [Fact]
    public async Task An_interview_that_was_held_has_a_date_that_is_not_to_come()
    {
        var today = DateOnly.FromDateTime(Clock.GetLocalNow().Date);

        Assert.StartsWith("Please give the date", SentenceOf(await SaveAsync(_researcher, Facts() with { State = InterviewState.Held })), StringComparison.Ordinal);
        Assert.StartsWith("An interview with a date to come", SentenceOf(await SaveAsync(_researcher, Facts() with { State = InterviewState.Held, HeldOn = today.AddDays(1) })), StringComparison.Ordinal);
        StudyBuilder.Must(await SaveAsync(_researcher, Facts() with { State = InterviewState.Held, HeldOn = today, Interviewer = " Interviewer A " }));
        Assert.Equal((InterviewState.Held, "Interviewer A"), (await ListAsync()).Interviews.Select(i => (i.State, i.Interviewer)).Single());
    }

    [Theory]
    [InlineData(InterviewState.Planned)]
    [InlineData(InterviewState.Cancelled)]
    public async Task An_interview_with_a_transcript_was_held(InterviewState state)
    {
        var transcript = await Study.TranscriptAsync(_researcher, ["Hello?"]);

        Assert.Equal("It has a transcript, so it was held.", SentenceOf(await SaveAsync(_researcher, Facts() with { State = state }, transcript.InterviewId)));
        StudyBuilder.Must(await SaveAsync(_researcher, Facts() with { State = InterviewState.Held }, transcript.InterviewId));
    }

    [Fact]
    public async Task An_interview_that_is_put_away_is_changed_only_when_it_is_back()
    {
        var id = StudyBuilder.Must(await SaveAsync(_researcher, Facts()));
        StudyBuilder.Must(await ArchiveAsync(_researcher, id, archive: true));

        Assert.Equal("This interview is put away. Bring it back to change it.", SentenceOf(await SaveAsync(_researcher, Facts(), id)));
        Assert.True((await ListAsync()).Interviews.Single().IsArchived);

        StudyBuilder.Must(await ArchiveAsync(_researcher, id, archive: false));
        StudyBuilder.Must(await SaveAsync(_researcher, Facts(), id));
    }

    [Fact]
    public async Task Only_who_manages_interviews_of_its_trust_puts_one_away()
    {
        var id = StudyBuilder.Must(await SaveAsync(_researcher, Facts(trust: "Birch")));

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(Role.Researcher, Study.Trust("Alder")), id, archive: true)));
        foreach (var role in (Role[])[Role.Coder, Role.Supervisor, Role.Admin])
            Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await ArchiveAsync(await Study.MemberAsync(role), id, archive: true)));
    }

    [Fact]
    public async Task What_is_put_away_is_chosen_for_no_new_interview_but_stays_where_it_was()
    {
        var id = StudyBuilder.Must(await SaveAsync(_researcher, Facts(InterviewKind.Individual, _first)));
        Study.Trust("Alder").Archive(Clock.GetUtcNow());
        _first.Archive(Clock.GetUtcNow());
        await Db.SaveChangesAsync(Cancel);

        Assert.Equal("Alder is put away. Please choose another trust.", SentenceOf(await SaveAsync(_researcher, Facts())));
        Assert.Equal("PSW-01 is put away. Bring the participant back first.", SentenceOf(await SaveAsync(_researcher, Facts(trust: "Birch") with { Participants = [_first.Id] })));
        StudyBuilder.Must(await SaveAsync(_researcher, Facts(InterviewKind.Individual, _first) with { Title = "Called otherwise" }, id));
    }

    private Participant Participant(string label, string trust)
    {
        var participant = StudyBuilder.Must(Domain.Participants.Participant.Create(Study.Study, Study.Trust(trust), label, "Peer support worker"));
        Db.Participants.Add(participant);
        return participant;
    }

    private InterviewFacts Facts(InterviewKind kind = InterviewKind.Individual, params Participant[] participants) =>
        new("An interview", kind, Study.Trust("Alder").Id, null, null, [.. participants.Select(p => p.Id)]);

    private InterviewFacts Facts(string trust) => Facts() with { TrustId = Study.Trust(trust).Id };

    private Task<Result<InterviewId>> SaveAsync(Member by, InterviewFacts facts, InterviewId? id = null) =>
        The<SaveInterview>().RunAsync(by.AccountId, StudyId, id, facts, Cancel);

    private Task<Result<Done>> ArchiveAsync(Member by, InterviewId id, bool archive) => The<ArchiveInterview>().RunAsync(by.AccountId, StudyId, id, archive, Cancel);

    private async Task<InterviewList> ListAsync() => StudyBuilder.Must(await The<ListInterviews>().RunAsync(_researcher.AccountId, StudyId, Cancel));
}
