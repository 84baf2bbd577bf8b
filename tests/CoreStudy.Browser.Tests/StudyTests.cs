using CoreStudy.Domain.Interviews;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>What a lead does around the transcripts: a study, its trusts, targets, participants and interviews.</summary>
public sealed class StudyTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_lead_makes_a_study_fills_it_and_puts_away_and_brings_back()
    {
        await MayCreateStudiesAsync("lead");
        var page = await PersonAsync("lead");
        await page.GotoAsync("/");
        await Button(page, "Create a study").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Peers in six trusts");
        await page.GetByLabel("Short name").FillAsync("Six trusts");
        await Button(page, "Create").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Study settings" })).ToBeVisibleAsync();

        await AddTrustsAsync(page, "Alder", "Birch");
        await SetTargetsAsync(page);
        await AddAttributeAsync(page);
        await BringInParticipantsAsync(page);
        await HoldAnInterviewAsync(page);
        await PutAwayAndBringBackAsync(page);

        await using var db = Db();
        var study = await db.Studies.SingleAsync(s => s.Name == "Peers in six trusts", Cancel);
        Assert.Equal([2, 4, 6], await db.RecruitmentTargets.Where(t => t.StudyId == study.Id).OrderBy(t => t.Count).Select(t => t.Count).ToListAsync(Cancel));
        var participants = await db.Participants.Where(p => p.StudyId == study.Id).OrderBy(p => p.Label).ToListAsync(Cancel);
        Assert.Equal([("PSW-01", "Ward"), ("PSW-02", "Community")], participants.Select(p => (p.Label, p.Attributes.Values.Single())));
        Assert.All(participants, p => Assert.Null(p.ArchivedAt));
        Assert.Equal([(InterviewState.Held, "Interviewer A")], (await db.Interviews.Where(i => i.StudyId == study.Id).ToListAsync(Cancel)).Select(i => (i.State, i.Interviewer)));
    }

    [Fact]
    public async Task A_coder_at_the_desk_is_told_when_the_transcript_is_put_away_and_codes_on_when_it_is_back()
    {
        var coder = await PersonAsync("coder1");
        var transcript = await SitDownAsync(coder, "PSW-01");
        var (study, _) = await TranscriptAsync("PSW-01");
        var before = await CodingsAsync(transcript);
        var researcher = await PersonAsync("researcher");
        await researcher.GotoAsync($"/studies/{study.Value}");

        await PutAwayAsync(researcher, "PSW-01, individual interview");

        await Expect(coder.Locator("#desk-banner")).ToContainTextAsync("This transcript is put away", new() { Timeout = 15_000 });
        Assert.Equal(before, await CodingsAsync(transcript));
        await BringBackAsync(researcher, "PSW-01, individual interview");
        await Expect(coder.Locator("#desk-banner")).Not.ToContainTextAsync("This transcript is put away", new() { Timeout = 15_000 });
    }

    private static async Task AddTrustsAsync(IPage page, params string[] labels)
    {
        await Link(page, "Trusts and sites").ClickAsync();
        foreach (var label in labels)
        {
            await Button(page, "Add a trust").ClickAsync();
            await page.GetByLabel("Label").FillAsync(label);
            await Button(page, "Save").ClickAsync();
            await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = label })).ToBeVisibleAsync();
        }
    }

    private static async Task SetTargetsAsync(IPage page)
    {
        await Link(page, "Settings").ClickAsync();
        await page.GetByLabel("Alder, Peer support worker").FillAsync("4");
        await page.GetByLabel("Birch, Peer support worker").FillAsync("6");
        await page.GetByLabel("Birch, PSW supervisor").FillAsync("two");
        await Button(page, "Save the targets").ClickAsync();
        await Expect(page.Locator(".fault")).ToContainTextAsync("“two” is no whole number from 1 to 999.");

        await page.GetByLabel("Birch, PSW supervisor").FillAsync("2");
        await Expect(page.Locator("tfoot td")).ToHaveTextAsync(["10", "2", "12"]);
        await Button(page, "Save the targets").ClickAsync();
        await Expect(page.GetByText("The targets are saved.")).ToBeVisibleAsync();
    }

    private static async Task AddAttributeAsync(IPage page)
    {
        await Button(page, "Add an attribute").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Setting");
        await page.GetByLabel("Kind").SelectOptionAsync(new SelectOptionValue { Label = "A choice" });
        await page.GetByLabel("Choices, one a line").FillAsync("Ward\nCommunity");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByText("A choice: Ward, Community · known of nobody yet")).ToBeVisibleAsync();
    }

    private static async Task BringInParticipantsAsync(IPage page)
    {
        await Link(page, "Participants").ClickAsync();
        await Button(page, "Bring in a table").ClickAsync();
        var table = page.GetByLabel("Or paste rows from a spreadsheet");
        await table.FillAsync("Label\tTrust\tRole\tSetting\nPSW-01\tAlder\tPeer support worker\tWard\nPSW-02\tBirch\tPeer support worker\tAttic");
        await Button(page, "Look at the table").ClickAsync();
        await Expect(page.GetByText("1 row of 2 needs another look.")).ToBeVisibleAsync();
        await Expect(page.Locator(".preview .bad .why")).ToContainTextAsync("“Attic” is not among the choices");

        await table.FillAsync("Label\tTrust\tRole\tSetting\nPSW-01\tAlder\tPeer support worker\tWard\nPSW-02\tBirch\tPeer support worker\tCommunity");
        await Button(page, "Look at the table").ClickAsync();
        await Button(page, "Bring in 2 participants").ClickAsync();
        await Expect(page.GetByText("2 participants brought in.")).ToBeVisibleAsync(); // the preview has the same rows
        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(["PSW-01", "PSW-02"]);
    }

    private static async Task HoldAnInterviewAsync(IPage page)
    {
        await Link(page, "Interviews").ClickAsync();
        await Button(page, "Add an interview").ClickAsync();
        var form = page.Locator("form.edit");
        await form.GetByLabel("Title").FillAsync("PSW-01, individual interview");
        await form.GetByLabel("State").SelectOptionAsync("Held");
        await form.GetByLabel("Interviewer").FillAsync("Interviewer A");
        await form.GetByLabel("Trust").SelectOptionAsync(new SelectOptionValue { Label = "Alder" });
        await form.GetByLabel("PSW-01", new() { Exact = true }).CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Please give the date on which it was held.");

        await form.GetByLabel("Held on").FillAsync("2026-03-02");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { NameRegex = new("^Held") })).ToBeVisibleAsync();
    }

    private static async Task PutAwayAndBringBackAsync(IPage page)
    {
        await PutAwayAsync(page, "PSW-01, individual interview");
        await BringBackAsync(page, "PSW-01, individual interview");

        await Link(page, "Participants").ClickAsync();
        await PutAwayAsync(page, "PSW-02");
        await BringBackAsync(page, "PSW-02");

        await page.GetByRole(AriaRole.Link, new() { Name = "CoreStudy", Exact = true }).ClickAsync();
        await Button(page, "Put away Peers in six trusts …").ClickAsync();
        await Button(page, "Put away").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Put away" })).ToBeVisibleAsync();
        await Button(page, "Bring back Peers in six trusts").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Put away" })).ToHaveCountAsync(0);
    }

    private static async Task PutAwayAsync(IPage page, string what)
    {
        await Row(page, what).GetByRole(AriaRole.Button, new() { Name = $"Put away {what}" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put away" }).ClickAsync();
        await Expect(Row(page, what)).ToHaveCountAsync(0);
    }

    private static async Task BringBackAsync(IPage page, string what)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show", Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Put away" });
        await Row(page, what).GetByRole(AriaRole.Button, new() { Name = $"Bring back {what}" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show", Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "In use" });
        await Expect(Row(page, what)).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string what) => page.Locator("tbody tr").Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = what }) });
}
