using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Codings come in from a file, coders are compared, and what stands behind a figure is looked at.</summary>
public sealed partial class ComparisonTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task Codings_are_brought_in_compared_looked_at_and_taken_out()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var screens = new ScreenCheck();
        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/comparison/import");
        await ChooseFilesAsync(lead.Locator("#file"), new FilePayload { Name = "readers.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Readers()) });
        await Expect(lead.GetByText("15 rows of 2 coders on 1 transcript: 15 new")).ToBeVisibleAsync();
        await Expect(lead.GetByText("Coders who are not in the team (2)")).ToBeVisibleAsync();
        await lead.GetByLabel("Keep them as a round that is open, to compare the coders").CheckAsync();
        await Expect(lead.GetByLabel("Name of the round")).ToHaveValueAsync("readers");
        await screens.LookAsync(lead, "codings from a file");

        await Button(lead, "Bring in 15 codings").ClickAsync();
        await lead.GetByRole(AriaRole.Link, new() { Name = "Compare the coders" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Status).Filter(new() { HasText = "2 coders, 1 transcript handed in by two or more" })).ToBeVisibleAsync();
        var figure = lead.GetByRole(AriaRole.Button, new() { NameRegex = HopefulOfTwo() });
        await Expect(figure).ToBeVisibleAsync();
        await screens.LookAsync(lead, "the comparison");

        await figure.FocusAsync();
        await lead.Keyboard.PressAsync("ArrowDown");
        await lead.Keyboard.PressAsync("ArrowUp");
        await Expect(figure).ToBeFocusedAsync();
        await lead.Keyboard.PressAsync("Enter");
        var detail = lead.GetByRole(AriaRole.Region, new() { Name = "hopeful: Reader A and Reader B" });
        await Expect(detail.GetByRole(AriaRole.Heading, new() { Name = "hopeful: Reader A and Reader B" })).ToBeFocusedAsync();
        await Expect(detail.GetByText("6 in all")).ToBeVisibleAsync();
        await detail.GetByLabel("Show").SelectOptionAsync(new SelectOptionValue { Value = "OnlyFirst" });
        await Expect(detail.GetByRole(AriaRole.Cell, new() { Name = "Only Reader A" })).ToHaveCountAsync(2);
        await Expect(detail.GetByRole(AriaRole.Link, new() { NameRegex = FifthTurn() })).ToBeVisibleAsync();
        await screens.LookAsync(lead, "what stands behind a figure");

        var file = await lead.RunAndWaitForDownloadAsync(() => lead.GetByRole(AriaRole.Link, new() { Name = "Download as Excel" }).ClickAsync());
        Assert.Equal("Agreement.xlsx", file.SuggestedFilename);
        await lead.GetByRole(AriaRole.Link, new() { Name = "Side by side" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Article, new() { Name = "Turn 5" })).ToContainTextAsync("hopeful");
        await screens.LookAsync(lead, "coders side by side");
        screens.AssertClean();
    }

    /// <summary>Both put “hopeful” on turns 1 to 4, A on 5 and 6 as well, and “doubtful” as they like.</summary>
    private static string Readers()
    {
        var rows = new StringBuilder("File,Turn,Variable,Label,Coder\n");
        foreach (var (coder, last) in new[] { ("Reader A", 6), ("Reader B", 4) })
            for (var turn = 1; turn <= last; turn++) rows.Append(null, $"PSW-01,{turn},stance,hopeful,{coder}\n");
        foreach (var (coder, turn) in new[] { ("Reader A", 8), ("Reader A", 9), ("Reader B", 8), ("Reader B", 10), ("Reader B", 11) }) rows.Append(null, $"PSW-01,{turn},stance,doubtful,{coder}\n");
        return rows.ToString();
    }

    [GeneratedRegex("^hopeful, Reader A and Reader B: ")]
    private static partial Regex HopefulOfTwo();

    [GeneratedRegex("turn 5$")]
    private static partial Regex FifthTurn();
}
