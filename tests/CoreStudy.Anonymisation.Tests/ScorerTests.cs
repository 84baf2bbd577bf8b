using System.Text.RegularExpressions;
using CoreStudy.Anonymisation.Training.Corpora;
using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Anonymisation.Tests;

/// <summary>Our scorer beside the study's score.py: the figures written here are what that program printed for the same guesses.</summary>
public sealed partial class ScorerTests
{
    [Theory]
    [InlineData("gum-interview-court", 19082, 2006, 0.753086, 66, 1421, 0.107268, 0.698413, 0.864914, 0.862076)]
    [InlineData("tab-dev", 38884, 6233, 0.30303, 1291, 3306, 0.025888, 0.214461, 0.662646, 0.970287)]
    [InlineData("wnut17-dev", 15733, 1675, 0.638574, 43, 1207, 0.138743, double.NaN, double.NaN, double.NaN)]
    public void The_figures_are_those_of_the_studys_own_scorer(
        string source, int words, int proposed, double masked, int partial, int alarms, double strict, double entities, double precision, double recall)
    {
        var scorer = new Scorer();
        foreach (var document in Corpora.All(source)) scorer.Add(document, CapitalisedWords(document));

        var all = scorer.All;
        var (p, r) = ((double)all.ProposedStrict / all.Proposed, (double)all.Strict / all.Gold);
        Assert.Equal((words, proposed, partial, alarms), (scorer.Words, all.Proposed, all.Partial, all.FalseAlarms));
        Assert.Equal([masked, strict, entities, precision, recall], [all.MaskedShare, 2 * p * r / (p + r), scorer.EntitiesHiddenShare, scorer.LinkPrecision, scorer.LinkRecall], (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Direct_identifiers_are_counted_by_mention_and_by_entity()
    {
        var scorer = new Scorer();
        foreach (var document in Corpora.All("tab-dev")) scorer.Add(document, CapitalisedWords(document));

        var direct = scorer.Identifiers["DIRECT"];

        Assert.Equal((129, 40, 124, 35), (direct.Mentions, direct.MentionsMasked, direct.Entities, direct.EntitiesMasked));
    }

    [Fact]
    public void A_title_and_a_possessive_cost_nothing()
    {
        const string text = "Dr Ann Lee saw me in York. Ann Lee's ward was Elm Ward.";
        var document = new Document("a", "a", text, [new Mark(3, 10, "PERSON"), new Mark(27, 34, "PERSON")]);
        var scorer = new Scorer();

        scorer.Add(document, [new Guess(0, 10, "PERSON", null, 1), new Guess(27, 36, "PERSON", null, 1)]);

        Assert.Equal(2, scorer.All.Strict);
    }

    /// <summary>Guesses that Python and C# make alike: each capitalised word or two.</summary>
    private static List<Guess> CapitalisedWords(Document document) =>
        [.. Words().Matches(document.Text).Select(m => new Guess(m.Index, m.Index + m.Length, m.Length % 2 == 1 ? "PERSON" : "LOCATION", m.Value[..2], 1))];

    [GeneratedRegex("[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:'s)?")]
    private static partial Regex Words();
}
