using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.RefiQda;
using CsCheck;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>What the format has no field for, and how it travels all the same.</summary>
public sealed class ConventionTests
{
    private static readonly string[] Pieces = ["the worker", "Use", "Use: ", "Use:", "\nUse: x", "\nNot: ", "\\", "\n\\Use: ", "\n", "\n\n", " ", "\r\n", "é", "😀", ": "];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Select(string.Concat);

    private static readonly RefiCoding Coding = new(Refi.Id(1), Refi.Id(2), Refi.Id(3), null, [Refi.Id(4)]);

    [Fact]
    public void Words_under_labels_come_apart_as_they_were_put_together() => Gen.Select(Texts, Texts, Texts).Sample((free, use, not) =>
    {
        var parts = LabelledWords.Read(LabelledWords.Write(free, ("Use", use), ("Not", not)), "Use", "Not");

        Assert.Equal((free, use, not), (parts[""], parts.GetValueOrDefault("Use", ""), parts.GetValueOrDefault("Not", "")));
    }, iter: 3000);

    [Fact]
    public void Words_under_labels_read_as_somebody_would_write_them() =>
        Assert.Equal("Time spent waiting\n\nUse: For waiting lists\ntoo.\n\nNot: Queues", LabelledWords.Write("Time spent waiting", ("Use", "For waiting lists\ntoo."), ("Not", "Queues")));

    [Theory]
    [InlineData(true, "", false)]
    [InlineData(false, "Is this waiting, or queueing?", false)]
    [InlineData(true, "Really?", true)]
    [InlineData(false, "", false)]
    public void Marks_of_a_coding_travel_as_notes(bool isUnsure, string question, bool isSettled)
    {
        var marks = new StudyMarks();
        var marked = marks.Mark(Coding, new CodingMarks(isUnsure, question, isSettled));
        var source = new RefiTextSource { Id = Refi.Id(9), Text = new RefiText { Words = "word" }, Selections = [new RefiSelection { Id = Refi.Id(8), Place = new RefiTextPlace(0, 4), Codings = [marked, Coding] }] };

        using var reading = Refi.Read(Refi.Write(new RefiProject { Name = "p", Sources = [source], Notes = marks.Notes }));
        var read = StudyMarks.In(reading.Project);

        Assert.Equal([new CodingMarks(isUnsure, question, isSettled), new CodingMarks(false, "", false)], reading.Project.AllSelections().Single().Selection.Codings.Select(read));
        Assert.All(reading.Project.Notes, n => Assert.True(StudyMarks.IsMark(n)));
    }

    [Fact]
    public void Marks_are_known_by_their_names_where_another_program_gave_the_notes_new_ids()
    {
        var marks = new StudyMarks();
        var marked = marks.Mark(Coding, new CodingMarks(true, "", false));
        var renumbered = new RefiProject { Name = "p", Notes = [.. marks.Notes.Select(n => n with { Id = Refi.Id(77) })] };

        Assert.True(StudyMarks.In(renumbered)(marked with { NoteRefs = [Refi.Id(77)] }).IsUnsure);
    }

    [Fact]
    public void A_theme_travels_as_a_set_of_codes() => Gen.Select(Texts, Texts, Gen.Bool).Sample((idea, narrative, isPart) =>
    {
        var theme = new ThemeWords("Being seen", idea, narrative, "Reviewed", isPart ? Refi.Id(5) : null);

        using var reading = Refi.Read(Refi.WriteCodebook(new RefiProject { Name = "", Codes = [new RefiCode { Id = Refi.Id(2), Name = "Waiting" }], Sets = [theme.ToSet(Refi.Id(6), [Refi.Id(2)])] }));

        Assert.Equal(theme, ThemeWords.Of(Assert.Single(reading.Project.Sets)));
    }, iter: 50);

    [Fact]
    public void A_set_of_another_program_is_no_theme() => Assert.Null(ThemeWords.Of(new RefiSet { Id = Refi.Id(1), Name = "Coke", Description = "Narrative: of sorts" }));

    [Fact]
    public void Our_framework_exported_as_a_codebook_and_imported_again_changes_nothing()
    {
        var top = Snapshot("Training", null) with { Position = 1 };
        var below = Snapshot("Content", top.Id) with { State = CodeState.Retired };
        var first = Snapshot("Access", null) with { State = CodeState.Proposed };
        CodeSnapshot[] framework = [below, top, first];

        var table = Read("ours.qdc", Written(framework));
        var plan = ImportPlan.For(framework, table.Lines);

        Assert.Equal(["Access", "Training", "Content"], table.Lines.Select(l => l.Name));
        Assert.All(plan.Lines, l => Assert.True(l.State == LineState.Unchanged, $"{l.State} {string.Join(",", l.Fields)} {l.Wrong}"));
    }

    [Fact]
    public void Another_study_gets_the_same_framework_from_it()
    {
        var top = Snapshot("Training", null);
        var below = Snapshot("Content", top.Id) with { State = CodeState.Retired };

        var plan = ImportPlan.For([], Read("ours.qdc", Written([top, below])).Lines);

        Assert.Equal([("Training", LineState.New, CodeState.Active), ("Training › Content", LineState.New, CodeState.Retired)], plan.Lines.Select(l => (l.Path, l.State, l.After!.State)));
        Assert.Equal([top.Words, below.Words], plan.Lines.Select(l => l.After!.Words));
    }

    [Theory]
    [InlineData("refi-spec-example-1-codebook.qdc", 6)]
    [InlineData("atlasti-win-23.2-three-codes.qdpx", 3)]
    [InlineData("synthetic/odd.qdpx", 4)]
    public void A_codebook_of_another_program_can_be_imported(string file, int codes)
    {
        var table = Read(file, GoldenFiles.Bytes($"refi-qda/{file}"));

        var plan = ImportPlan.For([], table.Lines);

        Assert.Equal(codes, plan.Count(LineState.New));
        Assert.False(plan.IsWrong);
    }

    [Fact]
    public void Cases_among_the_codes_and_names_that_stand_twice_are_told()
    {
        var table = Read("odd.qdpx", GoldenFiles.Bytes("refi-qda/synthetic/odd.qdpx"));

        Assert.Equal(["braces", "braces (2)", "Unnamed code 1", "folder"], table.Lines.Select(l => l.Name));
        Assert.Equal(3, table.Remarks.Count);
        Assert.Contains("“a case that is also a code”", table.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_without_codes_is_no_framework() =>
        Assert.True(CodebookFile.Read("p.qdpx", Refi.Archive("<Description>d</Description>"), TestContext.Current.CancellationToken).IsRefused(out var refusal, out _) && refusal.Sentence.Contains("no codes", StringComparison.Ordinal));

    private static CodeSnapshot Snapshot(string name, CodeId? parent) =>
        new(CodeId.New(), parent, new CodeWords(name, "Time spent\nwaiting", "When to use: always", "", "“I waited.”", "queue, list", "#336699") { Shortcut = "W" }, 0, CodeState.Active, null);

    private static byte[] Written(IReadOnlyCollection<CodeSnapshot> codes) =>
        CodebookFile.WriteExchange("ours", codes, TestContext.Current.CancellationToken).IsRefused(out var refusal, out var file) ? throw new InvalidOperationException(refusal.Sentence) : file;

    private static CodebookTable Read(string name, byte[] content) =>
        CodebookFile.Read(name, content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out var table) ? throw new InvalidOperationException(refusal.Sentence) : table;
}
