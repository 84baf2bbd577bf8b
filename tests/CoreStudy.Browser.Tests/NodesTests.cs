using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Two programs over one database, behind a real proxy; one of them is killed.</summary>
public sealed class NodesTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const float Patience = 60_000;

    private ProxyProcess _proxy = null!;

    protected override Uri Address => _proxy.Address;

    /// <summary>What SignalR says to a script that was calling the node that is killed, or answering it.</summary>
    protected override bool IsFromElsewhere(string fault) =>
        fault.Contains("Cannot send data if the connection is not in the 'Connected' State", StringComparison.Ordinal) || fault.Contains("WebSocket closed with status code: 1006", StringComparison.Ordinal);

    [Fact]
    public async Task People_on_two_nodes_see_each_others_codings_and_go_on_at_the_other_when_one_is_killed()
    {
        Assert.SkipUnless(ProxyProcess.IsHere, "This needs HAProxy: sudo apt-get install haproxy");
        await using var other = new SiteProcess(Connections);
        await other.StartAsync(Cancel);
        await using var proxy = _proxy = await ProxyProcess.StartAsync(App.Address, other.Address, Cancel);
        var ada = await PersonAsync("coder1", ProxyProcess.One);
        var ben = await PersonAsync("coder2", ProxyProcess.Other);
        var transcript = await SitDownAsync(ada, "PSW-09");
        await SitDownAsync(ben, "PSW-09");
        await Expect(ben.Locator(".avatar")).ToHaveCountAsync(1, new() { Timeout = Patience });
        await Expect(ada.Locator(".avatar")).ToHaveCountAsync(1, new() { Timeout = Patience });
        var before = await CodingsAsync(transcript);
        var (bens, adas) = (await ben.Locator("#turn-1 .bracket").CountAsync(), await ada.Locator("#turn-2 .bracket").CountAsync());

        await CodeAsync(ada, "hope");
        await Expect(ben.Locator("#turn-1 .bracket")).ToHaveCountAsync(bens + 1, new() { Timeout = Patience });
        await ben.Keyboard.PressAsync("j");
        await CodeAsync(ben, "hope");
        await Expect(ada.Locator("#turn-2 .bracket")).ToHaveCountAsync(adas + 1, new() { Timeout = Patience });

        var list = await ben.Context.NewPageAsync();
        var (study, _) = await TranscriptAsync("PSW-09");
        await list.GotoAsync($"/studies/{study.Value}/work");
        await Expect(list.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await list.EvaluateAsync("window.isOfTheFirstNode = true");
        var last = await ada.Locator("#turn-3 .bracket").CountAsync();
        await other.KillAsync();

        await CodeAsync(ben, "hope", Patience); // what is not taken at once is kept in the browser, and sent to the other node
        await list.WaitForFunctionAsync("window.isOfTheFirstNode === undefined", null, new() { Timeout = Patience }); // it loads itself again
        await Expect(list.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = Patience });
        Assert.EndsWith($"/studies/{study.Value}/work", list.Url, StringComparison.Ordinal);
        await Expect(ada.Locator("#turn-3 .bracket")).ToHaveCountAsync(last + 1, new() { Timeout = Patience });
        await ben.ReloadAsync();
        await ben.Locator("#desk[data-ready]").WaitForAsync();
        Assert.Equal(before + 3, await CodingsAsync(transcript));
    }

    private async Task<IPage> PersonAsync(string person, string node)
    {
        var page = await PersonAsync(person);
        await page.Context.AddCookiesAsync([new Cookie { Name = ProxyProcess.Cookie, Value = node, Url = Address.ToString() }]);
        return page;
    }
}
