using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Interchange.Transcripts;
using CsCheck;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>Signs that are not seen, in words that lie in files of their own, where XML does not look after them.</summary>
public sealed class UnseenSignsTests
{
    private static readonly Gen<string> Words = Gen.OneOf(Each("I", "wait", "e", "\u0301", " ", "\n", "😀", "語", "Ann: ", "\0", "\u0001", "\u000B", "\u2028", "\u00AD", "\uFEFF", "\uFFFE", "\u007F")).Array[0, 12].Select(string.Concat);

    [Fact]
    public void Words_that_were_cleaned_are_normalised_and_are_not_changed_again() => Words.Sample(words =>
    {
        var clean = FileText.Clean(words);

        Assert.Equal(TranscriptText.Normalise(clean), clean);
        Assert.Equal(FileText.Clean(clean), clean);
    }, iter: 5_000);

    [Fact]
    public void A_place_in_a_text_is_carried_over_what_is_taken_out() => Gen.Select(Words, Words).Sample((before, after) =>
    {
        var (source, start) = ($"{before} ho\u0001ped {after}", before.Length + 1);

        var turned = TurnedText.Find(source);

        Assert.Equal(FileText.Clean(turned.Words), turned.Words);
        var place = turned.Place(start, start + "ho\u0001ped".Length)!.Value;
        Assert.Equal("hoped", turned.Words[place.Start..place.End]);
        Assert.All(turned.Turns, t => Assert.Equal(FileText.Clean(source[t.Source.Start..t.Source.End]), turned.Words[t.Segment.Start..t.Segment.End]));
    }, iter: 5_000);

    [Fact]
    public void A_text_of_a_project_comes_in_without_them_its_codings_on_their_words_and_the_import_tells_it()
    {
        using var reading = Refi.Read(Project("I wai\u0001ted \uFFFE😀\u0000 and ho\u00ADped.", "A memo."));

        var (study, remarks) = StudyReader.FromProject(reading.Project);

        var transcript = Assert.Single(study.Transcripts);
        Assert.Equal("I waited 😀 and hoped.", transcript.Words);
        Assert.Equal(["hoped", "waited"], transcript.Codings.Select(c => transcript.Words[c.Segment.Start..c.Segment.End]).Order(StringComparer.Ordinal));
        Assert.Equal((StudyOutcome.Changed, "talk"), Assert.Single(remarks, r => r.What == "signs-unseen") is { Examples: [var name] } told ? (told.Outcome, name) : default);
    }

    [Fact]
    public void A_text_is_known_again_as_the_transcript_that_it_became()
    {
        using var reading = Refi.Read(Project("Ann:\nI wai\u0001ted and ho\u00ADped.", "A memo."));
        var transcript = Assert.Single(StudyReader.FromProject(reading.Project).Study.Transcripts);

        var project = ProjectCodings.Of(reading.Project);

        Assert.Equal(transcript.Words, project.Fit(project.Texts[0], transcript.Words, transcript.Turns.Select(t => t.Segment))?.Words);
    }

    [Fact]
    public void Turns_that_our_own_file_tells_keep_their_speakers_where_one_has_no_word_left()
    {
        var turns = new Dictionary<string, string> { ["turns"] = "0-1:0 2-4:1 5-8:0", ["speakers"] = """[{"Number":0,"Label":"Ann"},{"Number":1,"Label":"Bo"}]""" };
        var project = new RefiProject
        {
            Name = "p", Sources = [new RefiTextSource { Id = Refi.Id(1), Name = "talk", Text = new RefiText { Words = "\u0001\nNo\nYes" } }],
            Asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>> { [Refi.Id(1)] = turns },
        };

        var transcript = Assert.Single(StudyReader.FromProject(project).Study.Transcripts);

        Assert.Equal([("No", "Bo"), ("Yes", "Ann")], transcript.Turns.Select(t => (transcript.Words[t.Segment.Start..t.Segment.End], transcript.Speakers.Single(s => s.Number == t.Speaker).Label!)));
    }

    [Fact]
    public void A_note_becomes_a_memo_or_a_comment_without_what_no_text_may_hold()
    {
        using var reading = Refi.Read(Project("I waited and hoped.", "Why\0 so\uFFFE?\u00AD"));

        var (study, remarks) = StudyReader.FromProject(reading.Project);
        var project = ProjectCodings.Of(reading.Project);

        Assert.Equal("Why so?\u00AD", Assert.Single(study.Memos).Text);
        Assert.Equal("Why so?\u00AD", Assert.Single(study.Transcripts.SelectMany(t => t.Codings).SelectMany(c => c.Comments)).Text);
        Assert.Equal("Why so?\u00AD", Assert.Single(project.Lines(project.Texts[0], TurnedText.Find(project.Texts[0].Words), s => s, ""), l => l.Comment.Length > 0).Comment);
        Assert.Equal(2, Assert.Single(remarks, r => r.What == "signs-unseen").Count);
    }

    private static Gen<string>[] Each(params string[] pieces) => [.. pieces.Select(p => Gen.Const(p))];

    /// <summary>A text with codings on the words “wai…” and “ho…”, the first with a note; and a note on nothing. Their words lie in files.</summary>
    private static byte[] Project(string text, string note)
    {
        int At(string words) => text[..text.IndexOf(words, StringComparison.Ordinal)].EnumerateRunes().Count();
        string Coded(int id, string from, string to, string inside) =>
            $"""<PlainTextSelection guid="{Refi.Id(id)}" startPosition="{At(from)}" endPosition="{At(to)}"><Coding guid="{Refi.Id(id + 10)}"><CodeRef targetGUID="{Refi.Id(1)}"/>{inside}</Coding></PlainTextSelection>""";
        return Zip(
            ("project.qde", Refi.Project($"""
                <CodeBook><Codes><Code guid="{Refi.Id(1)}" name="Waiting" isCodable="true"/></Codes></CodeBook>
                <Sources><TextSource guid="{Refi.Id(2)}" name="talk" plainTextPath="internal://1.txt">{Coded(20, "wai", text.Contains(" \uFFFE", StringComparison.Ordinal) ? " \uFFFE" : " and", $"<NoteRef targetGUID=\"{Refi.Id(3)}\"/>")}{Coded(21, "ho", ".", "")}</TextSource></Sources>
                <Notes><Note guid="{Refi.Id(3)}" name="CoreStudy: comment" plainTextPath="internal://2.txt"/><Note guid="{Refi.Id(4)}" name="Thoughts" plainTextPath="internal://2.txt"/></Notes>
                """)),
            ("sources/1.txt", text), ("sources/2.txt", note));
    }
}
