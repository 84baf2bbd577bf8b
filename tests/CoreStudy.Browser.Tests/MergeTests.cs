using CoreStudy.Data.Codings;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

public sealed class MergeTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string From = "Role play", Into = "Gaps in training";

    [Fact]
    public async Task Codes_are_merged_and_split_while_two_people_code_with_them_and_both_screens_follow()
    {
        var (ada, ben, researcher) = (await PersonAsync("coder1"), await PersonAsync("coder2"), await PersonAsync("researcher"));
        var transcript = await SitDownAsync(ada, "PSW-04");
        await SitDownAsync(ben, "PSW-04");
        await CodeAsync(ada, From);
        await CodeAsync(ben, Into);
        var before = await CodingsAsync(transcript);

        await OpenAsync(researcher, From);
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();
        await researcher.Locator("form.edit select").SelectOptionAsync(new SelectOptionValue { Value = await IdAsync(Into) });
        await researcher.Locator("form.edit").GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();
        await Expect(researcher.GetByText("The code has been merged.")).ToBeVisibleAsync();

        foreach (var desk in new[] { ada, ben })
        {
            await Expect(CodeOn(desk, From)).ToHaveCountAsync(0);
            await Expect(desk.Locator(".bracket-label", new() { HasText = From })).ToHaveCountAsync(0);
        }

        await CodeAsync(ada, Into); // coding goes on with the code that stayed
        Assert.Equal(before + 1, await CodingsAsync(transcript));

        await researcher.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).Last.ClickAsync();
        await Expect(researcher.GetByText("The change has been undone.")).ToBeVisibleAsync();
        foreach (var desk in new[] { ada, ben }) await Expect(CodeOn(desk, From)).ToHaveCountAsync(1);

        await OpenAsync(researcher, From);
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Split", Exact = true }).ClickAsync();
        await researcher.GetByLabel("Name of the new code").FillAsync("A code split off");
        await researcher.Locator(".passages input").First.CheckAsync();
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Split, and move 1" }).ClickAsync();
        await Expect(researcher.GetByText("The code has been split.")).ToBeVisibleAsync();
        foreach (var desk in new[] { ada, ben }) await Expect(CodeOn(desk, "A code split off")).ToHaveCountAsync(1);

        await using var db = Db();
        Assert.Equal(before + 1, await CodingsAsync(transcript));
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    [Fact]
    public async Task A_code_is_moved_by_a_drag_and_by_the_keyboard_and_a_move_is_undone()
    {
        var (study, _) = await TranscriptAsync("PSW-04");
        var page = await PersonAsync("researcher");
        await page.GotoAsync($"/studies/{study.Value}/codebook");
        var tree = page.Locator(".tree [role=treeitem]");
        ILocator Code(string name) => tree.Filter(new() { HasText = name }).First;
        var places = tree.Locator(".name");
        await Expect(places.Nth(1)).ToHaveTextAsync("Training content");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync(); // where a page begins: it scrolls there, also in the midst of a drag

        await Code("Gaps in training").DragAsync(Code("Training content"), 100, 3); // onto its upper edge: before it
        await Expect(places.Nth(1)).ToHaveTextAsync("Gaps in training");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).Last.ClickAsync();
        await Expect(places.Nth(1)).ToHaveTextAsync("Training content");

        await Code("Pace of training").FocusAsync();
        await page.Keyboard.PressAsync("Alt+ArrowRight"); // below the one above
        await Expect(Code("Pace of training")).ToHaveAttributeAsync("aria-level", "3");
        await Expect(Code("Pace of training")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+ArrowLeft"); // and out again
        await Expect(Code("Pace of training")).ToHaveAttributeAsync("aria-level", "2");
    }

    private static ILocator CodeOn(IPage desk, string name) => desk.Locator("#desk-codes [role=treeitem]", new() { HasText = name });

    private async Task OpenAsync(IPage page, string code)
    {
        var (study, _) = await TranscriptAsync("PSW-04");
        await page.GotoAsync($"/studies/{study.Value}/codebook");
        await page.Locator(".tree [role=treeitem]", new() { HasText = code }).ClickAsync();
    }

    private async Task<string> IdAsync(string code)
    {
        await using var db = Db();
        return (await db.Codes.SingleAsync(c => c.Name == code, Cancel)).Id.Value.ToString();
    }
}
