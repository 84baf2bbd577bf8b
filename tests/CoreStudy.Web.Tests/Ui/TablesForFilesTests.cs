using System.Globalization;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Ui;

public sealed class TablesForFilesTests
{
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+44", "\"'+44\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@sum", "\"'@sum\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void A_cell_is_quoted_and_never_a_formula(string cell, string written) =>
        Assert.Equal($"\"Title\"\r\n{written}\r\n", Csv.Write(["Title"], [[cell]]));

    [Fact]
    public void Numbers_and_days_are_written_so_that_no_locale_misreads_them()
    {
        var number = new ListColumn<int>("Words", n => n.ToString("N0", CultureInfo.InvariantCulture), n => n, IsNumber: true);
        var day = new ListColumn<DateOnly>("Held on", d => d.ToString("d MMM yyyy", CultureInfo.InvariantCulture), d => d);

        Assert.Equal("12345", number.ForFile(12_345));
        Assert.Equal("2026-03-02", day.ForFile(new DateOnly(2026, 3, 2)));
    }

    [Fact]
    public void An_empty_cell_stays_empty()
    {
        var day = new ListColumn<DateOnly?>("Held on", d => d?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "", d => d);

        Assert.Equal("", day.ForFile(null));
    }

    [Fact]
    public void Labels_are_sorted_by_their_numbers() =>
        Assert.Equal(["psw-1", "PSW-2", "PSW-10"], new IComparable[] { "PSW-10", "PSW-2", "psw-1" }.Order(ReadingOrder.ForPeople));
}
