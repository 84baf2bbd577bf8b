using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.Codebooks;
using CoreStudy.Interchange.Tables;
using CsCheck;

namespace CoreStudy.Interchange.Tests.Tables;

public sealed class TypedTableTests
{
    [Theory]
    [InlineData("Label,Trust\nPSW-01,Alder")]
    [InlineData("Label;Trust\r\nPSW-01;Alder\r\n")]
    [InlineData("Label\tTrust\nPSW-01\tAlder\n\n")]
    [InlineData("\uFEFF\"Label\",\"Trust\"\n \"PSW-01\" , Alder ")]
    public void Cells_are_found_whatever_stands_between_them(string text) =>
        Assert.Equal([["Label", "Trust"], ["PSW-01", "Alder"]], TypedTable.Read(text).Select(r => r.Cells));

    [Fact]
    public void A_row_is_found_again_by_the_line_an_editor_shows() =>
        Assert.Equal([1, 3, 5], TypedTable.Read("Label,Note\n\na,\"two\nlines\"\nb,c").Select(r => r.Line));

    [Fact]
    public void Quotes_keep_separators_line_ends_and_quotes() =>
        Assert.Equal(["a", "b, \"c\"\nd"], TypedTable.Read("a,\"b, \"\"c\"\"\nd\"").Single().Cells);

    [Fact]
    public void A_quote_within_words_and_one_that_never_ends_lose_nothing() =>
        Assert.Equal([["6\" tall", "x"], ["y", "z, w"]], TypedTable.Read("6\" tall,x\ny,\"z, w").Select(r => r.Cells));

    [Fact]
    public void A_cell_kept_from_being_a_formula_is_itself_again() => Assert.Equal(["=1", "'tis", "-2"], TypedTable.Read("'=1,'tis,'-2").Single().Cells);

    [Fact]
    public void No_text_breaks_it() =>
        Gen.String[Gen.Char["a,;\t\"\n\r' \uFEFF"], 0, 40].Sample(text => TypedTable.Read(text).All(r => r.Cells.Any(c => c.Length > 0)));

    [Fact]
    public void A_workbook_is_read_as_its_first_sheet_and_told_by_its_content()
    {
        var workbook = CodebookFile.Write(CodebookFormat.Xlsx, [new CodeSnapshot(CodeId.New(), null, new CodeWords("Waiting", "", "", "", "", "", "#336699"), 0, CodeState.Active, null)]);

        Assert.False(TypedTable.ReadFile(workbook, CancellationToken.None).IsRefused(out _, out var rows));
        Assert.Equal(2, rows!.Count);
        Assert.Contains("Waiting", rows[1].Cells);
    }

    [Fact]
    public void A_broken_workbook_is_refused_in_words()
    {
        Assert.True(TypedTable.ReadFile("PK\u0003\u0004 broken"u8.ToArray(), CancellationToken.None).IsRefused(out var refusal, out _));
        Assert.Contains("Excel workbook", refusal.Sentence, StringComparison.Ordinal);
    }
}
