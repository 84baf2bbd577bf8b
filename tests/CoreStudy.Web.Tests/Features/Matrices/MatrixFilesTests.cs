using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Passages;
using CoreStudy.Web.Access;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Ui.Charts;
using CoreStudy.Web.Ui.Passages;

namespace CoreStudy.Web.Tests.Features.Matrices;

/// <summary>A matrix as it is shown, as it leaves, and as an address has it.</summary>
public sealed class MatrixFilesTests
{
    private static readonly MatrixLine[] Codes = [new("a", "Training"), new("b", "Induction", 1, "", "Training"), new("c", "Never used")];
    private static readonly MatrixLine[] Trusts = [new("x", "Alder"), new("y", "Birch"), new("z", "Cedar")];

    private static readonly Matrix People = new(Codes, Trusts, new long[,] { { 9, 3, 0 }, { 7, 6, 0 }, { 0, 0, 0 } }, [12, 13, 0], [11, 7, 0], 18);

    [Fact]
    public void What_is_empty_is_left_out_unless_it_is_asked_for()
    {
        Assert.Equal((2, 2), SizeOf(MatrixFiles.Shown(View(Ask()))));
        Assert.Equal((3, 3), SizeOf(MatrixFiles.Shown(View(Ask() with { ShowsEmpty = true }))));
        Assert.Equal((2, 2), SizeOf(MatrixFiles.Shown(View(Ask() with { IsTurned = true }))));
    }

    [Fact]
    public void Rows_are_sorted_by_a_column_and_take_their_totals_along()
    {
        var shown = MatrixFiles.Shown(View(Ask() with { SortedBy = "y", IsDescending = true })).Sides[0].Matrix;

        Assert.Equal(["Induction", "Training"], shown.Rows.Select(r => r.Name));
        Assert.Equal([13, 12], shown.RowTotals!);
    }

    [Fact]
    public void Of_people_no_small_count_leaves_nor_what_it_could_be_worked_out_from()
    {
        var file = MatrixFiles.Of(MatrixFiles.Shown(View(Ask() with { Measure = MatrixMeasure.People })), "", "csv");

        Assert.Equal(["Row", "Under", "Alder", "Birch", "Total"], file.Columns.Select(c => c.Title));
        Assert.Equal("Training", file.Rows[0][0]);
        Assert.Equal(Export.HeldBack, file.Rows[0][3]);
        Assert.True(file.Rows[0].Count(c => c == Export.HeldBack) >= 2);
        Assert.Equal(["Induction", "Training", "7", "6", "13"], file.Rows[1]);
        Assert.All(file.Rows[2].Skip(2), c => Assert.Equal(Export.HeldBack, c));
    }

    [Fact]
    public void A_picture_of_people_tells_no_small_count_either()
    {
        var svg = SvgMarkup.File(MatrixFiles.Draw(MatrixFiles.Shown(View(Ask() with { Measure = MatrixMeasure.People })), ""));

        Assert.Contains(">held back<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">3<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Passages_leave_as_they_are()
    {
        var file = MatrixFiles.Of(MatrixFiles.Shown(View(Ask())), "", "csv");

        Assert.Equal(["Training", "", "9", "3", "12"], file.Rows[0]);
        Assert.Equal(["All of these", "", "11", "7", "18"], file.Rows[2]);
    }

    [Fact]
    public void An_address_says_all_that_was_asked()
    {
        var attribute = Domain.AttributeId.New();
        foreach (var ask in new[]
        {
            Ask(),
            Ask() with { Columns = MatrixColumns.Attribute, Attribute = attribute, Measure = MatrixMeasure.Words, Share = MatrixShare.OfColumn, SortedBy = "5 years & more", IsDescending = true, ShowsEmpty = true, IsTurned = true, Rows = MatrixRows.Top },
            Ask() with { Columns = MatrixColumns.Code, Together = new Together(TogetherWhen.Near, 12) },
            Ask() with { Sides = new Sides(new PassageFilter { ParticipantRoles = ["PSW"] }, new PassageGroup.OfRole("A: role"), new PassageGroup.OfValue(new AttributeValue(attribute, "more: than & one"))) },
        })
        {
            Assert.Equal(ask.Query(), MatrixAsk.Read("?" + ask.Query()).Query());
            Assert.Equal((ask.Columns, ask.Attribute, ask.Together, ask.Sides.Left, ask.Sides.Right, ask.SortedBy), MatrixAsk.Read(ask.Query()) is var read ? (read.Columns, read.Attribute, read.Together, read.Sides.Left, read.Sides.Right, read.SortedBy) : default);
        }
    }

    private static MatrixAsk Ask() => new(new Sides(PassageFilter.All));

    private static MatrixView View(MatrixAsk ask) => new(ask, [new MatrixSide("", PassageFilter.All, People)], 0, 5);

    private static (int, int) SizeOf(MatrixView view) => (view.Sides[0].Matrix.Rows.Count, view.Sides[0].Matrix.Columns.Count);
}
