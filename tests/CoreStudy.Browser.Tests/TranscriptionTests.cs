using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A recording of tones is typed by keyboard alone, checked, and handed on.</summary>
public sealed class TranscriptionTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private static readonly string[] Said =
    [
        "How did you come to be a peer support worker?", "I had been a patient there myself.", "And what was the first week like?", "Nobody had told the ward that I was coming.", "What did you do?",
        "I made tea, and sat down with people.", "Who helped you then?", "My supervisor, when she was back.", "Would you do it again?", "Yes. But I would ask for a key first.",
    ];

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task Ten_turns_are_typed_by_keyboard_survive_a_reload_and_come_to_the_admins_with_their_times()
    {
        var (study, recording) = await RecordedAsync();
        var page = await PersonAsync("researcher", bypassPolicy: true);
        await page.GotoAsync($"/studies/{study.Value}/recordings/{recording.Value}/transcribe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin to type" }).ClickAsync();
        var turns = page.Locator(".typed-turn");
        await Expect(turns).ToHaveCountAsync(1);
        await Expect(page.Locator(".player .now")).ToContainTextAsync("/ 1:00");
        await Expect(page.Locator("textarea:focus")).ToHaveCountAsync(1);

        await page.Keyboard.PressAsync("F8");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        for (var i = 0; i < Said.Length; i++)
        {
            await page.Keyboard.PressAsync($"Alt+{(i % 2) + 1}");
            await Expect(turns).ToHaveCountAsync(i + 1);
            await page.Keyboard.TypeAsync(Said[i]);
            await page.Keyboard.PressAsync("F9"); // five seconds on, while the sound goes on
        }

        await page.Keyboard.PressAsync("F8");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".save-state")).ToHaveAttributeAsync("data-state", "saved");
        await _screens.LookAsync(page, "the transcription desk");

        await page.ReloadAsync();
        await Expect(turns).ToHaveCountAsync(Said.Length);
        Assert.Equal(Said, await page.Locator("textarea.words").EvaluateAllAsync<string[]>("all => all.map(a => a.value)"));
        await Expect(page.Locator(".typing-toast")).ToContainTextAsync("You are where it was left: turn 10");
        await Expect(turns.Nth(9).Locator("textarea")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("ArrowDown"); // there is none below
        await page.Keyboard.TypeAsync(" Two keys.");
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("Backspace");
        await Expect(turns).ToHaveCountAsync(9);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(turns).ToHaveCountAsync(10);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToContainTextAsync("Play or pause");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as checked" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Mark as checked" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand it on…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Hand it on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This transcription was handed on" })).ToBeVisibleAsync();

        await using var db = Db();
        var sent = await db.Transcriptions.AsNoTracking().SingleAsync(t => t.RecordingId == recording, Cancel);
        var transcript = await db.Transcripts.AsNoTracking().SingleAsync(t => t.Id == sent.TranscriptId, Cancel);
        Assert.Equal((TranscriptionState.Sent, Said.Length, (DateTimeOffset?)null), (sent.State, transcript.TurnCount, transcript.ReleasedAt));
        var admin = await PersonAsync("admin");
        await admin.GotoAsync($"/studies/{study.Value}/redactions");
        await Expect(admin.GetByRole(AriaRole.Link, new() { Name = transcript.Title }).First).ToBeVisibleAsync();
        _screens.AssertClean();
    }

    /// <summary>A minute of tones, brought in by the researcher.</summary>
    private async Task<(StudyId Study, RecordingId Recording)> RecordedAsync()
    {
        await using var db = Db();
        var researcher = await db.Members.FirstAsync(m => m.Role == Role.Researcher, Cancel);
        var interview = (await db.Interviews.Where(i => i.StudyId == researcher.StudyId && i.Kind == InterviewKind.Individual && i.ArchivedAt == null).OrderBy(i => i.Title).ToListAsync(Cancel))
            .First(i => i.Participants.Count > 0 && researcher.ReachesTrust(i.TrustId));
        return (researcher.StudyId, await Recorded.BringInAsync(App.Services, researcher.AccountId, researcher.StudyId, interview.Id, seconds: 60, Cancel));
    }
}
