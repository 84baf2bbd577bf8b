using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

public sealed class AnonymisationTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Title = "PSW-04, second interview";

    private const string File = """
        Interviewer: Thank you for coming, Rosalind. What was it like at first?

        Rosalind Farthing: I started with Barnaby Quillfeather at Larkhill House in Leeds. Barnaby's office was the cupboard. My number is 07700 900417.

        Interviewer: And who else was there?

        Rosalind Farthing: Mrs Henderson was there, and then on 14 March 2024 I moved to Sheffield. I was forty-three.

        Interviewer: Thank you.

        Rosalind Farthing: It was the only team with a former magistrate in it.
        """;

    private static readonly string[] Names = ["Rosalind", "Farthing", "Barnaby", "Quillfeather", "Larkhill", "Leeds", "07700", "Henderson", "Sheffield", "14 March", "forty-three", "magistrate"];

    [Fact]
    public async Task By_keyboard_alone_a_transcript_with_names_is_brought_in_reviewed_released_by_another_and_read_without_them()
    {
        var study = await ArrangeAsync();
        await ImportAsync(study);
        var admin = await OpenReviewAsync("admin", study);

        await AcceptAllAsync(admin);
        await MarkLeftoversAsync(admin);
        await ReadToTheEndAsync(admin);
        await admin.GetByRole(AriaRole.Button, new() { Name = "All is decided" }).PressAsync("Enter");
        await Expect(admin.Locator(".how-far")).ToContainTextAsync("Decided by you");
        await Expect(admin.GetByRole(AriaRole.Button, new() { Name = "Scan and release" })).ToBeDisabledAsync();

        var other = await OpenReviewAsync("admin2", study);
        await other.GetByRole(AriaRole.Button, new() { Name = "Scan and release" }).PressAsync("Enter");
        await other.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Release" }).PressAsync("Enter");
        await Expect(other.Locator(".how-far")).ToContainTextAsync("Released by you");

        var coder = await PersonAsync("coder1");
        var frames = new List<string>();
        coder.Response += async (_, response) => { try { frames.Add(await response.TextAsync()); } catch (PlaywrightException) { } };
        await SitDownAsync(coder, Title);
        await Expect(coder.Locator("#transcript")).ToContainTextAsync("[PSW-04]");
        var all = string.Concat(frames) + await coder.ContentAsync();
        Assert.All(Names, name => Assert.DoesNotContain(name, all, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_screens_of_anonymising_keep_to_the_rules_of_accessibility()
    {
        var study = await ArrangeAsync();
        await ImportAsync(study);
        var screens = new ScreenCheck();
        var admin = await OpenReviewAsync("admin", study, bypassPolicy: true);
        await screens.LookAsync(admin, "review");

        await admin.Keyboard.PressAsync("?");
        await screens.LookAsync(admin, "review keys");
        await admin.Keyboard.PressAsync("Escape");
        await admin.GotoAsync($"/studies/{study.Value}/redactions");
        await admin.GetByRole(AriaRole.Rowheader, new() { Name = Title }).WaitForAsync();
        await screens.LookAsync(admin, "redactions");
        await admin.GotoAsync($"/studies/{study.Value}/settings/anonymisation");
        await admin.GetByText("What stands in place of names").WaitForAsync();
        await screens.LookAsync(admin, "scheme");
        await admin.GotoAsync($"/studies/{study.Value}/redactions/search");
        await screens.LookAsync(admin, "search, shut");
        await ProveAsync(admin, "admin");
        await admin.GetByRole(AriaRole.Searchbox).FillAsync("Barnaby");
        await admin.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await admin.GetByRole(AriaRole.Group, new() { Name = "In transcripts" }).WaitForAsync();
        await screens.LookAsync(admin, "search");
        screens.AssertClean();
    }

    private async Task<StudyId> ArrangeAsync()
    {
        await using var db = Db();
        var participant = await db.Participants.SingleAsync(p => p.Label == "PSW-04", Cancel);
        var trust = await db.Trusts.SingleAsync(t => t.Id == participant.TrustId, Cancel);
        db.Interviews.Add(StudyBuilder.Must(Interview.Create(trust, null, Title, InterviewKind.Individual, new DateOnly(2026, 2, 3), [participant])));
        await db.SaveChangesAsync(Cancel);
        return participant.StudyId;
    }

    private async Task ImportAsync(StudyId study)
    {
        var page = await PersonAsync("researcher");
        await page.GotoAsync($"/studies/{study.Value}/import");
        await ChooseFilesAsync(page.Locator("#files"), new FilePayload { Name = "Rosalind.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(File) });
        await page.Locator(".file.needsinterview .fields select").SelectOptionAsync(new SelectOptionValue { Label = Title });
        await Expect(page.GetByLabel("It still names people")).ToBeCheckedAsync();
        await Button(page, "Import 1 file").PressAsync("Enter");
        await Expect(page.GetByText("It is in the vault.")).ToBeVisibleAsync(new() { Timeout = 30_000 }); // the detector reads its models the first time
    }

    private async Task<IPage> OpenReviewAsync(string person, StudyId study, bool bypassPolicy = false)
    {
        var page = await PersonAsync(person, bypassPolicy: bypassPolicy);
        await page.GotoAsync($"/studies/{study.Value}/redactions");
        await page.GetByRole(AriaRole.Link, new() { Name = Title }).PressAsync("Enter");
        await ProveAsync(page, person);
        await page.Locator(".review-turn").First.WaitForAsync();
        return page;
    }

    private static async Task ProveAsync(IPage page, string person)
    {
        await page.GetByLabel("Why do you need to see it?").SelectOptionAsync("Anonymise");
        await page.GetByLabel("Your password").FillAsync(SignInOf(person).Password);
        await page.GetByLabel("Your password").PressAsync("Enter");
    }

    /// <summary>Presses a until nothing is left to decide; where it asks who is meant, the first is taken.</summary>
    private static async Task AcceptAllAsync(IPage page)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            var words = await page.Locator(".how-far strong").InnerTextAsync();
            var numbers = words.Split(' ');
            if (numbers[0] == numbers[2]) return;
            await page.Keyboard.PressAsync("a");
            await Expect(page.Locator(".how-far strong").Filter(new() { HasNotText = words }).Or(page.Locator("dialog[open]"))).ToBeVisibleAsync();
            if (!await page.Locator("dialog[open]").IsVisibleAsync()) continue;
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".how-far strong")).Not.ToHaveTextAsync(words);
        }

        Assert.Fail("There is no end of what is left to decide.");
    }

    /// <summary>What nothing proposed is marked by hand: the keyboard is taken to its first word, and widened to its last.</summary>
    private static async Task MarkLeftoversAsync(IPage page)
    {
        foreach (var name in Names)
        {
            while (true)
            {
                var released = string.Join('\n', await page.Locator(".turn-released").AllTextContentsAsync());
                if (!released.Contains(name, StringComparison.OrdinalIgnoreCase)) break;
                await page.EvaluateAsync("() => document.querySelector('.review-text').focus()");
                await page.Keyboard.PressAsync("v");
                for (var steps = 0; steps < 200; steps++)
                {
                    var selected = await page.EvaluateAsync<string>("() => document.getSelection().toString()");
                    if (name.StartsWith(selected, StringComparison.OrdinalIgnoreCase) || selected.Contains(name, StringComparison.OrdinalIgnoreCase)) break;
                    await page.Keyboard.PressAsync(steps == 0 ? "ArrowUp" : "ArrowRight");
                }

                if (name.Contains(' ', StringComparison.Ordinal)) await page.Keyboard.PressAsync("Shift+ArrowRight");
                await page.Keyboard.PressAsync("Enter");
                var dialog = page.GetByRole(AriaRole.Dialog);
                await dialog.GetByLabel("What it is").SelectOptionAsync(new SelectOptionValue { Label = "indirect identifier" });
                await dialog.GetByRole(AriaRole.Button, new() { Name = "Replace" }).PressAsync("Enter");
                await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
                await Expect(page.Locator(".review [aria-live]")).ToContainTextAsync("replaced");
            }
        }
    }

    private static async Task ReadToTheEndAsync(IPage page)
    {
        for (var pages = 0; pages < 40 && !(await page.Locator(".how-far").InnerTextAsync()).Contains("Read to the end", StringComparison.Ordinal); pages++)
        {
            await page.Keyboard.PressAsync("PageDown");
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        await Expect(page.Locator(".how-far")).ToContainTextAsync("Read to the end");
    }
}
