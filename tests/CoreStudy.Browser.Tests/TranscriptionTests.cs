using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Consents;
using CoreStudy.Web.Features.Transcriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task What_was_typed_plays_in_step_at_the_desk_is_summarised_step_by_step_and_its_sound_goes_with_who_withdraws()
    {
        var (interview, recording) = await CheckedAsync();
        var study = interview.StudyId;
        var page = await PersonAsync("researcher", bypassPolicy: true);
        await StandsAtAsync(page, interview, "Checked");
        await _screens.LookAsync(page, "the recordings of a study");

        await page.GotoAsync($"/studies/{study.Value}/recordings/{recording.Value}/transcribe");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand it on…" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "I have checked that it identifies no one" }).CheckAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Hand it on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This transcription was handed on" })).ToBeVisibleAsync();
        await StandsAtAsync(page, interview, "Transcribed");

        await SitDownAsync(page, interview.Title);
        await page.Locator("#desk-sound .play").WaitForAsync();
        await page.Locator("section.turn").Nth(1).Locator(".turn-time").ClickAsync();
        await Expect(page.Locator("section.turn").Nth(1)).ToHaveAttributeAsync("data-spoken", "");
        await page.Keyboard.PressAsync("p");

        await page.GotoAsync($"/studies/{study.Value}/summaries/interviews/{interview.Id.Value}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Summary" }).FillAsync("Came by way of the ward, and stayed.");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Done", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Done. Saved")).ToBeVisibleAsync();
        await StandsAtAsync(page, interview, "Summarised");

        var sound = new Uri(new Uri(page.Url), $"/studies/{study.Value}/recordings/{recording.Value}/sound").ToString();
        Assert.Equal(200, (await page.APIRequest.GetAsync(sound)).Status);
        await WithdrawAsync(interview);
        Assert.Equal(404, (await page.APIRequest.GetAsync(sound)).Status);
        await page.GotoAsync($"/studies/{study.Value}/recordings");
        await page.Locator(".list").GetByLabel("Show").SelectOptionAsync("Destroyed");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = interview.Title })).ToContainTextAsync("somebody withdrew");
        _screens.AssertClean();
    }

    private static async Task StandsAtAsync(IPage page, Interview interview, string step)
    {
        await page.GotoAsync($"/studies/{interview.StudyId.Value}/recordings");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = interview.Title })).ToContainTextAsync(step);
    }

    /// <summary>A minute of tones of an interview that nothing else is of, typed and checked.</summary>
    private async Task<(Interview Interview, RecordingId Recording)> CheckedAsync()
    {
        await using var db = Db();
        var researcher = await db.Members.FirstAsync(m => m.Role == Role.Researcher, Cancel);
        var interview = await db.Interviews.AsNoTracking().Where(i => i.StudyId == researcher.StudyId && i.Kind == InterviewKind.Individual && i.State == InterviewState.Held && i.ArchivedAt == null && i.Participants.Any()
            && !db.Transcripts.Any(t => t.InterviewId == i.Id)).OrderBy(i => i.Title).FirstAsync(Cancel);
        var (study, me) = (interview.StudyId, researcher.AccountId);
        var recording = await Recorded.BringInAsync(App.Services, me, study, interview.Id, seconds: 60, Cancel);
        StudyBuilder.Must(await App.Services.GetRequiredService<BeginTranscription>().RunAsync(me, study, recording, Cancel));
        TurnChange Says(int id, int speaker, long at, string words) => new(new TypedTurn(id, speaker, at, words, IsUnheard: false), id == 1 ? null : id - 1, IsGone: false);
        var version = StudyBuilder.Must(await App.Services.GetRequiredService<SaveTyping>().RunAsync(
            me, study, recording, new TypingChanges(1, Guid.CreateVersion7(), [Says(1, 0, 0, Said[0]), Says(2, 1, 20_000, Said[1])], null, new(0, 1)), Cancel));
        StudyBuilder.Must(await App.Services.GetRequiredService<CheckTranscription>().RunAsync(me, study, recording, version, Cancel));
        return (interview, recording);
    }

    private async Task WithdrawAsync(Interview interview)
    {
        await using var db = Db();
        var admin = await db.Members.FirstAsync(m => m.StudyId == interview.StudyId && m.Role == Role.Admin, Cancel);
        var participant = await db.Participants.SingleAsync(p => p.Id == interview.Participants[0].ParticipantId, Cancel);
        var facts = new WithdrawalFacts(WithdrawalScope.AllData, WithdrawalReason.NotSaid, new DateOnly(2026, 3, 1), participant.Label);
        StudyBuilder.Must(await App.Services.GetRequiredService<WithdrawParticipant>().RunAsync(admin.AccountId, interview.StudyId, participant.Id, facts, Cancel));
    }

    /// <summary>A minute of tones, brought in by the researcher; of somebody whom no journey withdraws, for all journeys share the keys of the demonstration's people.</summary>
    private async Task<(StudyId Study, RecordingId Recording)> RecordedAsync()
    {
        await using var db = Db();
        var researcher = await db.Members.FirstAsync(m => m.Role == Role.Researcher, Cancel);
        var interview = await db.Interviews.SingleAsync(i => i.StudyId == researcher.StudyId && i.Title == "PSW-02, individual interview", Cancel);
        return (researcher.StudyId, await Recorded.BringInAsync(App.Services, researcher.AccountId, researcher.StudyId, interview.Id, seconds: 60, Cancel));
    }
}
