using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Features.Searching;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Searching;

public sealed class BulkTests(PostgresFixture postgres) : SearchingTest(postgres)
{
    private static readonly SearchAsk Wait = new("wait");

    [Fact]
    public async Task Who_may_not_is_refused_by_each_deed()
    {
        var admin = await Study.MemberAsync(Role.Admin);
        var plan = await PlanAsync(BatchUnit.Phrase);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<PlanBulk>().RunAsync(Coder.AccountId, StudyId, Wait, null, Waiting.Id, BatchUnit.Phrase, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CodeInBulk>().RunAsync(admin.AccountId, StudyId, plan, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<CodeInBulk>().GoOnAsync(admin.AccountId, StudyId, CodingBatchId.New(), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<TakeBackBulk>().RunAsync(admin.AccountId, StudyId, CodingBatchId.New(), null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListBulk>().RunAsync(Coder.AccountId, StudyId, Cancel)));
    }

    [Theory]
    [InlineData(BatchUnit.Phrase, "waiting|waited|waited|waiting|wait")]
    [InlineData(BatchUnit.Sentence, "How was the waiting?|😀 I waited and waited.|Then I was not waiting any more; support came by bus.|We wait for funding.")]
    [InlineData(BatchUnit.Turn, "How was the waiting?|😀 I waited and waited. Nobody recieved my form! I was not sure.|Then I was not waiting any more; support came by bus.|We wait for funding. Supervision is support, sure. It is not easy.")]
    public async Task Hits_are_coded_in_the_unit_that_was_chosen(BatchUnit unit, string words)
    {
        var plan = await PlanAsync(unit);

        var row = StudyBuilder.Must(await The<CodeInBulk>().RunAsync(Researcher.AccountId, StudyId, plan, null, Cancel));

        Assert.Equal(words.Split('|').Length, row.Coded);
        Assert.Equal(words.Split('|').Order(StringComparer.Ordinal), (await StandingAsync()).Order(StringComparer.Ordinal));
        await using var db = Open();
        Assert.Empty((await Data.Codings.CodingCheck.RunAsync(db, Cancel)).Strays);
        Assert.Equal(row.Coded, await db.CodingActs.CountAsync(a => a.Kind == ActKind.Apply && a.MemberId == Researcher.Id, Cancel));
        Assert.Single(await db.AuditEntries.Where(e => e.Kind == AuditKind.CodedInBulk).ToListAsync(Cancel));
    }

    [Fact]
    public async Task What_is_coded_so_already_is_left_out_and_so_is_what_was_not_ticked()
    {
        var hits = (await SearchAsync(Wait)).Page.SelectMany(t => t.Hits.Select(h => new HitKey(t.TranscriptId, h.Segment))).ToList();
        await CodeAsync(Worker, hits[1].Segment, Researcher);
        await CodeAsync(Boss, hits[^1].Segment, Supervisor); // somebody else's judgement is theirs

        var all = await PlanAsync(BatchUnit.Phrase);
        var ticked = StudyBuilder.Must(await The<PlanBulk>().RunAsync(Researcher.AccountId, StudyId, Wait, [hits[1], hits[2]], Waiting.Id, BatchUnit.Phrase, Cancel));

        Assert.Equal((4, 1), (all.Passages.Count, all.CodedAlready));
        Assert.Equal((1, 1), (ticked.Passages.Count, ticked.CodedAlready));
    }

    [Fact]
    public async Task A_batch_is_taken_back_as_a_whole_but_for_what_was_changed_by_hand()
    {
        var batch = StudyBuilder.Must(await The<CodeInBulk>().RunAsync(Researcher.AccountId, StudyId, await PlanAsync(BatchUnit.Phrase), null, Cancel));
        Coding touched, removed;
        await using (var db = Open())
        {
            var codings = await db.Codings.Where(c => c.TranscriptId == Worker.Id).OrderBy(c => c.Segment.Start).ToListAsync(Cancel);
            (touched, removed) = (codings[0], codings[1]);
        }

        await DoAsync(Worker, Researcher, new Doubt(ActId.New(), touched.Id, IsUnsure: true, ""), new Remove(ActId.New(), removed.Id));

        var row = StudyBuilder.Must(await The<TakeBackBulk>().RunAsync(Researcher.AccountId, StudyId, batch.Id, null, Cancel));

        Assert.Equal((4, 1, 0), (row.TakenBack, row.Left, row.Coded));
        Assert.NotNull(row.TakenBackAt);
        Assert.Equal([touched.Words], await StandingAsync());
        Assert.Equal(row, Assert.Single(StudyBuilder.Must(await The<ListBulk>().RunAsync(Researcher.AccountId, StudyId, Cancel))));
        Assert.Empty(StudyBuilder.Must(await The<ListBulk>().RunAsync(Supervisor.AccountId, StudyId, Cancel)));
        Assert.True((await The<TakeBackBulk>().RunAsync(Supervisor.AccountId, StudyId, batch.Id, null, Cancel)).IsRefused(out _, out _));
    }

    [Fact]
    public async Task A_batch_that_was_stopped_is_gone_on_with_and_nothing_is_coded_twice()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Stopping(stop);

        var stopped = StudyBuilder.Must(await The<CodeInBulk>().RunAsync(Researcher.AccountId, StudyId, await PlanAsync(BatchUnit.Phrase), stopping, stop.Token));
        var gone = StudyBuilder.Must(await The<CodeInBulk>().GoOnAsync(Researcher.AccountId, StudyId, stopped.Id, null, Cancel));
        var again = StudyBuilder.Must(await The<CodeInBulk>().GoOnAsync(Researcher.AccountId, StudyId, stopped.Id, null, Cancel));

        Assert.True(stopped is { Planned: > 0, Coded: > 0 });
        Assert.Equal((0, 5), (gone.Planned, gone.Coded));
        Assert.Equal(gone, again);
        Assert.Equal(5, (await StandingAsync()).Count);
    }

    [Fact]
    public async Task Blind_coding_stays_blind()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var round = new RoundPlan("Round one", ComparisonUnit.Turn, null, null, null, null, IsSecondReading: false);
        StudyBuilder.Must(await The<StartRound>().RunAsync(lead.AccountId, StudyId, round, null, "One", [Worker.Id], [Researcher.Id, Coder.Id], Cancel));
        await CodeAsync(Worker, new Segment(0, 3), Coder);

        var plan = await PlanAsync(BatchUnit.Turn);
        StudyBuilder.Must(await The<CodeInBulk>().RunAsync(Researcher.AccountId, StudyId, plan, null, Cancel));

        Assert.Equal((4, 0), (plan.Passages.Count, plan.CodedAlready)); // of the other's coding nothing is told
        await using var db = Open();
        Assert.Equal(2, (await db.Codings.Where(c => c.TranscriptId == Worker.Id).Select(c => c.MemberId).Distinct().ToListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Transcripts_that_one_reads_a_second_time_are_left_alone()
    {
        var lead = await Study.MemberAsync(Role.StudyLead);
        var first = new RoundPlan("First", ComparisonUnit.Turn, null, null, null, null, IsSecondReading: false);
        StudyBuilder.Must(await The<StartRound>().RunAsync(lead.AccountId, StudyId, first, null, "Zero", [Worker.Id], [Researcher.Id, Coder.Id], Cancel));
        foreach (var coder in new[] { Researcher, Coder })
            StudyBuilder.Must(await The<MarkDone>().RunAsync(coder.AccountId, await Db.Assignments.Where(a => a.MemberId == coder.Id).Select(a => a.Id).SingleAsync(Cancel), Cancel));
        var again = new RoundPlan("Once more", ComparisonUnit.Turn, null, null, null, null, IsSecondReading: true);
        StudyBuilder.Must(await The<StartRound>().RunAsync(lead.AccountId, StudyId, again, null, "One", [Worker.Id], [Researcher.Id], Cancel));

        var plan = await PlanAsync(BatchUnit.Phrase);

        Assert.Equal((5, 4), (plan.Hits, plan.InReading));
        Assert.Equal([Boss.Id], plan.Passages.Select(p => p.TranscriptId));
    }

    [Fact]
    public async Task A_retired_code_is_refused_by_name()
    {
        var retired = await Study.CodeAsync("Queueing", retired: true);

        Assert.Equal("“Queueing” has been retired from the codebook.", SentenceOf(await The<PlanBulk>().RunAsync(Researcher.AccountId, StudyId, Wait, null, retired.Id, BatchUnit.Turn, Cancel)));
    }

    private async Task<BulkPlan> PlanAsync(BatchUnit unit) => StudyBuilder.Must(await The<PlanBulk>().RunAsync(Researcher.AccountId, StudyId, Wait, null, Waiting.Id, unit, Cancel));

    private Task CodeAsync(Transcript on, Segment at, Member by) => DoAsync(on, by, new Apply(ActId.New(), CodingId.New(), Waiting.Id, at, IsUnsure: false, ""));

    private async Task DoAsync(Transcript on, Member by, params DeskAct[] acts) =>
        Assert.All(StudyBuilder.Must(await Service<IActDoor>().DoAsync(by.AccountId, on.Id, acts, Cancel)), r => Assert.True(r.IsKept, r.Why));

    private async Task<IReadOnlyList<string>> StandingAsync()
    {
        await using var db = Open();
        return await db.Codings.Where(c => c.RemovedAt == null && c.MemberId == Researcher.Id).OrderBy(c => c.TranscriptId).ThenBy(c => c.Segment.Start).Select(c => c.Words).ToListAsync(Cancel);
    }

    /// <summary>Stops as soon as something is through.</summary>
    private sealed class Stopping(CancellationTokenSource stop) : IProgress<int>
    {
        public void Report(int value) => stop.Cancel();
    }
}
