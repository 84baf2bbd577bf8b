using CoreStudy.Domain;
using CoreStudy.Domain.Settling;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Settling;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Settling;

public sealed class DecideDifferenceTests(PostgresFixture postgres) : SettlingTest(postgres)
{
    [Fact]
    public async Task Each_way_to_decide_leaves_what_it_says()
    {
        var desk = await BegunAsync();
        var ada = (await Db.Settlements.AsNoTracking().SingleAsync(Cancel)).Lanes[0] == Ada.Id ? 0 : 1;

        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge));
        await DecideAsync(Of(desk, DifferenceKind.Code), new Decision(DecisionKind.TakeLane, Lane: ada));
        var changes = StudyBuilder.Must(await DecideAsync(Of(desk, DifferenceKind.Presence), new Decision(DecisionKind.None, "She only names her.")));

        Assert.Equal(["Waiting: I waited for weeks and nobody called", "Hope: I gave up hope", "Company: a friend came"], Settled(changes, desk));
        Assert.Equal(("She only names her.", Supervisor.Name), (changes.Differences[2].Reason, changes.Differences[2].By));
    }

    [Fact]
    public async Task Both_may_stand_and_another_may_be_written()
    {
        var desk = await BegunAsync();

        await DecideAsync(Of(desk, DifferenceKind.Code), new Decision(DecisionKind.TakeAll, "Both are there."));
        var changes = StudyBuilder.Must(await DecideAsync(Of(desk, DifferenceKind.Presence), new Decision(DecisionKind.Write, CodeId: Hope.Id, Segment: At("there herself"))));

        Assert.Equal(["Hope: I gave up hope", "Company: gave up hope", "Company: a friend came", "Hope: there herself"], Settled(changes, desk));
    }

    [Fact]
    public async Task A_decision_on_what_somebody_decided_meanwhile_is_refused_and_what_they_decided_stands()
    {
        var desk = await BegunAsync();
        var difference = Of(desk, DifferenceKind.Extent);
        await DecideAsync(difference, new Decision(DecisionKind.Merge), Lead);

        var late = await DecideAsync(difference, new Decision(DecisionKind.None));

        Assert.StartsWith("Somebody has decided this difference meanwhile.", SentenceOf(late), StringComparison.Ordinal);
        Assert.Contains("Waiting: I waited for weeks and nobody called", Settled((await OpenAsync()).Changes, desk));
    }

    [Fact]
    public async Task Two_who_decide_the_same_difference_at_once_come_one_after_the_other()
    {
        var desk = await BegunAsync();
        var difference = Of(desk, DifferenceKind.Code);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => DecideAsync(difference, new Decision(i % 2 == 0 ? DecisionKind.TakeAll : DecisionKind.None), i % 2 == 0 ? Supervisor : Lead)));

        Assert.Single(results, r => SentenceOf(r) is null);
        var history = await Db.SettlingActs.Select(a => a.Revision).OrderBy(r => r).ToListAsync(Cancel);
        Assert.Equal([1, 2], history);
    }

    [Fact]
    public async Task Who_saw_the_decision_may_decide_otherwise()
    {
        var desk = await BegunAsync();
        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge), Lead);

        var changes = StudyBuilder.Must(await DecideAsync(Of(await OpenAsync(), DifferenceKind.Extent), new Decision(DecisionKind.None)));

        Assert.Equal(["Company: a friend came"], Settled(changes, desk));
        Assert.Single(await Db.SettledCodings.Where(s => s.RemovedAt != null).ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_same_act_sent_twice_is_done_once()
    {
        var desk = await BegunAsync();
        var (act, difference) = (ActId.New(), Of(desk, DifferenceKind.Code));

        for (var i = 0; i < 2; i++)
            Assert.Null(SentenceOf(await The<DecideDifference>().RunAsync(Supervisor.AccountId, Transcript.Id, act, new(difference.Id), difference.Revision, new Decision(DecisionKind.TakeAll), 0, 0, Cancel)));

        Assert.Equal(3, (await OpenAsync()).Changes.Settled.Count);
    }

    [Fact]
    public async Task Undo_goes_back_step_by_step_and_redo_forward()
    {
        var desk = await BegunAsync();
        Clock.Pass(TimeSpan.FromTicks(12_345_678)); // finer than the database keeps
        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge));
        await DecideAsync(Of(await OpenAsync(), DifferenceKind.Extent), new Decision(DecisionKind.None));

        var once = StudyBuilder.Must(await UndoAsync());
        var twice = StudyBuilder.Must(await UndoAsync());
        Assert.Equal("There is nothing to undo.", SentenceOf(await UndoAsync()));
        var again = StudyBuilder.Must(await RedoAsync());

        Assert.Contains("Waiting: I waited for weeks and nobody called", Settled(once, desk));
        Assert.Equal((1, null), (Settled(twice, desk).Count, twice.Differences[0].Decision));
        Assert.Contains("Waiting: I waited for weeks and nobody called", Settled(again, desk));
        Assert.Null(SentenceOf(await RedoAsync()));
        Assert.Equal("There is nothing to do again.", SentenceOf(await RedoAsync()));
    }

    [Fact]
    public async Task What_somebody_else_decided_since_is_not_undone()
    {
        var desk = await BegunAsync();
        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge));
        await DecideAsync(Of(await OpenAsync(), DifferenceKind.Extent), new Decision(DecisionKind.None), Lead);

        Assert.StartsWith("Somebody has decided this difference again since", SentenceOf(await UndoAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_at_the_desk_hears_of_it()
    {
        var desk = await BegunAsync();
        var heard = new List<Notice>();
        using var listening = Feed.Listen(Study.Study.Id, heard.Add);

        await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge));

        Assert.Equal([new SettlingMoved(Study.Study.Id, Transcript.Id)], heard);
        var missed = StudyBuilder.Must(await The<OpenSettleDesk>().ChangesAsync(Ada.AccountId, Transcript.Id, desk.Changes.Revision, Cancel));
        Assert.Single(missed.Differences);
    }

    [Fact]
    public async Task Coders_read_and_do_not_decide()
    {
        var desk = await BegunAsync();

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Merge), Ada)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await UndoAsync(Ada)));
        Assert.False((await OpenAsync(Ada)).MaySettle);
    }

    [Fact]
    public async Task A_retired_code_cannot_be_written()
    {
        var desk = await BegunAsync();
        var retired = await Study.CodeAsync("Old", retired: true);

        Assert.Equal("“Old” has been retired from the codebook.", SentenceOf(await DecideAsync(Of(desk, DifferenceKind.Extent), new Decision(DecisionKind.Write, CodeId: retired.Id, Segment: At("hope")))));
    }

    [Fact]
    public async Task Words_that_tell_who_somebody_is_are_not_kept_as_a_reason_or_a_remark()
    {
        var desk = await BegunAsync();
        var difference = Of(desk, DifferenceKind.Extent);

        Assert.Contains("Nothing was kept", SentenceOf(await DecideAsync(difference, new Decision(DecisionKind.None, "Ring 07700 900123 about it."))), StringComparison.Ordinal);
        Assert.Contains("Nothing was kept", SentenceOf(await SayAsync(difference, "Ring 07700 900123 about it.", Ada)), StringComparison.Ordinal);
        Assert.Contains("Nothing was kept", SentenceOf(await The<SignOffSettlement>().ReopenAsync(Supervisor.AccountId, Transcript.Id, "Ring 07700 900123", 0, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coders_answer_under_the_name_of_their_lane_and_the_talk_is_resolved()
    {
        var desk = await BegunAsync();
        var difference = Of(desk, DifferenceKind.Code);
        await SayAsync(difference, "Is hope the word?", Supervisor);
        var answered = StudyBuilder.Must(await SayAsync(difference, "She says so.", Ada));
        var resolved = StudyBuilder.Must(await ResolveAsync(difference, true, Supervisor));
        var again = StudyBuilder.Must(await SayAsync(difference, "Still, I wonder.", Ben));

        Assert.Equal([Supervisor.Name, $"Coder {(desk.Changes.Lanes.Count > 0 && (await Db.Settlements.AsNoTracking().SingleAsync(Cancel)).Lanes[0] == Ada.Id ? 1 : 2)}"], answered.Remarks.Select(r => r.By));
        Assert.Equal(Supervisor.Name, resolved.Differences.Single(d => d.Id == difference.Id).Resolved);
        Assert.Equal("", again.Differences.Single(d => d.Id == difference.Id).Resolved);
    }

    [Fact]
    public async Task Nobody_else_takes_part_in_the_talk()
    {
        var desk = await BegunAsync();
        var other = await Study.MemberAsync(Domain.Members.Role.Coder);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await SayAsync(Of(desk, DifferenceKind.Code), "May I?", other)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await ResolveAsync(Of(desk, DifferenceKind.Code), true, other)));
    }

    [Fact]
    public async Task Sign_off_waits_for_what_is_open_and_then_names_are_shown_and_nothing_changes_any_more()
    {
        var desk = await BegunAsync();
        Assert.StartsWith("3 differences are still open.", SentenceOf(await SignOffAsync()), StringComparison.Ordinal);
        foreach (var difference in desk.Changes.Differences.Take(2)) await DecideAsync(difference, new Decision(DecisionKind.TakeAll));
        await DecideAsync(desk.Changes.Differences[2], new Decision(DecisionKind.Discuss, "Is a mention company?"));

        var signed = StudyBuilder.Must(await SignOffAsync());

        Assert.Equal([Ada.Name, Ben.Name], signed.Lanes.Select(l => l.Name).Order());
        Assert.StartsWith("This transcript is settled and signed off.", SentenceOf(await DecideAsync(signed.Differences[2], new Decision(DecisionKind.None))), StringComparison.Ordinal);
        Assert.StartsWith("This transcript is settled and signed off.", SentenceOf(await UndoAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_opened_again_with_a_reason_by_who_signs_off()
    {
        var desk = await BegunAsync();
        foreach (var difference in desk.Changes.Differences) await DecideAsync(difference, new Decision(DecisionKind.None));
        await SignOffAsync();
        var researcher = await Study.MemberAsync(Domain.Members.Role.Researcher);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SignOffSettlement>().ReopenAsync(researcher.AccountId, Transcript.Id, "A mistake.", 0, Cancel)));
        Assert.StartsWith("Please give a reason", SentenceOf(await The<SignOffSettlement>().ReopenAsync(Supervisor.AccountId, Transcript.Id, " ", 0, Cancel)), StringComparison.Ordinal);
        var opened = StudyBuilder.Must(await The<SignOffSettlement>().ReopenAsync(Supervisor.AccountId, Transcript.Id, "A mistake in the first.", 0, Cancel));

        Assert.Equal((SettlementState.Open, "Coder 1"), (opened.State, opened.Lanes[0].Name));
        Assert.Equal("A mistake in the first.", (await Db.SettlingActs.OrderByDescending(a => a.Revision).FirstAsync(Cancel)).Reason);
    }

    [Fact]
    public async Task Several_are_decided_at_once_all_or_none_and_undone_one_by_one()
    {
        var desk = await BegunAsync();
        await DecideAsync(desk.Changes.Differences[1], new Decision(DecisionKind.TakeAll), Lead);
        ToDecide[] all = [.. desk.Changes.Differences.Select(d => new ToDecide(ActId.New(), new(d.Id), d.Revision))];

        Assert.StartsWith("Somebody has decided", SentenceOf(await DecideAllAsync(all)), StringComparison.Ordinal);
        Assert.Equal(1, await Db.SettlingActs.CountAsync(a => a.Kind == SettlingActKind.Decide, Cancel));
        var decided = StudyBuilder.Must(await DecideAllAsync(all[0], all[2]));
        var undone = StudyBuilder.Must(await UndoAsync());

        Assert.DoesNotContain(decided.Differences, d => d.Decision is null);
        Assert.Single(undone.Differences, d => d.Decision is null);
    }

    private Task<Result<SettlingChanges>> DecideAllAsync(params ToDecide[] which) => The<DecideDifference>().RunAsync(Supervisor.AccountId, Transcript.Id, which, new Decision(DecisionKind.None), 0, 0, Cancel);

    private Task<Result<SettlingChanges>> SayAsync(DifferenceRow difference, string text, Domain.Members.Member by) =>
        The<TalkAboutDifference>().SayAsync(by.AccountId, Transcript.Id, ActId.New(), new(difference.Id), RemarkId.New(), text, 0, Cancel);

    private Task<Result<SettlingChanges>> ResolveAsync(DifferenceRow difference, bool isResolved, Domain.Members.Member by) =>
        The<TalkAboutDifference>().ResolveAsync(by.AccountId, Transcript.Id, ActId.New(), new(difference.Id), isResolved, 0, Cancel);

    private Task<Result<SettlingChanges>> SignOffAsync() => The<SignOffSettlement>().RunAsync(Supervisor.AccountId, Transcript.Id, 0, Cancel);
}
