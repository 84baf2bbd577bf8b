using CoreStudy.Domain.Recordings;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>A recording comes in, with a cut on the way, is heard by who was named, and goes with who withdraws.</summary>
public sealed class RecordingTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_recording_comes_in_over_a_cut_and_a_reload_is_heard_by_who_was_named_and_goes_when_somebody_in_it_withdraws()
    {
        var (study, transcript) = await TranscriptAsync("PSW-01");
        var recordings = await RecordingsPageAsync(transcript);
        var page = await PersonAsync("researcher", bypassPolicy: true);
        await BringInAsync(page, recordings);

        await using var db = Db();
        var recording = await db.Recordings.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(("WAV", 130_000L), (recording.Format.Container, recording.DurationMs!.Value));
        var sound = $"/studies/{study.Value}/recordings/{recording.Id.Value}/sound";
        Assert.Equal(206, await StatusAsync(page, sound));
        var coder = await PersonAsync("coder1");
        await SitDownAsync(coder, "PSW-01");
        Assert.Equal(404, await StatusAsync(coder, sound));

        var admin = await PersonAsync("admin", bypassPolicy: true);
        await admin.GotoAsync(recordings);
        await Button(admin, "Name somebody who may hear recording 1").ClickAsync();
        await admin.GetByLabel("Member").SelectOptionAsync(new SelectOptionValue { Label = "Coder One, coder" });
        await _screens.LookAsync(admin, "who may hear");
        await Button(admin, "Name").ClickAsync();
        await Expect(admin.GetByText("Coder One, coder: hears, since")).ToBeVisibleAsync();
        await SitDownAsync(coder, "PSW-01");
        await coder.Locator("#desk-sound .play").WaitForAsync();
        Assert.Equal(206, await StatusAsync(coder, sound));

        await admin.GotoAsync($"/studies/{study.Value}/consents");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Withdraw PSW-01 …" }).ClickAsync();
        await admin.GetByLabel("All data").CheckAsync();
        await Expect(admin.GetByText("recording").First).ToBeVisibleAsync();
        await admin.GetByLabel("The day they asked").FillAsync("2026-03-01");
        await admin.GetByLabel("To confirm, type").FillAsync("PSW-01");
        await Button(admin, "Withdraw and destroy").ClickAsync();
        await admin.Locator(".certificate").WaitForAsync();
        Assert.Equal(404, await StatusAsync(coder, sound));
        Assert.Equal(404, await StatusAsync(page, sound));
        await page.GotoAsync(recordings);
        await Expect(page.GetByText("It was destroyed because somebody who speaks in it withdrew.")).ToBeVisibleAsync();
        Assert.Equal(RecordingEnd.Withdrawal, (await db.Recordings.AsNoTracking().SingleAsync(Cancel)).DestroyedFor);
        _screens.AssertClean();
    }

    /// <summary>The connection breaks after the first part; the page is loaded again, and the same file goes on where it was.</summary>
    private async Task BringInAsync(IPage page, string recordings)
    {
        var file = new FilePayload { Name = "Interview with Rosalind.wav", MimeType = "audio/wav", Buffer = Recorded.Tones(130) };
        await page.GotoAsync(recordings);
        await page.Locator(".bring[data-ready]").WaitForAsync();
        await _screens.LookAsync(page, "no recording yet");
        await page.RouteAsync("**/recordings/uploads/*", route => route.Request.Url.EndsWith("?at=0", StringComparison.Ordinal) ? route.ContinueAsync() : route.AbortAsync());
        await page.GetByLabel("Drop the recording here").SetInputFilesAsync(file);
        await Expect(page.GetByText("Waiting for the connection").First).ToBeVisibleAsync();
        await Expect(page.GetByText("1.0 MB of 2.0 MB")).ToBeVisibleAsync();
        await Expect(page.GetByText("An upload of yours")).ToBeHiddenAsync();
        await _screens.LookAsync(page, "an upload that was cut");

        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("An upload of yours is under way or has broken off")).ToBeVisibleAsync();
        await page.Locator(".bring[data-ready]").WaitForAsync();
        var begun = page.RunAndWaitForRequestAsync(() => page.GetByLabel("Drop the recording here").SetInputFilesAsync(file), request => request.Method == "PUT");
        Assert.EndsWith("?at=1048576", (await begun).Url, StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Recording 1" })).ToBeVisibleAsync();
        Assert.DoesNotContain("Rosalind", await page.ContentAsync(), StringComparison.Ordinal);
        await _screens.LookAsync(page, "a recording");
    }

    private async Task<string> RecordingsPageAsync(Domain.TranscriptId transcript)
    {
        await using var db = Db();
        var found = await db.Transcripts.Where(t => t.Id == transcript).Select(t => new { t.StudyId, t.InterviewId }).SingleAsync(Cancel);
        return $"/studies/{found.StudyId.Value}/interviews/{found.InterviewId.Value}/recordings";
    }

    private static async Task<int> StatusAsync(IPage page, string sound) =>
        (await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), sound).ToString(), new() { Headers = [new("Range", "bytes=0-99")], MaxRedirects = 0 })).Status;
}
