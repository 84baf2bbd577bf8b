using CoreStudy.Testing;
using DocumentFormat.OpenXml.Packaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Two people write in one framework matrix.</summary>
public sealed class SummaryTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_cell_is_written_by_keyboard_with_a_reference_and_two_who_save_it_lose_neither_version()
    {
        await using var db = Db();
        var matrix = await db.FrameworkMatrices.SingleAsync(Cancel);
        var address = $"/studies/{matrix.StudyId.Value}/summaries/{matrix.Id.Value}";
        var (ada, ben) = (await PersonAsync("researcher", bypassPolicy: true), await PersonAsync("supervisor"));
        await ada.GotoAsync($"/studies/{matrix.StudyId.Value}/summaries");
        await Expect(ada.GetByRole(AriaRole.Link, new() { Name = matrix.Name })).ToBeVisibleAsync();
        await _screens.LookAsync(ada, "framework matrices");
        foreach (var page in new[] { ada, ben }) await page.GotoAsync(address);

        var cell = ada.Locator("td.is-empty:has(.count)").First;
        await Expect(ada.Locator("td[tabindex='0']")).ToHaveCountAsync(1);
        var spot = await cell.GetAttributeAsync("data-spot");
        var (mine, theirs) = (ada.Locator($"td[data-spot='{spot}']"), ben.Locator($"td[data-spot='{spot}']"));
        await mine.FocusAsync();
        await ada.Keyboard.PressAsync("Enter");
        await Expect(ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" })).ToBeFocusedAsync();
        await Expect(theirs).ToContainTextAsync("Researcher is here");
        await Expect(ada.Locator(".cards .passage").First).ToBeVisibleAsync();
        await ada.Keyboard.TypeAsync("Went by bus");
        await ada.Keyboard.PressAsync("Alt+1");
        await Expect(ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" })).ToHaveValueAsync("Went by bus [1]");
        await Expect(ada.Locator(".references li")).ToHaveCountAsync(1);
        await _screens.LookAsync(ada, "a matrix with a cell open");

        await theirs.ClickAsync();
        await Expect(ben.GetByText("Researcher has this open too")).ToBeVisibleAsync();
        await ben.GetByRole(AriaRole.Textbox, new() { Name = "Summary" }).FillAsync("Came on foot.");
        await ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" }).PressAsync("Control+Enter");
        await Expect(mine).ToContainTextAsync("Went by bus [1]");
        await Expect(ben.GetByText("saved a new version while you write")).ToBeVisibleAsync();
        await ben.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(ben.GetByRole(AriaRole.Alert)).ToContainTextAsync("Went by bus [1]");
        await ben.GetByRole(AriaRole.Button, new() { Name = "Put theirs above mine" }).ClickAsync();
        await ben.GetByRole(AriaRole.Checkbox, new() { Name = "Done", Exact = true }).CheckAsync();
        await ben.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(mine).ToContainTextAsync("Came on foot.");
        await Expect(mine).ToContainTextAsync("Done");
        await Expect(mine).ToContainTextAsync("Went by bus");

        await ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" }).PressAsync("Escape");
        await Expect(mine).ToBeFocusedAsync();
        var download = await ada.RunAndWaitForDownloadAsync(() => ada.GetByRole(AriaRole.Button, new() { Name = "Download for Word" }).ClickAsync());
        using var document = WordprocessingDocument.Open(await download.PathAsync(), isEditable: false);
        Assert.Contains("Came on foot.", document.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);

        await ada.GotoAsync($"/studies/{matrix.StudyId.Value}/summaries/interviews");
        await Expect(ada.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await _screens.LookAsync(ada, "summaries of interviews");
        await ada.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(ada.GetByRole(AriaRole.Textbox, new() { Name = "Summary" })).ToBeVisibleAsync();
        await Expect(ada.Locator(".cards .passage").First).ToBeVisibleAsync();
        await _screens.LookAsync(ada, "the summary of an interview");
        _screens.AssertClean();
    }
}
