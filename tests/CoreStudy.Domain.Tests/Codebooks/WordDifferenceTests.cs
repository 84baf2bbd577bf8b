using CoreStudy.Domain.Codebooks;
using CsCheck;

namespace CoreStudy.Domain.Tests.Codebooks;

public sealed class WordDifferenceTests
{
    private static readonly string[] Words = ["the", "peer's", "worker", " ", "  ", "\n", ",", ".", "–", "training", "é"];

    private static readonly Gen<string> Texts = Gen.Int[0, Words.Length - 1].Select(i => Words[i]).Array[0, 30].Select(string.Concat);

    [Fact]
    public void Without_what_came_it_is_the_earlier_text_and_without_what_went_the_later() => Gen.Select(Texts, Texts).Sample((earlier, later) =>
    {
        var runs = WordDifference.Between(earlier, later);

        Assert.Equal(earlier, string.Concat(runs.Where(r => r.Change != WordChange.Added).Select(r => r.Text)));
        Assert.Equal(later, string.Concat(runs.Where(r => r.Change != WordChange.Removed).Select(r => r.Text)));
    });

    [Fact]
    public void A_text_does_not_differ_from_itself() => Texts.Sample(text => Assert.All(WordDifference.Between(text, text), r => Assert.Equal(WordChange.Same, r.Change)));

    [Fact]
    public void A_word_put_in_is_all_that_is_marked() => Assert.Equal(
        [new(WordChange.Same, "Time spent "), new(WordChange.Added, "mostly "), new(WordChange.Same, "waiting")],
        WordDifference.Between("Time spent waiting", "Time spent mostly waiting"));

    [Fact]
    public void A_phrase_that_was_exchanged_goes_whole_and_comes_whole() => Assert.Equal(
        [new(WordChange.Same, "Support "), new(WordChange.Removed, "from a manager"), new(WordChange.Added, "by the supervisor"), new(WordChange.Same, ", any kind")],
        WordDifference.Between("Support from a manager, any kind", "Support by the supervisor, any kind"));

    [Fact]
    public void What_begins_empty_is_all_new() => Assert.Equal([new(WordChange.Added, "New words")], WordDifference.Between("", "New words"));
}
