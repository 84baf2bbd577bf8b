using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A study moves to another installation, all of it by pages.</summary>
public sealed class RestoreTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string PassPhrase = "five words that belong nowhere";
    private const int APackedStudy = 120_000;

    private readonly ScreenCheck _screens = new();
    private readonly PostgresFixture _servers = postgres;
    private readonly BrowserFixture _windows = browser;

    [Fact]
    public async Task An_archive_with_the_vault_is_made_in_one_installation_and_restored_in_another_that_is_empty()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var archive = await ArchiveAsync(await PersonAsync("admin", bypassPolicy: true), study);
        await using var there = await _servers.CloneAsync(Cancel);
        await using var site = await AppFixture.StartAsync(there.Connections);
        await using var elsewhere = new StudyDb(StudyDbOptions.For(there.ConnectionString));
        var page = await OperatorAsync(site, elsewhere);

        await page.GotoAsync("/restore");
        await ChooseFilesAsync(page.Locator("input[type=file]"), archive);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is in it" })).ToBeVisibleAsync(new() { Timeout = APackedStudy });
        await Expect(page.GetByText("In it, sealed by a pass-phrase")).ToBeVisibleAsync();
        await _screens.LookAsync(page, "an archive, looked into");
        await page.GetByLabel("Pass-phrase of the vault").FillAsync("another one, which is wrong");
        await Button(page, "Restore").ClickAsync();
        await Expect(page.GetByText("pass-phrase", new() { Exact = false }).And(page.Locator(".wrong"))).ToBeVisibleAsync(new() { Timeout = APackedStudy });
        Assert.Equal(0, await elsewhere.Studies.CountAsync(Cancel));
        await page.GetByLabel("Pass-phrase of the vault").FillAsync(PassPhrase);
        await Button(page, "Restore").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "is restored" })).ToBeVisibleAsync(new() { Timeout = APackedStudy });
        await _screens.LookAsync(page, "a study that is restored");
        await using var here = Db();
        Assert.Equal(await CountsAsync(here, study), await CountsAsync(elsewhere, study));
        await page.GotoAsync($"/studies/{study.Value}/audit");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Before it came here" })).ToBeVisibleAsync();
        await _screens.LookAsync(page, "the trail of before");
        await page.Context.CloseAsync();
        _screens.AssertClean();
    }

    private static async Task<string> ArchiveAsync(IPage page, StudyId study)
    {
        await page.GotoAsync($"/studies/{study.Value}/archive");
        await page.GetByLabel("Why do you need to see it?").SelectOptionAsync("Archive");
        await page.GetByLabel("Your password").FillAsync(SignInOf("admin").Password);
        await Button(page, "Show it").ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Pass-phrase") }).FillAsync(PassPhrase);
        await page.GetByLabel("Once more").FillAsync(PassPhrase);
        await Button(page, "Make the archive with the vault").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The archive is made" })).ToBeVisibleAsync(new() { Timeout = APackedStudy });
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download", Exact = true }).ClickAsync());
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, download.SuggestedFilename);
        await download.SaveAsAsync(path);
        return path;
    }

    private async Task<IPage> OperatorAsync(AppFixture site, StudyDb elsewhere)
    {
        var account = new Account { Name = "Op Erator", UserName = "op@example.org", NormalizedUserName = "OP@EXAMPLE.ORG", Email = "op@example.org", NormalizedEmail = "OP@EXAMPLE.ORG", IsOperator = true, SecurityStamp = Guid.CreateVersion7().ToString("n"), CreatedAt = StudyBuilder.At };
        elsewhere.Users.Add(account);
        await elsewhere.SaveChangesAsync(Cancel);
        var context = await _windows.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.Address.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce, BypassCSP = true });
        var (name, value) = await site.SignInAsync(new AccountId(account.Id));
        await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = site.Address.ToString() }]);
        return await context.NewPageAsync();
    }

    private static async Task<(int Transcripts, int Participants, int Codes, int Codings, int Acts, int Memos, int Themes, int Quotes)> CountsAsync(StudyDb db, StudyId study) => (
        await db.Transcripts.CountAsync(t => t.StudyId == study, Cancel), await db.Participants.CountAsync(p => p.StudyId == study, Cancel), await db.Codes.CountAsync(c => c.StudyId == study, Cancel),
        await db.Codings.CountAsync(c => c.StudyId == study, Cancel), await db.CodingActs.CountAsync(Cancel), await db.Memos.CountAsync(m => m.StudyId == study, Cancel),
        await db.Themes.CountAsync(t => t.StudyId == study, Cancel), await db.Quotes.CountAsync(q => q.StudyId == study, Cancel));
}
