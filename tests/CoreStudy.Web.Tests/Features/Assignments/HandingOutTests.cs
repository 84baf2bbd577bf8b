using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Assignments;

public sealed class HandingOutTests(PostgresFixture postgres) : WorkTest(postgres)
{
    private static readonly DateOnly Due = new(2026, 3, 20);

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Nobody_but_a_lead_hands_out_or_takes_back(Role role)
    {
        var given = await GiveAsync(OfAlder, Ada);
        var member = (await Study.MemberAsync(role)).AccountId;
        var request = new EvenRequest(new WorkFilter(), [], [Ada.Id], 1);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<AssignTranscripts>().RunAsync(member, StudyId, [OfAlder.Id], [Ben.Id], null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanEvenly>().RunAsync(member, StudyId, request, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanEvenly>().KeepAsync(member, StudyId, request, [(OfBirch.Id, Ada.Id)], null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<RescheduleAssignments>().RunAsync(member, StudyId, [given], Due, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<WithdrawAssignments>().RunAsync(member, StudyId, [given], Cancel)));
        Assert.Equal(1, await Db.Assignments.CountAsync(Cancel));
        Assert.Equal(AssignmentState.Assigned, await StateAsync(given));
    }

    [Fact]
    public async Task A_lead_limited_to_one_trust_neither_sees_nor_touches_work_of_another()
    {
        var limited = (await Study.MemberAsync(Role.StudyLead, Study.Trust("Birch"))).AccountId;
        var given = await GiveAsync(OfAlder, Ada);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<AssignTranscripts>().RunAsync(limited, StudyId, [OfAlder.Id], [Ben.Id], null, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<RescheduleAssignments>().RunAsync(limited, StudyId, [given], Due, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<WithdrawAssignments>().RunAsync(limited, StudyId, [given], Cancel)));
        Assert.Equal([OfBirch.Id], StudyBuilder.Must(await The<ListAssignments>().RunAsync(limited, StudyId, new WorkFilter(), 0, Cancel)).Rows.Select(r => r.Id));
        Assert.Equal([OfBirch.Id], StudyBuilder.Must(await The<ListAssignments>().AllAsync(limited, StudyId, new WorkFilter(), Cancel)).Select(r => r.Id));
        Assert.Equal([(OfBirch.Id, Ada.Id)], StudyBuilder.Must(await The<PlanEvenly>().RunAsync(limited, StudyId, new EvenRequest(new WorkFilter(), [], [Ada.Id], 1), Cancel)).Given);
    }

    [Fact]
    public async Task Several_transcripts_go_to_several_coders_and_what_cannot_be_given_is_named()
    {
        await GiveAsync(OfAlder, Ada);
        var closed = await Study.TranscriptAsync(Lead, ["Hello?"], open: false);
        var alderOnly = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));

        var outcome = StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(
            Lead.AccountId, StudyId, [OfAlder.Id, OfBirch.Id, closed.Id], [Ada.Id, alderOnly.Id], Due, Cancel));

        Assert.Equal(2, outcome.Changed); // Alder to the limited one, Birch to Ada
        Assert.Equal(4, outcome.Refused.Count);
        Assert.Contains($"{Ada.Name} has “{OfAlder.Title}” already.", outcome.Refused);
        Assert.Contains($"The trust of “{OfBirch.Title}” is not open to {alderOnly.Name}.", outcome.Refused);
        Assert.Contains($"“{closed.Title}” is not open for coding yet. Open it first.", outcome.Refused);
        Assert.Equal(2, await Db.Assignments.CountAsync(a => a.DueOn == Due && a.State == AssignmentState.Assigned, Cancel));
    }

    [Fact]
    public async Task Two_leads_who_hand_out_the_same_at_once_hand_it_out_once()
    {
        var second = await Study.MemberAsync(Role.StudyLead);

        var outcomes = await Task.WhenAll(new[] { Lead, second }.Select(async lead =>
            StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(lead.AccountId, StudyId, [OfAlder.Id, OfBirch.Id], [Ada.Id, Ben.Id], null, Cancel))));

        Assert.Equal(4, outcomes.Sum(o => o.Changed));
        Assert.Equal(4, outcomes.Sum(o => o.Refused.Count));
        Assert.Equal(4, await Db.Assignments.CountAsync(Cancel));
    }

    [Fact]
    public async Task What_was_shown_is_handed_out_and_listeners_hear_of_it_once()
    {
        var request = new EvenRequest(new WorkFilter(), [], [Ada.Id, Ben.Id], 1);
        var heard = new List<Notice>();
        using var listening = Feed.Listen(StudyId, heard.Add);

        var plan = StudyBuilder.Must(await The<PlanEvenly>().RunAsync(Lead.AccountId, StudyId, request, Cancel));
        Assert.Equal(0, await Db.Assignments.CountAsync(Cancel));
        StudyBuilder.Must(await The<PlanEvenly>().KeepAsync(Lead.AccountId, StudyId, request, plan.Given, Due, Cancel));

        var kept = await Db.Assignments.Select(a => new { a.TranscriptId, a.MemberId, a.DueOn }).ToListAsync(Cancel);
        Assert.Equal(plan.Given.ToHashSet(), kept.Select(a => (a.TranscriptId, a.MemberId)).ToHashSet());
        Assert.Equal(2, kept.Select(a => a.MemberId).Distinct().Count());
        Assert.All(kept, a => Assert.Equal(Due, a.DueOn));
        Assert.Equal([new AssignmentsChanged(StudyId)], heard);
    }

    [Fact]
    public async Task A_plan_that_no_longer_holds_is_refused_and_nothing_is_handed_out()
    {
        var request = new EvenRequest(new WorkFilter(), [], [Ada.Id, Ben.Id], 1);
        var plan = StudyBuilder.Must(await The<PlanEvenly>().RunAsync(Lead.AccountId, StudyId, request, Cancel));
        await GiveAsync(OfAlder, Ada);

        Assert.Contains("nothing was handed out", SentenceOf(await The<PlanEvenly>().KeepAsync(Lead.AccountId, StudyId, request, plan.Given, Due, Cancel)), StringComparison.Ordinal);

        Assert.Equal(1, await Db.Assignments.CountAsync(Cancel));
    }

    [Fact]
    public async Task Two_leads_who_keep_the_same_plan_at_once_hand_out_once()
    {
        var second = await Study.MemberAsync(Role.StudyLead);
        var request = new EvenRequest(new WorkFilter(), [], [Ada.Id, Ben.Id], 2);
        var plan = StudyBuilder.Must(await The<PlanEvenly>().RunAsync(Lead.AccountId, StudyId, request, Cancel));

        var answers = await Task.WhenAll(new[] { Lead, second }.Select(l => The<PlanEvenly>().KeepAsync(l.AccountId, StudyId, request, plan.Given, null, Cancel)));

        Assert.Single(answers, a => SentenceOf(a) is null);
        Assert.Equal(4, await Db.Assignments.CountAsync(Cancel));
    }

    [Fact]
    public async Task The_preview_says_what_each_would_get_and_what_lacks_coders_and_what_is_not_open()
    {
        await GiveAsync(OfAlder, Ada);
        await Study.TranscriptAsync(Lead, ["Hello?"], open: false);
        var birchOnly = await Study.MemberAsync(Role.Coder, Study.Trust("Birch"));

        var plan = StudyBuilder.Must(await The<PlanEvenly>().RunAsync(Lead.AccountId, StudyId, new EvenRequest(new WorkFilter(), [], [Ada.Id, birchOnly.Id], 2), Cancel));

        Assert.Equal([(OfAlder.Title, 1)], plan.Lacking);
        Assert.Equal(1, plan.NotOpen);
        Assert.Equal(
            [(Ada.Name, OfAlder.WordCount, OfBirch.WordCount), (birchOnly.Name, 0, OfBirch.WordCount)],
            plan.Coders.Select(c => (c.Name, c.WordsBefore, c.WordsMore)));
    }

    [Fact]
    public async Task Work_that_was_taken_back_can_be_given_again_and_what_is_signed_off_is_not_taken_back()
    {
        var (taken, signed) = (await GiveAsync(OfAlder, Ada), await GiveDoneAsync(OfBirch, Ada));
        StudyBuilder.Must(await The<SignOff>().RunAsync(Supervisor.AccountId, signed, Cancel));

        var outcome = StudyBuilder.Must(await The<WithdrawAssignments>().RunAsync(Lead.AccountId, StudyId, [taken, signed], Cancel));

        Assert.Equal((1, 1), (outcome.Changed, outcome.Refused.Count));
        Assert.Equal((AssignmentState.Withdrawn, AssignmentState.SignedOff), (await StateAsync(taken), await StateAsync(signed)));
        Assert.NotEqual(taken, await GiveAsync(OfAlder, Ada));
    }

    [Fact]
    public async Task Dates_of_several_are_changed_at_once()
    {
        var (first, second) = (await GiveAsync(OfAlder, Ada), await GiveAsync(OfBirch, Ben, Due));

        Assert.Equal(2, StudyBuilder.Must(await The<RescheduleAssignments>().RunAsync(Lead.AccountId, StudyId, [first, second], Due.AddDays(7), Cancel)).Changed);

        Assert.Equal(2, await Db.Assignments.CountAsync(a => a.DueOn == Due.AddDays(7), Cancel));
    }

    [Fact]
    public async Task The_grid_is_chosen_by_trust_coder_state_unassigned_overdue_and_words_of_the_title()
    {
        var today = DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);
        var late = await GiveAsync(OfAlder, Ada, today.AddDays(-1));
        var free = await Study.TranscriptAsync(Lead, ["Hello?"]);
        await GiveDoneAsync(OfBirch, Ben);

        Assert.Equal([OfAlder.Id], await FoundAsync(new WorkFilter(IsOverdue: true)));
        Assert.Equal([free.Id], await FoundAsync(new WorkFilter(IsUnassigned: true)));
        Assert.Equal([OfBirch.Id], await FoundAsync(new WorkFilter(Coder: Ben.Id)));
        Assert.Equal([OfBirch.Id], await FoundAsync(new WorkFilter(State: AssignmentState.Done)));
        Assert.Equal([OfBirch.Id], await FoundAsync(new WorkFilter(Trust: Study.Trust("Birch").Id)));
        Assert.Equal([OfAlder.Id], await FoundAsync(new WorkFilter(Find: OfAlder.Title.ToUpperInvariant())));
        Assert.Empty(await FoundAsync(new WorkFilter(Find: "100%_")));
        Assert.Empty(await FoundAsync(new WorkFilter(Coder: Ada.Id, State: AssignmentState.Done)));

        var page = StudyBuilder.Must(await The<ListAssignments>().RunAsync(Lead.AccountId, StudyId, new WorkFilter(), 0, Cancel));
        Assert.Equal((3, 3, 1, 1), (page.Found, page.All, page.Unassigned, page.Overdue));
        Assert.Equal([new WorkCell(late, Ada.Id, AssignmentState.Assigned, today.AddDays(-1), IsOverdue: true)], page.Rows.Single(r => r.Id == OfAlder.Id).Cells);
    }

    [Fact]
    public async Task What_was_put_away_is_in_no_list_of_work()
    {
        await GiveAsync(OfAlder, Ada);
        OfAlder.Archive(StudyBuilder.At);
        await Db.SaveChangesAsync(Cancel);

        Assert.DoesNotContain(OfAlder.Id, await FoundAsync(new WorkFilter()));
        Assert.Empty(StudyBuilder.Must(await The<ListMyWork>().RunAsync(Ada.AccountId, StudyId, Cancel)).ToDo);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_does_not_see_progress_sees_no_grid(Role role)
    {
        var member = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListAssignments>().RunAsync(member, StudyId, new WorkFilter(), 0, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListAssignments>().AllAsync(member, StudyId, new WorkFilter(), Cancel)));
    }

    private async Task<IEnumerable<TranscriptId>> FoundAsync(WorkFilter filter) =>
        StudyBuilder.Must(await The<ListAssignments>().RunAsync(Lead.AccountId, StudyId, filter, 0, Cancel)).Rows.Select(r => r.Id);
}
