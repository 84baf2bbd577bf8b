using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("They went to the Supreme Court of the State of Zorvane again.", "Supreme Court of the State of Zorvane")]
    [InlineData("They went to the Assembly of Zorvane again.", "Assembly of Zorvane")]
    public void A_body_and_the_place_it_is_of_are_one_name(string text, string whole)
    {
        var finds = Names.Of(TokenisedText.Of(text), [.. Parts(text, whole, IdentifierCategory.Organisation)], [], Gazetteer.Shared);

        var one = Assert.Single(finds);
        Assert.Equal(whole, text[one.Start..one.End]);
    }

    [Fact]
    public void Somebody_of_a_place_stays_apart_from_it()
    {
        const string text = "We met Joanna of Zorvane there.";

        var finds = Names.Of(TokenisedText.Of(text), [.. Parts(text, "Joanna of Zorvane", IdentifierCategory.Person)], [], Gazetteer.Shared);

        Assert.Equal(2, finds.Count);
    }

    /// <summary>What the tagger would say: the name cut at “of” and “of the”, the first part of a category, the others places.</summary>
    private static IEnumerable<TaggedRun> Parts(string text, string whole, IdentifierCategory first)
    {
        var tokens = TokenisedText.Of(text);
        var at = text.IndexOf(whole, StringComparison.Ordinal);
        foreach (var part in whole.Split([" of the ", " of "], StringSplitOptions.None))
        {
            at = text.IndexOf(part, at, StringComparison.Ordinal);
            yield return new TaggedRun(tokens.IndexAt(at), tokens.IndexAt(at + part.Length - 1) + 1, first, 0.6, false);
            (at, first) = (at + part.Length, IdentifierCategory.Place);
        }
    }
}
