using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A claim is written, borne out by passages, and illustrated by a quote that is made by keyboard alone.</summary>
public sealed class FindingTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_finding_is_written_with_passages_for_and_against_and_a_quote_made_by_keyboard_that_a_lead_approves()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var researcher = await PersonAsync("researcher", bypassPolicy: true);
        await researcher.GotoAsync($"/studies/{study.Value}/findings");
        await _screens.LookAsync(researcher, "findings");

        // A claim, with what supports it and what does not.
        await Button(researcher, "Write a finding").ClickAsync();
        await researcher.GetByLabel("Claim").FillAsync("A day of listening is what people took away.");
        await researcher.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Moderate") }).CheckAsync();
        await Button(researcher, "Write it").ClickAsync();
        await researcher.GetByRole(AriaRole.Link, new() { Name = "A day of listening is what people took away." }).ClickAsync();
        await Button(researcher, "Choose passages…").ClickAsync();
        await researcher.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Supports it") }).First.ClickAsync();
        await Expect(researcher.Locator("h3.supporting")).ToContainTextAsync("(1)");
        await researcher.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Speaks against it") }).First.ClickAsync();
        await Expect(researcher.Locator("h3.contradicting")).ToContainTextAsync("(1)");
        await _screens.LookAsItStandsAsync(researcher, "a finding, choosing");

        // A quote of the first of them: the second and third words are left out, and what comes next is made clear.
        await researcher.Locator("ol.evidence").First.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Quote…") }).ClickAsync();
        await researcher.Locator("[role=option][data-i='0']").FocusAsync();
        await researcher.Keyboard.PressAsync("ArrowRight");
        await Expect(researcher.Locator("[role=option][data-i='1']")).ToHaveAttributeAsync("aria-selected", "true");
        await researcher.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(researcher.Locator("[role=option][aria-selected=true]")).ToHaveCountAsync(2);
        await researcher.Keyboard.PressAsync("Delete");
        await Expect(researcher.Locator(".word.out")).ToHaveCountAsync(2);
        await researcher.Keyboard.PressAsync("ArrowRight");
        await Expect(researcher.Locator("[role=option][data-i='3']")).ToHaveAttributeAsync("aria-selected", "true");
        await researcher.Keyboard.PressAsync("[");
        await Expect(researcher.Locator(".clarify input")).ToBeFocusedAsync();
        await researcher.Keyboard.TypeAsync("on the second day");
        await researcher.Keyboard.PressAsync("Enter");
        await Expect(researcher.Locator(".preview blockquote")).ToContainTextAsync("… [on the second day]");
        await Expect(researcher.Locator("[role=option][data-i='3']")).ToBeFocusedAsync();
        await _screens.LookAsync(researcher, "the editor of quotes");
        await Button(researcher, "Make the quote").ClickAsync();
        await Expect(researcher.Locator("figure.quote blockquote")).ToContainTextAsync("[on the second day]");
        await _screens.LookAsync(researcher, "a finding");

        // The lead approves it.
        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/quotes");
        await lead.GetByRole(AriaRole.Searchbox).FillAsync("on the second day");
        await Expect(lead.Locator("figure.quote")).ToHaveCountAsync(1);
        await lead.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Approve") }).ClickAsync();
        await Expect(lead.Locator("figure.quote .pill.good")).ToHaveTextAsync("Approved");
        await lead.GetByRole(AriaRole.Searchbox).FillAsync("");
        await _screens.LookAsync(lead, "quotes");
        await using var db = Db();
        Assert.Equal(1, await db.Quotes.CountAsync(q => q.StudyId == study && q.Parts.Any(p => p.Clarification == "on the second day"), Cancel));
        _screens.AssertClean();
    }
}
