using CoreStudy.Domain.Exchanges;
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
    [MemberData(nameof(Samples))]
    public void What_a_study_takes_of_a_sample_leaves_under_the_id_that_it_came_with(string file)
    {
        using var reading = Refi.Read(GoldenFiles.Bytes(file));
        var project = reading.Project;
        var (study, _) = StudyReader.FromProject(project);

        var written = StudyWriter.ToProject(study);

        var cases = project.Cases.Select(c => c.Id).ToHashSet();
        var codes = project.AllCodes().Where(c => !cases.Contains(c.Id)).Select(c => c.Id).ToHashSet();
        var texts = StudyTexts.Of(project).Where(t => t.Words.Trim().Length > 0).ToList();
        var coded = texts.SelectMany(t => t.Passages).SelectMany(p => p.Codings).Where(c => codes.Contains(c.Code)).ToList();
        var notes = project.Notes.Where(n => (n.Text.Words ?? "").Trim().Length + (n.Description ?? "").Trim().Length > 0).Select(n => n.Id).ToHashSet();
        Gone("user", project.Users.Select(u => u.Id), written.Users.Select(u => u.Id));
        Gone("code", codes, written.AllCodes().Select(c => c.Id));
        Gone("variable", project.Variables.Select(v => v.Id), written.Variables.Select(v => v.Id));
        Gone("case", project.Cases.Where(c => !string.IsNullOrWhiteSpace(c.Name)).Select(c => c.Id), written.Cases.Select(c => c.Id));
        Gone("text", texts.Select(t => t.Id), written.Sources.Select(s => s.Id));
        Gone("coding", coded.Select(c => c.Id), written.AllSelections().SelectMany(s => s.Selection.Codings).Select(c => c.Id));
        Gone("selection", coded.Select(c => c.Selection).OfType<RefiId>().Concat(texts.SelectMany(t => t.Passages).SelectMany(p => p.Notes).Where(n => notes.Contains(n.Note)).Select(n => n.Selection)), written.AllSelections().Select(s => s.Selection.Id));
        Gone("note", notes, written.Notes.Select(n => n.Id));
        Gone("set", project.Sets.Where(s => s.Codes.Count > 0).Select(s => s.Id), written.Sets.Select(s => s.Id));
        Gone("link", study.Memos.SelectMany(m => m.Links).Select(l => l.Id), written.Links.Select(l => l.Id));
        Assert.True(ExchangeFileIsValid(written));

        void Gone(string kind, IEnumerable<RefiId> before, IEnumerable<RefiId> after) => Assert.Empty(before.Except(after).Select(id => $"{kind} {id}"));
    }

    [Fact]
    public void Several_selections_on_the_same_words_and_links_of_notes_leave_as_they_came()
    {
        RefiSelection On(int id, int coding, params IReadOnlyList<RefiId> notes) => new() { Id = Refi.Id(id), Place = new RefiTextPlace(0, 4), Codings = [new RefiCoding(Refi.Id(coding), Refi.Id(1), Refi.Id(2 + (id % 2)), null, [])], NoteRefs = notes };
        var project = new RefiProject
        {
            Name = "theirs", Users = [new RefiUser(Refi.Id(2), "Ann", null), new RefiUser(Refi.Id(3), "Bo", null)], Codes = [new RefiCode { Id = Refi.Id(1), Name = "Waiting" }],
            Sources = [new RefiTextSource { Id = Refi.Id(4), Name = "Talk", Text = new RefiText { Words = "Some words." }, Selections = [On(10, 20), On(11, 21, Refi.Id(30))] }],
            Notes = [new RefiTextSource { Id = Refi.Id(30), Name = "Memo", Text = new RefiText { Words = "What is it?", IsInline = true } }],
            Links =
            [
                new RefiLink(Refi.Id(40), null, null, null, Refi.Id(4), Refi.Id(30), []), new RefiLink(Refi.Id(41), "see", RefiDirection.Bidirectional, null, Refi.Id(30), Refi.Id(1), []),
                new RefiLink(Refi.Id(42), null, null, null, Refi.Id(11), Refi.Id(30), []),
            ],
        };

        var (study, remarks) = StudyReader.FromProject(project);
        var written = StudyWriter.ToProject(study);

        Assert.Equal([(Refi.Id(10), Refi.Id(20)), (Refi.Id(11), Refi.Id(21))], written.Sources[0].Selections.Select(s => (s.Id, s.Codings.Single().Id)));
        Assert.Equal([Refi.Id(30)], written.Sources[0].Selections[1].NoteRefs);
        Assert.Equal([(Refi.Id(40), Refi.Id(4)), (Refi.Id(41), Refi.Id(1)), (Refi.Id(42), Refi.Id(11))], written.Links.OrderBy(l => l.Id.ToString(), StringComparer.Ordinal).Select(l => (l.Id, l.To!.Value)));
        Assert.Equal(3, Assert.Single(remarks, r => r.What == "links-plain").Count);
        Assert.Equal(Refi.All(study.Memos), Refi.All(StudyReader.FromProject(written).Study.Memos));
    }

    [Fact]
    public void A_study_under_the_ids_of_another_program_is_the_same_study() => Gen.Int.Sample(seed =>
    {
        var study = new MadeUpStudy(seed).Make();
        var ours = new Dictionary<RefiId, RefiId>();

        var theirs = study.Under((kind, id) =>
        {
            if (kind is OutsideKind.Selection or OutsideKind.Link) return null;
            ours.TryAdd(RefiId.From($"their {id}"), id);
            return RefiId.From($"their {id}");
        });

        Assert.Empty(study.Codes.Select(c => c.Id).Concat(study.Transcripts.Select(t => t.Id)).Concat(study.Memos.Select(m => m.Id)).Intersect(theirs.Codes.Select(c => c.Id).Concat(theirs.Transcripts.Select(t => t.Id)).Concat(theirs.Memos.Select(m => m.Id))));
        Assert.Equal(Refi.All(study), Refi.All(theirs.Under((kind, id) => kind is not (OutsideKind.Selection or OutsideKind.Link) && ours.TryGetValue(id, out var own) ? own : null)));
    }, iter: 100);

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

    /// <summary>Writing throws where it would not be valid.</summary>
    private static bool ExchangeFileIsValid(RefiProject project) => Refi.Write(project).Length > 0;

    private static string Cut(TurnedText text, int start, int end)
    {
        var place = text.Place(start, end)!.Value;
        return text.Words[place.Start..place.End];
    }

    /// <summary>What has no order of its own, in one; without the ids that writing gives to selections, links and trusts.</summary>
    private static ExchangedStudy InOrder(ExchangedStudy study) => study with
    {
        Coders = [.. study.Coders.OrderBy(c => c.Id.ToString(), StringComparer.Ordinal)],
        Memos = [.. study.Memos.OrderBy(m => m.Id.ToString(), StringComparer.Ordinal).Select(m => m with { Selection = null, Links = [] })],
        Trusts = [],
        Transcripts = [.. study.Transcripts.Select(t => t with { Codings = [.. t.Codings.Select(c => c with { Selection = null }).OrderBy(c => c.Id.ToString(), StringComparer.Ordinal)] })],
        Findings = [.. study.Findings.OrderBy(f => f.Id.ToString(), StringComparer.Ordinal).Select(f => f with { Evidence = [.. f.Evidence.OrderBy(e => e.Coding.ToString(), StringComparer.Ordinal)] })],
        Quotes = [.. study.Quotes.OrderBy(q => q.Id.ToString(), StringComparer.Ordinal)],
    };
}
