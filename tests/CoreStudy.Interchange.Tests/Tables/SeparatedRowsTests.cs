using CoreStudy.Interchange.Tables;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Tables;

public sealed class SeparatedRowsTests
{
    private static readonly Gen<string[][]> Rows = Gen.String[Gen.Char["ab,;\t\"\n' "], 0, 6].Array[1, 4].Array[1, 4];

    [Fact]
    public void What_is_written_in_quotation_marks_is_read_again_as_it_was() => Gen.Select(Rows, Gen.Char[",;\t"], Gen.Bool).Sample((rows, separator, ends) =>
    {
        var text = string.Join('\n', rows.Select(r => string.Join(separator, r.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")))) + (ends ? "\n" : "");

        Assert.Equal(rows, SeparatedRows.Of(text, separator).Select(r => r.Cells.ToArray()));
    }, iter: 2_000);

    [Fact]
    public void A_row_says_on_which_line_it_begins_and_an_empty_one_counts() =>
        Assert.Equal([(1, "a|b\nc"), (3, ""), (4, "d|")], SeparatedRows.Of("a,\"b\nc\"\n\nd,", ',').Select(r => (r.Line, string.Join('|', r.Cells))));

    [Fact]
    public void Words_after_a_closing_quotation_mark_belong_to_the_cell() =>
        Assert.Equal(["a", "bc\"d\"", "e\"f"], SeparatedRows.Of("a,\"b\"c\"d\",e\"f", ',').Single().Cells);
}
