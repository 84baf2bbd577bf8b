using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Tests.Transcripts;

public sealed class TextTrailTests
{
    private static readonly RevisionStep Redaction = new(1, null, new TextMoves([new TextMove(17, 23, 8)]));
    private static readonly RevisionStep TakenBack = new(2, 1, new TextMoves([new TextMove(17, 25, 6)]));
    private static readonly RevisionStep MadeAgain = new(3, 2, new TextMoves([new TextMove(17, 23, 8)]));
    private static readonly RevisionStep Elsewhere = new(4, null, new TextMoves([new TextMove(14, 15, 6)]));

    [Fact]
    public void A_place_within_words_taken_back_and_made_again_covers_what_came() =>
        Assert.Equal(new Segment(22, 33), new TextTrail([Redaction, TakenBack, MadeAgain, Elsewhere]).Carry(new Segment(22, 26)));

    [Theory]
    [InlineData(1)] // by its own number, past the two that took it back and made it again
    [InlineData(3)]
    public void A_change_made_again_and_taken_back_again_leaves_a_place_where_it_was(int of)
    {
        var again = new RevisionStep(5, of, new TextMoves([new TextMove(22, 30, 6)]));

        var trail = new TextTrail([Redaction, TakenBack, MadeAgain, Elsewhere, again]);

        Assert.Equal(new Segment(27, 31), trail.Carry(new Segment(22, 26)));
        Assert.Equal((true, false, true, false, false), (trail.IsTakenBack(1), trail.IsTakenBack(2), trail.IsTakenBack(3), trail.IsTakenBack(4), trail.IsTakenBack(5)));
    }

    [Fact]
    public void A_place_whose_last_words_went_for_good_is_on_those_before_them_when_these_are_back()
    {
        var trail = new TextTrail(
        [
            new RevisionStep(1, null, new TextMoves([new TextMove(4, 8, 0, Refuge: new Segment(4, 5))])),
            new RevisionStep(2, null, new TextMoves([new TextMove(4, 6, 0, Refuge: new Segment(4, 5))])),
            new RevisionStep(3, 1, new TextMoves([new TextMove(4, 4, 4)])),
        ]);

        Assert.Equal(new Segment(5, 8), trail.Carry(new Segment(5, 10)));
    }

    [Fact]
    public void Words_beside_which_older_ones_came_back_are_not_put_in_the_wrong_order()
    {
        var trail = new TextTrail([new RevisionStep(3, 1, new TextMoves([new TextMove(4, 4, 4)]))]); // 1 and 2 took words out at one place

        Assert.Equal(3, trail.Follow(4, 4).ChangedBy);
    }

    [Fact]
    public void Words_that_were_gone_for_a_time_are_not_changed_by_what_came_meanwhile()
    {
        var trail = new TextTrail(
        [
            new RevisionStep(2, null, new TextMoves([new TextMove(8, 20, 0, Refuge: new Segment(8, 9))])),
            new RevisionStep(3, null, new TextMoves([new TextMove(8, 8, 5)])),
            new RevisionStep(4, null, new TextMoves([new TextMove(1, 2, 1)])),
            new RevisionStep(5, 2, new TextMoves([new TextMove(8, 8, 12)])),
        ]);

        Assert.Equal((10, 16, null), trail.Follow(10, 16));
    }
}
