using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;

namespace CoreStudy.Domain.Tests.Queries;

public sealed class QuerySentenceTests
{
    private static readonly CodeId Training = CodeId.New(), Length = CodeId.New(), Pay = CodeId.New(), Old = CodeId.New();

    private static readonly AttributeId Years = AttributeId.New();

    private static readonly CodeFamily Family = new([new(Training, null, null, "Training"), new(Length, Training, null, "Length"), new(Pay, null, null, "Pay"), new(Old, null, Pay, "Wages")]);

    [Fact]
    public void Codes_are_called_by_name_and_those_below_are_told_of_where_there_are_any()
    {
        Assert.Equal("Passages coded “Training” or a code below it", Say(Coded(Training)));
        Assert.Equal("Passages coded “Training”", Say(new CodeIs([Training], WithSubcodes: false)));
        Assert.Equal("Passages coded “Pay” or “Length”", Say(Coded(Pay, Length)));
    }

    [Fact]
    public void A_merged_code_goes_by_the_name_of_the_one_that_stands_for_it() => Assert.Equal("Passages coded “Pay”", Say(Coded(Old)));

    [Fact]
    public void What_holds_together_reads_as_one_sentence()
    {
        var query = new AllOf([Coded(Pay), new Related(Relation.Overlaps, 0, DistanceUnit.Words, Coded(Length)), new NotSo(new Related(Relation.FollowedBy, 2, DistanceUnit.Turns, Coded(Pay))), new WordsContain("band")]);

        Assert.Equal("Passages coded “Pay” that overlap a passage coded “Length”, are not followed within 2 turns by a passage coded “Pay”, and contain “band”", Say(query));
    }

    [Fact]
    public void What_is_said_of_the_other_passage_stands_in_brackets()
    {
        var query = new AllOf([new Related(Relation.Near, 1, DistanceUnit.Sentences, new AllOf([Coded(Pay), new RoleIs(["Supervisor"])])), new AttributeIs(Years, ["1", "2"])]);

        Assert.Equal(
            "Passages that are within 1 sentence of a passage coded “Pay” (and that is said by a participant with the role “Supervisor”) and are said by a participant with “Years” “1” or “2”", Say(query));
    }

    [Fact]
    public void What_is_not_true_of_a_group_is_said_of_its_parts()
    {
        var query = new AllOf([Coded(Pay), new NotSo(new AnyOf([new WordsContain("band"), new NotSo(new WordsContain("scale"))]))]);

        Assert.Equal("Passages coded “Pay” that do not contain “band” and contain “scale”", Say(query));
    }

    [Fact]
    public void Either_one_or_the_other_stands_in_brackets_within_a_group() =>
        Assert.Equal("Passages coded “Pay” that (either contain “a” or contain “b”)", Say(new AllOf([Coded(Pay), new AnyOf([new WordsContain("a"), new WordsContain("b")])])));

    [Fact]
    public void A_question_that_was_stored_is_the_same_question_when_it_is_read()
    {
        var query = new Query(
            new AllOf([Coded(Pay), new NotSo(new Related(Relation.FollowedBy, 2, DistanceUnit.Turns, new AnyOf([new WordsContain("“%_"), new AttributeIs(Years, ["1"]), new RoleIs(["PSW"])])))]),
            new PassageFilter { Trusts = [TrustId.New()], Attributes = [new(Years, "1")], Layer = PassageLayer.Settled, From = new DateOnly(2026, 3, 2) });

        var json = QueryJson.Write(query);
        Assert.False(QueryJson.Read(json).IsRefused(out _, out var read));

        Assert.Equal(json, QueryJson.Write(read));
        Assert.Contains("\"version\":1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_of_a_later_version_is_refused_in_a_sentence()
    {
        var json = QueryJson.Write(new Query(Coded(Pay), PassageFilter.All)).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);

        Assert.True(QueryJson.Read(json).IsRefused(out var refusal, out _));

        Assert.Contains("later version", refusal.Sentence, StringComparison.Ordinal);
    }

    private static CodeIs Coded(params CodeId[] codes) => new(codes);

    private static string Say(QueryPart part) => new QuerySentence(Family, new Dictionary<AttributeId, string> { [Years] = "Years" }).Of(part);
}
