using System.Globalization;
using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Ui;

namespace CoreStudy.Web.Tests.Ui;

public sealed class ListTableTests : ComponentTest
{
    private static readonly IReadOnlyList<ListColumn<(string Label, int Words)>> Columns =
        [new("Label", r => r.Label), new("Words", r => r.Words.ToString("N0", CultureInfo.InvariantCulture), r => r.Words, IsNumber: true)];

    [Fact]
    public void While_it_is_read_it_says_so() =>
        Assert.Equal("Reading: Transcripts", Show(null).Find("[role=progressbar]").GetAttribute("aria-label"));

    [Fact]
    public void An_empty_list_says_what_to_do() => Assert.Equal("Nothing yet.", Show().Find(".empty").TextContent.Trim());

    [Fact]
    public void A_second_click_on_a_heading_turns_the_order_round()
    {
        var table = Show(("PSW-10", 5), ("PSW-2", 900), ("PSW-3", 70));
        Assert.Equal(["PSW-2", "PSW-3", "PSW-10"], Labels(table));

        Heading(table, "Words").QuerySelector("button")!.Click();
        Assert.Equal(["PSW-10", "PSW-3", "PSW-2"], Labels(table));
        Assert.Equal("ascending", Heading(table, "Words").GetAttribute("aria-sort"));

        Heading(table, "Words").QuerySelector("button")!.Click();
        Assert.Equal(["PSW-2", "PSW-3", "PSW-10"], Labels(table));
        Assert.Equal("descending", Heading(table, "Words").GetAttribute("aria-sort"));
    }

    [Fact]
    public void What_is_sought_is_found_in_any_column_and_counted()
    {
        var table = Show(("PSW-10", 5), ("PSW-2", 900));

        table.Find("input[type=search]").Input("900");

        Assert.Equal(["PSW-2"], Labels(table));
        Assert.Equal("1 of 2", table.Find("[role=status]").TextContent);
    }

    [Fact]
    public void When_nothing_fits_it_says_so()
    {
        var table = Show(("PSW-10", 5));

        table.Find("input[type=search]").Input("elsewhere");

        Assert.Equal("Nothing here fits what you chose above.", table.Find("p.empty").TextContent);
    }

    [Fact]
    public void A_long_list_is_leafed_through_by_fifty()
    {
        var table = Show([.. Enumerable.Range(1, 130).Select(i => ($"PSW-{i}", i))]);
        Assert.Equal(50, Labels(table).Count);
        Assert.Equal("1 to 50 of 130", table.Find("[role=status]").TextContent);

        table.FindAll("nav button").Single(b => b.TextContent == "Next").Click();
        table.FindAll("nav button").Single(b => b.TextContent == "Next").Click();

        Assert.Equal("PSW-101", Labels(table)[0]);
        Assert.Equal(30, Labels(table).Count);
        Assert.Equal("101 to 130 of 130", table.Find("[role=status]").TextContent);
        Assert.True(table.FindAll("nav button").Single(b => b.TextContent == "Next").HasAttribute("aria-disabled"));
    }

    [Fact]
    public void Sorting_and_searching_are_over_all_pages_and_begin_at_the_first()
    {
        var table = Show([.. Enumerable.Range(1, 130).Select(i => ($"PSW-{i}", i))]);
        table.Find("nav select").Change("2");

        Heading(table, "Label").QuerySelector("button")!.Click();
        Assert.Equal("PSW-130", Labels(table)[0]);

        table.Find("nav select").Change("1");
        table.Find("input[type=search]").Input("PSW-1");
        Assert.Equal("PSW-130", Labels(table)[0]);
        Assert.Equal(42, int.Parse(table.Find("[role=status]").TextContent.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void When_rows_go_the_last_page_that_is_left_is_shown()
    {
        var table = Show([.. Enumerable.Range(1, 130).Select(i => ($"PSW-{i}", i))]);
        table.Find("nav select").Change("2");

        table.Render(p => p.Add(t => t.Rows, [.. Enumerable.Range(1, 60).Select(i => ($"PSW-{i}", i))]));

        Assert.Equal("51 to 60 of 60", table.Find("[role=status]").TextContent);
    }

    [Fact]
    public void A_download_is_noted_with_its_rows_before_it_leaves()
    {
        var table = Show(("PSW-10", 5), ("PSW-2", 900));
        table.Find("input[type=search]").Input("900");

        Download(table);

        Assert.Equal([(ExportedList.Transcripts, 1)], Exports.Noted);
        Assert.Single(Page.JSInterop.Invocations, i => i.Identifier == "import");
    }

    [Fact]
    public void A_download_that_cannot_be_noted_does_not_leave()
    {
        Exports.Refuses = Refusal.NotFound;
        var table = Show(("PSW-10", 5));

        Download(table);

        Assert.Equal(Refusal.NotFound.Sentence, table.Find("[role=alert]").TextContent);
        Assert.DoesNotContain(Page.JSInterop.Invocations, i => i.Identifier is "import" or "download");
    }

    private static void Download(IRenderedComponent<ListTable<(string Label, int Words)>> table) =>
        table.FindAll("button").Single(b => b.TextContent == "Download as CSV").Click();

    private IRenderedComponent<ListTable<(string Label, int Words)>> Show(params (string Label, int Words)[]? rows) =>
        Page.Render<ListTable<(string Label, int Words)>>(p => p
            .Add(t => t.Rows, rows).Add(t => t.Columns, Columns).Add(t => t.Name, "Transcripts").Add(t => t.Export, ExportedList.Transcripts).Add(t => t.Empty, "Nothing yet."));

    private static List<string> Labels(IRenderedComponent<ListTable<(string Label, int Words)>> table) => [.. table.FindAll("tbody th").Select(h => h.TextContent)];

    private static AngleSharp.Dom.IElement Heading(IRenderedComponent<ListTable<(string Label, int Words)>> table, string title) =>
        table.FindAll("thead th").Single(h => h.TextContent.StartsWith(title, StringComparison.Ordinal));
}
