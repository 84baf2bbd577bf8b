using CoreStudy.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A lead watches how far the study is.</summary>
public sealed class ProgressTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task What_a_coder_codes_moves_the_leads_board_without_a_reload_and_leaves_the_keyboard_where_it_is()
    {
        var lead = await PersonAsync("lead");
        await lead.GotoAsync("/");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Staying Connected" }).First.ClickAsync();
        await Expect(lead).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/progress$"));
        var row = lead.GetByRole(AriaRole.Region, new() { Name = "Progress by coder" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Coder Two" });
        var before = await row.Locator("td").Nth(4).InnerTextAsync();
        var number = lead.Locator("button.number").First;
        await number.FocusAsync();
        var coder = await PersonAsync("coder2");
        await SitDownAsync(coder, "PSW-01");

        foreach (var key in (string[])["j", "ArrowRight", "Space"]) await coder.Keyboard.PressAsync(key);
        await coder.Keyboard.TypeAsync("hope");
        await coder.Keyboard.PressAsync("Enter");
        await SavedAsync(coder);

        await Expect(row.Locator("td").Nth(4)).Not.ToHaveTextAsync(before);
        await Expect(number).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_number_opens_what_is_behind_it_and_escape_leads_back_to_the_number()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/progress");
        var number = lead.GetByRole(AriaRole.Button, new() { NameRegex = new("transcripts of Alder") });
        var count = (await number.InnerTextAsync()).Split(' ', '\n')[0];

        await number.PressAsync("Enter");
        var dialog = lead.GetByRole(AriaRole.Dialog, new() { Name = "Alder: transcripts" });
        await Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync($"{count} in all");
        await Expect(dialog.GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
        await lead.Keyboard.PressAsync("Escape");

        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(number).ToBeFocusedAsync();
    }
}
