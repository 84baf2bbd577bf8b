using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Features.Transcripts;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Rounds;

public sealed class RoundDeedsTests(PostgresFixture postgres) : RoundTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Admin)]
    public async Task Only_a_lead_plans_opens_and_calls_off_rounds(Role role)
    {
        var member = await Study.MemberAsync(role);
        var round = await StartAsync();

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await TryStartAsync(member, [Second], [Ada, Ben])));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadRoundChoices>().RunAsync(member.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<OpenRoundEarly>().RunAsync(member.AccountId, StudyId, round, "Why not", Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CallOffRound>().RunAsync(member.AccountId, StudyId, round, "Why not", Cancel)));
        Assert.Equal(role is Role.Coder or Role.Admin, (await The<ListRounds>().RunAsync(member.AccountId, StudyId, Cancel)).IsRefused(out _, out _));
        Assert.Equal(role is Role.Admin, (await The<ReadWorkload>().RunAsync(member.AccountId, StudyId, Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task A_round_opens_by_itself_with_the_last_hand_in_and_tells_each_desk()
    {
        var round = await StartAsync();
        await CodeAsync(Ada, Waiting);
        var told = new List<SightMoved>();
        using var listening = Feed.Listen(StudyId, n => { if (n is SightMoved moved) told.Add(moved); });

        await HandInAsync(Ada);
        Assert.Equal(RoundState.Blind, (await RoundAsync(round)).State);
        await HandInAsync(Ben);

        var open = await RoundAsync(round);
        Assert.Equal((RoundState.Open, null), (open.State, open.OpenedBy));
        Assert.Equal(First.Id, Assert.Single(told).TranscriptId);
        Assert.Equal(told[0].Revision - 1, Assert.Single(open.Transcripts).OpenedAtRevision);
    }

    [Fact]
    public async Task Two_who_hand_in_at_the_same_moment_open_it_once()
    {
        var round = StudyBuilder.Must(await TryStartAsync(Lead, [First, Second], [Ada, Ben]));
        await HandInAsync(Ada, First);
        await HandInAsync(Ben, Second);

        await Task.WhenAll(
            Task.Run(async () => StudyBuilder.Must(await The<MarkDone>().RunAsync(Ada.AccountId, await WorkAsync(Ada, Second), Cancel)), Cancel),
            Task.Run(async () => StudyBuilder.Must(await The<MarkDone>().RunAsync(Ben.AccountId, await WorkAsync(Ben, First), Cancel)), Cancel));

        Assert.Equal(RoundState.Open, (await RoundAsync(round)).State);
        Assert.Equal(1, await Db.AuditEntries.CountAsync(e => e.Kind == Domain.Audits.AuditKind.RoundOpened, Cancel));
    }

    [Fact]
    public async Task What_was_handed_in_stays_known_whatever_is_done_after()
    {
        var round = await StartAsync();
        var kept = await CodeAsync(Ada, Waiting, 4, 7);
        var removed = await CodeAsync(Ben, Hope, 0, 3);
        var undone = await CodeAsync(Ben, Waiting, 8, 10);
        await DoAsync(Ben, First, new Undo(ActId.New()));
        await CodeAsync(Cem, Hope, 2, 5);
        Assert.Equal([removed, kept], (await Layers.AsHandedInAsync(Db, round, null, Cancel)).Select(c => c.Id));
        await HandInAsync(Ada);
        await HandInAsync(Ben);

        await DoAsync(Ada, First, new Resize(ActId.New(), kept, new Segment(4, 12)));
        await DoAsync(Ben, First, new Remove(ActId.New(), removed));
        await CodeAsync(Ben, Hope, 12, 15);
        StudyBuilder.Must(await The<MergeCode>().RunAsync(Researcher.AccountId, StudyId, Waiting.Id, Hope.Id, Cancel));

        var handedIn = await Layers.AsHandedInAsync(Db, round, [First.Id], Cancel);
        Assert.Equal([(removed, Ben.Id, Hope.Id, new Segment(0, 3)), (kept, Ada.Id, Waiting.Id, new Segment(4, 7))], handedIn.Select(c => (c.Id, c.MemberId, c.CodeId, c.Segment)));
        Assert.DoesNotContain(await Layers.NowAsync(Db, [First.Id], Cancel), c => c.Id == removed || c.Id == undone);
    }

    [Fact]
    public async Task Who_has_handed_in_can_take_it_up_again_while_it_is_blind()
    {
        var round = await StartAsync();
        await HandInAsync(Ada);

        StudyBuilder.Must(await The<TakeUpAgain>().RunAsync(Ada.AccountId, await WorkAsync(Ada, First), Cancel));
        await HandInAsync(Ben);

        Assert.Equal(RoundState.Blind, (await RoundAsync(round)).State);
    }

    [Fact]
    public async Task While_it_is_blind_its_work_is_neither_signed_off_nor_sent_back_nor_taken_back()
    {
        await StartAsync();
        await HandInAsync(Ada);
        var work = await WorkAsync(Ada, First);

        Assert.Contains("once the round is open", SentenceOf(await The<SignOff>().RunAsync(Supervisor.AccountId, work, Cancel)), StringComparison.Ordinal);
        Assert.Contains("once the round is open", SentenceOf(await The<SendBack>().RunAsync(Supervisor.AccountId, work, "Look again", Cancel)), StringComparison.Ordinal);
        Assert.Contains("blind round", Assert.Single(StudyBuilder.Must(await The<WithdrawAssignments>().RunAsync(Lead.AccountId, StudyId, [work], Cancel)).Refused), StringComparison.Ordinal);
        Assert.Empty(StudyBuilder.Must(await The<ListSignOffs>().RunAsync(Supervisor.AccountId, StudyId, 10, Cancel)).Waiting);
    }

    [Fact]
    public async Task A_lead_opens_it_early_with_a_reason_and_what_there_is_counts_as_handed_in()
    {
        var round = await StartAsync();
        var coding = await CodeAsync(Ada, Waiting);
        Assert.Equal("Please give a reason.", SentenceOf(await The<OpenRoundEarly>().RunAsync(Lead.AccountId, StudyId, round, " ", Cancel)));

        StudyBuilder.Must(await The<OpenRoundEarly>().RunAsync(Lead.AccountId, StudyId, round, "Ben has left", Cancel));

        var open = await RoundAsync(round);
        Assert.Equal((RoundState.Open, Lead.Id, "Ben has left"), (open.State, open.OpenedBy!.Value, open.Reason));
        Assert.Equal(coding, Assert.Single(await Layers.AsHandedInAsync(Db, round, null, Cancel)).Id);
        Assert.Equal("This round is open already.", SentenceOf(await The<CallOffRound>().RunAsync(Lead.AccountId, StudyId, round, "Too late", Cancel)));
    }

    [Fact]
    public async Task A_round_that_is_called_off_leaves_ordinary_work_behind()
    {
        var round = await StartAsync();
        var coding = await CodeAsync(Ada, Waiting);

        StudyBuilder.Must(await The<CallOffRound>().RunAsync(Lead.AccountId, StudyId, round, "Wrong sample", Cancel));

        Assert.Equal(RoundState.CalledOff, (await RoundAsync(round)).State);
        Assert.All(await Db.Assignments.AsNoTracking().ToListAsync(Cancel), a => Assert.Equal((null, AssignmentState.Assigned), (a.RoundId, a.State)));
        Assert.Contains(StudyBuilder.Must(await The<ReadCodings>().RunAsync(Ben.AccountId, First.Id, null, Cancel)).Codings, c => c.Id == coding);
        StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada, Ben], Plan("Once more")));
    }

    [Fact]
    public async Task A_round_that_makes_no_sense_is_refused_with_the_reason()
    {
        var elsewhere = await Study.MemberAsync(Role.Coder, Study.Trust("Birch"));
        var closed = await Study.TranscriptAsync(Lead, ["Not yet.", "No."], open: false);
        var admin = await Study.MemberAsync(Role.Admin);

        Assert.Contains("at least two coders", SentenceOf(await TryStartAsync(Lead, [First], [Ada])), StringComparison.Ordinal);
        Assert.Contains("Choose the transcripts", SentenceOf(await TryStartAsync(Lead, [], [Ada, Ben])), StringComparison.Ordinal);
        Assert.Contains("is not open for coding yet", SentenceOf(await TryStartAsync(Lead, [closed], [Ada, Ben])), StringComparison.Ordinal);
        Assert.Contains($"is not open to {elsewhere.Name}", SentenceOf(await TryStartAsync(Lead, [First], [Ada, elsewhere])), StringComparison.Ordinal);
        Assert.Contains("does not code in this study", SentenceOf(await TryStartAsync(Lead, [First], [Ada, admin])), StringComparison.Ordinal);
        await StartAsync();
        Assert.Contains("in the blind round “Round one” already", SentenceOf(await TryStartAsync(Lead, [First], [Ada, Cem])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_was_done_before_counts_as_handed_in_and_is_hidden_from_the_second_coder()
    {
        StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(Lead.AccountId, StudyId, [First.Id], [Ada.Id], null, Cancel));
        var coding = await CodeAsync(Ada, Waiting);
        await HandInAsync(Ada);

        var round = await StartAsync();

        Assert.Empty(StudyBuilder.Must(await The<ReadCodings>().RunAsync(Ben.AccountId, First.Id, null, Cancel)).Codings);
        await HandInAsync(Ben);
        Assert.Equal(RoundState.Open, (await RoundAsync(round)).State);
        Assert.Equal(coding, Assert.Single(await Layers.AsHandedInAsync(Db, round, null, Cancel)).Id);
    }

    [Fact]
    public async Task A_transcript_that_was_put_away_meanwhile_does_not_hold_the_round_up()
    {
        var round = StudyBuilder.Must(await TryStartAsync(Lead, [First, Second], [Ada, Ben]));
        await HandInAsync(Ada);
        StudyBuilder.Must(await The<ArchiveTranscript>().RunAsync(Researcher.AccountId, Second.Id, true, Cancel));

        await HandInAsync(Ben);

        Assert.Equal(RoundState.Open, (await RoundAsync(round)).State);
    }

    [Fact]
    public async Task A_second_reading_starts_afresh_and_is_kept_apart_from_the_first()
    {
        StudyBuilder.Must(await The<AssignTranscripts>().RunAsync(Lead.AccountId, StudyId, [First.Id], [Ada.Id], null, Cancel));
        var first = await CodeAsync(Ada, Waiting, 4, 7);
        Assert.Contains("has not finished", SentenceOf(await TryStartAsync(Lead, [First], [Ada], Plan("Again", isSecondReading: true))), StringComparison.Ordinal);
        await HandInAsync(Ada);
        var round = StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada], Plan("Again", isSecondReading: true)));
        Assert.Empty((await DeskAsync(Ada)).Codings);

        var again = await CodeAsync(Ada, Waiting, 4, 7);
        await DoAsync(Ada, First, new Undo(ActId.New()), new Redo(ActId.New()));

        Assert.Equal(again, Assert.Single((await DeskAsync(Ada)).Codings).Id);
        Assert.Equal(first, Assert.Single((await DeskAsync(Supervisor)).Codings).Id);
        Assert.Equal(first, Assert.Single(await Layers.NowAsync(Db, [First.Id], Cancel)).Id);
        await HandInAsync(Ada);
        Assert.Equal(RoundState.Open, (await RoundAsync(round)).State);
        Assert.Equal(first, Assert.Single((await DeskAsync(Ada)).Codings).Id);
        Assert.Equal(again, Assert.Single(await Layers.AsHandedInAsync(Db, round, null, Cancel)).Id);
    }

    [Fact]
    public async Task Speed_and_volume_are_shown_to_the_lead_and_to_each_coder_their_own()
    {
        await CodeAsync(Ada, Waiting);
        await CodeAsync(Ben, Hope);

        Assert.Equal([Ada.Name, Ben.Name], Names(await The<ReadWorkload>().RunAsync(Lead.AccountId, StudyId, Cancel)));
        foreach (var other in new[] { Supervisor, Researcher, Cem }) Assert.Empty(Names(await The<ReadWorkload>().RunAsync(other.AccountId, StudyId, Cancel)));
        Assert.Equal([Ada.Name], Names(await The<ReadWorkload>().RunAsync(Ada.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task What_was_brought_in_is_nobodys_work_at_the_desk()
    {
        await CodeAsync(Ada, Waiting);
        await CodeAsync(Ben, Hope);
        await Db.CodingActs.Where(a => a.MemberId == Ben.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Kind, ActKind.Import), Cancel);

        Assert.Equal([Ada.Name], Names(await The<ReadWorkload>().RunAsync(Lead.AccountId, StudyId, Cancel)));
    }

    private static IEnumerable<string> Names(Result<Workload> work) => StudyBuilder.Must(work).Coders.Select(c => c.Name);

    private async Task<ChangeSet> DeskAsync(Member reader) => StudyBuilder.Must(await The<ReadCodings>().RunAsync(reader.AccountId, First.Id, null, Cancel));

    private Task<AssignmentId> WorkAsync(Member coder, Transcript transcript)
    {
        var (member, text) = (coder.Id, transcript.Id);
        return Task.Run(async () =>
        {
            await using var db = new Data.StudyDb(Data.StudyDbOptions.For(ConnectionString));
            return await db.Assignments.Where(a => a.MemberId == member && a.TranscriptId == text).Select(a => a.Id).SingleAsync(Cancel);
        });
    }
}
