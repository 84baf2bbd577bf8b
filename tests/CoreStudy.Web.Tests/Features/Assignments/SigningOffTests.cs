using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Assignments;

public sealed class SigningOffTests(PostgresFixture postgres) : WorkTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Admin)]
    public async Task Neither_coders_researchers_nor_admins_sign_off(Role role)
    {
        var done = await GiveDoneAsync(OfAlder, Ada);
        var member = (await Study.MemberAsync(role)).AccountId;

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SignOff>().RunAsync(member, done, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<SendBack>().RunAsync(member, done, "Look again.", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<TakeBackSignOff>().RunAsync(member, done, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListSignOffs>().RunAsync(member, StudyId, 50, Cancel)));
        Assert.Equal(AssignmentState.Done, await StateAsync(done));
    }

    [Fact]
    public async Task A_supervisor_of_one_trust_sees_and_signs_off_that_one_alone()
    {
        var (alder, birch) = (await GiveDoneAsync(OfAlder, Ada), await GiveDoneAsync(OfBirch, Ada));

        Assert.Equal([birch], StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Elsewhere.AccountId, StudyId, 50, Cancel)).Waiting.Select(w => w.Id));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<SignOff>().RunAsync(Elsewhere.AccountId, alder, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<SendBack>().RunAsync(Elsewhere.AccountId, alder, "Look again.", Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadAssignment>().RunAsync(Elsewhere.AccountId, alder, Cancel)));
        StudyBuilder.Must(await The<SignOff>().RunAsync(Elsewhere.AccountId, birch, Cancel));
    }

    [Fact]
    public async Task Nobody_signs_off_their_own()
    {
        var done = await GiveDoneAsync(OfAlder, Supervisor);

        Assert.StartsWith("Nobody signs off their own coding.", SentenceOf(await The<SignOff>().RunAsync(Supervisor.AccountId, done, Cancel)), StringComparison.Ordinal);
        Assert.True(StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 50, Cancel)).Waiting.Single().IsMine);
    }

    [Fact]
    public async Task Two_who_sign_off_and_send_back_at_once_leave_one_deed_and_a_clear_refusal()
    {
        for (var round = 0; round < 8; round++)
        {
            var done = await GiveDoneAsync(await Study.TranscriptAsync(Lead, ["Hello?"]), Ada);

            var answers = await Task.WhenAll(
                The<SignOff>().RunAsync(Supervisor.AccountId, done, Cancel), The<SignOff>().RunAsync(Lead.AccountId, done, Cancel));

            Assert.Single(answers, a => SentenceOf(a) is null);
            Assert.Contains(
                Assert.Single(answers.Select(SentenceOf).OfType<string>()),
                new[] { "Somebody else changed this meanwhile. It is shown now as it stands; please look and try again.", "Its coder has not said that it is done." });
            Assert.Equal([0, 1, 2], await Db.AssignmentEvents.Where(e => e.AssignmentId == done).OrderBy(e => e.Number).Select(e => e.Number).ToListAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_change_on_what_somebody_else_changed_meanwhile_is_refused()
    {
        var done = await GiveDoneAsync(OfAlder, Ada);
        var stale = await Db.Assignments.Include(a => a.Events).SingleAsync(a => a.Id == done, Cancel);
        StudyBuilder.Must(await The<TakeUpAgain>().RunAsync(Ada.AccountId, done, Cancel));

        StudyBuilder.Must(stale.SignOff(Supervisor, StudyBuilder.At));

        Assert.StartsWith("Somebody else changed this meanwhile.", SentenceOf(await Db.SaveWorkAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_back_stands_first_on_its_coders_list_with_the_remark_and_in_the_history()
    {
        var today = DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);
        await GiveAsync(OfBirch, Ada, today.AddDays(-2));
        var back = await GiveDoneAsync(OfAlder, Ada);
        StudyBuilder.Must(await The<SendBack>().RunAsync(Supervisor.AccountId, back, "Please look at turn 2.", Cancel));

        var mine = StudyBuilder.Must(await The<ListMyWork>().RunAsync(Ada.AccountId, StudyId, Cancel));

        Assert.Equal([OfAlder.Id, OfBirch.Id], mine.ToDo.Select(w => w.TranscriptId));
        Assert.Equal(("Please look at turn 2.", Supervisor.Name), (mine.ToDo[0].Remark, mine.ToDo[0].RemarkBy));
        var signOffs = StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 50, Cancel));
        Assert.Empty(signOffs.Waiting);
        Assert.Equal([("Please look at turn 2.", AssignmentState.SentBack)], signOffs.SentBack.Select(s => (s.Remark, s.State)));

        StudyBuilder.Must(await The<MarkDone>().RunAsync(Ada.AccountId, back, Cancel));
        Assert.Equal(1, StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 50, Cancel)).Waiting.Single().Times);
        Assert.Equal("", StudyBuilder.Must(await The<ListMyWork>().RunAsync(Ada.AccountId, StudyId, Cancel)).Finished.Single().Remark);
    }

    [Fact]
    public async Task What_waits_is_told_oldest_first_with_words_coded_and_questions_open()
    {
        var code = await Study.CodeAsync("Waiting");
        var asked = await Study.CodingAsync(OfAlder, code, Ada, "Is this it?");
        await Study.CodingAsync(OfAlder, await Study.CodeAsync("Hope"), Ada, "Or this?");
        await Study.CodingAsync(OfAlder, code, Ben, "Not mine.");
        Db.Comments.Add(StudyBuilder.Must(Domain.Codings.Comment.Write(CommentId.New(), asked, Supervisor.Id, "Yes.", StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);
        var first = await GiveDoneAsync(OfAlder, Ada);
        Clock.Pass(TimeSpan.FromHours(1));
        var second = await GiveDoneAsync(OfBirch, Ada);

        var waiting = StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 50, Cancel)).Waiting;

        Assert.Equal([first, second], waiting.Select(w => w.Id));
        var oldest = StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 1, Cancel));
        Assert.Equal((first, 2), (Assert.Single(oldest.Waiting).Id, oldest.WaitingInAll));
        Assert.Equal((2, 1, 2, 1), (waiting[0].Codings, waiting[0].Coded, waiting[0].Unsure, waiting[0].Open));
        Assert.Equal((0, 0, 0, 0), (waiting[1].Codings, waiting[1].Coded, waiting[1].Unsure, waiting[1].Open));
    }

    [Fact]
    public async Task A_sign_off_by_mistake_is_taken_back_by_the_one_who_gave_it_alone()
    {
        var done = await GiveDoneAsync(OfAlder, Ada);
        StudyBuilder.Must(await The<SignOff>().RunAsync(Supervisor.AccountId, done, Cancel));

        Assert.NotNull(SentenceOf(await The<TakeBackSignOff>().RunAsync(Lead.AccountId, done, Cancel)));
        Assert.Equal([done], StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 50, Cancel)).SignedByMe.Select(s => s.Id));
        Assert.Empty(StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Lead.AccountId, StudyId, 50, Cancel)).SignedByMe);
        StudyBuilder.Must(await The<TakeBackSignOff>().RunAsync(Supervisor.AccountId, done, Cancel));

        Assert.Equal(AssignmentState.Done, await StateAsync(done));
    }

    [Fact]
    public async Task A_coder_marks_only_their_own_and_takes_it_up_again()
    {
        var given = await GiveAsync(OfAlder, Ada);

        Assert.NotNull(SentenceOf(await The<MarkDone>().RunAsync(Ben.AccountId, given, Cancel)));
        StudyBuilder.Must(await The<MarkDone>().RunAsync(Ada.AccountId, given, Cancel));
        Assert.NotNull(SentenceOf(await The<TakeUpAgain>().RunAsync(Ben.AccountId, given, Cancel)));
        StudyBuilder.Must(await The<TakeUpAgain>().RunAsync(Ada.AccountId, given, Cancel));

        Assert.Equal(AssignmentState.Assigned, await StateAsync(given));
    }

    [Fact]
    public async Task Work_of_a_trust_or_transcript_that_was_closed_to_its_coder_is_neither_named_nor_done()
    {
        var (closed, lost) = (await GiveAsync(OfAlder, Ada), await GiveAsync(OfBirch, Ada));
        OfAlder.CloseForCoding();
        var ada = await Db.Members.SingleAsync(m => m.Id == Ada.Id, Cancel);
        ada.ChangeRole(Role.Coder, [Study.Trust("Alder").Id]);
        await Db.SaveChangesAsync(Cancel);
        Clock.Pass(Web.Access.Permissions.Freshness);

        var mine = StudyBuilder.Must(await The<ListMyWork>().RunAsync(Ada.AccountId, StudyId, Cancel));

        Assert.Empty(mine.ToDo);
        Assert.Equal(1, mine.Closed);
        foreach (var id in new[] { closed, lost })
        {
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<MarkDone>().RunAsync(Ada.AccountId, id, Cancel)));
            Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadAssignment>().RunAsync(Ada.AccountId, id, Cancel)));
        }
    }

    [Fact]
    public async Task What_happened_is_told_to_its_coder_and_to_those_who_see_progress_alone()
    {
        var done = await GiveDoneAsync(OfAlder, Ada);

        var story = StudyBuilder.Must(await The<ReadAssignment>().RunAsync(Ada.AccountId, done, Cancel));

        Assert.Equal([(AssignmentEventKind.Assigned, Lead.Name), (AssignmentEventKind.Done, Ada.Name)], story.Events.Select(e => (e.Kind, e.By)));
        StudyBuilder.Must(await The<ReadAssignment>().RunAsync(Supervisor.AccountId, done, Cancel));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadAssignment>().RunAsync(Ben.AccountId, done, Cancel)));
    }

    [Fact]
    public async Task My_work_goes_by_date_and_says_how_much_of_it_is_coded()
    {
        var today = DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);
        var third = await Study.TranscriptAsync(Lead, ["Hello?"]);
        await GiveAsync(OfAlder, Ada);
        await GiveAsync(OfBirch, Ada, today.AddDays(3));
        await GiveAsync(third, Ada, today.AddDays(-1));
        await Study.CodingAsync(OfBirch, await Study.CodeAsync("Waiting"), Ada);

        var mine = StudyBuilder.Must(await The<ListMyWork>().RunAsync(Ada.AccountId, StudyId, Cancel));

        Assert.Equal([third.Id, OfBirch.Id, OfAlder.Id], mine.ToDo.Select(w => w.TranscriptId));
        Assert.Equal([(0, 0), (1, 1), (0, 0)], mine.ToDo.Select(w => (w.Coded, w.Codings)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListMyWork>().RunAsync((await Study.MemberAsync(Role.Admin)).AccountId, StudyId, Cancel)));
    }
}
