using CoreStudy.Domain.Queries;

namespace CoreStudy.Domain.Tests.Queries;

public sealed class QueryCheckTests
{
    private static readonly CodeId Training = CodeId.New(), Length = CodeId.New(), Pay = CodeId.New();

    private static readonly CodeFamily Family = new([new(Training, null, null, "Training"), new(Length, Training, null, "Length"), new(Pay, null, null, "Pay")]);

    [Fact]
    public void A_question_that_can_be_asked_has_no_problem() =>
        Assert.Empty(QueryCheck.Of(new AllOf([new CodeIs([Training]), new Related(Relation.Near, 3, DistanceUnit.Words, new CodeIs([Pay]))]), Family));

    [Fact]
    public void What_is_missing_is_told_of_the_part_that_misses_it()
    {
        var (empty, far) = (new WordsContain(" "), new Related(Relation.Near, 0, DistanceUnit.Words, new CodeIs([Pay])));

        var problems = QueryCheck.Of(new AllOf([new CodeIs([Training]), new NotSo(empty), far]), Family);

        Assert.Equal([empty, far], problems.Select(p => p.At));
    }

    [Fact]
    public void Two_codes_at_once_are_refused_with_what_to_ask_instead()
    {
        var problem = Assert.Single(QueryCheck.Of(new AllOf([new CodeIs([Training]), new CodeIs([Pay])]), Family));

        Assert.Contains("cannot be both “Training” and “Pay”", problem.Sentence, StringComparison.Ordinal);
        Assert.Contains("overlaps", problem.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_and_one_below_it_can_be_asked_for_together() => Assert.Empty(QueryCheck.Of(new AllOf([new CodeIs([Training]), new CodeIs([Length])]), Family));

    [Fact]
    public void A_code_that_is_gone_is_pointed_at()
    {
        var gone = new CodeIs([CodeId.New()]);

        Assert.Same(gone, Assert.Single(QueryCheck.Of(new AllOf([gone]), Family)).At);
    }

    [Fact]
    public void Groups_cannot_lie_in_one_another_without_end()
    {
        QueryPart deep = new CodeIs([Pay]);
        for (var i = 0; i < QueryCheck.Deepest; i++) deep = new AllOf([deep]);

        Assert.Contains("too deep", Assert.Single(QueryCheck.Of(deep, Family)).Sentence, StringComparison.Ordinal);
    }
}
