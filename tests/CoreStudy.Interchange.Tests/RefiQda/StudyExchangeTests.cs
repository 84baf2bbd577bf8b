using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>A study as a project of other programs, and back.</summary>
public sealed class StudyExchangeTests
{
    public static TheoryData<string> Samples => [.. GoldenFiles.Files().Where(f => f.StartsWith("refi-qda", StringComparison.Ordinal) && (f.EndsWith(".qdpx", StringComparison.Ordinal) || f.EndsWith(".qde", StringComparison.Ordinal)))];

    [Fact]
    public void A_study_written_and_read_holds_all_that_it_held() => Gen.Select(Gen.Int, Gen.Int[0, 3]).Sample((seed, variant) =>
    {
        var study = new MadeUpStudy(seed).Make();

        using var reading = Refi.Read(Refi.Write(StudyWriter.ToProject(study), RefiVariant.All[variant]));
        var (again, remarks) = StudyReader.FromProject(reading.Project);

        Assert.Equal(Refi.All(InOrder(study)), Refi.All(InOrder(again)));
        Assert.DoesNotContain(remarks, r => r.Outcome != StudyOutcome.Taken);
    }, iter: 300);

    [Fact]
    public void Where_another_program_drops_our_own_file_no_coding_is_lost() => Gen.Int.Sample(seed =>
    {
        var study = new MadeUpStudy(seed).Make();

        var (again, _) = StudyReader.FromProject(StudyWriter.ToProject(study) with { Asides = new Dictionary<RefiId, IReadOnlyDictionary<string, string>>() });

        foreach (var transcript in study.Transcripts)
        {
            var found = again.Transcripts.Single(t => t.Id == transcript.Id);
            Assert.Equal(transcript.Codings.Count, found.Codings.Count);
        }
    }, iter: 150);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_coding_of_a_sample_comes_in_or_is_said_to_stay_out(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));
        var cases = reading.Project.Cases.Select(c => c.Id).ToHashSet();

        var (study, remarks) = StudyReader.FromProject(reading.Project);

        var all = reading.Project.Sources.Sum(s => s.AllSelections().Sum(x => x.Codings.Count(c => !cases.Contains(c.Code))) + s.Codings.Count);
        var joined = reading.Report.Finding("coding-twice")?.Count ?? 0;
        var twins = reading.Project.Sources.OfType<RefiPdfSource>().Sum(p => p.AllSelections().GroupBy(s => s.Id).Where(g => g.Count() > 1).Sum(g => g.Skip(1).Sum(s => s.Codings.Count)));
        var taken = study.Transcripts.Sum(t => t.Codings.Count);
        var left = remarks.Where(r => r.What is "codings-elsewhere" or "codings-of-no-code").Sum(r => r.Count);
        Assert.InRange(taken + left, all - joined - twins, all);
        Assert.All(study.Transcripts, t => Assert.All(t.Codings, c => Assert.False(new TranscriptText(t.Words).Cut(c.Segment).IsRefused(out _, out _))));
        Assert.All(remarks, r => Assert.True(r.Count > 0 && r.Sentence.Length > 0));
    }

    [Theory]
    [InlineData("codepoints-lf")]
    [InlineData("nvivo-windows-way")]
    [InlineData("nvivo-mac-way")]
    [InlineData("atlasti-windows-way")]
    public void One_project_in_four_ways_of_counting_is_one_study(string name)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes($"refi-qda/synthetic/{name}.qdpx"));

        var (study, _) = StudyReader.FromProject(reading.Project);

        var text = Assert.Single(study.Transcripts);
        Assert.Equal(["How was it, Zoë?", "𝒢reat — “really”", "any day.", "Thank you."], text.Codings.OrderBy(c => c.Segment.Start).Select(c => text.Words[c.Segment.Start..c.Segment.End]).Distinct());
    }

    [Fact]
    public void Speakers_are_found_in_a_text_and_codings_stay_on_their_words()
    {
        const string Source = "Interviewer: How was it?\r\n\r\nPSW-01: I waited.\r\nA long time.\r\n\r\nInterviewer: And then?\r\nPSW-01: e\u0301tude came.\r\n";

        var turned = TurnedText.Find(Source.ReplaceLineEndings("\n"));

        Assert.Equal(["How was it?", "I waited.\nA long time.", "And then?", "étude came."], turned.Turns.Select(t => turned.Words[t.Segment.Start..t.Segment.End]));
        Assert.Equal(["Interviewer", "PSW-01", "Interviewer", "PSW-01"], turned.Turns.Select(t => t.Source.Speaker));
        var at = Source.ReplaceLineEndings("\n").IndexOf("came", StringComparison.Ordinal);
        Assert.Equal("came", Cut(turned, at, at + 4));
        Assert.Equal("étude", Cut(turned, at - 7, at - 1));
        Assert.Null(turned.Place(0, 11));
    }

    private static string Cut(TurnedText text, int start, int end)
    {
        var place = text.Place(start, end)!.Value;
        return text.Words[place.Start..place.End];
    }

    /// <summary>What has no order of its own, in one.</summary>
    private static ExchangedStudy InOrder(ExchangedStudy study) => study with
    {
        Coders = [.. study.Coders.OrderBy(c => c.Id.ToString(), StringComparer.Ordinal)],
        Memos = [.. study.Memos.OrderBy(m => m.Id.ToString(), StringComparer.Ordinal)],
        Transcripts = [.. study.Transcripts.Select(t => t with { Codings = [.. t.Codings.OrderBy(c => c.Id.ToString(), StringComparer.Ordinal)] })],
        Findings = [.. study.Findings.OrderBy(f => f.Id.ToString(), StringComparer.Ordinal).Select(f => f with { Evidence = [.. f.Evidence.OrderBy(e => e.Coding.ToString(), StringComparer.Ordinal)] })],
        Quotes = [.. study.Quotes.OrderBy(q => q.Id.ToString(), StringComparer.Ordinal)],
    };
}
