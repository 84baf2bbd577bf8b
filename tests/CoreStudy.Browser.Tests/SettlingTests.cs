using System.Diagnostics;
using System.Text.RegularExpressions;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Differences are settled at the desk, by keyboard alone.</summary>
public sealed partial class SettlingTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const int Each = 1000;

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task A_transcript_with_a_thousand_codings_of_each_of_two_coders_is_settled_without_the_mouse_and_signed_off()
    {
        var (study, transcript) = await CodedTwiceAsync();
        var settler = await PersonAsync("supervisor", bypassPolicy: true);

        // From the list: begin.
        await settler.GotoAsync($"/studies/{study.Value}/settle");
        await settler.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Begin to settle Long talk") }).FocusAsync();
        await settler.Keyboard.PressAsync("Enter");
        var card = settler.Locator(".settling .card");
        await Expect(card.Locator("h2")).ToContainTextAsync("1 of ", new() { Timeout = 30_000 });
        await Expect(settler.Locator(".settle-text")).ToBeFocusedAsync();
        await _screens.LookAsItStandsAsync(settler, "the settling desk");
        int all;
        await using (var db = Db())
        {
            var begun = await db.Settlements.SingleAsync(s => s.TranscriptId == transcript, Cancel);
            all = begun.DifferenceCount;
            Assert.True(begun.AgreedCount > 700 && all > 200, $"{begun.AgreedCount} agreed, {all} differ");
        }

        // Only lanes near the window are drawn.
        Assert.InRange(await settler.Locator(".chip").CountAsync(), 1, 400);

        // Several ways to decide, typed as fast as they come.
        foreach (var key in "abuxa") await settler.Keyboard.PressAsync(key.ToString());
        await Expect(settler.Locator(".how-far")).ToContainTextAsync($"5 of {all} settled");
        await settler.Keyboard.PressAsync("z");
        await Expect(settler.Locator(".how-far")).ToContainTextAsync($"4 of {all} settled");
        await Expect(settler.Locator("[aria-live]").Last).ToContainTextAsync("Undone. Difference 5 of");
        await settler.Keyboard.PressAsync("Shift+Z");
        await Expect(settler.Locator(".how-far")).ToContainTextAsync($"5 of {all} settled");
        await settler.Keyboard.PressAsync("N");

        // One is left to be discussed, one is written anew with a reason.
        await settler.Keyboard.PressAsync("d");
        await settler.GetByLabel("What is to be discussed?").FillAsync("Is it the same thing at all?");
        await settler.Keyboard.PressAsync("Enter");
        await Expect(settler.Locator(".how-far")).ToContainTextAsync("1 to discuss");

        // A reason that is typed while the decision before is under way waits for its field, and decides nothing.
        var answered = new TaskCompletionSource();
        await settler.RouteAsync("**/decide", async route =>
        {
            await answered.Task;
            await route.ContinueAsync();
        });
        await settler.Keyboard.PressAsync("a");
        await settler.Keyboard.PressAsync("r");
        await settler.Keyboard.TypeAsync("Neither fits.");
        await settler.Keyboard.PressAsync("Enter");
        answered.SetResult();
        await Expect(card.Locator("textarea[name='reason']")).ToHaveValueAsync("Neither fits.");
        await Expect(settler.Locator(".how-far")).ToContainTextAsync($"6 of {all} settled");
        await settler.UnrouteAsync("**/decide");
        await settler.Keyboard.PressAsync("w");
        await settler.Keyboard.TypeAsync("Hope");
        await _screens.LookAsItStandsAsync(settler, "another code, other words");
        await settler.Keyboard.PressAsync("Enter");
        await Expect(settler.Locator(".how-far")).ToContainTextAsync($"7 of {all} settled");

        // The rest: each once by a key, then the same for all like it.
        var watch = Stopwatch.StartNew();
        while (await settler.Locator(".how-far").InnerTextAsync() is var far && OpenOnes().Match(far) is { Success: true } open)
        {
            var before = int.Parse(open.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), null);
            await settler.Keyboard.PressAsync(await card.Locator("[data-key='deed-m']").CountAsync() > 0 ? "m" : "a");
            await Expect(settler.Locator(".how-far")).Not.ToContainTextAsync($"· {before:N0} open");
            if (before == 1) break;
            await settler.Keyboard.PressAsync("S");
            await settler.Locator("dialog[open], [aria-live]:has-text('None that is open is like the last one.')").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            if (await settler.GetByRole(AriaRole.Dialog).CountAsync() == 0) continue;
            await settler.Keyboard.PressAsync("Enter");
            await Expect(settler.Locator(".how-far")).Not.ToContainTextAsync($"· {before - 1:N0} open");
            await Expect(settler.Locator("[aria-live]").Last).ToContainTextAsync("settled.");
        }

        TestContext.Current.SendDiagnosticMessage("{0} differences decided in {1:N1} s", all - 8, watch.Elapsed.TotalSeconds);
        await Expect(settler.Locator("[aria-live]").Last).ToContainTextAsync("It can be signed off");
        await Expect(settler.Locator(".chip")).Not.ToHaveCountAsync(0);

        // Signed off: names are shown.
        await settler.GetByRole(AriaRole.Button, new() { Name = "Sign off" }).FocusAsync();
        await settler.Keyboard.PressAsync("Enter");
        await Expect(settler.GetByRole(AriaRole.Dialog)).ToContainTextAsync("One difference is left to be discussed");
        await settler.Keyboard.PressAsync("Enter");
        await Expect(settler.Locator(".settle-columns")).ToContainTextAsync("Coder Two");
        await using (var db = Db())
        {
            Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
            Assert.Equal(2 * Each, await db.Codings.CountAsync(c => c.TranscriptId == transcript && c.RemovedAt == null, Cancel));
            Assert.True(await db.SettlingActs.CountAsync(a => a.TranscriptId == transcript && a.Kind == SettlingActKind.Decide, Cancel) >= all);
            Assert.Equal(SettlementState.SignedOff, (await db.Settlements.SingleAsync(s => s.TranscriptId == transcript, Cancel)).State);
        }

        _screens.AssertClean();
    }

    [Fact]
    public async Task What_one_decides_the_other_sees_and_a_coder_answers()
    {
        var (lead, coder) = (await PersonAsync("lead"), await PersonAsync("coder1", width: 390, scheme: ColorScheme.Dark, bypassPolicy: true));
        var supervisor = await PersonAsync("supervisor", bypassPolicy: true);
        TranscriptId transcript;
        StudyId study;
        await using (var db = Db())
        {
            var half = await db.Settlements.SingleAsync(s => s.State == SettlementState.Open, Cancel);
            (study, transcript) = (half.StudyId, half.TranscriptId);
        }

        foreach (var page in new[] { lead, coder, supervisor })
        {
            await page.GotoAsync($"/studies/{study.Value}/settle/{transcript.Value}");
            await Expect(page.Locator(".settling .card h2")).ToBeVisibleAsync();
        }

        var open = await lead.Locator(".settling .card h2").InnerTextAsync();
        await Expect(supervisor.Locator(".settling .card h2")).ToHaveTextAsync(open);
        await lead.Keyboard.PressAsync("a");
        await Expect(supervisor.Locator(".card .stands")).ToContainTextAsync("Study Lead: as Coder 1 has it");
        await Expect(supervisor.Locator("[aria-live]").Last).ToContainTextAsync("Study Lead has decided difference");

        await supervisor.Keyboard.PressAsync("t");
        await supervisor.Keyboard.TypeAsync("What did you see here?");
        await supervisor.Keyboard.PressAsync("Enter");
        await Expect(supervisor.Locator(".talk")).ToContainTextAsync("What did you see here?");
        await coder.GetByLabel("Show").SelectOptionAsync("talk");
        await coder.Locator(".in-queue").Last.ClickAsync();
        await Expect(coder.Locator(".talk")).ToContainTextAsync("What did you see here?");
        await Expect(coder.Locator("button.lane-deed")).ToHaveCountAsync(0);
        await coder.GetByLabel("Answer").FillAsync("She says it herself.");
        await coder.GetByRole(AriaRole.Button, new() { Name = "Say it" }).ClickAsync();
        await Expect(supervisor.Locator(".talk")).ToContainTextAsync("She says it herself.");
        await Expect(supervisor.Locator(".talk")).Not.ToContainTextAsync("Coder One");

        await _screens.LookAsync(supervisor, "the settling desk");
        await supervisor.GotoAsync($"/studies/{study.Value}/settle");
        await supervisor.Locator("table").WaitForAsync();
        await _screens.LookAsync(supervisor, "the list");
        await supervisor.GotoAsync($"/studies/{study.Value}/clinic");
        await supervisor.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Look closer") }).First.ClickAsync();
        await Expect(supervisor.Locator("#clinic-code")).ToBeFocusedAsync();
        await _screens.LookAsync(supervisor, "the clinic");
        _screens.AssertClean();
    }

    /// <summary>A long transcript that two coders have coded and handed in: they agree on three passages of four, and differ in each way over the others.</summary>
    private async Task<(StudyId Study, TranscriptId Transcript)> CodedTwiceAsync()
    {
        await using var db = Db();
        var like = await db.Transcripts.Include(t => t.Speakers).FirstAsync(t => t.Title.StartsWith("PSW-01"), Cancel);
        var interview = await db.Interviews.SingleAsync(i => i.Id == like.InterviewId, Cancel);
        var members = await db.Members.Where(m => m.StudyId == like.StudyId).ToDictionaryAsync(m => m.Name, Cancel);
        var codes = await db.Codes.Where(c => c.StudyId == like.StudyId && c.ParentId != null).OrderBy(c => c.Name).Take(4).Select(c => c.Id).ToListAsync(Cancel);
        var turns = Enumerable.Range(0, 600).Select(i => new DraftTurn(i % 2 == 0 ? "Interviewer" : "Speaker", i * 8000L, $"In turn {i + 1} somebody talks for a while about the work, and how it was then, and how it has become. It goes on for some words more, so that there is enough to code in each of them."));
        var speakers = new Dictionary<string, SpeakerMatch> { ["Interviewer"] = new("Interviewer", null, IsInterviewer: true), ["Speaker"] = new("PSW-01", null, IsInterviewer: false) };
        var transcript = StudyBuilder.Must(Transcript.Import(interview, "Long talk", new TranscriptDraft("test", [.. turns], []), speakers, new string('7', 64), members["Researcher"].Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        var head = new CodingHead(transcript.Id);
        db.AddRange(transcript, head);
        var text = transcript.Text.Words;
        for (var i = 0; i < Each; i++)
        {
            var (start, code) = (i * (text.Length - 200) / Each, codes[i % codes.Count]);
            Put(members["Coder One"], code, start, start + 90);
            switch (i % 16)
            {
                case 3: Put(members["Coder Two"], code, start + 5, start + 96); break;
                case 7: Put(members["Coder Two"], codes[(i + 1) % codes.Count], start, start + 88); break;
                case 11: Put(members["Coder Two"], code, start, start + 70); break;
                case 15: Put(members["Coder Two"], codes[(i + 2) % codes.Count], start + 120, start + 160); break;
                default: Put(members["Coder Two"], code, start, start + 90); break;
            }
        }

        foreach (var coder in new[] { members["Coder One"], members["Coder Two"] })
        {
            var work = StudyBuilder.Must(Assignment.Give(transcript, coder, null, members["Study Lead"], StudyBuilder.At));
            StudyBuilder.Must(work.MarkDone(coder, StudyBuilder.At));
            db.Add(work);
        }

        await db.SaveChangesAsync(Cancel);
        return (transcript.StudyId, transcript.Id);

        void Put(Member by, CodeId code, int start, int end)
        {
            var state = new CodingState(code, new Segment(start, end), false, "", false);
            var coding = Coding.Create(CodingId.New(), transcript.StudyId, transcript.Id, by.Id, state, text[start..end], StudyBuilder.At);
            head.MoveTo(head.Revision + 1);
            coding.StampRevision(head.Revision);
            db.Add(coding);
            db.Add(CodingAct.Record(ActId.New(), transcript.Id, head.Revision, by.Id, StudyBuilder.At, ActKind.Apply, coding.Id, after: state));
        }
    }

    [GeneratedRegex(@"· ([\d,]+) open")]
    private static partial Regex OpenOnes();
}
