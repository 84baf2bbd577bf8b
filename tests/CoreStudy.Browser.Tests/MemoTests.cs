using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>What people write down along the way, for the team and for themselves.</summary>
public sealed class MemoTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_memo_is_kept_to_oneself_then_shared_and_a_journal_opens_for_its_writer_alone()
    {
        const string Entry = "I had to put the kettle on after that one.";
        var check = new ScreenCheck();
        var (study, _) = await TranscriptAsync("PSW-01");
        var (one, two) = (await PersonAsync("coder1", bypassPolicy: true), await PersonAsync("coder2"));
        await two.GotoAsync($"/studies/{study.Value}/memos");
        await Expect(two.GetByText("Two codes that run together")).ToBeVisibleAsync();

        await one.GotoAsync($"/studies/{study.Value}/memos");
        await Button(one, "Write a memo").ClickAsync();
        await one.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Title") }).FillAsync("Tea and time");
        await one.GetByLabel("What you think").FillAsync("Wherever somebody has time, tea is mentioned.");
        await one.GetByLabel("Add a code").FillAsync("regularity");
        await Expect(one.GetByRole(AriaRole.Button, new() { Name = "Regularity of supervision" })).ToBeVisibleAsync();
        await one.GetByLabel("Add a code").PressAsync("Enter");
        await Expect(one.GetByRole(AriaRole.Button, new() { Name = "Take away Regularity of supervision" })).ToBeVisibleAsync();
        await check.LookAsync(one, "a memo being written");
        await Button(one, "Save").ClickAsync();
        await Expect(one.GetByRole(AriaRole.Heading, new() { Name = "Tea and time" })).ToBeVisibleAsync();
        await Expect(one.Locator(".memo-pane")).ToContainTextAsync("Only I see it.");
        await Expect(two.GetByText("Tea and time")).ToHaveCountAsync(0);

        await Button(one, "Change").ClickAsync();
        await one.GetByLabel("The team reads it. Only I write on it.").CheckAsync();
        await Button(one, "Save").ClickAsync();
        await two.GetByText("Tea and time").ClickAsync();
        await Expect(two.Locator(".memo-pane")).ToContainTextAsync("Wherever somebody has time");
        await Expect(two.Locator(".memo-pane").GetByRole(AriaRole.Button, new() { Name = "Change" })).ToHaveCountAsync(0);
        await Button(one, "History (1)").ClickAsync();
        await Expect(one.Locator(".history li")).ToHaveCountAsync(2);
        await check.LookAsync(one, "a memo with its history");

        await one.GetByRole(AriaRole.Link, new() { Name = "My journal" }).ClickAsync();
        await Button(one, "Write today").ClickAsync();
        await one.GetByLabel("What is on your mind").FillAsync(Entry);
        await Expect(one.GetByText("Saved at")).ToBeVisibleAsync(new() { Timeout = 20_000 }); // it saves by itself once nothing was typed for a while
        await check.LookAsync(one, "the journal");
        await one.ReloadAsync();
        await Expect(one.Locator(".entries")).ToContainTextAsync(Entry);

        await two.GotoAsync($"/studies/{study.Value}/journal");
        await Expect(two.GetByText("Nothing is written yet.")).ToBeVisibleAsync();
        check.AssertClean();
    }
}
