using CoreStudy.Domain.Searching;

namespace CoreStudy.Domain.Tests.Searching;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("waiting list", "Turns with any form of “waiting”, and with any form of “list”.")]
    [InlineData("\"not sure\"", "Turns with the words “not sure”.")]
    [InlineData("“not sure” -phone", "Turns with the words “not sure”, without any form of “phone”.")]
    [InlineData("bus OR train late", "Turns with any form of “bus” or any form of “train”, and with any form of “late”.")]
    [InlineData("superv* recieve~", "Turns with words that begin with “superv”, and with words spelt much like “recieve”.")]
    [InlineData("follow-up", "Turns with any form of “follow up”.")]
    public void It_says_how_it_understood_what_was_typed(string typed, string said)
    {
        Assert.False(SearchQuery.Read(typed, byStem: true).IsRefused(out _, out var query));

        Assert.Equal(said, query.InWords());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("…")]
    [InlineData("-phone")]
    [InlineData("OR train")]
    [InlineData("bus OR")]
    [InlineData("bus OR -train")]
    [InlineData("a*")]
    [InlineData("the~")]
    public void What_cannot_be_sought_is_refused_in_a_sentence(string typed)
    {
        Assert.True(SearchQuery.Read(typed, byStem: true).IsRefused(out var refusal, out _));

        Assert.EndsWith(".", refusal.Sentence);
    }

    [Fact]
    public void Hits_are_places_in_code_units_and_do_not_overlap()
    {
        const string Said = "😀 I didn’t wait: waiting for the follow-up, the Follow up.";
        Assert.False(SearchQuery.Read("wait follow-up follow DIDN'T", byStem: true).IsRefused(out _, out var query));
        var matcher = new SearchMatcher(query, new Dictionary<string, string> { ["waiting"] = "wait" }, new Dictionary<string, IReadOnlyList<string>>());

        var hits = matcher.Hits(SearchWords.Of(Said));

        Assert.Equal(["didn’t", "wait", "waiting", "follow-up", "Follow up"], hits.Select(h => Said[h.Start..h.End]));
    }

    [Fact]
    public void A_word_that_is_too_long_is_cut_between_characters_after_as_many_as_the_database_takes() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("𒀀t", 30)), Assert.Single(SearchWords.Of(string.Concat(Enumerable.Repeat("𒀀t", 40)))).Word);

    [Fact]
    public void Quotes_in_words_cannot_leave_the_query()
    {
        Assert.False(SearchQuery.Read("don't' | 'x'", byStem: false).IsRefused(out _, out var query));

        var text = new SearchMatcher(query, new Dictionary<string, string>(), new Dictionary<string, IReadOnlyList<string>>()).TsQuery;

        Assert.Equal("(('don''t')) & (('x'))", text);
    }

    [Theory]
    [InlineData("recieve", "receive", 1)]
    [InlineData("supervisr", "supervisor", 1)]
    [InlineData("wait", "late", 3)]
    public void Spellings_are_as_far_apart_as_slips_lie_between_them(string one, string other, int slips) => Assert.Equal(slips, SearchMatcher.Distance(one, other));
}
