using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;

namespace CoreStudy.Interchange.Tests.Codings;

public sealed class CodedPdfTests
{
    [Fact]
    public void A_long_transcript_breaks_over_pages_with_its_typeface_in_the_file()
    {
        var turns = Enumerable.Range(1, 120).Select(i => $"Turn {i} says that somebody waited for a long time, and that nobody told them why, until at last a nurse came and said something kind about it.").ToList();

        var pdf = Text(CodedPdf.Write(Transcript(turns, (0, 20), (4, 400), (390, 420))));

        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.True(Count(pdf, "/Type /Page\n") > 3, "pages");
        Assert.Contains("LiberationSans", pdf, StringComparison.Ordinal);
        Assert.Contains("/FontFile2", pdf, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("שלום לך and مرحبا بك, she said.")]
    [InlineData("😀👩‍👩‍👧 𝒳 \u0000\uD800 e\u0301 \u200B tab\there")]
    [InlineData("")]
    [InlineData("                                                  ")]
    [InlineData("a\n\n\nb")]
    public void Whatever_was_written_makes_a_file(string words) => Assert.StartsWith("%PDF-", Text(CodedPdf.Write(Transcript([words, words + "x"], (0, words.Length + 1)))), StringComparison.Ordinal);

    [Fact]
    public void A_word_wider_than_the_page_and_more_codings_than_lanes_are_drawn()
    {
        var places = Enumerable.Range(0, 40).Select(i => (i, 600 - i)).ToArray();

        Assert.True(CodedPdf.Write(Transcript([new string('W', 700)], places)).Length > 10_000);
    }

    [Fact]
    public void Numbers_of_codings_that_end_together_do_not_run_into_one()
    {
        var page = Encoding.UTF8.GetString(CodedPage.Write(Transcript(["I waited for long."], (0, 8), (1, 8), (2, 8), (3, 12), (4, 8))));

        Assert.Contains("<sup>1–3, 5</sup>", page, StringComparison.Ordinal);
        Assert.Contains("<sup>4</sup>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_transcript_makes_the_same_file() => Assert.Equal(CodedPdf.Write(Transcript(["I waited."], (0, 3))), CodedPdf.Write(Transcript(["I waited."], (0, 3))));

    private static string Text(byte[] file) => Encoding.Latin1.GetString(file);

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    private static CodedTranscript Transcript(List<string> turns, params (int Start, int End)[] codings)
    {
        var (words, made) = (string.Join('\n', turns), new List<CodedTurn>());
        for (var (at, start) = (0, 0); at < turns.Count; start += turns[at].Length + 1, at++)
            if (turns[at].Length > 0) made.Add(new CodedTurn(new Segment(start, start + turns[at].Length), at % 2 == 0 ? "Interviewer" : "PSW-01", at % 2 == 0));
        return new CodedTranscript("A talk about waiting", "Fictional, for the team.", words, made,
            [.. codings.Select((c, i) => new TranscriptCoding(new Segment(c.Start, Math.Min(c.End, words.Length)), $"Code {i}", "#1b6e53", "Ada", default, i % 2 == 0 ? ["Ada: Why was that?"] : []))]);
    }
}
