using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Codes are counted by what they belong to, from a number to its passages, drawn, and taken out.</summary>
public sealed partial class MatrixTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_matrix_is_chosen_sorted_read_and_taken_out_and_the_same_is_drawn()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var screens = new ScreenCheck();
        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/matrices");
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Passages by code and trust" })).ToBeVisibleAsync();
        await screens.LookAsync(lead, "a matrix");

        await Chooser(lead, "Columns").SelectOptionAsync("Role");
        await Chooser(lead, "Side by side").SelectOptionAsync(new SelectOptionValue { Label = "Peer support worker" });
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "PSW supervisor", Exact = true })).ToBeVisibleAsync();
        await screens.LookAsync(lead, "two matrices side by side");
        await Chooser(lead, "Side by side").SelectOptionAsync("");
        await Expect(lead.GetByRole(AriaRole.Region, new() { Name = "PSW supervisor", Exact = true })).ToHaveCountAsync(0);
        await Chooser(lead, "Columns").SelectOptionAsync("Code");
        await Expect(lead.GetByRole(AriaRole.Heading, new() { NameRegex = CodesTogether() })).ToBeVisibleAsync();
        await lead.GetByRole(AriaRole.Link, new() { Name = "Sort by All of the code" }).ClickAsync();
        await Expect(lead).ToHaveURLAsync(SortedByTotal());

        await Chooser(lead, "Shown as").SelectOptionAsync("OfRow");
        var file = await lead.RunAndWaitForDownloadAsync(() => lead.GetByRole(AriaRole.Button, new() { Name = "CSV", Exact = true }).ClickAsync());
        Assert.Equal("Matrix.csv", file.SuggestedFilename);
        var cell = lead.GetByRole(AriaRole.Cell).GetByRole(AriaRole.Link).First;
        await cell.FocusAsync();
        await lead.Keyboard.PressAsync("Enter");
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Level = 1, NameRegex = TogetherWith() })).ToBeVisibleAsync();
        await Expect(lead.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await screens.LookAsync(lead, "passages of codes together");

        await lead.GotoAsync($"/studies/{study.Value}/pictures");
        foreach (var (name, title) in new[] { ("Timelines", "Codes along "), ("Network", "Codes that occur together"), ("Framework map", "The framework by passages"), ("Saturation", "New codes by interview") })
        {
            await lead.GetByRole(AriaRole.Navigation, new() { Name = "Pictures" }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
            await Expect(lead.Locator("figcaption strong")).ToContainTextAsync(title);
            if (name != "Network") await lead.GetByRole(AriaRole.Button, new() { Name = "Show as a table" }).ClickAsync();
            await screens.LookAsync(lead, name);
        }

        screens.AssertClean();
    }

    [Fact]
    public async Task A_picture_leaves_as_svg_and_drawn_by_the_browser_as_png()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var researcher = await PersonAsync("researcher");
        await researcher.GotoAsync($"/studies/{study.Value}/pictures/tree");

        var svg = await researcher.RunAndWaitForDownloadAsync(() => researcher.GetByRole(AriaRole.Button, new() { Name = "SVG", Exact = true }).ClickAsync());
        var png = await researcher.RunAndWaitForDownloadAsync(() => researcher.GetByRole(AriaRole.Button, new() { Name = "PNG", Exact = true }).ClickAsync());

        Assert.Equal(("Framework map.svg", "Framework map.png"), (svg.SuggestedFilename, png.SuggestedFilename));
        Assert.Contains("<title>The framework by passages</title>", await File.ReadAllTextAsync(await svg.PathAsync(), Cancel), StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(await png.PathAsync(), Cancel);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], bytes[..4]);
        Assert.True(bytes.Length > 20_000);
    }

    private static ILocator Chooser(IPage page, string name) => page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true });

    [GeneratedRegex("occur together")]
    private static partial Regex CodesTogether();

    [GeneratedRegex("sort=total&down=yes")]
    private static partial Regex SortedByTotal();

    [GeneratedRegex("together with")]
    private static partial Regex TogetherWith();
}
