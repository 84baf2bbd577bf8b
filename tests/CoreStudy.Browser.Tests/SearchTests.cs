using System.Text.RegularExpressions;
using CoreStudy.Domain.Codings;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Words are sought, what is found is coded in bulk and taken back, and a passage and a word lead on to others.</summary>
public sealed partial class SearchTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task What_is_found_is_coded_taken_back_after_a_reload_and_leads_on()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var screens = new ScreenCheck();
        var page = await PersonAsync("researcher", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/search");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Words" }).FillAsync("wait \"for the\" OR until -zebra");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Turns with any form of “wait”, and with the words “for the” or any form of “until”, without any form of “zebra”.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Words" }).FillAsync("wait");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Turns with any form of “wait”.")).ToBeVisibleAsync();
        await screens.LookAsync(page, "a concordance");

        var lines = page.GetByRole(AriaRole.Checkbox, new() { NameRegex = Line() });
        await lines.Nth(0).CheckAsync();
        await lines.Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        var bulk = page.GetByRole(AriaRole.Region, new() { Name = "Code what was found" });
        await Expect(bulk.GetByRole(AriaRole.Combobox, new() { Name = "What", Exact = true })).ToContainTextAsync("the ticked lines (2)");
        await bulk.GetByRole(AriaRole.Combobox, new() { Name = "Code", Exact = true }).SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await bulk.GetByRole(AriaRole.Button, new() { Name = "Show what would be coded" }).ClickAsync();
        await Expect(bulk.GetByText("2 passages in 2 transcripts")).ToBeVisibleAsync();
        await screens.LookAsync(page, "what would be coded");
        var before = await StandingAsync();
        await bulk.GetByRole(AriaRole.Button, new() { Name = "Code 2 passages" }).ClickAsync();
        await Expect(bulk.GetByText("2 passages coded")).ToBeVisibleAsync();
        Assert.Equal(before + 2, await StandingAsync());

        await page.ReloadAsync();
        var batches = page.GetByRole(AriaRole.Region, new() { Name = "What you coded in bulk" });
        await Expect(batches.GetByText("coded: 2")).ToBeVisibleAsync();
        await batches.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Expect(batches.GetByText("taken back: 2")).ToBeVisibleAsync();
        Assert.Equal(before, await StandingAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Turns", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await screens.LookAsync(page, "turns that were found");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Like() }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "More like this" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Telling words", new() { Exact = true })).ToBeVisibleAsync();
        await screens.LookAsync(page, "more like a passage");

        await page.GotoAsync($"/studies/{study.Value}/words");
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await screens.LookAsync(page, "word frequencies");
        await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "people", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Words" })).ToHaveValueAsync("\"people\"");
        await Expect(page.GetByText("Turns with the words “people”.")).ToBeVisibleAsync();
        screens.AssertClean();
    }

    private async Task<int> StandingAsync()
    {
        await using var db = Db();
        return await db.Set<Coding>().CountAsync(c => c.RemovedAt == null, Cancel);
    }

    [GeneratedRegex("^Tick “")]
    private static partial Regex Line();

    [GeneratedRegex("^More like this")]
    private static partial Regex Like();
}
