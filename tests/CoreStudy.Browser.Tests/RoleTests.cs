using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>What each role comes here to do, from signing in to the end of it.</summary>
public sealed class RoleTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_coder_signs_in_finds_a_transcript_and_sits_down_at_it()
    {
        var page = await PersonAsync(null);
        await page.GotoAsync("/");
        await page.GetByLabel("E-mail address").FillAsync(SignInOf("coder1").Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.Locator("[role=alert], .errors, .summary").First).ToBeVisibleAsync();

        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(SignInOf("coder1").Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Staying Connected" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "My work" })).ToBeVisibleAsync(); // where coders begin
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Transcripts" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PSW-01, individual interview" }).ClickAsync();

        await page.Locator("#desk[data-ready]").WaitForAsync();
    }

    [Fact]
    public async Task A_coder_who_types_the_address_of_a_researchers_page_is_told_no()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("coder1");

        await page.GotoAsync($"/studies/{study.Value}/import");

        await Expect(page.Locator("main")).ToContainTextAsync("Your role in this study does not allow this.");
    }

    [Fact]
    public async Task A_researcher_makes_an_interview_imports_its_transcript_and_opens_it()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("researcher");
        await page.GotoAsync($"/studies/{study.Value}/interviews");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add an interview" }).ClickAsync();
        await page.Locator("form").GetByLabel("Title").FillAsync("PSW-02, second interview");
        await page.Locator("form").GetByLabel("Trust").SelectOptionAsync(new SelectOptionValue { Label = "Alder" });
        await page.GetByLabel("PSW-02", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "PSW-02, second interview" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        await ChooseFilesAsync(
            page.Locator("#files"),
            new FilePayload { Name = "second.txt", MimeType = "text/plain", Buffer = "Interviewer: How has it been?\r\n\r\nPSW-02: Steadier. I sleep 🙂.\r\n\r\nInterviewer: Good.\r\n\r\nPSW-02: It is.\r\n"u8.ToArray() },
            new FilePayload { Name = "empty.docx", MimeType = "application/octet-stream", Buffer = [] });
        await Expect(page.Locator(".file.unreadable .why")).ToContainTextAsync("empty");
        await page.Locator(".file.needsinterview .fields select").SelectOptionAsync(new SelectOptionValue { Label = "PSW-02, second interview" });
        await page.GetByLabel("It identifies nobody already").CheckAsync();
        await page.GetByText("Open for coding at once").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 1 file" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Read it at the coding desk" }).ClickAsync();

        await page.Locator("#desk[data-ready]").WaitForAsync();
        await Expect(page.Locator("#turn-1")).ToContainTextAsync("Steadier. I sleep 🙂.");
        await Expect(page.Locator("#turn-1 .turn-speaker")).ToHaveTextAsync("PSW-02");
    }

    [Fact]
    public async Task A_supervisor_reads_a_coders_question_in_its_place_and_replies()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var page = await PersonAsync("supervisor");
        await page.GotoAsync($"/studies/{study.Value}/questions");
        await page.Locator("tbody th a").First.ClickAsync();
        await page.Locator("#desk[data-ready]").WaitForAsync();

        await page.Keyboard.PressAsync("c");
        await page.Keyboard.TypeAsync("Yes, I would.");
        await page.Keyboard.PressAsync("Control+Enter");
        await SavedAsync(page);

        await using var db = Db();
        Assert.Equal("Supervisor", await (from c in db.Comments join m in db.Members on c.MemberId equals m.Id where c.Text == "Yes, I would." select m.Name).SingleAsync(Cancel));
    }

    [Fact]
    public async Task A_lead_adds_a_trust_and_a_code_and_a_coder_at_the_desk_can_use_it_at_once()
    {
        var coder = await PersonAsync("coder1");
        await SitDownAsync(coder, "PSW-01");
        var (study, _) = await TranscriptAsync("PSW-01");
        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/places");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Add a trust" }).ClickAsync();
        await lead.GetByLabel("Label").FillAsync("Willow");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Rowheader, new() { Name = "Willow" })).ToBeVisibleAsync();

        await lead.GetByRole(AriaRole.Link, new() { Name = "Framework" }).ClickAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Add a code" }).First.ClickAsync();
        await lead.GetByLabel("Name").FillAsync("Laughing together");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(coder.Locator("[role=treeitem]", new() { HasText = "Laughing together" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task An_admin_invites_somebody_who_joins_by_the_link_and_sees_no_transcript_text_themselves()
    {
        var (study, transcript) = await TranscriptAsync("PSW-01");
        var admin = await PersonAsync("admin");
        await admin.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/code");
        await Expect(admin.Locator("body")).Not.ToContainTextAsync("Thanks for coming in");

        await admin.GotoAsync($"/studies/{study.Value}/members");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.GetByRole(AriaRole.Dialog).GetByLabel("E-mail").FillAsync("new@test.example");
        await admin.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync("New Coder");
        await admin.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.GetByLabel("Link", new() { Exact = true }).InputValueAsync();

        var joining = await PersonAsync(null);
        await joining.GotoAsync(new Uri(link).PathAndQuery);
        foreach (var field in await joining.Locator("input[type=password]").AllAsync()) await field.FillAsync("a long enough secret 7");
        await joining.Locator("form button").First.ClickAsync();

        await Expect(joining.GetByRole(AriaRole.Link, new() { Name = "Staying Connected" }).First).ToBeVisibleAsync();
    }
}
