using System.Text.RegularExpressions;
using System.Xml.Linq;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A study goes out to other programs and comes in from them.</summary>
public sealed class ExchangeTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const int ScanOfAWholeStudy = 240_000;

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_lead_takes_the_study_out_brings_in_what_was_coded_elsewhere_and_all_of_it_as_another_and_the_framework_comes_back_as_a_codebook()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await MayMakeStudiesAsync();
        var page = await PersonAsync("lead", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/exchange");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make the project" })).ToBeVisibleAsync();
        await _screens.LookAsync(page, "exchange");

        await page.GetByRole(AriaRole.Button, new() { Name = "Make the project" }).ClickAsync();
        await Expect(page.GetByText("The project was not made yet: it may tell who somebody is.")).ToBeVisibleAsync(new() { Timeout = ScanOfAWholeStudy });
        await AgreeAsync();
        var project = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Make the project" }).ClickAsync(), new() { Timeout = ScanOfAWholeStudy });
        await Expect(page.GetByText("The project is made:")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is not in the file" })).ToBeVisibleAsync();
        await _screens.LookAsync(page, "exchange, made");

        await page.GetByRole(AriaRole.Link, new() { Name = "the page of codings from a file" }).ClickAsync();
        var elsewhere = OtherPrograms.Rewritten(await File.ReadAllBytesAsync(await project.PathAsync(), Cancel), "QualCoder 3.6", Coded);
        await ChooseFilesAsync(page.Locator("#file"), new FilePayload { Name = "elsewhere.qdpx", MimeType = "application/zip", Buffer = elsewhere });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "How the project meets this study" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Coders who are not in the team (1)")).ToBeVisibleAsync();
        await page.GetByText("What of the project is not taken").ClickAsync();
        await _screens.LookAsync(page, "a project that was coded elsewhere, before its codings come in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring in 1 coding" }).ClickAsync();
        await Expect(page.GetByText("1 coding of 1 coder on 1 transcript brought in; 1 coder from outside")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("from a project of another program, by")).ToBeVisibleAsync();
        await _screens.LookAsync(page, "codings of a project that came in");
        await page.GotoAsync($"/studies/{study.Value}/exchange");

        var link = page.GetByRole(AriaRole.Link, new() { Name = "Download the framework as a codebook (.qdc)" });
        await link.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/exports")); // dates in examples, which somebody has to look at
        await AgreeAsync();
        await page.GotoAsync($"/studies/{study.Value}/exchange");
        var codebook = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await page.GotoAsync($"/studies/{study.Value}/codebook/import");
        await ChooseFilesAsync(page.Locator("#file"), await codebook.PathAsync());
        await Expect(page.GetByText("unchanged").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Nothing to import" })).ToBeDisabledAsync();

        await page.GotoAsync("/import-study");
        await ChooseFilesAsync(page.Locator("#file"), await project.PathAsync());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What becomes of" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await _screens.LookAsync(page, "a project, before it comes in");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("The same again");
        await page.GetByLabel("Short name").FillAsync("Again");
        await page.GetByText("No. I have checked").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring it in" }).ClickAsync();
        await Expect(page.GetByText("The same again is there:")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await _screens.LookAsync(page, "a project that came in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the study" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Transcripts" })).ToBeVisibleAsync();
        _screens.AssertClean();
    }

    /// <summary>Somebody at another site puts the code of a passage of PSW-01 there too.</summary>
    private static string Coded(string project)
    {
        var xml = XDocument.Parse(project, LoadOptions.PreserveWhitespace);
        var names = xml.Root!.Name.Namespace;
        var by = Guid.CreateVersion7();
        xml.Descendants(names + "Users").Single().Add(new XElement(names + "User", new XAttribute("guid", by), new XAttribute("name", "Reader at another site")));
        var coding = xml.Descendants(names + "TextSource").First(s => s.Attribute("name")!.Value.StartsWith("PSW-01", StringComparison.Ordinal)).Descendants(names + "Coding").First();
        var own = new XElement(coding);
        own.SetAttributeValue("guid", Guid.CreateVersion7());
        own.SetAttributeValue("creatingUser", by);
        own.Elements(names + "NoteRef").Remove();
        coding.AddAfterSelf(own);
        return xml.ToString(SaveOptions.DisableFormatting);
    }

    private async Task MayMakeStudiesAsync()
    {
        await using var db = Db();
        var lead = await db.Members.Where(m => m.Role == Role.StudyLead).Select(m => m.AccountId).SingleAsync(Cancel);
        await db.Users.Where(a => a.Id == lead.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);
    }

    /// <summary>The lead has said why what was found may leave.</summary>
    private async Task AgreeAsync()
    {
        await using var db = Db();
        var lead = await db.Members.SingleAsync(m => m.Role == Role.StudyLead, Cancel);
        foreach (var stopped in await db.StoppedExports.Where(s => s.UsedAt == null).ToListAsync(Cancel)) StudyBuilder.Must(stopped.Agree(lead, "All of it is fictional.", TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync(Cancel);
    }
}
