using System.Text;
using CoreStudy.Interchange.RefiQda;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>The one thing that must be right: which characters a coded passage has.</summary>
public sealed class PositionTests
{
    private static readonly string[] Pieces = ["a", "word", "é", "e\u0301", "語", "😀", "👩\u200D🌾", "𝒢", " ", ".", "\r\n", "\n", "\r", "\uFEFF"];

    /// <summary>The pieces of a text, two places between them, whether a mark stands before it.</summary>
    private static readonly Gen<(string[] Pieces, int From, int To, bool HasMark)> Texts =
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 30], Gen.Int[0, 30], Gen.Int[0, 30], Gen.Bool)
            .Select((pieces, one, other, mark) => (pieces, Math.Min(Math.Min(one, other), pieces.Length), Math.Min(Math.Max(one, other), pieces.Length), mark));

    public static TheoryData<string> Readings => [.. PositionReading.All.Select(r => r.ToString()), "code-points/crlf-two/end-inclusive"];

    [Theory]
    [MemberData(nameof(Readings))]
    public void A_passage_has_the_same_characters_in_any_way_of_counting(string way) => Texts.Sample((pieces, from, to, hasMark) =>
    {
        var reading = PositionReading.Parse(way)!.Value;
        if (pieces[0] == "\uFEFF" || (reading.IsEndInclusive && (from == to || pieces[to - 1] == "\r\n"))) return; // the first mark is none; the last character has to be one
        if (pieces.Zip(pieces.Skip(1)).Any(p => p is { First: "\r", Second: "\n" or "\r\n" } or { First: "\r\n", Second: "\n" } && p.First == "\r")) return; // they would join
        var (start, end) = (Units(string.Concat(pieces.Take(from)), reading), Units(string.Concat(pieces.Take(to)), reading));
        byte[] file = [.. hasMark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(string.Concat(pieces))];

        using var project = Refi.Read(Refi.Coded(file, "a tool", (start, reading.IsEndInclusive ? end - 1 : end, null)), reading);

        Assert.Equal(Lines(string.Concat(pieces[from..to])), Assert.Single(Refi.Passages(project.Project)));
    }, iter: 600);

    [Theory]
    [InlineData("utf-16/crlf-two", "a😀b", 2, 4, "😀b")]
    [InlineData("utf-16/crlf-two", "a😀b", 0, 2, "a😀")]
    [InlineData("utf-16/crlf-two", "a\r\nb", 2, 4, "\nb")]
    [InlineData("utf-16/crlf-two", "a\r\nb", 0, 2, "a\n")]
    public void A_place_inside_a_character_or_line_end_goes_outward_and_is_told(string way, string text, int start, int end, string passage)
    {
        using var reading = Refi.Read(Refi.Coded(Encoding.UTF8.GetBytes(text), "a tool", (start, end, null)), PositionReading.Parse(way));

        Assert.Equal(passage, Assert.Single(Refi.Passages(reading.Project)));
        Assert.Equal(1, reading.Report.Finding("position-widened")!.Count);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    [InlineData(0, long.MaxValue)]
    public void A_place_outside_of_the_text_is_kept_as_numbers_and_told(long start, long end)
    {
        using var reading = Refi.Read(Refi.Coded("abc"u8.ToArray(), "a tool", (start, end, null)));

        Assert.Null(Assert.Single(Refi.Passages(reading.Project)));
        Assert.Equal(new RefiUnplaced(start, end), reading.Project.AllSelections().Single().Selection.Place);
        Assert.Equal(1, reading.Report.Finding("outside-text")!.Count);
    }

    [Fact]
    public void An_unknown_tool_that_counts_otherwise_is_found_out_by_whole_words()
    {
        using var reading = Refi.Read(Talk("Some tool 1.0", PositionReading.NVivo, 25));

        Assert.Equal("utf-16/crlf-two", reading.Report.Positions.Reading);
        Assert.All(Refi.Passages(reading.Project), p => Assert.Equal("well then", p));
    }

    [Fact]
    public void A_tool_that_is_known_is_believed_and_what_fits_better_is_told()
    {
        using var reading = Refi.Read(Talk("ATLAS.ti 99", PositionReading.NVivo, 25));

        Assert.Equal("code-points/crlf-one", reading.Report.Positions.Reading);
        Assert.Equal("utf-16/crlf-two rather than code-points/crlf-one", Assert.Single(reading.Report.Finding("other-reading-fits")!.Examples));
    }

    [Fact]
    public void A_few_selections_prove_nothing()
    {
        using var reading = Refi.Read(Talk("Some tool 1.0", PositionReading.NVivo, 5));

        Assert.Equal("code-points/crlf-two", reading.Report.Positions.Reading);
    }

    [Fact]
    public void An_end_is_the_last_character_only_where_names_prove_it()
    {
        using var reading = Refi.Read(Refi.Coded("one two three"u8.ToArray(), "potato", (0, 2, "one"), (4, 6, "two"), (8, 12, "three")));

        Assert.Equal(["one", "two", "three"], Refi.Passages(reading.Project));
        Assert.Equal("code-points/crlf-two/end-inclusive", reading.Report.Positions.Reading);
    }

    [Theory]
    [InlineData("code-points/crlf-two", true)]
    [InlineData("utf-16/crlf-one/end-inclusive", true)]
    [InlineData("bytes", false)]
    public void A_way_of_counting_is_read_as_it_is_written(string words, bool isKnown) => Assert.Equal(isKnown ? words : null, PositionReading.Parse(words)?.ToString());

    /// <summary>Turns with an emoji before each passage, so that every way of counting but one cuts words.</summary>
    private static byte[] Talk(string origin, PositionReading reading, int turns)
    {
        var (text, selections) = (new StringBuilder(), new List<(long, long, string?)>());
        for (var n = 0; n < turns; n++)
        {
            text.Append("I: 😀 ");
            var start = Units(text.ToString(), reading);
            text.Append("well then");
            selections.Add((start, Units(text.ToString(), reading), null));
            text.Append(" yes\r\n");
        }

        return Refi.Coded(Encoding.UTF8.GetBytes(text.ToString()), origin, [.. selections]);
    }

    /// <summary>How many units stand in words, counted in the plainest way.</summary>
    private static int Units(string words, PositionReading reading)
    {
        var counted = reading.LineEndIsTwo ? words : words.Replace("\r\n", "\n", StringComparison.Ordinal);
        return reading.Unit == PositionUnit.Utf16 ? counted.Length : counted.EnumerateRunes().Count();
    }

    private static string Lines(string words) => words.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
