using CoreStudy.Domain.Redactions;

namespace CoreStudy.Domain.Tests.Redactions;

public sealed class TranscriptReviewTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly MemberId _one = MemberId.New();
    private readonly MemberId _other = MemberId.New();
    private readonly TranscriptReview _review = TranscriptReview.Begin(StudyId.New(), TranscriptId.New());

    [Fact]
    public void It_is_not_decided_while_a_place_is_left()
    {
        _review.Count(3, 1);
        _review.ReadThrough(_one, At);

        Assert.Equal("One place is left to decide.", SentenceOf(_review.Decide(_one, At)));
    }

    [Fact]
    public void It_is_not_decided_by_one_who_has_not_gone_through_the_whole_text()
    {
        _review.ReadThrough(_other, At);

        Assert.StartsWith("Go through the whole text", SentenceOf(_review.Decide(_one, At)));
    }

    [Fact]
    public void Who_decided_does_not_release_it_and_another_does()
    {
        Decide();

        Assert.StartsWith("You said that it is decided", SentenceOf(_review.Release(_one, At, mayBeSame: false)));
        Assert.Null(SentenceOf(_review.Release(_other, At, mayBeSame: false)));
        Assert.Equal(ReviewState.Released, _review.State);
    }

    [Fact]
    public void Where_the_study_allows_it_the_same_releases_it_after_a_second_pass()
    {
        Decide();
        Assert.StartsWith("Go through the whole text a second time", SentenceOf(_review.Release(_one, At, mayBeSame: true)));

        _review.ReadThrough(_one, At.AddMinutes(10));

        Assert.Null(SentenceOf(_review.Release(_one, At.AddMinutes(11), mayBeSame: true)));
    }

    [Fact]
    public void Once_it_is_coded_it_does_not_go_back()
    {
        Decide();
        _review.Release(_other, At, mayBeSame: false);

        Assert.StartsWith("It has been coded", SentenceOf(_review.TakeBack(isCoded: true)));
        Assert.Null(SentenceOf(_review.TakeBack(isCoded: false)));
        Assert.Equal(ReviewState.ToReview, _review.State);
    }

    private void Decide()
    {
        _review.ReadThrough(_one, At);
        Assert.Null(SentenceOf(_review.Decide(_one, At)));
    }

    private static string? SentenceOf<T>(Result<T> result) => result.IsRefused(out var refusal, out _) ? refusal.Sentence : null;
}
