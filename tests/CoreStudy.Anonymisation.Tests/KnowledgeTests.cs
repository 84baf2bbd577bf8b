using CoreStudy.Domain.Redactions;
using CsCheck;

namespace CoreStudy.Anonymisation.Tests;

public sealed class KnowledgeTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_known_form_is_found_in_lower_case()
    {
        var found = Assert.Single(Know("Joanna").Find("and joanna said"));

        Assert.Equal((4, 10, (Guid?)Id), (found.Segment.Start, found.Segment.End, found.Known));
    }

    [Theory]
    [InlineData("I saw Joanna Mensah there", "Joanna Mensah", 1)]
    [InlineData("I saw JOANNA MENSAH there", "JOANNA MENSAH", 0.95)]
    [InlineData("I saw joanna mensah there", "joanna mensah", 0.95)]
    [InlineData("I saw Joanna\nMensah there", "Joanna\nMensah", 0.95)]
    [InlineData("It was Joanna's idea", "Joanna", 0.85)]
    [InlineData("ask mensah about it", "mensah", 0.85)]
    [InlineData("ask Jo Mensah about it", "Jo Mensah", 0.85)]
    [InlineData("ask J. Mensah about it", "J. Mensah", 0.85)]
    [InlineData("ask Joey about it", "Joey", 0.75)]
    [InlineData("then joana came", "joana", 0.6)]
    [InlineData("then jaonna came", "jaonna", 0.6)]
    [InlineData("then Joannna came", "Joannna", 0.6)]
    [InlineData("signed JM today", "JM", 0.4)]
    public void A_person_is_found_in_each_way_that_the_name_may_be_written(string text, string words, double score)
    {
        var found = Assert.Single(Know("Joanna Mensah").Find(text));

        Assert.Equal((words, score), (text[found.Segment.Start..found.Segment.End], found.Score));
    }

    [Theory]
    [InlineData("Zoë Müller", "zoe muller")]
    [InlineData("Łukasz", "Lukasz")]
    [InlineData("O’Brien", "o'brien")]
    public void Accents_and_apostrophes_do_not_matter(string form, string words)
    {
        var found = Assert.Single(Know(form).Find($"was {words} there"));

        Assert.True(found.Score >= 0.85);
    }

    [Theory]
    [InlineData("Grace Wood", "we said grace before tea", 0.2)]
    [InlineData("Will Young", "i will go", 0.2)]
    [InlineData("Hope", "there is hope", 0.2)]
    public void A_name_that_is_an_everyday_word_scores_low_in_small_letters(string form, string text, double below)
    {
        Assert.All(Know(form).Find(text), p => Assert.True(p.Score < below));
    }

    [Theory]
    [InlineData("Grace Wood", "and then Grace came")]
    [InlineData("Mark Hill", "so I asked Mark about it")]
    public void And_high_where_it_is_written_as_a_name(string form, string text)
    {
        Assert.True(Assert.Single(Know(form).Find(text)).Score >= 0.6);
    }

    [Theory]
    [InlineData("07700 900123", "call 07700-900-123 or")]
    [InlineData("07700900123", "call +44 7700 900123 or")]
    public void A_telephone_number_is_found_by_its_digits(string form, string text)
    {
        var found = Assert.Single(Know(form, IdentifierCategory.Telephone).Find(text));

        Assert.Equal(1, found.Score);
    }

    [Fact]
    public void Words_of_the_dictionary_are_not_taken_for_misspellings()
    {
        Assert.Empty(Know("Marina Brown").Find("a marine crown"));
    }

    [Fact]
    public void Words_that_only_hold_a_name_are_left_alone()
    {
        Assert.Empty(Know("Ann").Find("planned an annual annex"));
    }

    [Fact]
    public void A_full_name_wins_over_its_parts()
    {
        var (ann, lee) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var known = Knowledge.Of([new(ann, IdentifierCategory.Person, "Anna Leeson"), new(lee, IdentifierCategory.Person, "Leeson")]);

        Assert.Equal(ann, Assert.Single(known.Find("Anna Leeson came")).Known);
    }

    [Fact]
    public void Each_form_is_found_in_any_text_around_it()
    {
        var form = DetectorPropertyTests.Pick("Joanna Mensah", "Siobhán O’Brien", "St Aldhelm's Hospital", "Burton upon Trent", "0161 496 0000", "j.m@example.com");
        Gen.Select(form, Gen.String[Gen.Char.AlphaNumeric, 0, 10], DetectorPropertyTests.Pick(" ", "\n", ", ", " (", "“")).Sample((words, other, gap) =>
            Assert.Contains(Know(words, words.Contains("496", StringComparison.Ordinal) ? IdentifierCategory.Telephone : words.Contains("St", StringComparison.Ordinal) ? IdentifierCategory.Trust : IdentifierCategory.Person).Find($"{other}{gap}{words}. {other}"), p => p.Score >= 0.95));
    }

    private static Knowledge Know(string form, IdentifierCategory category = IdentifierCategory.Person) => Knowledge.Of([new KnownForm(Id, category, form)]);
}
