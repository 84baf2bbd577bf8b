using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Tests;

public sealed class EchoTests
{
    private const string Often = "We saw Zorvane. Then Zorvane came, and Zorvane sang. I like Zorvane more than Zorvane likes me, said Zorvane.";

    [Fact]
    public void A_name_found_once_is_sought_in_the_whole_text()
    {
        var echoes = Echoes(Often, 0.9);

        Assert.Equal(6, echoes.Count);
        Assert.All(echoes, e => Assert.True(e.Score >= Detector.UsualThreshold));
    }

    [Fact]
    public void A_doubtful_name_that_looks_like_none_in_all_its_other_places_is_not_repeated()
    {
        var echoes = Echoes(Often, 0.5);

        Assert.All(echoes, e => Assert.True(e.Score < Detector.UsualThreshold));
    }

    [Fact]
    public void A_doubtful_name_in_few_places_is_sought_all_the_same()
    {
        var echoes = Echoes("We saw Zorvane. Then Zorvane came, and Zorvane sang.", 0.5);

        Assert.All(echoes, e => Assert.True(e.Score >= Detector.UsualThreshold));
    }

    [Fact]
    public void A_doubtful_name_found_in_half_its_places_is_sought_in_the_others()
    {
        var echoes = Echoes(Often, 0.5, 3);

        Assert.All(echoes, e => Assert.True(e.Score >= Detector.UsualThreshold));
    }

    private static List<Find> Echoes(string text, double score, int places = 1)
    {
        var (names, at) = (new List<Find>(), 0);
        for (var i = 0; i < places; i++)
        {
            at = text.IndexOf("Zorvane", at, StringComparison.Ordinal);
            names.Add(new Find(at, at + 7, IdentifierCategory.Person, score, ProposalSource.Tagger, "reads like a name"));
            at += 7;
        }

        return Echo.Of(TokenisedText.Of(text), names, Gazetteer.Shared);
    }
}
