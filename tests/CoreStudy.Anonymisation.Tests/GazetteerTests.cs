using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;

namespace CoreStudy.Anonymisation.Tests;

public sealed class GazetteerTests
{
    [Fact]
    public void A_body_of_several_words_is_known_as_one()
    {
        var words = TokenisedText.Of("southern baptist convention").Tokens;
        var joined = words.Aggregate(0UL, (all, word) => Letters.Join(all, word.Hash));

        Assert.True(Gazetteer.Shared[words[0].Hash].Is(WordFacts.Starts));
        Assert.True(Gazetteer.Shared.OfPhrase(joined).Is(WordFacts.Organisation));
    }

    [Theory]
    [InlineData("taoist")]
    [InlineData("norse")]
    public void A_people_or_a_faith_is_known_to_name_nobody(string word)
    {
        Assert.True(Gazetteer.Shared.Of(word).Is(WordFacts.Nobody));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("or")]
    [InlineData("me")]
    public void The_letters_of_a_state_make_no_place_of_what_anybody_says(string word)
    {
        Assert.Equal(0, Gazetteer.Shared.Of(word).Place);
    }
}
