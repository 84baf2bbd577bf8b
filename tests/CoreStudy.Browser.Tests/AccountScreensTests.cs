using CoreStudy.Data.Accounts;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>The screens of accounts and members that are reached by a link, a step or a dialog, by WCAG 2.2 AA's checkable rules.</summary>
public sealed class AccountScreensTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private readonly List<string> _wrong = [];

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Each_is_clean_and_nothing_runs_off_its_side(int width, ColorScheme scheme)
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var stranger = await PersonAsync(null, width, scheme, bypassPolicy: true);
        await stranger.GotoAsync(await ResetLinkAsync("coder2"));
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).WaitForAsync();
        await LookAsync(stranger, "reset");
        await stranger.GotoAsync("/join/unknown");
        await LookAsync(stranger, "join-closed");
        await stranger.GotoAsync("/sign-in");
        await stranger.EvaluateAsync("document.querySelector('form').noValidate = true");
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await stranger.GetByRole(AriaRole.Alert).WaitForAsync();
        await LookAsync(stranger, "sign-in-errors");

        var coder = await PersonAsync("coder1", width, scheme, bypassPolicy: true);
        await coder.GotoAsync("/account/two-step");
        await coder.GetByRole(AriaRole.Img, new() { Name = "QR code" }).WaitForAsync();
        await LookAsync(coder, "two-step");
        await coder.GotoAsync("/sign-out");
        await LookAsync(coder, "sign-out");

        var admin = await PersonAsync("admin", width, scheme, bypassPolicy: true);
        await admin.GotoAsync($"/studies/{study.Value}/members");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync("Somebody New");
        await admin.GetByLabel("E-mail address").FillAsync("new@test.example");
        await LookAsync(admin, "invite");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await LookAsync(admin, "link");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await admin.GetByText("Open invitations").WaitForAsync();
        await LookAsync(admin, "members");
        await stranger.GotoAsync(link);
        await LookAsync(stranger, "join");

        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    private async Task LookAsync(IPage page, string screen)
    {
        var result = await page.RunAxe(Rules);
        _wrong.AddRange(result.Violations.Select(v => $"{screen}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Target + " " + n.Html[..Math.Min(n.Html.Length, 120)]))}"));
        var reach = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (reach > page.ViewportSize!.Width) _wrong.Add($"{screen}: reaches to {reach} of {page.ViewportSize.Width}");
    }

    private async Task<string> ResetLinkAsync(string person)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await ResetLink.MakeAsync(accounts, (await accounts.FindByEmailAsync(SignInOf(person).Email))!);
    }
}
