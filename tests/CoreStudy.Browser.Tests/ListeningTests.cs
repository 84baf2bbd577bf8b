using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A transcript is given its times by somebody who listens, and played in step at the coding desk.</summary>
public sealed class ListeningTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Title = "PSW-01";

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task Turns_are_tapped_to_a_recording_then_heard_at_the_desk_by_who_was_named_and_by_nobody_else()
    {
        var (study, transcript) = await TranscriptAsync(Title);
        await BringInAsync("researcher", transcript);
        var researcher = await PersonAsync("researcher", bypassPolicy: true);

        // Tapping along: a turn with each press of the space bar, the last taken back.
        await researcher.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/times");
        await Expect(researcher.Locator(".times-player .now")).ToHaveTextAsync("0:00 / 0:40");
        await researcher.Locator(".times-turns li").Nth(0).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(researcher.Locator(".times-player .now")).ToHaveTextAsync(new Regex("^0:(0[5-9]|[1-3])")); // the server says from where
        await researcher.Locator(".times-player .play").ClickAsync();
        await Expect(researcher.Locator(".times-player .play")).ToHaveAttributeAsync("aria-label", "Play"); // it stands still, so that each press is at the place that was sought
        foreach (var (turn, second) in new[] { (0, 1), (1, 6), (2, 9) })
        {
            await researcher.Locator(".times-player .seek").FillAsync(second.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Expect(researcher.Locator(".times-player .now")).ToHaveTextAsync(new Regex($"^0:0{second}"));
            await researcher.WaitForFunctionAsync("second => { const audio = document.querySelector('.times-player audio'); return !audio.seeking && audio.currentTime >= second; }", second); // it is heard there
            await researcher.Keyboard.PressAsync("Space");
            await Expect(researcher.Locator(".times-turns li").Nth(turn + 1)).ToHaveAttributeAsync("aria-current", "step");
            await Expect(researcher.Locator(".times-turns .when").Nth(turn)).ToContainTextAsync($"0:00:0{second}");
        }

        await researcher.Keyboard.PressAsync("Backspace");
        await Expect(researcher.Locator(".times-turns li").Nth(2)).ToHaveAttributeAsync("aria-current", "step");

        // Captions instead: what they do not say is marked, and what was saved can be taken back.
        await ChooseFilesAsync(researcher.Locator(".times-deeds input[type=file]"), new FilePayload { Name = "captions.vtt", MimeType = "text/vtt", Buffer = Encoding.UTF8.GetBytes(await CaptionsAsync(transcript)) });
        await Expect(researcher.Locator(".times-state")).ToContainTextAsync("marked “listen”");
        await _screens.LookAsync(researcher, "times of a transcript");
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Save the times" }).ClickAsync();
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Undo the last saving" }).WaitForAsync();

        // The desk: a click on a time plays from there, and the turn that is spoken is marked.
        await SitDownAsync(researcher, Title);
        await researcher.Locator("#desk-sound .play").WaitForAsync();
        var turns = researcher.Locator("section.turn");
        var before = await turns.Nth(1).BoundingBoxAsync();
        await turns.Nth(1).Locator(".turn-time").ClickAsync();
        await Expect(turns.Nth(1)).ToHaveAttributeAsync("data-spoken", "");
        await Expect(researcher.Locator("#desk-sound .play")).ToHaveAttributeAsync("aria-label", "Pause");
        Assert.Equal(before!.Height, (await turns.Nth(1).BoundingBoxAsync())!.Height);
        await researcher.Keyboard.PressAsync("p");
        await Expect(researcher.Locator("#desk-sound .play")).ToHaveAttributeAsync("aria-label", "Play");
        await _screens.LookAsync(researcher, "the desk with its recording");
        await researcher.Keyboard.PressAsync("?");
        await Expect(researcher.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Hear this turn");

        // Who was not named hears nothing of it.
        var coder = await PersonAsync("coder1");
        await SitDownAsync(coder, Title);
        Assert.Equal(0, await coder.Locator("#desk-sound").CountAsync());
        Assert.DoesNotContain("/recordings/", await coder.ContentAsync(), StringComparison.Ordinal);
        await coder.Keyboard.PressAsync("?");
        await Expect(coder.GetByRole(AriaRole.Dialog)).Not.ToContainTextAsync("Hear this turn");
        _screens.AssertClean();
    }

    /// <summary>Captions of the first turns but the second, five seconds each.</summary>
    private async Task<string> CaptionsAsync(TranscriptId transcript)
    {
        await using var db = Db();
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcript).Select(t => t.Words).SingleAsync(Cancel);
        var turns = await db.Turns.Where(t => t.TranscriptId == transcript).OrderBy(t => t.Number).Take(6).Select(t => new { t.Number, t.Segment.Start, t.Segment.End }).ToListAsync(Cancel);
        return "WEBVTT\n" + string.Concat(turns.Where(t => t.Number != 1).Select(t => $"\n00:{t.Number * 5:00}.000 --> 00:{(t.Number * 5) + 4:00}.000\n{words[t.Start..t.End].Replace('\n', ' ')}\n"));
    }

    private async Task BringInAsync(string person, TranscriptId transcript)
    {
        await using var db = Db();
        var email = SignInOf(person).Email;
        var me = new AccountId(await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancel));
        var (study, interview) = await db.Transcripts.Where(t => t.Id == transcript).Select(t => new ValueTuple<StudyId, InterviewId>(t.StudyId, t.InterviewId)).SingleAsync(Cancel);
        await Recorded.BringInAsync(App.Services, me, study, interview, seconds: 40, Cancel);
    }
}
