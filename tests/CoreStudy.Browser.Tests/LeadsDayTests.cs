using System.Text;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A lead's day, from a new study with six trusts to its framework's second version.</summary>
public sealed class LeadsDayTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private static readonly string[] Trusts = ["Ash", "Beech", "Fir", "Larch", "Maple", "Oak"];

    private StudyId _study;

    [Fact]
    public async Task A_study_of_six_trusts_is_made_handed_out_watched_signed_off_and_its_framework_grows()
    {
        await MayCreateStudiesAsync("lead");
        var lead = await PersonAsync("lead");
        await MakeStudyAsync(lead);
        await JoinAsync(("coder1", Role.Coder), ("coder2", Role.Coder), ("supervisor", Role.Supervisor));
        await BringInFrameworkAsync(lead);
        foreach (var (participant, trust) in new[] { ("PSW-01", "Ash"), ("PSW-02", "Beech") }) await HoldAndImportAsync(lead, participant, trust);

        await ShareOutAsync(lead);
        var (ada, ben) = (await PersonAsync("coder1"), await PersonAsync("coder2"));
        await WatchAsync(lead, ada, ben);
        await SendBackAndSignOffAsync(ada);
        await GrowFrameworkAsync(lead, ada, ben);
        await ExportAsync(lead);

        await using var db = Db();
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private async Task MakeStudyAsync(IPage page)
    {
        await page.GotoAsync("/");
        await Button(page, "Create a study").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("A lead's day");
        await page.GetByLabel("Short name").FillAsync("A day");
        await Button(page, "Create").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Study settings" })).ToBeVisibleAsync();
        _study = new StudyId(Guid.Parse(new Uri(page.Url).Segments[2].TrimEnd('/')));

        await Link(page, "Trusts and sites").ClickAsync();
        foreach (var trust in Trusts)
        {
            await Button(page, "Add a trust").ClickAsync();
            await page.GetByLabel("Label").FillAsync(trust);
            await Button(page, "Save").ClickAsync();
            await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = trust })).ToBeVisibleAsync();
        }

        await Link(page, "Settings").ClickAsync();
        foreach (var trust in Trusts) await page.GetByLabel($"{trust}, Peer support worker").FillAsync("3");
        foreach (var trust in Trusts.Take(4)) await page.GetByLabel($"{trust}, PSW supervisor").FillAsync("1");
        await Button(page, "Save the targets").ClickAsync();
        await Expect(page.GetByText("The targets are saved.")).ToBeVisibleAsync();

        await Link(page, "Participants").ClickAsync();
        await Button(page, "Bring in a table").ClickAsync();
        var rows = Trusts.Select((trust, i) => $"PSW-0{i + 1}\t{trust}\tPeer support worker");
        await page.GetByLabel("Or paste rows from a spreadsheet").FillAsync("Label\tTrust\tRole\n" + string.Join('\n', rows));
        await Button(page, "Look at the table").ClickAsync();
        await Button(page, "Bring in 6 participants").ClickAsync();
        await Expect(page.GetByText("6 participants brought in.")).ToBeVisibleAsync(); // the preview has the same rows
        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(6);
    }

    private async Task BringInFrameworkAsync(IPage page)
    {
        await page.GotoAsync($"/studies/{_study.Value}/codebook/import");
        const string Codes = "Name,Parent,Definition\r\nWaiting,,Time spent waiting\r\nQueueing,,Standing in line\r\nHope,,Looking forward\r\n";
        await ChooseFilesAsync(page.Locator("#file"), new FilePayload { Name = "framework.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Codes) });
        await page.Locator(".actions .primary").ClickAsync();
        await Expect(page.Locator(".done")).ToBeVisibleAsync();
        await FreezeAsync(page, "Framework v1");
    }

    private static async Task HoldAndImportAsync(IPage page, string participant, string trust)
    {
        await Link(page, "Interviews").ClickAsync();
        await Button(page, "Add an interview").ClickAsync();
        var form = page.Locator("form.edit");
        await form.GetByLabel("Title").FillAsync($"{participant}, interview");
        await form.GetByLabel("Trust").SelectOptionAsync(new SelectOptionValue { Label = trust });
        await form.GetByLabel(participant, new() { Exact = true }).CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = $"{participant}, interview" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        var turns = Enumerable.Range(1, 12).Select(i => $"Interviewer: What came then?\r\n\r\n{participant}: We waited, visit number {i}, and then somebody came.\r\n\r\n");
        await ChooseFilesAsync(page.Locator("#files"), new FilePayload { Name = $"{participant}.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(string.Concat(turns)) });
        await page.Locator(".file.needsinterview .fields select").SelectOptionAsync(new SelectOptionValue { Label = $"{participant}, interview" });
        await page.GetByLabel("It identifies nobody already").CheckAsync();
        await page.GetByText("Open for coding at once").ClickAsync();
        await Button(page, "Import 1 file").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Read it at the coding desk" })).ToBeVisibleAsync();
    }

    private async Task ShareOutAsync(IPage page)
    {
        await page.GotoAsync($"/studies/{_study.Value}/assignments");
        await Button(page, "Share out evenly …").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Coders for each transcript").FillAsync("2");
        await dialog.GetByLabel("Coders for each transcript").PressAsync("Tab");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("2 transcripts to 2 coders");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand out 2 transcripts" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "PSW-01, interview, Coder One: To code" })).ToBeVisibleAsync();
    }

    /// <summary>Both coders code from their own worklist; the lead's board counts their words without a reload.</summary>
    private async Task WatchAsync(IPage lead, IPage ada, IPage ben)
    {
        await lead.GotoAsync($"/studies/{_study.Value}/progress");
        var board = lead.GetByRole(AriaRole.Region, new() { Name = "Progress by coder" }).GetByRole(AriaRole.Row);
        foreach (var (desk, coder) in new[] { (ada, "Coder One"), (ben, "Coder Two") })
        {
            await desk.GotoAsync($"/studies/{_study.Value}/work");
            await desk.GetByRole(AriaRole.Link, new() { NameRegex = new("coding.*PSW-01, interview$") }).ClickAsync();
            await desk.Locator("#desk[data-ready]").WaitForAsync();
            var coded = board.Filter(new() { HasText = coder }).Locator("td").Nth(4);
            var before = await coded.InnerTextAsync();
            await CodeAsync(desk, coder == "Coder One" ? "Waiting" : "Queueing");
            await Expect(coded).Not.ToHaveTextAsync(before);
        }
    }

    private async Task SendBackAndSignOffAsync(IPage desk)
    {
        var (coder, supervisor) = (await PersonAsync("coder1"), await PersonAsync("supervisor"));
        await coder.GotoAsync($"/studies/{_study.Value}/work");
        await supervisor.GotoAsync($"/studies/{_study.Value}/sign-off");
        var done = coder.GetByRole(AriaRole.Button, new() { NameRegex = new("This is done.*PSW-01, interview") });
        await done.ClickAsync();
        await supervisor.GetByRole(AriaRole.Button, new() { NameRegex = new("Send back ….*PSW-01, interview") }).ClickAsync();
        await supervisor.GetByLabel("What to look at again").FillAsync("Please look at the last visit again.");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Send back", Exact = true }).ClickAsync();
        await Expect(coder.Locator(".next li").First).ToContainTextAsync("Please look at the last visit again.");
        await CodeAsync(desk, "Hope");
        await done.ClickAsync();
        await supervisor.GetByRole(AriaRole.Button, new() { NameRegex = new("Sign off.*PSW-01, interview") }).ClickAsync();
        await Expect(supervisor.GetByText("is signed off.")).ToBeVisibleAsync();
    }

    /// <summary>Merges and splits while both coders sit at their desks: nothing is lost, both screens follow; two versions tell what happened.</summary>
    private async Task GrowFrameworkAsync(IPage lead, IPage ada, IPage ben)
    {
        var transcript = (await TranscriptOfStudyAsync()).Id;
        var before = await CodingsAsync(transcript);
        await OpenCodeAsync(lead, "Queueing");
        await Button(lead, "Merge").ClickAsync();
        await lead.Locator("form.edit select").SelectOptionAsync(new SelectOptionValue { Label = "Waiting" });
        await lead.Locator("form.edit").GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();
        await Expect(lead.GetByText("The code has been merged.")).ToBeVisibleAsync();
        foreach (var desk in new[] { ada, ben }) await Expect(CodeOn(desk, "Queueing")).ToHaveCountAsync(0);
        await CodeAsync(ben, "Waiting");

        await OpenCodeAsync(lead, "Waiting");
        await Button(lead, "Split").ClickAsync();
        await lead.GetByLabel("Name of the new code").FillAsync("Waiting at home");
        await lead.Locator(".passages input").First.CheckAsync();
        await Button(lead, "Split, and move 1").ClickAsync();
        await Expect(lead.GetByText("The code has been split.")).ToBeVisibleAsync();
        foreach (var desk in new[] { ada, ben }) await Expect(CodeOn(desk, "Waiting at home")).ToHaveCountAsync(1);
        Assert.Equal(before + 1, await CodingsAsync(transcript));

        await FreezeAsync(lead, "Framework v2");
        await lead.Locator(".choose select").Nth(0).SelectOptionAsync(new SelectOptionValue { Label = "Framework v1" });
        await lead.Locator(".choose select").Nth(1).SelectOptionAsync(new SelectOptionValue { Label = "Framework v2" });
        await Expect(lead.Locator(".cards")).ToContainTextAsync("Waiting at home");
        await Expect(lead.Locator(".chips")).ToContainTextAsync("Merged");
    }

    private async Task ExportAsync(IPage lead)
    {
        await lead.GotoAsync($"/studies/{_study.Value}/progress");
        await lead.GetByText("The board and its words as tables, and as files").ClickAsync();
        var table = lead.GetByRole(AriaRole.Region, new() { Name = "Progress by trust and role" });
        var file = await lead.RunAndWaitForDownloadAsync(() => table.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync());
        var csv = await File.ReadAllTextAsync(await file.PathAsync(), Cancel);
        foreach (var trust in Trusts) Assert.Contains(trust, csv, StringComparison.Ordinal);
    }

    private async Task FreezeAsync(IPage page, string name)
    {
        await page.GotoAsync($"/studies/{_study.Value}/codebook/versions");
        await Button(page, "Freeze the framework").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("Name, such as").FillAsync(name);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Freeze" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = name })).ToBeVisibleAsync();
    }

    private async Task OpenCodeAsync(IPage page, string code)
    {
        await page.GotoAsync($"/studies/{_study.Value}/codebook");
        await page.Locator(".tree [role=treeitem]").Filter(new() { Has = page.GetByText(code, new() { Exact = true }) }).ClickAsync();
    }

    private static ILocator CodeOn(IPage desk, string name) => desk.Locator("#desk-codes [role=treeitem]").Filter(new() { Has = desk.GetByText(name, new() { Exact = true }) });

    private async Task<(TranscriptId Id, string Title)> TranscriptOfStudyAsync()
    {
        await using var db = Db();
        var found = await db.Transcripts.Where(t => t.StudyId == _study && t.Title.StartsWith("PSW-01")).Select(t => new { t.Id, t.Title }).SingleAsync(Cancel);
        return (found.Id, found.Title);
    }

    private async Task JoinAsync(params (string Person, Role Role)[] people)
    {
        await using var db = Db();
        foreach (var (person, role) in people)
        {
            var email = SignInOf(person).Email;
            var account = await db.Users.SingleAsync(a => a.Email == email, Cancel);
            db.Members.Add(StudyBuilder.Must(Member.Join(_study, new AccountId(account.Id), role, account.Name, [], StudyBuilder.At)));
        }

        await db.SaveChangesAsync(Cancel);
    }
}
