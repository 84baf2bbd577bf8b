using CoreStudy.Data.Accounts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>The screens of accounts and members that are reached by a link, a step or a dialog, by WCAG 2.2 AA's checkable rules.</summary>
public sealed class AccountScreensTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task Each_is_clean_and_nothing_runs_off_its_side()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var stranger = await PersonAsync(null, bypassPolicy: true);
        await stranger.GotoAsync(await ResetLinkAsync("coder2"));
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).WaitForAsync();
        await _screens.LookAsync(stranger, "reset");
        await stranger.GotoAsync("/join/unknown");
        await _screens.LookAsync(stranger, "join-closed");
        await stranger.GotoAsync("/sign-in");
        await stranger.EvaluateAsync("document.querySelector('form').noValidate = true");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await stranger.GetByRole(AriaRole.Alert).WaitForAsync();
        await _screens.LookAsync(stranger, "sign-in-errors");

        var coder = await PersonAsync("coder1", bypassPolicy: true);
        await coder.GotoAsync("/account/two-step");
        await coder.GetByRole(AriaRole.Img, new() { Name = "QR code" }).WaitForAsync();
        await _screens.LookAsync(coder, "two-step");
        await coder.GotoAsync("/sign-out");
        await _screens.LookAsync(coder, "sign-out");

        var admin = await PersonAsync("admin", bypassPolicy: true);
        await admin.GotoAsync($"/studies/{study.Value}/members");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Somebody New");
        await admin.GetByLabel("E-mail address").FillAsync("new@test.example");
        await _screens.LookAsync(admin, "invite");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await _screens.LookAsync(admin, "link");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await admin.GetByText("Open invitations").WaitForAsync();
        await _screens.LookAsync(admin, "members");
        await stranger.GotoAsync(link);
        await _screens.LookAsync(stranger, "join");

        _screens.AssertClean();
    }

    private async Task<string> ResetLinkAsync(string person)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await ResetLink.MakeAsync(accounts, (await accounts.FindByEmailAsync(SignInOf(person).Email))!);
    }
}
