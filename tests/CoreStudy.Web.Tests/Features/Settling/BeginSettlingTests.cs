using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Settling;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Settling;

public sealed class BeginSettlingTests(PostgresFixture postgres) : SettlingTest(postgres)
{
    [Fact]
    public async Task What_all_agree_on_is_taken_over_and_each_kind_of_difference_is_listed()
    {
        var desk = await BegunAsync();

        Assert.Equal(["Company: a friend came"], Settled(desk.Changes, desk));
        Assert.Equal([DifferenceKind.Extent, DifferenceKind.Code, DifferenceKind.Presence], desk.Changes.Differences.Select(d => d.Kind));
        Assert.Equal(2, (await Db.SettledCodings.SingleAsync(Cancel)).From.Count);
        Assert.Equal(AuditKind.SettlingBegun, (await Db.AuditEntries.OrderByDescending(e => e.Number).FirstAsync(Cancel)).Kind);
    }

    [Fact]
    public async Task The_coders_codings_stay_as_they_are()
    {
        var desk = await BegunAsync();
        var before = await Db.Codings.AsNoTracking().OrderBy(c => c.Id).Select(c => new { c.Id, c.Segment, c.CodeId, c.RemovedAt, c.Revision }).ToListAsync(Cancel);

        foreach (var difference in desk.Changes.Differences) await DecideAsync(difference, new Decision(DecisionKind.None));

        Assert.Equal(before, await Db.Codings.AsNoTracking().OrderBy(c => c.Id).Select(c => new { c.Id, c.Segment, c.CodeId, c.RemovedAt, c.Revision }).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_transcript_in_a_blind_round_is_settled_by_nobody_and_shown_to_nobody()
    {
        await BegunAsync();
        await StartRoundAsync(Ada, Ben);

        Assert.StartsWith("A blind round is under way", SentenceOf(await The<OpenSettleDesk>().RunAsync(Lead.AccountId, Transcript.Id, Cancel)), StringComparison.Ordinal);
        Assert.StartsWith("A blind round is under way", SentenceOf(await UndoAsync()), StringComparison.Ordinal);
        Assert.Empty(StudyBuilder.Must(await The<ListSettlements>().RunAsync(Supervisor.AccountId, Study.Study.Id, Cancel)).Rows);
    }

    [Fact]
    public async Task It_does_not_begin_while_a_round_is_blind()
    {
        await CodeApartAsync();
        await StartRoundAsync(Ada, Ben);

        Assert.StartsWith("A blind round is under way", SentenceOf(await BeginAsync()), StringComparison.Ordinal);
        Assert.Empty(await Db.Settlements.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_round_is_settled_as_it_was_handed_in_whatever_was_changed_since()
    {
        await CodeApartAsync();
        var round = await StartRoundAsync(Ada, Ben);
        var head = await Db.CodingHeads.AsNoTracking().SingleAsync(h => h.TranscriptId == Transcript.Id, Cancel);
        StudyBuilder.Must(round.Open(new Dictionary<TranscriptId, long> { [Transcript.Id] = head.Revision }, Clock.GetUtcNow()));
        await Db.SaveChangesAsync(Cancel);
        var ada = await Db.Codings.Where(c => c.MemberId == Ada.Id).Select(c => c.Id).ToListAsync(Cancel);
        StudyBuilder.Must(await The<RecordActs>().RunAsync(Ada.AccountId, Transcript.Id, [.. ada.Select(c => new Remove(ActId.New(), c))], Cancel));

        Assert.Null(SentenceOf(await BeginAsync()));

        var desk = await OpenAsync();
        Assert.Equal(("First", 7, 3), (desk.Round, desk.Codings.Count, desk.Changes.Differences.Count));
    }

    [Fact]
    public async Task Fewer_than_two_who_handed_in_leave_nothing_to_settle()
    {
        await CodeApartAsync();
        await HandInAsync(Ada);

        Assert.StartsWith("There is nothing to settle", SentenceOf(await BeginAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_begin_twice_is_to_begin_once()
    {
        await BegunAsync();

        Assert.Null(SentenceOf(await BeginAsync(Lead)));

        Assert.Equal(3, await Db.Differences.CountAsync(Cancel));
    }

    [Fact]
    public async Task Only_who_settles_may_begin_and_only_coders_concerned_may_read_along()
    {
        await CodeApartAsync();
        await HandInAsync(Ada, Ben);
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await BeginAsync(Ada)));
        await BeginAsync();
        var other = await Study.MemberAsync(Role.Coder);
        var admin = await Study.MemberAsync(Role.Admin);

        Assert.Null(SentenceOf(await The<OpenSettleDesk>().RunAsync(Ada.AccountId, Transcript.Id, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<OpenSettleDesk>().RunAsync(other.AccountId, Transcript.Id, Cancel)));
        Assert.NotNull(SentenceOf(await The<OpenSettleDesk>().RunAsync(admin.AccountId, Transcript.Id, Cancel)));
        Assert.Empty(StudyBuilder.Must(await The<ListSettlements>().RunAsync(other.AccountId, Study.Study.Id, Cancel)).Rows);
    }

    [Fact]
    public async Task Nobody_is_named_before_it_is_signed_off()
    {
        var desk = await BegunAsync();

        Assert.Equal(["Coder 1", "Coder 2"], desk.Changes.Lanes.Select(l => l.Name));
    }

    [Fact]
    public async Task A_code_that_was_merged_since_is_settled_as_the_one_it_went_into()
    {
        await CodeAsync(Ada, Hope, "I gave up hope");
        await CodeAsync(Ben, Waiting, "I gave up hope");
        await HandInAsync(Ada, Ben);
        StudyBuilder.Must(await The<CoreStudy.Web.Features.Codebooks.MergeCode>().RunAsync(Lead.AccountId, Study.Study.Id, Hope.Id, Waiting.Id, Cancel));

        await BeginAsync();

        Assert.Equal(["Waiting: I gave up hope"], Settled((await OpenAsync()).Changes, await OpenAsync()));
    }

    [Fact]
    public async Task The_settled_layer_is_read_like_any_other()
    {
        await BegunAsync();

        var layer = await Layers.SettledAsync(Db, [Transcript.Id], Cancel);

        Assert.Equal((Company.Id, At("a friend came"), default(MemberId)), (layer.Single().CodeId, layer.Single().Segment, layer.Single().MemberId));
    }
}
