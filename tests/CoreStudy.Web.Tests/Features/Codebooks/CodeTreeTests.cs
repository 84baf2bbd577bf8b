using Bunit;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Tests.Ui;

namespace CoreStudy.Web.Tests.Features.Codebooks;

public sealed class CodeTreeTests : ComponentTest
{
    private static readonly CodebookRow Training = Row("Training"), Pace = Row("Pace", Training), Role = Row("Role play", Training), Hope = Row("Hope");

    [Fact]
    public void Each_code_says_how_deep_it_stands_and_one_takes_the_keyboard()
    {
        var items = Show().FindAll("[role=treeitem]");

        Assert.Equal(["1", "2", "2", "1"], items.Select(i => i.GetAttribute("aria-level")));
        Assert.Equal(["0", "-1", "-1", "-1"], items.Select(i => i.GetAttribute("tabindex")));
    }

    [Fact]
    public void The_chosen_code_is_said_to_be_selected_and_takes_the_keyboard()
    {
        var item = Show(chosen: Pace.Id).FindAll("[role=treeitem]")[1];

        Assert.Equal(("true", "0"), (item.GetAttribute("aria-selected"), item.GetAttribute("tabindex")));
    }

    [Fact]
    public void What_is_found_is_shown_with_the_codes_above_it() => Assert.Equal(["Training", "Role play"], Names(Show(find: "role")));

    [Fact]
    public async Task A_closed_code_hides_what_lies_below_it_until_it_opens_again()
    {
        var tree = Show();

        await tree.InvokeAsync(() => tree.Instance.FoldByKey($"code-{Training.Id.Value:n}"));
        Assert.Equal(["Training", "Hope"], Names(tree));
        Assert.Equal("false", tree.FindAll("[role=treeitem]")[0].GetAttribute("aria-expanded"));

        await tree.InvokeAsync(() => tree.Instance.FoldByKey($"code-{Training.Id.Value:n}"));
        Assert.Equal(["Training", "Pace", "Role play", "Hope"], Names(tree));
    }

    [Theory]
    [InlineData("#ffffff", "light")]
    [InlineData("#66ddcc", "light")]
    [InlineData("#111111", "dark")]
    [InlineData("#2f7ebc", null)]
    public void A_colour_that_is_hard_to_see_is_told_of(string colour, string? page)
    {
        var advice = Contrast.Advice(colour);

        if (page is null) Assert.Null(advice);
        else Assert.Contains($"hard to see on a {page} page", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Black_on_white_has_the_greatest_contrast() => Assert.Equal(21, Contrast.Between("#000000", "#ffffff"), 3);

    private static CodebookRow Row(string name, CodebookRow? parent = null) =>
        new(CodeId.New(), parent?.Id, parent is null ? 0 : parent.Depth + 1, new CodeWords(name, "", "", "", "", "", "#336699"), CodeState.Active, null, 0, 1, 3, null);

    private IRenderedComponent<CodeTree> Show(string find = "", CodeId? chosen = null) =>
        Page.Render<CodeTree>(p => p.Add(t => t.Codes, [Training, Pace, Role, Hope]).Add(t => t.Find, find).Add(t => t.Chosen, chosen));

    private static IEnumerable<string> Names(IRenderedComponent<CodeTree> tree) => tree.FindAll(".name").Select(n => n.TextContent);
}
