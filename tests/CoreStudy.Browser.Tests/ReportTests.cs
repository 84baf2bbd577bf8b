using System.IO.Compression;
using System.Text.RegularExpressions;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A report is begun, put in order by keyboard, given a theme, stopped by a quote that nobody approved, mended, and downloaded as slides, document and page.</summary>
public sealed class ReportTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    /// <summary>A report is counted, and looked through word by word, each time that it is read; the first time in a site that has just started.</summary>
    private const int ReadingOfAReport = 60_000;

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_report_is_put_together_by_keyboard_a_stopped_quote_is_mended_and_all_three_files_leave()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var lead = await PersonAsync("lead", bypassPolicy: true);
        await lead.GotoAsync($"/studies/{study.Value}/reports");
        await Expect(Button(lead, "Make a report")).ToBeVisibleAsync();
        await _screens.LookAsync(lead, "reports");
        await Button(lead, "Make a report").ClickAsync();
        await lead.Locator("form.edit input").FillAsync("A short talk");
        await Button(lead, "Make it").ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "A short talk", Level = 1 })).ToBeVisibleAsync(new() { Timeout = ReadingOfAReport });

        // In order by keyboard: the third part becomes the second, and keeps the keyboard.
        var purpose = lead.Locator(".parts li", new() { HasText = "Purpose" }).Locator(".name");
        await purpose.FocusAsync();
        await lead.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(lead.Locator(".parts li").Nth(1)).ToContainTextAsync("Purpose");
        await Expect(purpose).ToBeFocusedAsync();

        // Themes that have quotes in draft are taken out; one is put back, and its quote stops the report.
        var themes = lead.Locator(".parts li", new() { HasText = ". Theme" });
        for (var left = await themes.CountAsync(); left > 0; left--)
        {
            await themes.First.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Take out") }).ClickAsync();
            await Expect(themes).ToHaveCountAsync(left - 1, new() { Timeout = ReadingOfAReport });
        }

        await Expect(lead.Locator("#leaving-heading")).ToHaveTextAsync("Nothing stops this report", new() { Timeout = ReadingOfAReport });
        await purpose.ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Purpose: Why we asked" })).ToBeVisibleAsync();
        await lead.Locator(".part-editor textarea").FillAsync("- What do people get out of it?");
        await lead.Keyboard.PressAsync("Control+Enter");
        await Expect(lead.Locator(".preview .slide", new() { HasText = "What do people get out of it?" })).ToBeVisibleAsync();
        await lead.GetByLabel("Add a part").SelectOptionAsync(new SelectOptionValue { Label = "Supervision: somewhere to say it" });
        await Button(lead, "Add it").ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Theme: Supervision: somewhere to say it" })).ToBeFocusedAsync();
        await lead.GetByLabel("Quotes with each finding").SelectOptionAsync("3");
        await Expect(lead.Locator(".stops li", new() { HasText = "No lead has approved" }).First).ToBeVisibleAsync(new() { Timeout = ReadingOfAReport });
        await _screens.LookAsItStandsAsync(lead, "a report that is stopped");
        await Button(lead, "Web page").ClickAsync();
        await Expect(lead.Locator(".leaving .wrong")).ToContainTextAsync("No lead has approved");

        // Mended by the link: whatever is in draft is left out, box by box.
        for (var drafts = await lead.Locator(".choose .quote", new() { HasText = "(draft)" }).CountAsync(); drafts > 0; drafts--)
        {
            var draft = lead.Locator(".choose .quote", new() { HasText = "(draft)" }).Nth(drafts - 1).GetByRole(AriaRole.Checkbox);
            await draft.UncheckAsync();
            await Expect(lead.Locator(".part-editor header")).ToContainTextAsync("Saved", new() { Timeout = ReadingOfAReport });
        }

        await Expect(lead.Locator("#leaving-heading")).ToHaveTextAsync("Nothing stops this report", new() { Timeout = ReadingOfAReport });
        await Expect(lead.Locator(".preview .slide", new() { HasText = "Supervision: somewhere to say it" }).First).ToBeVisibleAsync();

        foreach (var (button, ending) in new[] { ("PowerPoint", ".pptx"), ("Word", ".docx"), ("Web page", ".html") })
        {
            var download = await lead.RunAndWaitForDownloadAsync(() => Button(lead, button).ClickAsync());
            Assert.Equal($"A short talk{ending}", download.SuggestedFilename);
            var file = await File.ReadAllBytesAsync(await download.PathAsync(), Cancel);
            if (ending == ".html") Assert.Contains("Supervision: somewhere to say it", System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal);
            else using (var zip = new ZipArchive(new MemoryStream(file))) Assert.Contains(zip.Entries, e => e.FullName == "[Content_Types].xml");
        }

        await Button(lead, "Versions…").ClickAsync();
        await lead.Locator(".keep input").FillAsync("As sent");
        await Button(lead, "Save this version").ClickAsync();
        await Expect(lead.Locator(".versions .rows li")).ToContainTextAsync("1. As sent");
        await _screens.LookAsItStandsAsync(lead, "versions of a report");
        await using var db = Db();
        Assert.Equal(3, await db.AuditEntries.CountAsync(e => e.Kind == Domain.Audits.AuditKind.ListExported, Cancel));
        _screens.AssertClean();
    }
}
