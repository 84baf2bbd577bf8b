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
}
