using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CoreStudy.Interchange.Tests.Transcripts;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>The codings of a project on texts that a study has.</summary>
public sealed class ProjectCodingsTests
{
    private static readonly IReadOnlyDictionary<RefiId, IReadOnlyDictionary<string, string>> NoAsides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>();

    [Fact]
    public void A_text_that_left_is_known_again_without_our_own_file_and_every_coding_lies_where_it_lay() => Gen.Select(Gen.Int, Gen.Int[0, 3]).Sample((seed, variant) =>
    {
        var study = new MadeUpStudy(seed).Make();
        using var reading = Refi.Read(Refi.Write(StudyWriter.ToProject(study), RefiVariant.All[variant]));

        var project = ProjectCodings.Of(reading.Project with { Asides = NoAsides });

        foreach (var transcript in study.Transcripts)
        {
            var text = project.Texts.Single(t => t.Id == transcript.Id);
            var turned = project.Fit(text, transcript.Words, transcript.Turns.Select(t => t.Segment));
            Assert.Equal(transcript.Words, turned?.Words);
            var lines = project.Lines(text, turned, s => s, "").ToList();
            Assert.Equal(transcript.Codings.Count, lines.Count);
            Assert.Equal(
                transcript.Codings.Where(c => !c.Marks.IsSettled).Select(c => (c.Segment.Start, c.Segment.End, project.Codes[c.Code].Path, project.CoderNames[c.Coder!.Value], c.At)).Order(),
                lines.Where(l => l.Wrong is null).Select(l => (l.Place.Start!.Value, l.Place.End!.Value, l.Code, l.Coder, l.At)).Order());
        }
    }, iter: 300);

    [Fact]
    public void A_text_that_has_another_word_is_not_known() => Gen.Select(Gen.Int, Gen.Int[0, 10_000]).Sample((seed, at) =>
    {
        var study = new MadeUpStudy(seed).Make();
        var project = ProjectCodings.Of(StudyWriter.ToProject(study) with { Asides = NoAsides });

        foreach (var transcript in study.Transcripts)
        {
            var place = at % transcript.Words.Length;
            if (transcript.Words[place] is '\n' or ' ' || char.IsSurrogate(transcript.Words[place])) continue;
            var other = $"{transcript.Words[..place]}#{transcript.Words[(place + 1)..]}";
            Assert.Null(project.Fit(project.Texts.Single(t => t.Id == transcript.Id), other, transcript.Turns.Select(t => t.Segment)));
        }
    }, iter: 300);

    [Fact]
    public void Places_are_read_as_the_other_program_counts_them()
    {
        const string Words = "How was it?\nI waited 😀 and hoped.";
        var stored = Words.Replace("\n", "\r\n", StringComparison.Ordinal);
        var start = stored.IndexOf("hoped", StringComparison.Ordinal);
        var inside = $"""
            <Users><User guid="{Refi.Id(1)}" name="Ada"/></Users><CodeBook><Codes><Code guid="{Refi.Id(2)}" name="Care" isCodable="true"><Code guid="{Refi.Id(3)}" name="Waiting" isCodable="true"/></Code></Codes></CodeBook>
            <Sources><TextSource guid="{Refi.Id(4)}" name="talk" plainTextPath="internal://4.txt">
              <PlainTextSelection guid="{Refi.Id(5)}" startPosition="{start}" endPosition="{start + 5}"><Description>Why?</Description><Coding guid="{Refi.Id(6)}" creatingUser="{Refi.Id(1)}"><CodeRef targetGUID="{Refi.Id(3)}"/></Coding></PlainTextSelection>
              <PlainTextSelection guid="{Refi.Id(7)}" startPosition="2" endPosition="999"><Coding guid="{Refi.Id(8)}"><CodeRef targetGUID="{Refi.Id(2)}"/></Coding></PlainTextSelection>
            </TextSource></Sources><Notes><Note guid="{Refi.Id(9)}" name="Thoughts"><PlainTextContent>What is it?</PlainTextContent></Note></Notes>
            """;
        using var reading = Refi.Read(MadeUp.Zip(("project.qde", Refi.Project(inside, "NVivo 20")), ("sources/4.txt", stored)));

        var project = ProjectCodings.Of(reading.Project);

        var text = Assert.Single(project.Texts);
        var turned = project.Fit(text, Words, [new Segment(0, 11), new Segment(12, Words.Length)]);
        var lines = project.Lines(text, turned, s => s, "").ToList();
        Assert.Equal(["Coder of NVivo 20: The file does not say where in the text it lies.", "Ada: "], lines.Select(l => $"{l.Coder}: {l.Wrong}"));
        Assert.Equal(("hoped", "Care › Waiting", "Why?"), (Words[lines[1].Place.Start!.Value..lines[1].Place.End!.Value], lines[1].Code, lines[1].Comment));
        Assert.Equal("notes", Assert.Single(project.Untaken).What);
    }

    [Fact]
    public void Of_a_text_that_is_not_met_each_coding_says_why()
    {
        var study = new MadeUpStudy(7).Make();
        var project = ProjectCodings.Of(StudyWriter.ToProject(study));

        foreach (var text in project.Texts) Assert.All(project.Lines(text, null, s => s, "It is another."), l => Assert.Equal(("It is another.", CodingPlace.ByWords), (l.Wrong, l.Place)));
    }

    [Fact]
    public void What_left_says_which_revision_of_the_text_it_is()
    {
        var study = Enumerable.Range(1, 100).Select(n => new MadeUpStudy(n).Make()).First(s => s.Transcripts.Count > 0);
        using var reading = Refi.Read(Refi.Write(StudyWriter.ToProject(study with { Transcripts = [.. study.Transcripts.Select(t => t with { Revision = 3 })] })));

        var project = ProjectCodings.Of(reading.Project);

        Assert.All(project.Texts, t => Assert.Equal((study.Transcripts.Single(x => x.Id == t.Id).Words, 3), (project.Written(t)!.Value.Turned.Words, project.Written(t)!.Value.Revision)));
        Assert.Null(ProjectCodings.Of(reading.Project with { Asides = NoAsides }).Written(project.Texts[0]));
    }
}
