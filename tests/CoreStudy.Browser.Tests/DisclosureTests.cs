using CoreStudy.Domain;
using CoreStudy.Domain.Redactions;
using CoreStudy.Testing;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A name that the study knows neither gets in by what people type nor out by a file.</summary>
public sealed class DisclosureTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Refused = "is a name that this study keeps apart";

    [Fact]
    public async Task A_memo_with_a_name_is_refused_comes_back_to_be_changed_and_is_then_kept()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await KnowAsync(study, "Katarzyna Wisniewska");
        var desk = await PersonAsync("coder1");
        var transcript = await SitDownAsync(desk, "PSW-01");
        await SelectAndWriteMemoAsync(desk, "Here Katarzyna sounds tired.");

        await Expect(desk.Locator(".desk-toasts")).ToContainTextAsync(Refused);
        var box = desk.GetByRole(AriaRole.Textbox, new() { Name = "Memo" });
        await Expect(box).ToHaveValueAsync("Here Katarzyna sounds tired.");
        await Expect(box).ToBeFocusedAsync();
        Assert.Equal(0, await MemosAsync(transcript, "sounds tired"));

        await box.FillAsync("Here PSW-01 sounds tired.");
        await Button(desk, "Keep memo").ClickAsync();
        await SavedAsync(desk);
        Assert.Equal(1, await MemosAsync(transcript, "sounds tired"));
    }

    [Fact]
    public async Task Refused_words_outlive_a_reload()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await KnowAsync(study, "Katarzyna Wisniewska");
        var desk = await PersonAsync("coder1");
        await SitDownAsync(desk, "PSW-01");
        await SelectAndWriteMemoAsync(desk, "Here Katarzyna sounds tired.");
        await Expect(desk.Locator(".desk-toasts")).ToContainTextAsync(Refused);
        await Expect(desk.GetByRole(AriaRole.Textbox, new() { Name = "Memo" })).ToHaveValueAsync("Here Katarzyna sounds tired.");

        await desk.ReloadAsync();
        await desk.Locator("#desk[data-ready]").WaitForAsync();
        await desk.Keyboard.PressAsync("j");
        await desk.Keyboard.PressAsync("ArrowRight");
        await Button(desk, "Write a memo").ClickAsync();

        await Expect(desk.GetByRole(AriaRole.Textbox, new() { Name = "Memo" })).ToHaveValueAsync("Here Katarzyna sounds tired.");
    }

    [Fact]
    public async Task A_file_with_a_name_is_stopped_with_a_list_and_leaves_when_the_name_is_gone()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await KnowAsync(study, "Katarzyna Wisniewska");
        var title = await NameAnInterviewAsync(study, "Visit to Katarzyna");
        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/interviews");
        var list = lead.GetByRole(AriaRole.Region, new() { Name = "Interviews" });
        await list.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync();

        var note = list.GetByRole(AriaRole.Alert);
        await Expect(note).ToContainTextAsync("This file was not made: it would tell who somebody is.");
        await Expect(note.GetByRole(AriaRole.Row).Filter(new() { HasText = "✕ Stops" })).ToContainTextAsync("column Title, row");
        await Expect(note).Not.ToContainTextAsync("Katarzyna");
        await note.GetByRole(AriaRole.Link, new() { Name = "It was stopped: what now?" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Stopped files" })).ToBeVisibleAsync();
        await Expect(lead.GetByText("✕ Stopped")).ToBeVisibleAsync();

        await NameAnInterviewAsync(study, title, "Visit to Katarzyna");
        await lead.GotoAsync($"/studies/{study.Value}/interviews");
        await Expect(list.GetByText(title).First).ToBeVisibleAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync();
        await Expect(list.GetByRole(AriaRole.Alert)).Not.ToContainTextAsync("would tell who somebody is");
    }

    [Fact]
    public async Task A_link_to_a_stopped_file_leads_to_why()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        await KnowAsync(study, "Katarzyna Wisniewska");
        await using (var db = Db())
        {
            var code = await db.Codes.FirstAsync(c => c.StudyId == study, Cancel);
            await db.Database.ExecuteSqlAsync($"update codes set definition = 'As Katarzyna said' where id = {code.Id.Value}", Cancel);
        }

        var researcher = await PersonAsync("researcher");
        await researcher.GotoAsync($"/studies/{study.Value}/codebook/import");
        await researcher.GetByText("What the file needs").ClickAsync();
        await researcher.GetByRole(AriaRole.Link, new() { Name = "as CSV" }).ClickAsync();

        await Expect(researcher.GetByRole(AriaRole.Heading, new() { Name = "Stopped files" })).ToBeVisibleAsync();
        await Expect(researcher.GetByRole(AriaRole.Row).Filter(new() { HasText = "✕ Stops" })).ToContainTextAsync("column Definition, row");
    }

    [Fact]
    public async Task A_lead_leaves_out_what_singles_somebody_out_by_the_keyboard()
    {
        var (study, _) = await TranscriptAsync("PSW-01");
        var lead = await PersonAsync("lead");
        await lead.GotoAsync($"/studies/{study.Value}/disclosure");
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Unsafe" })).ToBeVisibleAsync();

        await lead.GetByLabel("Trust", new() { Exact = true }).FocusAsync();
        await lead.Keyboard.PressAsync("Space");

        await Expect(lead.GetByLabel("Trust", new() { Exact = true })).Not.ToBeCheckedAsync();
        await Expect(lead.Locator(".groups li").First).Not.ToContainTextAsync(",");
        await Expect(lead.GetByLabel("Trust", new() { Exact = true })).ToBeFocusedAsync();
    }

    private static async Task SelectAndWriteMemoAsync(IPage desk, string words)
    {
        await desk.Keyboard.PressAsync("j");
        await desk.Keyboard.PressAsync("ArrowRight");
        await Button(desk, "Write a memo").ClickAsync();
        await desk.GetByRole(AriaRole.Textbox, new() { Name = "Memo" }).FillAsync(words);
        await Button(desk, "Keep memo").ClickAsync();
    }

    /// <summary>Tells the study's vault of somebody, as the register would.</summary>
    private async Task KnowAsync(StudyId study, string name)
    {
        await using var room = await App.Services.GetRequiredService<VaultDoor>().EnterAsync(Cancel);
        var id = Guid.CreateVersion7();
        StudyBuilder.Must(await room.WriteAsync(KeyOwner.Of(study), study, id, new Identifier(id, IdentifierCategory.Person, "[colleague 1]", [name], null), Cancel));
        await room.CommitAsync(Cancel);
        App.Services.GetRequiredService<StudyFeed>().Publish(new RegisterChanged(study));
    }

    /// <summary>Calls an interview otherwise, past the rules that would have refused it.</summary>
    /// <returns>What it was called.</returns>
    private async Task<string> NameAnInterviewAsync(StudyId study, string title, string? called = null)
    {
        await using var db = Db();
        var before = await db.Interviews.Where(i => i.StudyId == study && i.ArchivedAt == null && (called == null || i.Title == called)).OrderBy(i => i.Title).Select(i => new { i.Id, i.Title }).FirstAsync(Cancel);
        await db.Database.ExecuteSqlAsync($"update interviews set title = {title} where id = {before.Id.Value}", Cancel);
        return before.Title;
    }

    private async Task<int> MemosAsync(TranscriptId transcript, string words)
    {
        await using var db = Db();
        return await db.Memos.CountAsync(m => m.TranscriptId == transcript && m.Text.Contains(words), Cancel);
    }
}
