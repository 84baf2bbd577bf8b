using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Settling;

public sealed class DecisionTests
{
    private static readonly CodeId Hope = CodeId.New();
    private static readonly CodeId Trust = CodeId.New();
    private static readonly LaneCoding First = new(CodingId.New(), 0, Hope, new Segment(10, 30));
    private static readonly LaneCoding Second = new(CodingId.New(), 1, Hope, new Segment(12, 40));
    private static readonly LaneCoding Other = new(CodingId.New(), 1, Trust, new Segment(12, 40));

    [Fact]
    public void A_lane_is_taken_with_where_it_came_from()
    {
        var draft = Assert.Single(Drafts(new Decision(DecisionKind.TakeLane, Lane: 1), First, Second));

        Assert.Equal((Hope, Second.Segment, SettledHow.Taken), (draft.CodeId, draft.Segment, draft.How));
        Assert.Equal([Second.Id], draft.From);
    }

    [Fact]
    public void A_lane_that_did_nothing_is_taken_as_nothing() =>
        Assert.Empty(Drafts(new Decision(DecisionKind.TakeLane, Lane: 1), First));

    [Fact]
    public void Both_stand_beside_one_another() =>
        Assert.Equal([First.Segment, Other.Segment], Drafts(new Decision(DecisionKind.TakeAll), First, Other).Select(d => d.Segment));

    [Fact]
    public void Two_lanes_that_say_the_same_give_one_settled_coding_that_comes_from_both()
    {
        var same = First with { Id = CodingId.New(), Lane = 2 };

        var draft = Assert.Single(Drafts(new Decision(DecisionKind.TakeLane, Lane: 2), First, Second, same));

        Assert.Equal([First.Id, same.Id], draft.From);
    }

    [Fact]
    public void Merged_borders_reach_round_all_of_one_code()
    {
        var draft = Assert.Single(Drafts(new Decision(DecisionKind.Merge), First, Second));

        Assert.Equal((new Segment(10, 40), SettledHow.Merged), (draft.Segment, draft.How));
    }

    [Fact]
    public void Different_codes_are_not_merged() =>
        Assert.True(new Decision(DecisionKind.Merge).Draft([First, Other], 2).IsRefused(out _, out _));

    [Fact]
    public void What_is_left_to_be_discussed_says_what_about()
    {
        Assert.True(new Decision(DecisionKind.Discuss).Draft([First], 2).IsRefused(out var refusal, out _));
        Assert.StartsWith("Please give a few words", refusal.Sentence, StringComparison.Ordinal);
        Assert.Empty(Drafts(new Decision(DecisionKind.Discuss, "Is it hope at all?"), First));
    }

    [Fact]
    public void A_lane_that_is_not_there_cannot_be_taken() =>
        Assert.True(new Decision(DecisionKind.TakeLane, Lane: 2).Draft([First, Second], 2).IsRefused(out _, out _));

    private static IReadOnlyList<SettledDraft> Drafts(Decision decision, params LaneCoding[] codings)
    {
        Assert.False(decision.Draft(codings, 3).IsRefused(out var refusal, out var drafts), refusal?.Sentence);
        return drafts!;
    }
}
