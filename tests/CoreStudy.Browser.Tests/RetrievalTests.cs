using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A researcher reads passages together, recodes one, asks a question of them, and keeps it for the team.</summary>
public sealed class RetrievalTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task Passages_are_read_recoded_set_side_by_side_and_asked_about()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var screens = new ScreenCheck();
        var page = await PersonAsync("researcher", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/passages");
        await Button(page, "Code").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Code", Exact = true }).GetByLabel("Find").FillAsync("emotional");
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Emotional load") }).CheckAsync();
        await Expect(page.GetByText("Passages coded “Emotional load”.")).ToBeVisibleAsync();
        await page.GetByLabel("Group by").SelectOptionAsync("Coder");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Coder One" })).ToBeVisibleAsync();
        await screens.LookAsync(page, "passages of a code");

        // of all coders' the page shows one's own too: only they can be recoded
        await Button(page, "Coder").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Researcher") }).CheckAsync();
        var first = page.GetByRole(AriaRole.Article).First;
        await first.GetByRole(AriaRole.Button, new() { NameRegex = new("^Recode") }).ClickAsync();
        await first.GetByRole(AriaRole.Combobox, new() { Name = "Code" }).SelectOptionAsync(new SelectOptionValue { Label = "\u2003Boundaries" });
        await first.GetByRole(AriaRole.Button, new() { Name = "Recode", Exact = true }).ClickAsync();
        await Expect(page.GetByText("“Emotional load” became “Boundaries”")).ToBeVisibleAsync();
        await Button(page, "Undo").ClickAsync();
        await Expect(page.GetByText("“Emotional load” became “Boundaries”")).ToHaveCountAsync(0);

        await page.GetByLabel("Side by side").SelectOptionAsync("Role");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "PSW supervisor" })).ToBeVisibleAsync();
        await screens.LookAsync(page, "two groups side by side");

        await page.GotoAsync($"/studies/{study.Value}/queries/new");
        await Button(page, "Run").ClickAsync();
        await Expect(page.GetByText("Choose at least one code here.")).ToBeVisibleAsync();
        var line = page.GetByRole(AriaRole.Group, new() { Name = "Line 1", Exact = true }).First;
        await line.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Emotional load") }).CheckAsync();
        await Button(page, "Add another passage").ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Line 2", Exact = true }).First.GetByLabel("How it lies to the other").SelectOptionAsync("FollowedBy");
        await page.GetByRole(AriaRole.Group, new() { Name = "Line 2.1", Exact = true }).First.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Supervision") }).CheckAsync();
        await Expect(page.GetByText("Passages coded “Emotional load” that are followed within 2 turns by a passage coded “Supervision” or a code below it.")).ToBeVisibleAsync();
        await screens.LookAsync(page, "a question being written");

        await Button(page, "Run").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What it finds" }).GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await Button(page, "Save").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Feelings, then supervision");
        await page.GetByLabel("Share it with the team").CheckAsync();
        await page.Locator("form.edit").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Feelings, then supervision" })).ToBeVisibleAsync();

        await page.GotoAsync($"/studies/{study.Value}/queries");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Feelings, then supervision", Exact = true })).ToBeVisibleAsync();
        await screens.LookAsync(page, "the list of queries");
        screens.AssertClean();
    }
}
