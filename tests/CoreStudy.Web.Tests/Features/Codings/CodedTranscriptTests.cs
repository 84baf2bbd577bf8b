using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Tests.Access;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Web.Tests.Features.Codings;

public sealed class CodedTranscriptTests(PostgresFixture postgres) : SiteTest(postgres)
{
    [Fact]
    public async Task A_researcher_takes_a_transcript_with_its_codings_and_what_was_said_of_them()
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var transcript = await Study.TranscriptAsync(researcher, ["How was it?", "I waited for weeks."]);
        var code = await Study.CodeAsync("Waiting");
        var coding = await Study.CodingAsync(transcript, code, researcher, question: "Or is it hope?");

        var coded = StudyBuilder.Must(await The<ReadCodedTranscript>().RunAsync(researcher.AccountId, Study.Study.Id, transcript.Id, Cancel));

        var one = Assert.Single(coded.Codings);
        Assert.Equal((coding.Segment, "Waiting", researcher.Name), (one.Segment, one.Code, one.Coder));
        Assert.Equal(["Not sure: Or is it hope?"], one.Remarks);
        Assert.Contains("Waiting", Encoding.UTF8.GetString(CodedPage.Write(coded)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_explore_takes_none(Role role)
    {
        var researcher = await Study.MemberAsync(Role.Researcher);
        var transcript = await Study.TranscriptAsync(researcher, ["How was it?"]);
        var me = await Study.MemberAsync(role);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadCodedTranscript>().RunAsync(me.AccountId, Study.Study.Id, transcript.Id, Cancel)));
    }
}

public sealed class CodedDocumentTests
{
    private const string Words = "How was it?\nI waited 🙂 for weeks, and then & now <again>.\nReally?";

    private static readonly CodedTranscript Transcript = new(
        "Interview 1", "A study", Words,
        [new(new Segment(0, 11), "Interviewer", true), new(new Segment(12, Words.IndexOf("\nReally", StringComparison.Ordinal)), "PSW-01", false), new(new Segment(Words.IndexOf("Really", StringComparison.Ordinal), Words.Length), "Interviewer", true)],
        [
            new(new Segment(14, 23), "Waiting", "#1b6e53", "Ada Example", StudyBuilder.At, ["Ben Example: Sure?\nI am."]),
            new(new Segment(21, 33), "Hope", "#aa3311", "Ben Example", StudyBuilder.At, []),
            new(new Segment(4, Words.Length), "All of it", "bad\"colour", "Ada Example", StudyBuilder.At, []),
        ]);

    [Fact]
    public void Each_coding_is_a_comment_on_its_words_and_the_document_is_valid()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(CodedDocument.Write(Transcript)), false);

        Assert.Empty(new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(e => e.Description));
        var comments = document.MainDocumentPart!.WordprocessingCommentsPart!.Comments!.Elements<Comment>().ToDictionary(c => c.Id!.Value!);
        Assert.Equal(["Ada Example", "Ben Example", "Ada Example"], comments.OrderBy(c => c.Key).Select(c => c.Value.Author!.Value));
        foreach (var (at, coding) in Transcript.Codings.Index())
            Assert.Equal(Words[coding.Segment.Start..coding.Segment.End].Replace("\n", "", StringComparison.Ordinal), Commented(document, $"{at}"));
    }

    [Fact]
    public void The_page_shows_every_word_once_marks_what_is_coded_and_runs_nothing()
    {
        var page = Encoding.UTF8.GetString(CodedPage.Write(Transcript));

        Assert.Contains("&lt;again&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("bad\"colour", page, StringComparison.Ordinal);
        Assert.Contains("Ben Example: Sure?", page, StringComparison.Ordinal);
        Assert.Contains("<mark class=\"more\">", page, StringComparison.Ordinal);
    }

    /// <summary>The words between the marks of a comment, without names of speakers.</summary>
    private static string Commented(WordprocessingDocument document, string id)
    {
        var (words, isIn) = (new StringBuilder(), false);
        foreach (var element in document.MainDocumentPart!.Document!.Body!.Descendants())
        {
            if (element is CommentRangeStart start && start.Id == id) isIn = true;
            else if (element is CommentRangeEnd end && end.Id == id) isIn = false;
            else if (isIn && element is Text text && element.Parent is Run run && run.RunProperties?.Bold is null) words.Append(text.Text);
        }

        return words.ToString();
    }
}
