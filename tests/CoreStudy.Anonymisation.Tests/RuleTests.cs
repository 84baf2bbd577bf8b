using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Tests;

public sealed class RuleTests
{
    [Theory]
    [InlineData("my NHS number is 943 476 5919 I think", "943 476 5919", IdentifierCategory.NhsNumber)]
    [InlineData("it was 943-476-5919", "943-476-5919", IdentifierCategory.NhsNumber)]
    [InlineData("my nhs number is 9434765918", "9434765918", IdentifierCategory.OtherNumber)]
    [InlineData("insurance number, AB 12 34 56 C, again", "AB 12 34 56 C", IdentifierCategory.InsuranceNumber)]
    [InlineData("it's ab123456c", "ab123456c", IdentifierCategory.InsuranceNumber)]
    [InlineData("ring 0161 496 0123 please", "0161 496 0123", IdentifierCategory.Telephone)]
    [InlineData("ring (0161) 496 0123 please", "(0161) 496 0123", IdentifierCategory.Telephone)]
    [InlineData("on +44 7700 900 123 now", "+44 7700 900 123", IdentifierCategory.Telephone)]
    [InlineData("call me on +1 202 555 0143 then", "+1 202 555 0143", IdentifierCategory.Telephone)]
    [InlineData("it's oh seven seven double oh nine", "oh seven seven double oh nine", IdentifierCategory.OtherNumber)]
    [InlineData("it's oh one six one, four nine six, oh one two three", "oh one six one, four nine six, oh one two three", IdentifierCategory.Telephone)]
    [InlineData("at M1 1AE, opposite", "M1 1AE", IdentifierCategory.Address)]
    [InlineData("at sw1a 1aa opposite", "sw1a 1aa", IdentifierCategory.Address)]
    [InlineData("we lived at 27b Gladstone Terrace then", "27b Gladstone Terrace", IdentifierCategory.Address)]
    [InlineData("we lived at 14 wellington road then", "14 wellington road", IdentifierCategory.Address)]
    [InlineData("mail jo.m@example.com.", "jo.m@example.com", IdentifierCategory.Email)]
    [InlineData("it's jo dot mensah at gmail dot com", "jo dot mensah at gmail dot com", IdentifierCategory.Email)]
    [InlineData("on www.example.org/stories, see", "www.example.org/stories", IdentifierCategory.WebAddress)]
    [InlineData("on pennine dot nhs dot uk", "pennine dot nhs dot uk", IdentifierCategory.WebAddress)]
    [InlineData("she's @jo_mensah there", "@jo_mensah", IdentifierCategory.WebAddress)]
    [InlineData("born 24.7.97 so", "24.7.97", IdentifierCategory.Date)]
    [InlineData("on March the 3rd it", "March the 3rd", IdentifierCategory.Date)]
    [InlineData("on the 20th of march 2022 it", "20th of march 2022", IdentifierCategory.Date)]
    [InlineData("on the twenty third of April nineteen eighty four it", "twenty third of April nineteen eighty four", IdentifierCategory.Date)]
    [InlineData("since last August really", "August", IdentifierCategory.Date)]
    [InlineData("in 2017 it", "2017", IdentifierCategory.Date)]
    [InlineData("on 10 May, on 7 July and on 26 September 1994 it", "10 May, on 7 July and on 26 September 1994", IdentifierCategory.Date)]
    [InlineData("in 1994, 1995 and 1997 it", "1994, 1995 and 1997", IdentifierCategory.Date)]
    [InlineData("from July and December 1995 it", "July and December 1995", IdentifierCategory.Date)]
    [InlineData("in the first half of 1993 it", "first half of 1993", IdentifierCategory.Date)]
    [InlineData("I'm 42 now", "42", IdentifierCategory.Age)]
    [InlineData("she's 42 years old", "42 years old", IdentifierCategory.Age)]
    [InlineData("aged 42, he", "42", IdentifierCategory.Age)]
    [InlineData("I was nineteen when", "nineteen", IdentifierCategory.Age)]
    [InlineData("reg was AB12 CDE so", "AB12 CDE", IdentifierCategory.OtherNumber)]
    [InlineData("I'm the only woman in the team so", "only woman in the team", IdentifierCategory.Indirect)]
    public void It_is_found(string text, string words, IdentifierCategory category)
    {
        var found = Detect(text);

        var one = Assert.Single(found, p => p.Category == category);
        Assert.Contains(words, text[one.Segment.Start..one.Segment.End], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I'm 5 minutes away", IdentifierCategory.Age)]
    [InlineData("it was 10 pounds", IdentifierCategory.Age)]
    [InlineData("you may march on", IdentifierCategory.Date)]
    [InlineData("may was a bad month", IdentifierCategory.Date)]
    [InlineData("we had 2000 people", IdentifierCategory.Date)]
    [InlineData("it's 24/7 here", IdentifierCategory.OtherNumber)]
    [InlineData("one two three four five six", IdentifierCategory.OtherNumber)]
    [InlineData("QQ 12 34 56 C", IdentifierCategory.InsuranceNumber)]
    [InlineData("at 10 3am", IdentifierCategory.Address)]
    [InlineData("it cost £1234567", IdentifierCategory.OtherNumber)]
    [InlineData("I take sertraline and my CPN rang on Tuesday", IdentifierCategory.Person)]
    public void What_only_looks_like_it_is_left_alone(string text, IdentifierCategory category)
    {
        Assert.DoesNotContain(Detect(text), p => p.Category == category);
    }

    [Theory]
    [InlineData(943, 476, 5919, true)]
    [InlineData(943, 476, 5918, false)]
    [InlineData(999, 215, 4713, true)]
    public void The_check_digit_of_an_nhs_number_is_held(int a, int b, int c, bool isRight)
    {
        Assert.Equal(isRight, Rules.NumberRules.HasCheckDigit($"{a}{b}{c}"));
    }

    [Fact]
    public void A_name_is_found_again_in_small_letters_short_and_over_a_line_feed()
    {
        const string text = "My manager was Joanna Mensah at the time.\nand then joanna said no.\nI asked Joanna\nMensah again.\nMensah's office was shut.";

        var found = Detect(text).Where(p => p.Category == IdentifierCategory.Person).ToList();

        Assert.True(found.Count >= 4);
        Assert.Single(found.Select(p => p.Group).Distinct());
    }

    [Fact]
    public void Two_people_of_one_name_are_not_joined_by_it()
    {
        const string text = "I met Sarah Jones and I met Sarah Patel. Sarah was kind.";

        var groups = Detect(text).Where(p => p.Category == IdentifierCategory.Person).Select(p => p.Group).ToList();

        Assert.Equal(3, groups.Distinct().Count());
    }

    [Fact]
    public void A_reason_holds_no_words_of_the_text()
    {
        const string text = "So Joanna Mensah from Leeds, born 24.7.97, works at Pennine NHS Trust, 0161 496 0123.";

        Assert.All(Detect(text), p => Assert.DoesNotContain(text.Split(' ', ',', '.').Where(w => w.Length > 4), w => p.Reason.Contains(w, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void What_the_study_knows_is_named()
    {
        var id = Guid.CreateVersion7();

        var found = Detect("and then gaz told ryecroft ward", Knowledge.Of([new(id, IdentifierCategory.Person, "Gareth Ryecroft")]));

        Assert.Equal(2, found.Count(p => p.Known == id));
    }

    [Fact]
    public void The_sweep_shows_capitals_digits_and_numbers_in_words_that_are_left()
    {
        const string text = "Then Zorblax came. He had 3 of the seventeen keys.";

        Assert.Equal(["Zorblax", "3", "seventeen"], Sweep.Of(text, []).Select(l => text[l.Segment.Start..l.Segment.End]));
    }

    [Fact]
    public void In_text_without_capitals_the_sweep_shows_unknown_words_and_listed_names()
    {
        const string text = "then zorblax came with karen";

        Assert.Equal(["zorblax", "karen"], Sweep.Of(text, []).Select(l => text[l.Segment.Start..l.Segment.End]));
    }

    private static IReadOnlyList<Proposal> Detect(string text, Knowledge? known = null) => Detector.Shared.Detect(text, known ?? Knowledge.Nothing, cancel: TestContext.Current.CancellationToken);
}
