using CoreStudy.Interchange.RefiQda;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>A file with a bit of everything that real files get wrong.</summary>
public sealed class OddFileTests : IDisposable
{
    private readonly ExchangeReading _odd = Refi.Read(GoldenFiles.Bytes("refi-qda/synthetic/odd.qdpx"));

    [Theory]
    [InlineData("same-code-name", "Code", 2, "braces")]
    [InlineData("name-missing", "Code", 1, "AAAAAAAA-0000-4000-8000-000000000003 is now “Unnamed code 1”")]
    [InlineData("colour-spelling", "Code", 2, "#80FF0000")]
    [InlineData("codable-unsaid", "Code", 1, "braces")]
    [InlineData("code-is-case", "Code", 1, "a case that is also a code")]
    [InlineData("case-without-name", "Case", 1, "BBBBBBBB-0000-4000-8000-000000000001")]
    [InlineData("points-nowhere", "VariableRef", 1, "CCCCCCCC-0000-4000-8000-000000000001 of case BBBBBBBB-0000-4000-8000-000000000001")]
    [InlineData("same-name", "TextSource", 2, "same name")]
    [InlineData("file-missing", "TextSource", 2, "internal://gone.docx of same name")]
    [InlineData("text-not-utf8", "TextSource", 1, "same name: Windows-1252")]
    [InlineData("outside-text", "PlainTextSelection", 1, "same name: 6–9999")]
    [InlineData("empty-place", "PlainTextSelection", 1, "same name: 3–3")]
    [InlineData("points-nowhere", "CodeRef", 1, "77777777-0000-4000-8000-000000000001 at same name: 6–10")]
    [InlineData("user-unknown", "Selection", 1, "99999999-0000-4000-8000-000000000001 of same name: 0–5")]
    [InlineData("coding-twice", "Coding", 1, "same name: 0–5: braces")]
    [InlineData("same-name", "Note", 2, "Memo")]
    [InlineData("member-spelling", "MemberSource", 1, "MemberSource")]
    [InlineData("member-spelling", "MemberNote", 1, "MemberNote")]
    [InlineData("element-unknown", "Novelty", 1, "Novelty in Project")]
    [InlineData("path-form", "TextSource", 1, "win1252.txt")]
    [InlineData("file-outside", "VideoSource", 1, "interview")]
    [InlineData("file-shared", "Transcript", 1, "internal://DDDDDDDD-0000-4000-8000-000000000001.txt")]
    [InlineData("project-file-name", "", 1, "Odd project.qde")]
    [InlineData("sources-folder", "", 1, "Sources")]
    public void What_is_odd_is_named(string what, string element, int count, string example)
    {
        var finding = _odd.Report.Finding(what, element);

        Assert.NotNull(finding);
        Assert.Equal(count, finding.Count);
        Assert.Contains(example, finding.Examples);
    }

    [Fact]
    public void Three_spellings_of_one_colour_are_one_colour() =>
        Assert.Equal(["#FF0000", "#FF0000", "#FF0000"], _odd.Project.Codes.Take(3).Select(c => c.Colour.ToString()));

    [Fact]
    public void A_place_outside_of_the_text_keeps_its_numbers_and_its_coding()
    {
        var selection = _odd.Project.AllSelections().Single(s => s.Selection.Place is RefiUnplaced).Selection;

        Assert.Equal(new RefiUnplaced(6, 9999), selection.Place);
        Assert.Single(selection.Codings);
    }

    [Fact]
    public void Members_of_a_set_in_older_spellings_are_found()
    {
        var set = Assert.Single(_odd.Project.Sets);

        Assert.Equal((_odd.Project.Sources[0].Id, _odd.Project.Notes[0].Id), (Assert.Single(set.Sources), Assert.Single(set.Notes)));
    }

    [Fact]
    public void A_text_in_Windows_1252_is_read_as_that() =>
        Assert.DoesNotContain('\uFFFD', ((RefiTextSource)_odd.Project.Sources[1]).Text.Words!);

    public void Dispose() => _odd.Dispose();
}
