using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CoreStudy.Data.Accounts;
using CoreStudy.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>A token for programs, from its making to its end.</summary>
public sealed class TokenTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Password = "meadow kettle granite";

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_researcher_makes_one_sees_it_once_uses_it_and_revokes_it()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await using (var scope = App.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await accounts.FindByEmailAsync(SignInOf("researcher").Email))!;
            await accounts.RemovePasswordAsync(account);
            await accounts.AddPasswordAsync(account, Password);
        }

        var page = await PersonAsync("researcher", bypassPolicy: true);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make or revoke tokens" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("R on the office computer");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Study:" }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Codings:" }).CheckAsync();
        await _screens.LookAsync(page, "tokens");
        await page.GetByLabel("Your password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        var token = await page.GetByLabel("Token", new() { Exact = true }).InputValueAsync();
        Assert.Matches("^cs_[0-9A-Za-z]{49}$", token);
        await _screens.LookAsync(page, "token-made");
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await page.GetByText("never used").WaitForAsync();
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);

        using var client = await App.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var codings = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/studies/{study.Value}/codings?limit=10", Cancel));
        Assert.Equal(10, codings.RootElement.GetProperty("items").GetArrayLength());

        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/members/tokens");
        await lead.GetByText("R on the office computer").WaitForAsync();
        await _screens.LookAsync(lead, "tokens-of-the-study");
        await page.GotoAsync("/programs");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Codings" }).WaitForAsync();
        await _screens.LookAsync(page, "programs");

        await page.GotoAsync("/account/tokens");
        await page.GetByText("last used").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Revoke R on the office computer" }).ClickAsync();
        await page.GetByLabel("Your password").FillAsync(Password);
        await _screens.LookAsync(page, "revoke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke this token" }).ClickAsync();
        await page.GetByText("You have none.").WaitForAsync();
        using var after = await client.GetAsync($"/api/v1/studies/{study.Value}/codings", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        _screens.AssertClean();
    }
}
