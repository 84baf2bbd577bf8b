using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Pages whose line to the server cannot be opened when they are loaded, as when their node has just died.</summary>
public sealed class FirstLineTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const float Patience = 30_000;

    [Fact]
    public async Task A_page_that_nobody_answered_says_so_and_loads_itself_again_until_it_is_answered()
    {
        var page = await PersonAsync("lead");
        var tries = 0;
        var mayPass = new TaskCompletionSource();
        await page.RouteAsync("**/healthz", async route =>
        {
            await mayPass.Task; // until the screen has been seen
            await route.ContinueAsync();
        });
        await page.RouteAsync("**/_blazor/negotiate**", route => ++tries <= 2 ? route.AbortAsync() : route.ContinueAsync());
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "The connection is interrupted" })).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(page.GetByText("Trying to connect again…")).ToBeVisibleAsync();
        mayPass.SetResult();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_page_whose_line_fell_while_its_circuit_began_loads_itself_again()
    {
        var page = await PersonAsync("lead");
        var lines = 0;
        await page.RouteWebSocketAsync("**/_blazor?id=**", line =>
        {
            if (++lines > 1)
            {
                line.ConnectToServer();
                return;
            }

            line.OnMessage(words =>
            {
                if (words.Text?.Contains("\"protocol\"", StringComparison.Ordinal) == true) line.Send("{}\u001e"); // hands are shaken
                else _ = line.CloseAsync(new() { Code = 1011 }); // and at the first call it is gone
            });
        });
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.True(lines > 1);
    }
}
