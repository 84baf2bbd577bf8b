using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Features.Studies;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Comparisons;

public sealed class ReadComparisonTests(PostgresFixture postgres) : ComparisonTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_see_comparisons_sees_none(Role role)
    {
        var me = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await CompareAsync(me, Now())));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListComparable>().RunAsync(me.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task A_blind_round_is_compared_for_nobody_its_lead_included()
    {
        var (round, _) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 2);

        Assert.Equal(ReadComparison.StillBlind.Sentence, SentenceOf(await CompareAsync(Lead, ComparisonAsk.Of(round.Id, ComparisonUnit.Turn))));
        Assert.Empty(StudyBuilder.Must(await The<ListComparable>().RunAsync(Lead.AccountId, StudyId, Cancel)).Rounds);
    }

    [Fact]
    public async Task What_is_being_coded_blindly_is_left_out_of_what_is_compared_now()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 2);

        var now = StudyBuilder.Must(await CompareAsync(Lead, Now() with { CountsAllAsRead = true }));

        Assert.Empty(now.Places);
        Assert.Equal("it is being coded blindly in a round that is not open", Assert.Single(now.Left).Why);
    }

    [Fact]
    public async Task An_earlier_round_is_not_told_while_its_transcript_is_coded_blindly_again()
    {
        var (first, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(first, work);
        foreach (var done in work) StudyBuilder.Must(done.Withdraw(Lead, StudyBuilder.At.AddDays(1)));
        await Db.SaveChangesAsync(Cancel);
        await StartAsync();

        Assert.Empty((await ComparedAsync(first)).Places);
    }

    [Fact]
    public async Task A_round_is_compared_as_it_was_handed_in()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 4);
        await OpenAsync(round, work);
        await CodeAsync(Ben, Waiting, 2); // after they had talked

        Assert.Equal(new YesNoTable(0, 1, 1, 2), TableOf(await ComparedAsync(round), Waiting));
    }

    [Fact]
    public async Task Silence_is_no_only_of_those_who_handed_in()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(round, work[0]); // Ben had not

        var comparison = await ComparedAsync(round);

        Assert.Empty(comparison.Places);
        Assert.Equal("fewer than two coders had handed it in", Assert.Single(comparison.Left).Why);
    }

    [Fact]
    public async Task What_a_supervisor_sends_back_afterwards_was_handed_in_all_the_same()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(round, work);
        StudyBuilder.Must(work[0].SendBack(Lead, "Look again.", StudyBuilder.At.AddHours(3)));
        await Db.SaveChangesAsync(Cancel);

        Assert.Single((await ComparedAsync(round)).Places);
    }

    [Fact]
    public async Task Codings_of_now_are_compared_where_coders_said_that_they_were_done()
    {
        var (round, work) = await StartAsync();
        await OpenAsync(round, work);
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 2);

        Assert.Equal(new YesNoTable(1, 0, 0, 3), TableOf(StudyBuilder.Must(await CompareAsync(Lead, Now())), Waiting));
    }

    [Fact]
    public async Task Only_turns_of_some_can_be_compared()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 1);
        await CodeAsync(Ben, Waiting, 2);
        await OpenAsync(round, work);

        foreach (var unit in new[] { ComparisonUnit.Turn, ComparisonUnit.Word, ComparisonUnit.Sentence, ComparisonUnit.Character, ComparisonUnit.Transcript })
        {
            var comparison = StudyBuilder.Must(await CompareAsync(Lead, ComparisonAsk.Of(round.Id, unit) with { Turns = new TurnFilter(TurnsOf.Interviewers) }));
            Assert.Equal(0, TableOf(comparison, Waiting).OnlySecond);
            Assert.Equal(unit switch { ComparisonUnit.Turn or ComparisonUnit.Sentence => 2, ComparisonUnit.Word => 5, ComparisonUnit.Character => 20, _ => 1 }, comparison.All.Extent(Between.All).Units);
        }
    }

    [Fact]
    public async Task Passages_stand_behind_each_figure()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 2);
        await CodeAsync(Ada, Waiting, 3);
        await CodeAsync(Ben, Waiting, 4);
        await OpenAsync(round, work);

        foreach (var unit in Enum.GetValues<ComparisonUnit>())
        {
            var comparison = await ComparedAsync(round, unit);
            var passages = StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, comparison, Waiting.Id, Between.Two(Ada.Id, Ben.Id), Cancel));
            int Units(PassageKind kind) => passages.Where(p => p.Kind == kind).Sum(p => p.Units);
            var table = TableOf(comparison, Waiting);
            Assert.Equal((table.Both, table.OnlyFirst, table.OnlySecond), (Units(PassageKind.Together), Units(PassageKind.OnlyFirst), Units(PassageKind.OnlySecond)));
        }

        var turns = StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, await ComparedAsync(round), Waiting.Id, Between.Two(Ada.Id, Ben.Id), Cancel));
        Assert.Equal([(2, PassageKind.Together, "I waited."), (3, PassageKind.OnlyFirst, "And then?"), (4, PassageKind.OnlySecond, "Somebody came.")], turns.Select(p => (p.Turn, p.Kind, p.Words)));
    }

    [Fact]
    public async Task Passages_are_for_those_who_may_see_comparisons()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(round, work);
        var comparison = await ComparedAsync(round);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadPassages>().RunAsync(Ada.AccountId, StudyId, comparison, Waiting.Id, Between.All, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadSideBySide>().RunAsync(Ada.AccountId, StudyId, comparison, Transcript.Id, Cancel)));
    }

    [Fact]
    public async Task A_code_with_those_below_it_is_a_theme_and_a_choice()
    {
        var parent = await Study.CodeAsync("Time");
        foreach (var code in new[] { Waiting, Hope }) StudyBuilder.Must(code.Move(parent, new HashSet<CodeId> { parent.Id }, 0));
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Hope, 2);
        await OpenAsync(round, work);

        var comparison = await ComparedAsync(round);

        var theme = Assert.Single(comparison.Themes);
        Assert.Equal(new YesNoTable(1, 0, 0, 3), comparison.All.Table(Ada.Id, Ben.Id, theme.Id).Units);
        Assert.Equal(0.75, comparison.MeasureChoice(theme, Between.All, Coefficient.PercentAgreement).Value);
    }

    [Fact]
    public async Task Two_codes_of_a_theme_on_one_turn_are_no_choice()
    {
        var parent = await Study.CodeAsync("Time");
        foreach (var code in new[] { Waiting, Hope }) StudyBuilder.Must(code.Move(parent, new HashSet<CodeId> { parent.Id }, 0));
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ada, Hope, 2);
        await OpenAsync(round, work);

        var comparison = await ComparedAsync(round);

        Assert.Equal(Undefined.ManyLabelsOnAUnit, comparison.MeasureChoice(comparison.Themes[0], Between.All, Coefficient.KrippendorffAlpha).Why);
    }

    [Fact]
    public async Task A_member_limited_to_a_trust_compares_nothing_of_another()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(round, work);
        var elsewhere = await Study.MemberAsync(Role.Supervisor, Study.Trust("Birch"));

        Assert.Empty(StudyBuilder.Must(await CompareAsync(elsewhere, ComparisonAsk.Of(round.Id, ComparisonUnit.Turn))).Places);
    }

    [Fact]
    public async Task The_turns_are_read_side_by_side()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await OpenAsync(round, work);

        var turn = Assert.Single(StudyBuilder.Must(await The<ReadSideBySide>().RunAsync(Lead.AccountId, StudyId, await ComparedAsync(round), Transcript.Id, Cancel)));

        Assert.Equal((2, "I waited."), (turn.Number, turn.Words));
        Assert.Equal([(Ada.Name, 1), (Ben.Name, 0)], turn.Readings.Select(r => (r.Coder, r.Codes.Count)));
    }

    [Theory]
    [InlineData(Role.Coder, false)]
    [InlineData(Role.Researcher, false)]
    [InlineData(Role.Supervisor, false)]
    [InlineData(Role.StudyLead, true)]
    public async Task A_lead_says_how_the_study_regards_agreement(Role role, bool may)
    {
        var me = await Study.MemberAsync(role);

        var sentence = SentenceOf(await The<ChangeApproach>().RunAsync(me.AccountId, StudyId, StudyApproach.Reflexive, Cancel));

        Assert.Equal(may ? null : Refusal.Forbidden.Sentence, sentence);
        Assert.Equal(may ? StudyApproach.Reflexive : StudyApproach.Codebook, await Db.Studies.AsNoTracking().Where(s => s.Id == StudyId).Select(s => s.Approach).SingleAsync(Cancel));
    }

    [Fact]
    public async Task The_paragraph_for_the_paper_has_the_true_figures()
    {
        var (round, work) = await StartAsync();
        await CodeAsync(Ada, Waiting, 2);
        await CodeAsync(Ben, Waiting, 2);
        await CodeAsync(Ada, Hope, 4);
        await OpenAsync(round, work);

        var paragraph = MethodsParagraph.Of(await ComparedAsync(round), null);

        Assert.Equal(
            "Two coders coded 1 transcript each on their own (100 % of the transcripts open for coding, 1 in all, were coded by two or more). In this round nobody saw the others’ coding until all had handed in or the round was opened; the figures are of what was handed in, before any discussion. "
            + "Agreement was computed over 4 turns, each code as its own yes/no variable (a turn counted as coded when any of it was); a coder’s silence counted as “no” only in transcripts that they had finished. "
            + "Over the 2 codes that anybody used (tables added up over codes), percent agreement was 88 % and Krippendorff’s alpha (nominal) .62. Cohen’s kappa of the two coders was .60. "
            + "For single codes alpha ranged from 0 (“Hope”) to 1 (“Waiting”). Differences had not been settled when this was written.",
            paragraph);
    }

    [Fact]
    public async Task The_paragraph_claims_no_independence_for_what_was_coded_before_the_round_or_without_one()
    {
        await CodeAsync(Ada, Hope, 4);
        await Db.Codings.ExecuteUpdateAsync(c => c.SetProperty(x => x.CodedAt, StudyBuilder.At.AddDays(-1)), Cancel);
        var (round, work) = await StartAsync();
        await CodeAsync(Ben, Waiting, 2);
        await OpenAsync(round, work);

        var inPart = MethodsParagraph.Of(await ComparedAsync(round), null);
        await Db.Rounds.ExecuteUpdateAsync(r => r.SetProperty(x => x.StartedAt, x => x.OpenedAt!.Value), Cancel);
        var unknown = MethodsParagraph.Of(await ComparedAsync(round), null);

        Assert.Contains("some of it had been coded before", inPart, StringComparison.Ordinal);
        Assert.Contains("It is not on record whether they saw one another’s coding", unknown, StringComparison.Ordinal);
        Assert.All([inPart, unknown], p => Assert.DoesNotContain("on their own", p, StringComparison.Ordinal));
    }
}
