using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Domain.Tests.Codebooks;

public sealed class ImportPlanTests
{
    private static readonly CodeSnapshot Training = Snapshot("Training"), Content = Snapshot("Content", Training), Supervision = Snapshot("Supervision"), Frequency = Snapshot("Content", Supervision);

    private static readonly CodeSnapshot[] Framework = [Training, Content, Supervision, Frequency];

    public static TheoryData<string, CodeLine[], string> Wrong => new()
    {
        { "no name", [Line("")], "Please give a name." },
        { "unknown parent", [Line("Pace", "Booklet")], "There is no code “Booklet” to put it below." },
        { "ambiguous parent", [Line("Pace", "Content")], "Several codes are called “Content”." },
        { "colour", [Line("Pace") with { Colour = "red" }], "Please give the colour as # and six hexadecimal digits." },
        { "state", [Line("Pace") with { State = "Sleeping" }], "“Sleeping” is no state of a code." },
        { "proposal", [Line("Training") with { State = "Proposed" }], "A code that was accepted cannot become a proposal again." },
        { "below itself", [Line("Training", Content.Id.Value.ToString()) with { Id = Training.Id.Value.ToString() }], "It would lie below itself." },
        { "circle of new ones", [Line("A", "B"), Line("B", "A")], "It would lie below itself." },
        { "same twice", [Line("Training"), Line("training")], "It is the same code as row 2." },
        { "same name", [Line("Supervision") with { Id = Training.Id.Value.ToString() }], "There would be two codes called “Supervision” at the same place." },
        { "two new of a name", [Line("New"), Line("New")], "There would be two codes called “New” at the same place." },
        { "exchange", [Line("Supervision") with { Id = Training.Id.Value.ToString() }, Line("Training") with { Id = Supervision.Id.Value.ToString() }], "It exchanges its name with another row." },
        { "too long", [Line("Training") with { Definition = new string('a', 4001) }], "The definition may have at most 4000 characters" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_row_says_what_is_wrong(string what, CodeLine[] lines, string sentence)
    {
        var plan = Plan(lines);

        Assert.True(plan.IsWrong, what);
        Assert.Contains(plan.Lines, l => l.Wrong?.Contains(sentence, StringComparison.Ordinal) is true);
    }

    [Fact]
    public void A_row_is_the_code_with_its_id_whatever_its_name()
    {
        var line = Assert.Single(Plan(Line("Learning") with { Id = Training.Id.Value.ToString() }).Lines);

        Assert.Equal((LineState.Changed, Training), (line.State, line.Before));
        Assert.Equal(["name"], line.Fields);
    }

    [Theory]
    [InlineData("Training › Content")]
    [InlineData("Training > Content")]
    [InlineData("training/content")]
    [InlineData("Training::Content")]
    public void A_path_is_understood_as_other_programmes_write_it(string path) =>
        Assert.Equal(Content.Id, Assert.Single(Plan(Line("Pace", path)).Lines).After!.ParentId);

    [Fact]
    public void Without_an_id_a_row_is_the_code_of_its_name_at_that_place()
    {
        var line = Assert.Single(Plan(Line("content", "supervision") with { Definition = "How often" }).Lines);

        Assert.Equal(Frequency, line.Before);
        Assert.Equal(["name", "definition"], line.Fields);
    }

    [Fact]
    public void What_the_file_has_no_column_for_stays()
    {
        var line = Assert.Single(Plan(Line("Content") with { Id = Content.Id.Value.ToString() }).Lines);

        Assert.Equal((LineState.Unchanged, Content), (line.State, line.After));
    }

    [Fact]
    public void A_code_can_come_before_the_one_above_it()
    {
        var plan = Plan(Line("Pages", "Booklet"), Line("Booklet"));

        Assert.Equal(["Booklet › Pages", "Booklet"], plan.Lines.Select(l => l.Path));
        Assert.All(plan.Lines, l => Assert.Equal(LineState.New, l.State));
    }

    [Fact]
    public void Codes_below_one_that_is_renamed_stay_below_it()
    {
        var plan = Plan(Line("Learning", "") with { Id = Training.Id.Value.ToString() }, Line("Content", "Training") with { Id = Content.Id.Value.ToString() });

        Assert.Equal([LineState.Changed, LineState.Unchanged], plan.Lines.Select(l => l.State));
        Assert.Equal("Learning › Content", plan.Lines[1].Path);
    }

    [Fact]
    public void Two_thousand_rows_below_one_another_are_planned()
    {
        var lines = Enumerable.Range(0, 2000).Select(n => Line($"Code {n}", n == 0 ? "" : $"Code {n - 1}")).ToArray();

        Assert.Equal(2000, Plan(lines).Count(LineState.New));
    }

    private static ImportPlan Plan(params CodeLine[] lines) => ImportPlan.For(Framework, [.. lines.Select((l, at) => l with { Number = at + 2 })]);

    private static CodeLine Line(string name, string? parent = null) => new(2, null, parent, name);

    private static CodeSnapshot Snapshot(string name, CodeSnapshot? parent = null) =>
        new(CodeId.New(), parent?.Id, new CodeWords(name, "", "", "", "", "", "#336699"), 0, CodeState.Active, null);
}
