using System.Globalization;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CsCheck;

namespace CoreStudy.Domain.Tests.Redactions;

public sealed class RenderingTests
{
    private static readonly Guid Sarah = Guid.CreateVersion7();

    [Theory]
    [InlineData("I met Sarah there.", "Sarah", "I met [peer 3] there.")]
    [InlineData("It was Sarah's idea.", "Sarah's", "It was [peer 3]'s idea.")]
    [InlineData("It was Sarah’s idea.", "Sarah’s", "It was [peer 3]’s idea.")]
    [InlineData("It was James' idea.", "James'", "It was [peer 3]'s idea.")]
    [InlineData("The Hendersons' lad.", "Hendersons", "The [peer 3]'s lad.")]
    [InlineData("I told Mrs Smith so.", "Smith", "I told [peer 3] so.")]
    [InlineData("I told Dr. Smith so.", "Smith", "I told [peer 3] so.")]
    [InlineData("A miss is a miss, Smith.", "Smith", "A miss is a miss, [peer 3].")]
    public void A_name_goes_and_its_sentence_stays_whole(string original, string words, string released) =>
        Assert.Equal(released, Render(original, IdentifierCategory.Person, words, "[peer 3]").Words);

    [Theory]
    [InlineData("He is a Tesco man.", "Tesco", "[employer 1]", "He is an [employer 1] man.")]
    [InlineData("An Asda shop.", "Asda", "[shop 1]", "A [shop 1] shop.")]
    [InlineData("a Tesco man", "Tesco", "[town 1]", "a [town 1] man")]
    [InlineData("Sarah ran a Tesco", "Tesco", "[employer 1]", "Sarah ran an [employer 1]")]
    public void The_article_follows_the_replacement(string original, string words, string replacement, string released) =>
        Assert.Equal(released, Render(original, IdentifierCategory.Organisation, words, replacement).Words);

    [Fact]
    public void A_family_loses_its_article() =>
        Assert.Equal("We saw [family 1] there.", Render("We saw the Smiths there.", IdentifierCategory.Person, "Smiths", "[family 1]").Words);

    [Fact]
    public void A_title_stays_where_the_study_keeps_titles()
    {
        var scheme = ReplacementScheme.Usual with { KeepTitles = true };

        var rendering = Render("I told Mrs Smith so.", IdentifierCategory.Person, "Smith", "[peer 3]", scheme);

        Assert.Equal("I told Mrs [peer 3] so.", rendering.Words);
    }

    [Theory]
    [InlineData("in October 2016", "[2016]")]
    [InlineData("the 3rd of May", "[date]")]
    public void A_new_study_leaves_no_month(string words, string released) =>
        Assert.Equal(released, ReplacementScheme.Usual.Coarsen(IdentifierCategory.Date, words, new DateOnly(2026, 5, 2)));

    [Theory]
    [InlineData("October 2016", null, "[2016]")]
    [InlineData("the 3rd of May", "2026-05-02", "[date]")]
    public void How_long_before_the_interview_is_told_by_no_month_where_it_cannot_be_told(string words, string? held, string released)
    {
        var scheme = ReplacementScheme.Usual with { Dates = DateDetail.Relative };

        Assert.Equal(released, scheme.Coarsen(IdentifierCategory.Date, words, held is null ? null : DateOnly.Parse(held, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(DateDetail.MonthAndYear, "14 March 2024", "[March 2024]")]
    [InlineData(DateDetail.MonthAndYear, "14/03/24", "[March 2024]")]
    [InlineData(DateDetail.MonthAndYear, "the 3rd of May", "[May]")]
    [InlineData(DateDetail.Year, "14 March 2024", "[2024]")]
    [InlineData(DateDetail.Season, "14 March 2024", "[spring 2024]")]
    [InlineData(DateDetail.Relative, "14 March 2024", "[about 2 years before the interview]")]
    [InlineData(DateDetail.Relative, "April 2026", "[1 month before the interview]")]
    [InlineData(DateDetail.MonthAndYear, "last Tuesday", "[date]")]
    public void A_date_is_told_as_coarsely_as_the_study_chose(DateDetail detail, string words, string released)
    {
        var scheme = ReplacementScheme.Usual with { Dates = detail };

        Assert.Equal(released, scheme.Coarsen(IdentifierCategory.Date, words, new DateOnly(2026, 5, 2)));
    }

    [Theory]
    [InlineData("43", "[40 to 49]")]
    [InlineData("forty-three", "[40 to 49]")]
    [InlineData("43 years old", "[40 to 49]")]
    [InlineData("nineteen", "[10 to 19]")]
    [InlineData("96", "[90 or older]")]
    [InlineData("old", "[age]")]
    public void An_age_becomes_a_band(string words, string released) =>
        Assert.Equal(released, ReplacementScheme.Usual.Coarsen(IdentifierCategory.Age, words, null));

    [Fact]
    public void Numbers_are_drawn_among_the_small_ones_that_are_free()
    {
        string[] taken = ["[peer 1]", "[peer 2]", "[colleague 3]"];

        var drawn = Enumerable.Range(0, 7).Select(i => ReplacementScheme.Usual.NameNew(IdentifierCategory.Person, "Sarah", taken, count => Math.Min(i, count - 1))).ToList();

        Assert.Equal(Enumerable.Range(3, 7).Select(n => $"[peer {n}]"), drawn);
    }

    [Fact]
    public void What_is_called_a_hospital_is_replaced_by_one()
    {
        string Name(string words) => ReplacementScheme.Usual.NameNew(IdentifierCategory.Trust, words, [], _ => 1);

        Assert.Equal(["[hospital 2]", "[Trust B]", "[ward 2]", "[service 2]"], new[] { "Northmoor Infirmary", "Northmoor NHS Trust", "Larch Ward", "Bridgeway" }.Select(Name));
    }

    [Fact]
    public void Between_the_replaced_stretches_both_texts_are_the_same_and_the_way_leads_there_and_back() => Cases.Sample(given =>
    {
        var rendering = Rendering.Of(given.Original, given.Turns, given.Sheet.All, _ => "[peer 3]", ReplacementScheme.Usual, null);

        var (from, to) = (0, 0);
        foreach (var piece in rendering.Pieces)
        {
            Assert.Equal(given.Original[from..piece.Original.Start], rendering.Words[to..piece.Released.Start]);
            (from, to) = (piece.Original.End, piece.Released.End);
            Assert.Equal(piece.Released, rendering.ToReleased(piece.Original));
            Assert.Equal(piece.Original, rendering.ToOriginal(piece.Released));
        }

        Assert.Equal(given.Original[from..], rendering.Words[to..]);
        Assert.Equal(given.Turns.Count, rendering.Turns.Count);
        Assert.Equal(rendering.Words, string.Join('\n', rendering.Turns.Select(t => rendering.Words[t.Start..t.End])));
        Assert.Equal(given.Sheet.All.Count(r => r.Status == RedactionStatus.Accepted), rendering.Pieces.Count);
    }, iter: 2000);

    [Fact]
    public void Accepted_places_never_overlap_whatever_is_done() => Cases.Sample(given =>
    {
        var accepted = given.Sheet.All.Where(r => r.Status == RedactionStatus.Accepted).OrderBy(r => r.Start).ToList();

        for (var i = 1; i < accepted.Count; i++) Assert.True(accepted[i - 1].End <= accepted[i].Start);
        Assert.All(given.Sheet.All, r => Assert.Contains(given.Turns, t => t.Start <= r.Start && r.End <= t.End));
    }, iter: 2000);

    private sealed record Case(string Original, IReadOnlyList<Segment> Turns, RedactionSheet Sheet);

    private static readonly string[] Words = ["a", "an", "the", "Mrs", "Dr.", "Sarah", "Sarah's", "Smiths", "went", "to", "Leeds,", "😀", "é", "James’", "and"];

    private static readonly Gen<Case> Cases =
        from turns in Gen.Int[0, Words.Length - 1].Select(i => Words[i]).List[1, 12].List[1, 6]
        from deeds in Gen.Select(Gen.Int[0, 80], Gen.Int[1, 12], Gen.Int[0, 3]).List[0, 20]
        select Make([.. turns.Select(t => string.Join(' ', t))], deeds);

    private static Case Make(List<string> texts, List<(int Start, int Length, int Kind)> deeds)
    {
        var turns = new List<Segment>();
        foreach (var text in texts)
        {
            var start = turns.Count == 0 ? 0 : turns[^1].End + 1;
            turns.Add(new Segment(start, start + text.Length));
        }

        var original = string.Join('\n', texts);
        var sheet = new RedactionSheet(new TranscriptText(original), turns, []);
        foreach (var (start, length, kind) in deeds)
        {
            var ids = sheet.All.Skip(start % Math.Max(1, sheet.All.Count)).Take(2).Select(r => r.Id).ToList();
            var done = kind switch
            {
                0 => sheet.Accept(ids, Sarah, null, default, default),
                1 => sheet.Reject(ids, default, default),
                2 => sheet.Retype(ids, IdentifierCategory.Person),
                _ => sheet.Mark([(Guid.CreateVersion7(), new Segment(start, start + length))], IdentifierCategory.Person, Sarah, null, default, default),
            };
            if (!done.IsRefused(out _, out var next)) sheet = next;
        }

        return new Case(original, turns, sheet);
    }

    private static Rendering Render(string original, IdentifierCategory category, string words, string replacement, ReplacementScheme? scheme = null)
    {
        var start = original.IndexOf(words, StringComparison.Ordinal);
        var redaction = new Redaction(Guid.CreateVersion7(), start, start + words.Length, category, RedactionStatus.Accepted, Sarah, 1, "Hand", "", null, null, null, null);
        return Rendering.Of(original, [new Segment(0, original.Length)], [redaction], _ => replacement, scheme ?? ReplacementScheme.Usual, null);
    }
}
