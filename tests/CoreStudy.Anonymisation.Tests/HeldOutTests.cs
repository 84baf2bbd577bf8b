using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Anonymisation.Tests;

/// <summary>The detector may not fall below these, on documents that its models were not trained on.</summary>
public sealed class HeldOutTests
{
    private const string Speech = "gum-interview-court", Web = "uner-ewt-dev", Court = "tab-dev", Synthetic = "ukmh-synthetic-dev";

    [Theory]
    [InlineData(Speech, false, 0.96, 0.96, 0.82, 0.93, 9.5)]
    [InlineData(Speech, true, 0.88, 0.90, 0.65, 0.82, 12)]
    [InlineData(Web, false, 0.92, 0.88, 0.70, 0.86, 20)]
    [InlineData(Synthetic, false, 0.99, 0.99, 0.99, 0.99, 4)]
    [InlineData(Synthetic, true, 0.99, 0.99, 0.98, 0.99, 4)]
    public void Names_are_hidden_for_few_false_alarms(string source, bool inLowerCase, double people, double places, double organisations, double all, double alarms)
    {
        var scorer = Score(source, inLowerCase);

        Assert.True(scorer.Types["PERSON"].MaskedShare >= people, $"people {scorer.Types["PERSON"].MaskedShare:0.000}");
        Assert.True(scorer.Types["LOCATION"].MaskedShare >= places, $"places {scorer.Types["LOCATION"].MaskedShare:0.000}");
        Assert.True(scorer.Types["ORGANISATION"].MaskedShare >= organisations, $"organisations {scorer.Types["ORGANISATION"].MaskedShare:0.000}");
        Assert.True(scorer.Sum(Measurement.Names).MaskedShare >= all, $"all three {scorer.Sum(Measurement.Names).MaskedShare:0.000}");
        Assert.True(scorer.AlarmsPerThousandWords <= alarms, $"false alarms {scorer.AlarmsPerThousandWords:0.0}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_addresses_dates_and_ages_are_hidden(bool inLowerCase)
    {
        var scorer = Score(Synthetic, inLowerCase);

        Assert.All(Measurement.Structured, type => Assert.True(scorer.Types[type].MaskedShare >= 0.99, $"{type} {scorer.Types[type].MaskedShare:0.000}"));
    }

    [Fact]
    public void People_who_are_identified_directly_in_court_are_all_hidden()
    {
        var scorer = new Scorer(new HashSet<string> { "PERSON" });
        foreach (var document in Corpora.HeldOut.Documents(Court)) scorer.Add(document, Measurement.Guess(Corpora.HeldOut.Detector, document, Detector.UsualThreshold));

        Assert.Equal(scorer.Identifiers["DIRECT"].Mentions, scorer.Identifiers["DIRECT"].MentionsMasked);
    }

    [Theory]
    [InlineData(Speech, 0.88)]
    [InlineData(Synthetic, 0.98)]
    public void Most_people_and_things_have_every_mention_hidden(string source, double least)
    {
        Assert.InRange(Score(source, false).EntitiesHiddenShare, least, 1);
    }

    [Theory]
    [InlineData(Speech, 0.97, 0.84)]
    [InlineData(Synthetic, 0.98, 0.92)]
    public void Mentions_of_one_are_linked_and_of_two_are_not(string source, double precision, double recall)
    {
        var scorer = Score(source, false);

        Assert.True(scorer.LinkPrecision >= precision && scorer.LinkRecall >= recall, $"{scorer.LinkPrecision:0.000} {scorer.LinkRecall:0.000}");
    }

    [Fact]
    public void Ten_thousand_words_take_seconds_at_most_even_on_a_busy_machine()
    {
        var speed = Measurement.Speed(Corpora.HeldOut.Detector, Corpora.All(Speech));

        Assert.InRange(speed, 1000, double.MaxValue); // words a second; the benchmark says how many on a quiet machine
    }

    private static Scorer Score(string source, bool inLowerCase) =>
        Measurement.Score(_ => Corpora.HeldOut.Detector, Corpora.HeldOut.Documents(source).Select(d => inLowerCase ? d.InLowerCase() : d));
}
