using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Codings;

namespace CoreStudy.Interchange.Tests.Codings;

public sealed class CodingTableTests
{
    [Fact]
    public void Columns_are_found_by_name_and_others_passed_over()
    {
        var table = Read("Coder;Note;File;START;End;Code\nAda;x;a.txt;3;9;Waiting\n");

        Assert.Equal([new CodingTableRow(2, "a.txt", new Segment(3, 9), "Waiting", "Ada")], table.Rows);
    }

    [Fact]
    public void A_file_and_a_coder_alone_say_that_the_coder_finished_it()
    {
        var table = Read("file,start,end,code,coder\na,,,,Ada\n");

        Assert.Equal([new CodingTableRow(2, "a", null, "", "Ada")], table.Rows);
    }

    [Fact]
    public void Turns_are_counted_from_one()
    {
        var table = Read("file,turn,code,coder\na,1,Waiting,Ada\n");

        Assert.True(table.IsByTurn);
        Assert.Equal(new Segment(0, 1), table.Rows[0].Segment);
    }

    [Theory]
    [InlineData(",1,2,x,Ada", "there is no file")]
    [InlineData("a,1,2,x,", "there is no coder")]
    [InlineData("a,1,2,,Ada", "there is no code")]
    [InlineData("a,,2,x,Ada", "there is no start")]
    [InlineData("a,1,two,x,Ada", "the end “two” is not a whole number")]
    [InlineData("a,-1,2,x,Ada", "is not a whole number from 0")]
    [InlineData("a,5,5,x,Ada", "the end is exclusive")]
    public void A_row_that_cannot_be_read_is_named_by_its_line(string row, string sentence)
    {
        var said = Refused($"file,start,end,code,coder\na,1,2,x,Ada\n{row}\n");

        Assert.StartsWith("line 3: ", said, StringComparison.Ordinal);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_lines_are_named_and_the_rest_counted()
    {
        var said = Refused("file,start,end,code,coder\n" + string.Concat(Enumerable.Repeat("a,2,1,x,Ada\n", 12)));

        Assert.Equal(11, said.Split('\n').Length);
        Assert.EndsWith("… and 2 more lines.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file,start,end,code\na,1,2,x\n", "none called “coder”")]
    [InlineData("file,start,end,code,coder,Code\na,1,2,x,Ada,y\n", "Two columns are called “Code”")]
    [InlineData("file,start,end,code,coder\n", "no rows")]
    [InlineData("", "empty")]
    public void What_is_no_table_of_codings_is_refused(string text, string sentence) => Assert.Contains(sentence, Refused(text), StringComparison.Ordinal);

    private static CodingTable Read(string text)
    {
        Assert.False(CodingTable.Read(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).IsRefused(out _, out var table));
        return table;
    }

    private static string Refused(string text)
    {
        Assert.True(CodingTable.Read(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken).IsRefused(out var refusal, out _));
        return refusal.Sentence;
    }
}
