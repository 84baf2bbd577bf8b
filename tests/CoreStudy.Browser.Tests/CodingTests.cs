using CoreStudy.Data.Codings;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

public sealed class CodingTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_coder_codes_with_the_keyboard_alone()
    {
        var page = await PersonAsync("coder1");
        var transcript = await SitDownAsync(page, "PSW-05");
        var before = await CodingsAsync(transcript);

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.TypeAsync("hope");
        await page.Keyboard.PressAsync("Enter");
        await SavedAsync(page);
        Assert.Equal(before + 1, await CodingsAsync(transcript));

        await page.Keyboard.TypeAsync("a code of my own"); // the selection and the picker stay
        await page.Keyboard.PressAsync("Enter");
        await SavedAsync(page);
        Assert.Equal(before + 2, await CodingsAsync(transcript));

        await page.Keyboard.PressAsync("Enter"); // nothing typed: the picker closes
        await Expect(page.Locator(".picker")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("r"); // the last code again
        await SavedAsync(page);
        Assert.Equal(before + 3, await CodingsAsync(transcript));
    }

    [Fact]
    public async Task Undo_goes_on_after_a_reload()
    {
        var page = await PersonAsync("coder1");
        var transcript = await SitDownAsync(page, "PSW-02");
        var before = await CodingsAsync(transcript);
        await CodeAsync(page);
        await CodeAsync(page);
        Assert.Equal(before + 2, await CodingsAsync(transcript));

        await page.ReloadAsync();
        await page.Locator("#desk[data-ready]").WaitForAsync();
        await page.Locator("#desk-text").FocusAsync();
        await UndoAsync(page);
        await UndoAsync(page);

        Assert.Equal(before, await CodingsAsync(transcript));
    }

    [Fact]
    public async Task Two_people_see_each_other_and_what_the_other_codes_without_losing_their_place()
    {
        var ada = await PersonAsync("coder1");
        var ben = await PersonAsync("coder2");
        await SitDownAsync(ada, "PSW-09");
        await SitDownAsync(ben, "PSW-09");
        await Expect(ben.Locator(".avatar")).ToHaveCountAsync(1);
        await ben.Keyboard.PressAsync("ArrowRight");
        var brackets = await ben.Locator("#turn-1 .bracket").CountAsync();

        await ada.Keyboard.PressAsync("j");
        await CodeAsync(ada);

        await Expect(ben.Locator("#turn-1 .bracket")).ToHaveCountAsync(brackets + 1);
        await Expect(ben.Locator("#desk[data-selected]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_coded_without_a_connection_is_kept_through_a_reload_and_sent_once()
    {
        var page = await PersonAsync("coder1");
        var transcript = await SitDownAsync(page, "PSW-04");
        var before = await CodingsAsync(transcript);
        page.Dialog += (_, dialog) => dialog.AcceptAsync(); // “leave the page?”: something waits
        await page.Context.RouteAsync("**/acts", route => route.AbortAsync());
        await page.Keyboard.PressAsync("j");
        await ApplyAsync(page);
        await ApplyAsync(page);
        await Expect(page.Locator(".save-words")).ToContainTextAsync("2");
        Assert.Equal(before, await CodingsAsync(transcript));

        await page.Context.UnrouteAsync("**/acts");
        await page.ReloadAsync();
        await page.Locator("#desk[data-ready]").WaitForAsync();
        await SavedAsync(page);

        Assert.Equal(before + 2, await CodingsAsync(transcript));
    }

    [Fact]
    public async Task A_code_that_was_retired_meanwhile_is_refused_in_words_and_nothing_is_painted()
    {
        var page = await PersonAsync("coder1");
        var transcript = await SitDownAsync(page, "PSW-01");
        var before = await CodingsAsync(transcript);
        await using (var db = Db())
        {
            await db.Codes.Where(c => c.Name == "Role play").ExecuteUpdateAsync(c => c.SetProperty(x => x.State, Domain.Codebooks.CodeState.Retired), Cancel);
        }

        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator("[role=treeitem]", new() { HasText = "Role play" }).ClickAsync();

        await Expect(page.Locator(".toast p").First).ToContainTextAsync("has been retired from the codebook");
        Assert.Equal(before, await CodingsAsync(transcript));
    }

    [Fact]
    public async Task Who_loses_their_membership_loses_the_words_within_seconds()
    {
        var page = await PersonAsync("coder2");
        await SitDownAsync(page, "PSW-01");
        await using (var db = Db())
        {
            await db.Members.Where(m => m.Name == "Coder Two").ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, StudyBuilder.At), Cancel);
        }

        await Expect(page.Locator("#transcript")).Not.ToContainTextAsync("Thanks for coming in", new() { Timeout = 12_000 });
    }

    [Fact]
    public async Task Emoji_and_combining_marks_keep_their_places()
    {
        var page = await PersonAsync("coder1");
        var transcript = await SitDownAsync(page, "PSW-06");
        for (var i = 0; i < 12; i++)
        {
            await page.Keyboard.PressAsync("j");
            await ApplyAsync(page);
        }

        await SavedAsync(page);

        await using var db = Db();
        var (count, strays) = await CodingCheck.RunAsync(db, Cancel);
        Assert.True(count > 500);
        Assert.Empty(strays);
        Assert.True(await db.CodingActs.CountAsync(a => a.TranscriptId == transcript && a.At > StudyBuilder.At, Cancel) >= 12);
    }

    /// <summary>Codes the next sentence with the first code there is.</summary>
    private static async Task ApplyAsync(Microsoft.Playwright.IPage page)
    {
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.TypeAsync("career");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task CodeAsync(Microsoft.Playwright.IPage page)
    {
        await ApplyAsync(page);
        await SavedAsync(page);
    }

    private static async Task UndoAsync(Microsoft.Playwright.IPage page)
    {
        var answered = page.WaitForResponseAsync(r => r.Url.EndsWith("/acts", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Control+z");
        await answered;
        await SavedAsync(page);
    }
}
