using CoreStudy.Anonymisation.Training.Scoring;

namespace CoreStudy.Anonymisation.Tests;

/// <summary>The detector may not fall below these, on documents that its models were not trained on.</summary>
public sealed class HeldOutTests
{
    private const string Speech = "gum-interview-court", Web = "uner-ewt-dev", Court = "tab-dev", Synthetic = "ukmh-synthetic-dev";

    [Theory]
    [InlineData(Speech, false, 1.00, 1.00, 0.90, 0.96, 5.6)]
    [InlineData(Speech, true, 0.96, 0.93, 0.68, 0.85, 7.1)]
    [InlineData(Web, false, 0.97, 0.93, 0.85, 0.92, 16.7)]
    [InlineData(Synthetic, false, 1.00, 1.00, 1.00, 1.00, 3.5)]
    [InlineData(Synthetic, true, 1.00, 1.00, 0.99, 0.99, 3.5)]
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
    [InlineData(Speech, 0.95)]
    [InlineData(Synthetic, 1.00)]
    public void Most_people_and_things_have_every_mention_hidden(string source, double least)
    {
        Assert.InRange(Score(source, false).EntitiesHiddenShare, least, 1);
    }

    [Theory]
    [InlineData(Speech, 0.97, 0.90)]
    [InlineData(Synthetic, 0.99, 0.93)]
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
