using CoreStudy.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A site that asks everybody for a second step.</summary>
public sealed class SecondStepTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    protected override void Adjust(WebApplicationBuilder builder) => builder.Configuration["SignIn:SecondStep"] = "Everybody";

    [Fact]
    public async Task Who_has_none_is_led_to_it_sets_up_a_passkey_and_signs_in_with_it_from_then_on()
    {
        var check = new ScreenCheck();
        var page = await PersonAsync(null, bypassPolicy: true);
        await PasskeyDevice.WithAsync(page);
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await SignInAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One more thing before you go on" })).ToBeVisibleAsync();
        await check.LookAsync(page, "a second step that is owed");
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One more thing before you go on" })).ToBeVisibleAsync();

        await page.GetByLabel("Your password").FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Passkey added" })).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await SignInAsync(page);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("yours is your passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your studies" })).ToBeVisibleAsync();
        check.AssertClean();
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(SignInOf("coder1").Email);
        await page.GetByLabel("Password").FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }
}
