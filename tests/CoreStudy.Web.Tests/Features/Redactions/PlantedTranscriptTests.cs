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

    [Theory]
    [InlineData("<p>Okonjo&#x27;s rota</p>", "Okonjo")]
    [InlineData("{\"words\":\"I am\\nTAMSIN OKONJO\\u0027s\"}", "Tamsin Okonjo")]
    [InlineData("7\t{\"a\": \"\\\\nTamsin\\\\u0027s\"}", "Tamsin")]
    [InlineData("\\x54616d73696e20", "Tamsin")]
    [InlineData("on 9993909963, they said", "9993909963")]
    public void A_planted_word_is_found_in_any_writing(string text, string form) => Assert.Contains(form, PlantedSearch.For(PlantedTranscript.All).In(text));

    [Fact]
    public void In_a_frame_the_length_of_a_string_is_no_letter_of_its_first_word()
    {
        var search = PlantedSearch.For(PlantedTranscript.All);

        Assert.Contains("Todmorden", search.InFrame("\u0001QTodmorden could do"));
        Assert.Empty(search.In("Bethanyland was at 12:00:01.151998+00 the topic"));
    }
}
