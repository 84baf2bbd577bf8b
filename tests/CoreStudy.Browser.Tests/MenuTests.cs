using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Menus close as people expect of them, on pages and on the desk.</summary>
public sealed class MenuTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_menu_closes_by_Escape_and_by_a_click_elsewhere_and_Escape_gives_its_button_the_focus()
    {
        var page = await PersonAsync("lead");
        var (study, transcript) = await TranscriptAsync("PSW-09");

        await page.GotoAsync($"/studies/{study.Value}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await ClosesAsync(page, page.Locator(".account-menu"), "Your account");
        await ClosesAsync(page, page.Locator("details", new() { HasText = "Word, codings as comments" }).First, "Word, codings as comments");

        await page.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/code");
        await page.Locator("#desk[data-ready]").WaitForAsync();
        await ClosesAsync(page, page.Locator(".desk-files"), "Word, codings as comments");
    }

    private static async Task ClosesAsync(IPage page, ILocator menu, string first)
    {
        var choice = menu.GetByRole(AriaRole.Link, new() { Name = first });
        var button = menu.Locator("summary");
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(choice).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(choice).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(choice).ToBeHiddenAsync();
        await Expect(button).ToBeFocusedAsync();

        await button.ClickAsync();
        await Expect(choice).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).ClickAsync();
        await Expect(choice).ToBeHiddenAsync();
    }
}
