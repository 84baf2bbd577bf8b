using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Work from the lead's hands to a coder's, to a supervisor's, back, and to its end.</summary>
public sealed class AssignmentTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task Work_is_shared_out_done_sent_back_done_again_and_signed_off()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await using (var db = Db()) await db.Assignments.ExecuteDeleteAsync(Cancel); // the demonstration's own
        var coder = await PersonAsync("coder1");
        await coder.GotoAsync($"/studies/{study.Value}/work");
        await Expect(coder.Locator("main")).ToContainTextAsync("Nothing has been given to you yet.");

        // the lead shares two transcripts out among two coders
        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/assignments");
        await lead.GetByRole(AriaRole.Checkbox, new() { Name = "Choose PSW-01, individual interview" }).CheckAsync();
        await lead.GetByRole(AriaRole.Checkbox, new() { Name = "Choose PSW-02, individual interview" }).CheckAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Share out evenly …" }).ClickAsync();
        var dialog = lead.GetByRole(AriaRole.Dialog);
        var (first, second) = (await NameAsync("coder1"), await NameAsync("coder2"));
        await Expect(dialog.GetByLabel(first)).ToBeCheckedAsync(); // coders by role are chosen to begin with
        await Expect(dialog.GetByLabel(second)).ToBeCheckedAsync();
        await dialog.GetByLabel(await NameAsync("coder3")).UncheckAsync();
        await dialog.GetByLabel("Coders for each transcript").FillAsync("2");
        await dialog.GetByLabel("Coders for each transcript").PressAsync("Tab");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("2 transcripts to 2 coders");
        await Expect(dialog.Locator(".figures").First).ToContainTextAsync("2 transcripts"); // each coder both
        await dialog.GetByLabel("Due on").FillAsync("2026-03-01");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand out 2 transcripts" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Button, new() { Name = $"PSW-01, individual interview, {first}: To code" })).ToBeVisibleAsync();

        // the coder's page follows by itself; from here on the keyboard alone
        await Expect(coder.GetByRole(AriaRole.Heading, new() { Name = "PSW-01, individual interview" })).ToBeVisibleAsync();
        await Expect(coder.Locator("main")).ToContainTextAsync("days late");
        await PressOnAsync(coder, "This is done: PSW-01, individual interview");
        await Expect(coder.GetByText("is done. Thank you.")).ToBeVisibleAsync();
        await PressOnAsync(coder, "Undo: it is not done yet");
        await PressOnAsync(coder, "This is done: PSW-01, individual interview");

        // the supervisor sends it back with a remark
        var supervisor = await PersonAsync("supervisor");
        await supervisor.GotoAsync($"/studies/{study.Value}/sign-off");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Send back … PSW-01, individual interview" }).ClickAsync();
        await supervisor.GetByLabel("What to look at again").FillAsync("Please look at turn 4 again.");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Send back", Exact = true }).ClickAsync();
        await Expect(supervisor.Locator("main")).ToContainTextAsync("Nothing waits to be signed off.");

        // the coder sees it first on the list and at the desk, and says again that it is done
        await Expect(coder.Locator(".next li").First).ToContainTextAsync("Please look at turn 4 again.");
        await PressOnAsync(coder, "coding: PSW-01, individual interview");
        await coder.Locator("#desk[data-ready]").WaitForAsync();
        await Expect(coder.GetByRole(AriaRole.Note, new() { Name = "Your work on this transcript" })).ToContainTextAsync("Please look at turn 4 again.");
        await PressOnAsync(coder, "My work");
        await PressOnAsync(coder, "This is done: PSW-01, individual interview");

        // the supervisor signs it off, by mistake at first
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Sign off PSW-01, individual interview" }).ClickAsync();
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Undo the sign-off", Exact = true }).ClickAsync();
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Sign off PSW-01, individual interview" }).ClickAsync();
        await Expect(supervisor.GetByText("is signed off.")).ToBeVisibleAsync();
        await PressOnAsync(coder, "Done and signed off (1)");
        await Expect(coder.Locator(".finished")).ToContainTextAsync("Signed off on");
        await Expect(lead.GetByRole(AriaRole.Button, new() { Name = $"PSW-01, individual interview, {first}: Signed off" })).ToBeVisibleAsync();
    }

    /// <summary>Goes with Tab to what ends in these words, and presses Enter.</summary>
    private static async Task PressOnAsync(IPage page, string words)
    {
        await page.Locator("a, button, summary").Filter(new() { HasText = words }).First.WaitForAsync();
        for (var i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var held = await page.EvaluateAsync<string>("(document.activeElement?.textContent ?? '').replace(/\\s+/g, ' ').trim()");
            if (!held.EndsWith(words, StringComparison.Ordinal)) continue;
            await page.Keyboard.PressAsync("Enter");
            return;
        }

        Assert.Fail($"The keyboard does not reach “{words}”.");
    }

    private async Task<string> NameAsync(string person)
    {
        await using var db = Db();
        var email = SignInOf(person).Email;
        var account = new AccountId(await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancel));
        return await db.Members.Where(m => m.AccountId == account).Select(m => m.Name).SingleAsync(Cancel);
    }
}
