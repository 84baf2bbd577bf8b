using CoreStudy.Domain.Retention;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>What an admin does with what identifies, and what the lead sees of it.</summary>
public sealed class ConfidentialTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Planted = "Philippa Quillfeather";

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task An_admin_records_a_consent_looks_at_who_somebody_is_withdraws_them_and_the_lead_sees_who_looked()
    {
        var (study, transcript) = await TranscriptAsync("PSW-22");
        var said = new List<string>(); // all that the lead's page was sent
        var lead = await PersonAsync("lead");
        lead.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => said.Add(frame.Text ?? System.Text.Encoding.UTF8.GetString(frame.Binary ?? []));
        await lead.GotoAsync($"/studies/{study.Value}/reveals");
        await Expect(lead.Locator("main")).ToContainTextAsync("Nobody has looked", new() { Timeout = 20_000 }); // the first page of a site that has just started
        var admin = await PersonAsync("admin");

        await admin.GotoAsync($"/studies/{study.Value}/consents");
        await Button(admin, "Record a consent of PSW-22").ClickAsync();
        await admin.GetByLabel("Version of the consent form").FillAsync("v2.0");
        await admin.GetByLabel("Date of the consent").FillAsync("2026-02-20");
        await ChooseFilesAsync(admin.GetByLabel("The signed form"), new FilePayload { Name = $"{Planted}.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 fictional"u8.ToArray() });
        await Expect(admin.GetByText("A file of 1 KB is chosen.")).ToBeVisibleAsync();
        await Button(admin, "Record").ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Row, new() { Name = "PSW-22" })).ToContainTextAsync("v2.0");

        await OpenGateAsync(admin, $"/studies/{study.Value}/participants/identities");
        await Button(admin, "Add who PSW-22 is").ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync(Planted);
        await Button(admin, "Save").ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Row, new() { Name = "PSW-22" })).ToContainTextAsync(Planted);
        await Expect(lead.GetByRole(AriaRole.Row, new() { Name = "All participants’ identities" })).ToContainTextAsync("Open now"); // without a reload
        await Button(admin, "Hide again").ClickAsync();
        await Expect(admin.Locator("main")).Not.ToContainTextAsync(Planted);
        await Expect(lead.GetByRole(AriaRole.Row, new() { Name = "All participants’ identities" })).Not.ToContainTextAsync("Open now");

        var coder = await PersonAsync("coder1");
        await SitDownAsync(coder, "PSW-22");
        await admin.GotoAsync($"/studies/{study.Value}/consents");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Withdraw PSW-22 …" }).ClickAsync();
        await admin.GetByLabel("All data").CheckAsync();
        await Expect(admin.GetByText("1 signed form.")).ToBeVisibleAsync();
        await admin.GetByLabel("The day they asked").FillAsync("2026-03-01");
        await admin.GetByLabel("To confirm, type").FillAsync("PSW-22");
        await Button(admin, "Withdraw and destroy").ClickAsync();
        await admin.Locator(".certificate").WaitForAsync(); // a whole interview is blanked first
        await Expect(admin.Locator("dl")).ToContainTextAsync("cannot be read again");

        await using var db = Db();
        Assert.All((await db.TranscriptTexts.Where(t => t.TranscriptId == transcript).Select(t => t.Words).SingleAsync(Cancel)).Split('\n'), turn => Assert.Equal("[withdrawn]", turn));
        Assert.DoesNotContain(said, s => s.Contains("Quillfeather", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gate_is_used_by_the_keyboard_alone_and_its_page_is_never_stored()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var admin = await PersonAsync("admin");
        var answer = (await admin.GotoAsync($"/studies/{study.Value}/participants/identities"))!;
        Assert.Equal("no-store", await answer.HeaderValueAsync("cache-control"));
        await admin.GetByLabel("Why do you need to see it?").WaitForAsync();
        await Expect(admin.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync(); // where a page begins; who is faster loses their place to it
        await admin.GetByLabel("Why do you need to see it?").FocusAsync();
        await admin.Keyboard.TypeAsync("Safeguarding");
        await admin.Keyboard.PressAsync("Tab");
        await admin.Keyboard.PressAsync("Tab");
        await admin.Keyboard.TypeAsync(SignInOf("admin").Password);
        await admin.Keyboard.PressAsync("Enter");
        await Expect(admin.GetByRole(AriaRole.Table)).ToBeVisibleAsync();

        await Button(admin, "Hide again").FocusAsync();
        await admin.Keyboard.PressAsync("Enter");

        await Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "Who the participants are" })).ToBeVisibleAsync();
        Assert.DoesNotContain(SignInOf("admin").Password, admin.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_screen_is_clean_and_nothing_runs_off_its_side()
    {
        const string label = "PSW-25";
        var (study, _) = await TranscriptAsync("PSW-01");
        await using (var db = Db()) await db.RetentionRules.Where(r => r.Kind == RetentionKind.Recordings).ExecuteUpdateAsync(r => r.SetProperty(x => x.Until, new DateOnly(2026, 1, 1)), Cancel);
        var admin = await PersonAsync("admin", bypassPolicy: true);
        await admin.GotoAsync($"/studies/{study.Value}/participants/identities");
        await admin.GetByLabel("Why do you need to see it?").WaitForAsync();
        await _screens.LookAsync(admin, "gate");
        await OpenGateAsync(admin, $"/studies/{study.Value}/participants/identities");
        await Button(admin, $"Add who {label} is").ClickAsync();
        await admin.GetByLabel("Name", new() { Exact = true }).FillAsync(Planted);
        await admin.Locator(".edit").GetByLabel("Contact").FillAsync("philippa@quill.example");
        await _screens.LookAsync(admin, "identity");
        await Button(admin, "Save").ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Row, new() { Name = label })).ToContainTextAsync(Planted);
        await _screens.LookAsync(admin, "identities");
        await Button(admin, "Bring in a table").ClickAsync();
        await admin.GetByLabel("Or paste rows").FillAsync("Label,Name\nSUP-01,Ignatius Thimblewick\nPSW-99,Nobody");
        await Button(admin, "Look at the table").ClickAsync();
        await admin.Locator(".preview").WaitForAsync();
        await _screens.LookAsync(admin, "import");

        await admin.GotoAsync($"/studies/{study.Value}/consents");
        await admin.Locator("tbody tr").First.WaitForAsync();
        await _screens.LookAsync(admin, "consents");
        await Button(admin, $"Record a consent of {label}").ClickAsync();
        await _screens.LookAsync(admin, "consent");
        await Button(admin, "Cancel").ClickAsync();
        await Button(admin, $"History of {label}").ClickAsync();
        await _screens.LookAsync(admin, "history");

        await admin.GotoAsync($"/studies/{study.Value}/retention");
        await admin.Locator("section.sheet").First.WaitForAsync();
        await admin.Locator(".reminder").WaitForAsync();
        await _screens.LookAsync(admin, "retention");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Destroy the key to identities …" }).ClickAsync();
        await _screens.LookAsync(admin, "destroy");

        await admin.GotoAsync($"/studies/{study.Value}/consents");
        await admin.GetByRole(AriaRole.Link, new() { Name = $"Withdraw {label} …" }).ClickAsync();
        await admin.GetByLabel("All data").CheckAsync();
        await admin.GetByLabel("The day they asked").FillAsync("2026-03-01");
        await admin.GetByLabel("To confirm, type").FillAsync(label);
        await _screens.LookAsync(admin, "withdraw");
        await Button(admin, "Withdraw and destroy").ClickAsync();
        await admin.Locator(".certificate").WaitForAsync();
        await _screens.LookAsync(admin, "certificate");
        await admin.GotoAsync($"/studies/{study.Value}/reveals");
        await admin.Locator("tbody tr").First.WaitForAsync();
        await _screens.LookAsync(admin, "reveals");

        _screens.AssertClean();
    }

    private static async Task OpenGateAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.GetByLabel("Why do you need to see it?").SelectOptionAsync(new SelectOptionValue { Label = "Audit" });
        await page.GetByLabel("Your password").FillAsync(SignInOf("admin").Password);
        await Button(page, "Show it").ClickAsync();
        await page.GetByRole(AriaRole.Table).WaitForAsync();
    }
}
