using System.Text;
using CoreStudy.Interchange.Codings;
using CoreStudy.Interchange.Tables;

namespace CoreStudy.Interchange.Tests.Codings;

public sealed class CodingsFileTests
{
    [Fact]
    public void A_row_a_coding_with_its_place()
    {
        var table = Read("File,Start,End,Code,Coder,Remark\nPSW-01,0,12,Waiting,Ada,x\n\"PSW-01\",5,9,\"Hope, lost\",Ben,");

        Assert.Equal(
            [new CodingLine(2, "PSW-01", new(0, 12, null), "Waiting", "Ada", null, null), new CodingLine(3, "PSW-01", new(5, 9, null), "Hope, lost", "Ben", null, null)], table.Lines);
        Assert.Equal(["Remark"], table.Ignored);
    }

    [Fact]
    public void A_row_a_label_of_a_whole_turn()
    {
        var table = Read("transcript;unit;variable;label;annotator\nA;3;talk;change;0");

        Assert.Equal(new CodingLine(2, "A", new(null, null, 3), "talk=change", "0", null, null), Assert.Single(table.Lines));
    }

    [Theory]
    [InlineData(",0,5,W,Ada", "Column “Transcript” is empty: please give the transcript's title.")]
    [InlineData("A,0,5,W,", "Column “Coder” is empty: please say who coded this.")]
    [InlineData("A,x,5,W,Ada", "Column “Start”: “x” is not a whole number from 0 on.")]
    [InlineData("A,0,,W,Ada", "Column “End” is empty: please give a whole number.")]
    [InlineData("A,5,5,W,Ada", "Column “End”: 5 is not after 5, where the coding starts. End is the place after the last character.")]
    [InlineData("A,-1,5,W,Ada", "Column “Start”: “-1” is not a whole number from 0 on.")]
    [InlineData("A,1.5,5,W,Ada", "Column “Start”: “1.5” is not a whole number from 0 on.")]
    public void A_row_that_is_wrong_says_which_column_and_what_to_do(string row, string why) =>
        Assert.Equal(why, Assert.Single(Read($"File,Start,End,Code,Coder\n{row}").Lines).Wrong);

    [Theory]
    [InlineData("Start,End,Code,Coder\n0,1,a,b", "has no column “Transcript”")]
    [InlineData("File,Start,Code,Coder\nA,0,a,b", "has no column “End”")]
    [InlineData("File,Code,Coder\nA,a,b", "has no column “Start”")]
    [InlineData("File,Turn,Coder\nA,1,b", "has no column “Code”")]
    [InlineData("File,From,Start,End,Code,Coder\nA,0,0,1,a,b", "mean “Start”")]
    [InlineData("File,Start,End,Code,Coder", "no rows below it")]
    [InlineData("  \n", "is empty")]
    public void A_file_that_is_no_table_of_codings_is_refused(string text, string why)
    {
        Assert.True(CodingsFile.Read("mine.csv", Encoding.UTF8.GetBytes(text), CancellationToken.None).IsRefused(out var refusal, out _));
        Assert.Contains(why, refusal.Sentence, StringComparison.Ordinal);
        Assert.Contains("“mine.csv”", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_that_nobody_knows_are_shown_with_the_first_rows_and_what_is_missing()
    {
        var sheet = Look("Interview;Passage;Tag;Who;Comment\nPSW-01;I waited;Waiting;Ada;Why?\nPSW-02;I hoped;Hope;Ben;");

        Assert.Equal(["", "", "", "", "Comment"], sheet.Guess.Meanings);
        Assert.Equal(["PSW-02", "I hoped", "Hope", "Ben", ""], sheet.Rows[2]);
        Assert.Equal("Missing: the transcript. Say which column holds its title, or name the one that all rows are of.", sheet.Wrong);
    }

    [Fact]
    public void Columns_are_what_somebody_says_that_they_are()
    {
        const string text = "Interview,Passage,Tag,Who,Comment\nPSW-01,I waited,Waiting,Ada,Why?";
        var choice = new ColumnChoice(["Transcript", "Words", "Code", "Coder", ""]);

        var table = Read(text, choice);

        Assert.Equal(new CodingLine(2, "PSW-01", CodingPlace.ByWords, "Waiting", "Ada", "I waited", null), Assert.Single(table.Lines));
        Assert.Equal(["Comment"], table.Ignored);
    }

    [Fact]
    public void A_table_without_headings_is_read_from_its_first_row_and_what_no_column_says_is_said_for_all()
    {
        var choice = new ColumnChoice(["Words", "Code"], HasHeading: false) { ForAll = new Dictionary<string, string> { ["Transcript"] = "PSW-01", ["Coder"] = " Ada " } };

        var table = Read("I waited,Waiting\nI hoped,Hope", choice);

        Assert.Equal([(1, "PSW-01", "I waited", "Ada"), (2, "PSW-01", "I hoped", "Ada")], table.Lines.Select(l => (l.Number, l.Transcript, l.Words!, l.Coder)));
    }

    [Theory]
    [InlineData("Missing: the coder.", "Transcript", "Words", "Code")]
    [InlineData("Missing: the code.", "Transcript", "Words", "Coder")]
    [InlineData("Missing: where codings lie.", "Transcript", "Code", "Coder")]
    [InlineData("Missing: where codings end.", "Transcript", "Start", "Code", "Coder")]
    [InlineData("Two columns are said to be “Code”.", "Transcript", "Turn", "Code", "Code", "Coder")]
    public void What_is_missing_is_said_and_nothing_is_read(string why, params string[] meanings)
    {
        Assert.StartsWith(why, CodingsFile.WrongWith(new ColumnChoice(meanings)), StringComparison.Ordinal);
        Assert.True(CodingsFile.Read("mine.csv", "a,b,c,d,e\n1,2,3,4,5"u8.ToArray(), new ColumnChoice(meanings), CancellationToken.None).IsRefused(out var refusal, out _));
        Assert.StartsWith(why, refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_column_at_a_time_is_something()
    {
        var choice = new ColumnChoice(["Transcript", "Words", ""]).With(2, "Words");

        Assert.Equal(["Transcript", "", "Words"], choice.Meanings);
    }

    [Theory]
    [InlineData("MAXQDA", "Color,Document group,Document name,Code,Beginning,End,Segment,Author,Creation date,Comment\n,G,Talk,Time > Waiting,3,3,I waited,Ada,02/03/2026 10:00,Why?", "Talk", "Time › Waiting", "Ada", "Why?")]
    [InlineData("Dedoose", "Media Title,Excerpt Range,Excerpt Copy,Excerpt Creator,Excerpt Date,Codes Applied Combined\nTalk,10-18,I waited,Ada,02/03/2026,Waiting", "Talk", "Waiting", "Ada", "")]
    [InlineData("Taguette", "id,document,content,tag\n1,Talk,I waited,Waiting", "Talk", "Waiting", "Coder of Taguette", "")]
    [InlineData("NVivo", "File Name,Hierarchical Name,Coded Text,Coded By Initials\nTalk,Codes\\\\Time\\Waiting,I waited,AD", "Talk", "Time › Waiting", "AD", "")]
    public void Exports_of_other_programs_are_known_by_their_headings_and_their_places_sought_by_words(string layout, string text, string file, string code, string coder, string comment)
    {
        var table = Read(text);

        var line = Assert.Single(table.Lines);
        Assert.Equal((layout, file, CodingPlace.ByWords, code, coder, "I waited", comment, null), (table.Layout, line.Transcript, line.Place, line.Code, line.Coder, line.Words, line.Comment, line.Wrong));
    }

    [Fact]
    public void QualCoder_gives_places_and_Dedoose_several_codes_in_one_cell()
    {
        var table = Read("filename,codename,pos0,pos1,owner,seltext\nTalk,Waiting,4,12,Ada,I waited");
        var several = Read("Media Title,Excerpt Copy,Codes Applied Combined\nTalk,I waited,\"Waiting, Hope\"");

        Assert.Equal(("QualCoder", new CodingPlace(4, 12, null)), (table.Layout, Assert.Single(table.Lines).Place));
        Assert.Equal(["Waiting", "Hope"], several.Lines.Select(l => l.Code));
    }

    private static ColumnSheet Look(string text) =>
        CodingsFile.Look("mine.csv", Encoding.UTF8.GetBytes(text), CancellationToken.None).IsRefused(out var refusal, out var sheet) ? throw new InvalidOperationException(refusal.Sentence) : sheet;

    private static CodingsTable Read(string text, ColumnChoice? columns = null) =>
        CodingsFile.Read("mine.csv", Encoding.UTF8.GetBytes(text), columns, CancellationToken.None).IsRefused(out var refusal, out var table) ? throw new InvalidOperationException(refusal.Sentence) : table;
}
