using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Somebody leaves their desk.</summary>
public sealed class RestTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task Who_rests_is_warned_stays_by_one_key_and_gets_back_what_they_had_typed()
    {
        var check = new ScreenCheck();
        var page = await PersonAsync(null, bypassPolicy: true);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/sign-in");
        await SignInAsync(page);
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where you are signed in" })).ToBeVisibleAsync();
        await check.LookAsync(page, "where I am signed in");
        var name = page.GetByLabel("Your name");
        await name.PressSequentiallyAsync(" and more");
        var typed = await name.InputValueAsync();

        await page.Clock.FastForwardAsync("28:05");
        var warning = page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still there?" });
        await Expect(warning).ToBeVisibleAsync();
        await Expect(Button(page, "Stay signed in")).ToBeFocusedAsync();
        await check.LookAsync(page, "the warning before a rest");
        await page.Keyboard.PressAsync("x");
        await Expect(warning).ToHaveCountAsync(0);
        await Expect(name).ToBeFocusedAsync();
        Assert.Equal(typed, await name.InputValueAsync());

        await page.Clock.FastForwardAsync("31:00");
        await Expect(page.GetByText("You were signed out because nothing had happened for a while.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await SignInAsync(page);

        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "What you had typed" })).ToBeVisibleAsync();
        Assert.Equal(typed, await page.GetByLabel("Your name").Last.InputValueAsync());
        await check.LookAsync(page, "what had been typed");
        await Button(page, "I have what I need").ClickAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Where you are signed in" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        check.AssertClean();
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("E-mail address").FillAsync(SignInOf("coder1").Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SignInOf("coder1").Password);
        await Button(page, "Sign in").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/sign-in"), new() { Timeout = 30_000 });
    }
}
