using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A lead looks after what was done in a study.</summary>
public sealed class AuditTrailTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_lead_finds_a_deed_checks_the_chain_leafs_back_and_takes_the_trail_along()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var researcher = await PersonAsync("researcher");
        await researcher.GotoAsync($"/studies/{study.Value}/participants");
        var participants = researcher.WaitForDownloadAsync();
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync();
        await participants;

        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/progress");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Audit trail" }).ClickAsync();
        var newest = lead.Locator(".trail tbody tr").First;
        await Expect(newest).ToContainTextAsync("Researcher downloaded the list of participants");

        await lead.GetByRole(AriaRole.Button, new() { Name = "Check the chain" }).ClickAsync();
        await Expect(lead.Locator(".chain")).ToContainTextAsync("In order up to entry");
        await Expect(newest).ToContainTextAsync("all in order");

        await lead.GetByRole(AriaRole.Searchbox, new() { Name = "Label" }).FillAsync("psw-19");
        await lead.GetByRole(AriaRole.Searchbox, new() { Name = "Label" }).PressAsync("Enter");
        await Expect(newest).ToContainTextAsync("PSW-19");
        await lead.GetByRole(AriaRole.Combobox, new() { Name = "What" }).SelectOptionAsync("TranscriptOpened");
        await Expect(lead.Locator(".trail tbody tr")).ToHaveCountAsync(1);
        await Expect(newest).ToContainTextAsync("Researcher opened transcript PSW-19, individual interview for coding");

        var trail = lead.WaitForDownloadAsync();
        await lead.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync();
        var lines = await File.ReadAllLinesAsync(await (await trail).PathAsync(), Cancel);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"PSW-19\"", lines[1], StringComparison.Ordinal);

        await lead.GetByRole(AriaRole.Combobox, new() { Name = "What" }).SelectOptionAsync("");
        await lead.GetByRole(AriaRole.Searchbox, new() { Name = "Label" }).FillAsync("");
        await lead.GetByRole(AriaRole.Searchbox, new() { Name = "Label" }).PressAsync("Enter");
        await Expect(newest).ToContainTextAsync("Study Lead downloaded the audit trail");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Older" }).FocusAsync();
        await lead.Keyboard.PressAsync("Enter");
        await Expect(lead.GetByRole(AriaRole.Search)).ToContainTextAsync("Page 2");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Newer" }).ClickAsync();
        await Expect(newest).ToContainTextAsync("Study Lead downloaded the audit trail");
    }

    [Fact]
    public async Task A_coder_has_no_link_to_it_is_told_no_and_gets_no_file()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("coder1");

        await page.GotoAsync($"/studies/{study.Value}/audit");

        await Expect(page.Locator("main")).ToContainTextAsync("Your role in this study does not allow this.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Audit trail" })).ToHaveCountAsync(0);
        Assert.Equal(404, (await page.APIRequest.GetAsync($"{App.Address}studies/{study.Value}/audit.csv")).Status);
        Assert.Equal(404, (await page.APIRequest.GetAsync($"{App.Address}audit.csv")).Status);
    }
}
