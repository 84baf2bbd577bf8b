using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;

namespace CoreStudy.Web.Tests.Features.Redactions;

public sealed class PlantedTranscriptTests
{
    [Fact]
    public void Identifying_words_of_every_category_are_planted_over_twenty_transcripts()
    {
        var all = PlantedTranscript.All;

        Assert.Equal(20, all.Count);
        Assert.True(all.Sum(t => t.Planted.Count) >= 300);
        Assert.Equal(Enum.GetValues<IdentifierCategory>(), all.SelectMany(t => t.Planted).Select(p => p.Category).Distinct().Order());
        Assert.All(all, t => Assert.All(t.Planted, p => Assert.Equal(p.Form, t.Words[p.Segment.Start..p.Segment.End])));
        Assert.Contains(all, t => !t.Words.Any(char.IsUpper));
    }
}
