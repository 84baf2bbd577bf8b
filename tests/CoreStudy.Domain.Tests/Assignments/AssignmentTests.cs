using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Assignments;

public sealed class AssignmentTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Due = new(2026, 3, 20);
    private static readonly Study Here = Must(Study.Create("A study", "Study", "", At));
    private static readonly Trust Alder = Must(Trust.Create(Here.Id, "Alder"));

    private readonly Member _coder = Make(Role.Coder);
    private readonly Member _supervisor = Make(Role.Supervisor);

    /// <summary>What each deed makes of each state; where nothing is said, it is refused.</summary>
    [Theory]
    [InlineData("done", "Assigned SentBack", AssignmentState.Done)]
    [InlineData("take up", "Done", AssignmentState.Assigned)]
    [InlineData("sign off", "Done", AssignmentState.SignedOff)]
    [InlineData("take back", "SignedOff", AssignmentState.Done)]
    [InlineData("send back", "Done SignedOff", AssignmentState.SentBack)]
    [InlineData("withdraw", "Assigned Done SentBack", AssignmentState.Withdrawn)]
    public void Each_deed_is_for_certain_states_and_leads_to_one(string deed, string from, AssignmentState to)
    {
        foreach (var state in Enum.GetValues<AssignmentState>())
        {
            var assignment = Standing(state);
            var isFor = from.Split(' ').Contains(state.ToString());

            Assert.Equal(isFor, RefusalOf(Do(assignment, deed)) is null);
            Assert.Equal(isFor ? to : state, assignment.State);
        }
    }

    [Theory]
    [InlineData("done", true, false)]
    [InlineData("take up", true, false)]
    [InlineData("sign off", false, true)]
    [InlineData("send back", false, true)]
    public void The_coder_says_it_is_done_and_somebody_else_signs_it_off_or_sends_it_back(string deed, bool own, bool another)
    {
        var state = deed == "done" ? AssignmentState.Assigned : AssignmentState.Done;

        Assert.Equal(own, RefusalOf(Do(Standing(state), deed, _coder)) is null);
        Assert.Equal(another, RefusalOf(Do(Standing(state), deed, _supervisor)) is null);
    }

    [Fact]
    public void Nobody_but_who_signed_it_off_takes_that_back() =>
        Assert.NotNull(RefusalOf(Standing(AssignmentState.SignedOff).TakeBackSignOff(Make(Role.Supervisor), At)));

    [Fact]
    public void Sending_back_needs_a_remark_and_keeps_it()
    {
        var assignment = Standing(AssignmentState.Done);

        Assert.NotNull(RefusalOf(assignment.SendBack(_supervisor, "  ", At)));
        Assert.NotNull(RefusalOf(assignment.SendBack(_supervisor, new string('x', 1001), At)));
        Must(assignment.SendBack(_supervisor, " Please look at turn 4. ", At));

        Assert.Equal("Please look at turn 4.", assignment.Events[^1].Remark);
    }

    [Fact]
    public void A_date_can_be_changed_until_the_work_is_finished()
    {
        foreach (var state in Enum.GetValues<AssignmentState>())
            Assert.Equal(state is AssignmentState.SignedOff or AssignmentState.Withdrawn, RefusalOf(Standing(state).Reschedule(Due.AddDays(7), _supervisor, At)) is not null);
    }

    [Fact]
    public void Times_say_when_it_was_done_and_signed_off_and_nothing_once_that_no_longer_holds()
    {
        Assert.Equal((At, null), Times(AssignmentState.Done));
        Assert.Equal((At, At), Times(AssignmentState.SignedOff));
        foreach (var state in new[] { AssignmentState.Assigned, AssignmentState.SentBack, AssignmentState.Withdrawn }) Assert.Equal((null, null), Times(state));

        (DateTimeOffset?, DateTimeOffset?) Times(AssignmentState state) => (Standing(state).DoneAt, Standing(state).SignedOffAt);
    }

    [Fact]
    public void What_happened_is_noted_in_order()
    {
        var assignment = Standing(AssignmentState.SignedOff);
        Must(assignment.SendBack(_supervisor, "Look again.", At));

        Assert.Equal([0, 1, 2, 3], assignment.Events.Select(e => e.Number));
        Assert.Equal([AssignmentEventKind.Assigned, AssignmentEventKind.Done, AssignmentEventKind.SignedOff, AssignmentEventKind.SentBack], assignment.Events.Select(e => e.Kind));
    }

    [Theory]
    [InlineData("admin", "does not code in this study")]
    [InlineData("elsewhere", "is not open to")]
    [InlineData("closed", "is not open for coding yet")]
    [InlineData("archived", "has been put away")]
    [InlineData("left", "not here")]
    public void Who_cannot_code_a_transcript_is_not_given_it(string why, string sentence)
    {
        var transcript = Text(open: why != "closed");
        if (why == "archived") transcript.Archive(At);
        var coder = why switch { "admin" => Make(Role.Admin), "elsewhere" => Make(Role.Coder, TrustId.New()), _ => Make(Role.Coder) };
        if (why == "left") coder.End(At);

        Assert.Contains(sentence, RefusalOf(Assignment.Give(transcript, coder, Due, _supervisor, At)), StringComparison.Ordinal);
    }

    private Result<Done> Do(Assignment assignment, string deed, Member? by = null) => deed switch
    {
        "done" => assignment.MarkDone(by ?? _coder, At),
        "take up" => assignment.TakeUpAgain(by ?? _coder, At),
        "sign off" => assignment.SignOff(by ?? _supervisor, At),
        "take back" => assignment.TakeBackSignOff(by ?? _supervisor, At),
        "send back" => assignment.SendBack(by ?? _supervisor, "Look again.", At),
        _ => assignment.Withdraw(by ?? _supervisor, At),
    };

    private Assignment Standing(AssignmentState state)
    {
        var assignment = Must(Assignment.Give(Text(), _coder, Due, _supervisor, At));
        if (state is AssignmentState.Done or AssignmentState.SentBack or AssignmentState.SignedOff) Must(assignment.MarkDone(_coder, At));
        if (state == AssignmentState.SignedOff) Must(assignment.SignOff(_supervisor, At));
        if (state == AssignmentState.SentBack) Must(assignment.SendBack(_supervisor, "Look again.", At));
        if (state == AssignmentState.Withdrawn) Must(assignment.Withdraw(_supervisor, At));
        return assignment;
    }

    private static Transcript Text(bool open = true)
    {
        var interview = Must(Interview.Create(Alder, null, "An interview", InterviewKind.Individual, null, []));
        var transcript = Must(Transcript.Import(
            interview, "An interview", new TranscriptDraft("test", [new DraftTurn("I", null, "How are you?")], []),
            new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, IsInterviewer: true) }, "hash", MemberId.New(), At));
        if (open) transcript.OpenForCoding(At);
        return transcript;
    }

    private static Member Make(Role role, params TrustId[] trusts) => Must(Member.Join(Here.Id, AccountId.New(), role, role.ToString(), trusts, At));

    private static string? RefusalOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal.Sentence : null;

    private static T Must<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Sentence) : value;
}
