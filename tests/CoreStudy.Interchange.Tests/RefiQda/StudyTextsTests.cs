using CoreStudy.Interchange.RefiQda;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>What a study takes from a project of another program.</summary>
public sealed class StudyTextsTests
{
    private static readonly RefiId Waiting = Refi.Id(1);
    private static readonly RefiId Ann = Refi.Id(2);
    private static readonly RefiId Bo = Refi.Id(3);
    private static readonly RefiId Talk = Refi.Id(4);

    [Fact]
    public void No_coding_of_a_text_is_lost() => Gen.Int.Sample(seed =>
    {
        var project = new MadeUpProject(seed).Make();
        var cases = project.Cases.Select(c => c.Id).ToHashSet();

        var texts = StudyTexts.Of(project).ToDictionary(t => t.Id);

        foreach (var source in project.Sources.OfType<RefiTextSource>().Where(s => s.Text.Words is not null))
        {
            foreach (var selection in source.Selections)
            {
                foreach (var coding in selection.Codings.Where(c => !cases.Contains(c.Code)))
                    Assert.Contains(texts[source.Id].Passages, p => Equals(p.Place, selection.Place as RefiTextPlace) && p.Codings.Any(c => c.Code == coding.Code && c.Coder == (coding.By ?? selection.Stamp.CreatedBy)));
            }

            foreach (var coding in source.Codings.Where(c => !cases.Contains(c.Code)))
                Assert.Contains(texts[source.Id].Passages, p => p.Place is null && !p.WasUnplaced && p.Codings.Any(c => c.Code == coding.Code && c.Coder == coding.By));
        }
    }, iter: 100);

    [Fact]
    public void Selections_of_the_same_words_are_one_passage()
    {
        using var reading = Refi.Read(GoldenFiles.Bytes("refi-qda/nvivo-win-12.6-comments.masked.qdpx"));

        var text = Assert.Single(StudyTexts.Of(reading.Project));

        Assert.Equal(20, text.Passages.Count);
        Assert.Equal(97, text.Passages.Sum(p => p.Codings.Count));
    }

    [Fact]
    public void The_same_code_by_two_people_stays_two_codings_and_by_one_is_one_with_all_that_was_said()
    {
        var marks = new StudyMarks();
        var project = Coded(
            marks.Mark(Coding(10, Ann), new CodingMarks(true, "", false)), Coding(11, Bo), marks.Mark(Coding(12, Ann), new CodingMarks(false, "Is it?", false)), Coding(13, null)) with { Notes = marks.Notes };

        var passage = Assert.Single(Assert.Single(StudyTexts.Of(project)).Passages);

        Assert.Equal([Ann, Bo, (RefiId?)null], passage.Codings.Select(c => c.Coder));
        Assert.Equal([new CodingMarks(true, "Is it?", false), new CodingMarks(false, "", false), new CodingMarks(false, "", false)], passage.Codings.Select(c => c.Marks));
        Assert.Empty(passage.Notes);
    }

    [Fact]
    public void A_code_that_is_a_case_says_whose_the_passage_is()
    {
        var project = Coded(Coding(10, Ann)) with { Cases = [new RefiCase { Id = Waiting, Name = "Zoë" }] };

        var passage = Assert.Single(Assert.Single(StudyTexts.Of(project)).Passages);

        Assert.Equal(Waiting, Assert.Single(passage.Cases));
        Assert.Empty(passage.Codings);
    }

    [Fact]
    public void A_case_that_names_a_selection_has_the_passage()
    {
        var project = Coded(Coding(10, Ann)) with { Cases = [new RefiCase { Id = Refi.Id(9), Name = "Zoë", Selections = [Refi.Id(20)] }] };

        var passage = Assert.Single(Assert.Single(StudyTexts.Of(project)).Passages);

        Assert.Equal(Refi.Id(9), Assert.Single(passage.Cases));
        Assert.Single(passage.Codings);
    }

    [Fact]
    public void A_nameless_case_of_one_text_gives_the_text_its_attributes()
    {
        var value = new RefiValue(Refi.Id(8), RefiValueKind.Integer, "41");
        var project = Coded() with { Cases = [new RefiCase { Id = Refi.Id(7), Sources = [Talk], Values = [value] }, new RefiCase { Id = Refi.Id(9), Name = "Zoë", Sources = [Talk] }] };

        var text = Assert.Single(StudyTexts.Of(project));

        Assert.Equal((value, Refi.Id(9)), (Assert.Single(text.Values), Assert.Single(text.Cases)));
    }

    [Fact]
    public void What_has_no_place_stands_for_the_whole_text_and_says_so()
    {
        using var reading = Refi.Read(GoldenFiles.Bytes("refi-qda/synthetic/odd.qdpx"));

        var text = StudyTexts.Of(reading.Project)[0];

        Assert.Single(text.Passages, p => p is { Place: null, WasUnplaced: true, Codings.Count: 1 });
        Assert.Single(text.Passages, p => p is { Place: null, WasUnplaced: false, Cases.Count: 1 });
        Assert.Equal("a comment with no code", Assert.Single(Assert.Single(text.Passages, p => p.Place is { Start: 3, End: 3 }).Remarks));
    }

    [Fact]
    public void A_rectangle_that_is_a_text_selection_too_is_one_passage()
    {
        var text = new RefiTextSource { Id = Refi.Id(5), Text = new RefiText { Words = "printed" }, Selections = [Selection(20, new RefiTextPlace(0, 7), Coding(10, Ann))] };
        var pdf = new RefiPdfSource { Id = Talk, Representation = text, Selections = [Selection(20, new RefiPagePlace(0, default, default), Coding(10, Ann)), Selection(21, new RefiPagePlace(1, default, default), Coding(11, Ann))] };

        var passages = Assert.Single(StudyTexts.Of(new RefiProject { Name = "p", Sources = [pdf] })).Passages;

        Assert.Equal([(null, true, 1), (new RefiTextPlace(0, 7), false, 1)], passages.Select(p => (p.Place, p.WasUnplaced, p.Codings.Count)));
    }

    private static RefiProject Coded(params RefiCoding[] codings) => new()
    {
        Name = "p", Sources = [new RefiTextSource { Id = Talk, Text = new RefiText { Words = "I waited." }, Selections = codings.Length == 0 ? [] : [Selection(20, new RefiTextPlace(0, 9), codings)] }],
    };

    private static RefiSelection Selection(int id, RefiPlace place, params RefiCoding[] codings) => new() { Id = Refi.Id(id), Place = place, Codings = codings };

    private static RefiCoding Coding(int id, RefiId? by) => new(Refi.Id(id), Waiting, by, null, []);
}
