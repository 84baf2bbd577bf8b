using System.Collections.Concurrent;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>What reaches the browsers of coders while transcripts full of identifying words are anonymised, coded, and redacted late.</summary>
public sealed class PlantedTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Late = "snickelway";

    private readonly KeptLog _log = new();

    protected override void Adjust(WebApplicationBuilder builder) => _log.TakeOver(builder);

    [Fact]
    public async Task No_planted_word_is_in_a_frame_an_answer_a_page_a_file_or_the_log_of_coders_and_none_found_late_once_it_is_redacted()
    {
        var (ada, ben) = (await PersonAsync("coder1"), await PersonAsync("coder2"));
        Received[] received = [new(ada), new(ben)];
        var planted = Chosen();
        var (study, transcripts) = await ReleaseAsync(planted);

        // One looks at lists, both sit down at the first transcript; she codes, comments and reads the others.
        foreach (var path in new[] { "", "/work", "/codebook", "/codebook/history", "/exports", $"/transcripts/{transcripts[0].Value}/history", $"/redactions/{transcripts[0].Value}" })
            await VisitAsync(received[0], $"/studies/{study.Value}{path}");
        await SitDownAsync(ben, Title(0));
        for (var i = transcripts.Count - 1; i >= 0; i--)
        {
            await SitDownAsync(ada, Title(i));
            await Expect(ada.Locator("#transcript")).ToContainTextAsync("[");
            await CodeAsync(ada, "Role play");
            await ada.Keyboard.PressAsync("c");
            await ada.Keyboard.TypeAsync("Much is said here.");
            await ada.Keyboard.PressAsync("Control+Enter");
            await Expect(ada.Locator(".thread .said")).ToHaveTextAsync("Much is said here.");
            await SavedAsync(ada);
            await received[0].SeeAsync();
        }

        await CodeAsync(ben, "Gaps in training");
        await received[1].SeeAsync();
        await Expect(ada.Locator("#transcript")).ToContainTextAsync(Late);

        // An admin replaces what nobody had seen, while both have it open.
        await RedactLateAsync(study, transcripts[0], received);
        foreach (var one in received)
        {
            await Expect(one.Page.Locator("#transcript")).Not.ToContainTextAsync(Late);
            await one.SeeAsync();
        }

        await ada.Locator("#desk-text").FocusAsync();
        await ada.Keyboard.PressAsync("Control+z");
        await SavedAsync(ada);
        await SitDownAsync(ben, Title(0)); // the page anew
        await received[1].SeeAsync();
        await TakeFilesOutAsync(received[0], study);

        var search = PlantedSearch.For(planted);
        var late = PlantedSearch.For([], Late);
        foreach (var one in received)
        {
            await one.EverythingIsInAsync();
            Assert.True(one.Frames > 10 && one.Answers > 10 && one.Pages > 2, $"{one.Frames} frames, {one.Answers} answers, {one.Pages} pages");
            Assert.Empty(one.Parts.SelectMany(p => (p.IsFrame ? search.InFrame(p.Text) : search.In(p.Text)).Select(f => $"{p.Where}: {f}")));
            Assert.Contains(one.Parts, p => !p.IsAfter && late.InFrame(p.Text).Count > 0); // it would have been found
            Assert.Empty(one.Parts.Where(p => p.IsAfter).SelectMany(p => late.InFrame(p.Text).Select(f => $"{p.Where}: {f}")));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"Looked for {search.Forms.Count} forms in {received.Sum(r => r.Frames)} frames, {received.Sum(r => r.Answers)} answers, {received.Sum(r => r.Pages)} pages and {_log.Lines.Count} lines of the log.");
        Assert.NotEmpty(_log.Lines);
        Assert.Empty(_log.Lines.SelectMany(line => search.In(line).Concat(late.In(line)).Select(f => $"{f} in {line}")));
    }

    private static string Title(int number) => $"PSW-9{number}, planted interview";

    /// <summary>Three, one of them in lower case throughout; in the first somebody's word for a place goes unnoticed.</summary>
    private static List<PlantedTranscript> Chosen()
    {
        var all = PlantedTranscript.All;
        var lower = all.First(t => !t.Words.Any(char.IsUpper));
        List<PlantedTranscript> chosen = [all[0], lower, all.Last(t => t != lower)];
        const string told = $" Everybody called it the {Late}.";
        var turns = chosen[0].Turns.ToList();
        turns[^1] = turns[^1] with { Text = turns[^1].Text + told };
        chosen[0] = chosen[0] with { Turns = turns, Words = chosen[0].Words + told };
        return chosen;
    }

    private async Task<(StudyId Study, List<TranscriptId> Transcripts)> ReleaseAsync(List<PlantedTranscript> planted)
    {
        var (study, _) = await TranscriptAsync("PSW-04");
        await using var db = Db();
        async Task<Member> MemberAsync(string person)
        {
            var email = SignInOf(person).Email;
            var account = new AccountId(await db.Users.Where(u => u.Email == email).Select(u => u.Id).SingleAsync(Cancel));
            return await db.Members.SingleAsync(m => m.StudyId == study && m.AccountId == account, Cancel);
        }

        var admin = await MemberAsync("admin");
        var review = new PlantedReview(App.Services, await MemberAsync("researcher"), admin, await MemberAsync("admin2"), Cancel);
        var trust = await db.Trusts.FirstAsync(t => t.StudyId == study, Cancel);
        var transcripts = new List<TranscriptId>();
        for (var i = 0; i < planted.Count; i++) transcripts.Add(await review.ImportAsync(db, planted[i], trust, $"PSW-9{i}"));
        for (var i = 0; i < planted.Count; i++) await review.ReleaseAsync(transcripts[i], planted[i]);
        return (study, transcripts);
    }

    private static async Task VisitAsync(Received one, string path)
    {
        await one.Page.GotoAsync(path);
        await one.Page.Locator("main").WaitForAsync();
        await one.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await one.SeeAsync();
    }

    private async Task RedactLateAsync(StudyId study, TranscriptId transcript, Received[] received)
    {
        var admin = await PersonAsync("admin");
        await admin.GotoAsync($"/studies/{study.Value}/redactions/{transcript.Value}"); // open to the admin since the review
        await admin.Locator(".turn-released", new() { HasText = Late }).WaitForAsync();
        await admin.EvaluateAsync(
            """
            word => {
                const cell = [...document.querySelectorAll('.turn-released')].find(c => c.textContent.includes(word));
                const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                let node = walker.nextNode();
                while (!node.nodeValue.includes(word)) node = walker.nextNode();
                document.querySelector('.review-text').focus();
                const from = node.nodeValue.indexOf(word);
                document.getSelection().setBaseAndExtent(node, from, node, from + word.length);
            }
            """, Late);
        await admin.Keyboard.PressAsync("Enter");
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("What it is").SelectOptionAsync(new SelectOptionValue { Label = "place" });
        foreach (var one in received) one.Redacted();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Replace" }).PressAsync("Enter");
        await Expect(admin.Locator(".review [aria-live]")).ToContainTextAsync("Replaced in the released text.");
    }

    /// <summary>What a coder may take out: the list of transcripts, and the framework.</summary>
    private static async Task TakeFilesOutAsync(Received one, StudyId study)
    {
        await VisitAsync(one, $"/studies/{study.Value}");
        var file = await one.Page.RunAndWaitForDownloadAsync(() => one.Page.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).First.ClickAsync());
        var words = await File.ReadAllTextAsync((await file.PathAsync())!, Cancel);
        Assert.Contains(Title(0), words, StringComparison.Ordinal);
        one.Keep($"file {file.SuggestedFilename}", words);
        one.Keep("framework", await one.Page.EvaluateAsync<string>("async path => (await fetch(path)).text()", $"/studies/{study.Value}/codebook.csv"));
    }

    /// <summary>Everything that a person's browser gets or sends.</summary>
    private sealed class Received
    {
        private readonly ConcurrentBag<Task> _reading = [];
        private volatile bool _isAfter;

        public Received(IPage page)
        {
            Page = page;
            page.WebSocket += (_, socket) =>
            {
                socket.FrameReceived += (_, frame) => Keep("frame received", TextOf(frame), isFrame: true);
                socket.FrameSent += (_, frame) => Keep("frame sent", TextOf(frame), isFrame: true);
            };
            page.Response += (_, response) => _reading.Add(ReadAsync(response, _isAfter));
        }

        public IPage Page { get; }

        public ConcurrentQueue<(string Where, string Text, bool IsFrame, bool IsAfter)> Parts { get; } = new();

        public int Frames => Parts.Count(p => p.IsFrame);

        public int Answers => Parts.Count(p => p.Where.StartsWith("answer", StringComparison.Ordinal));

        public int Pages => Parts.Count(p => p.Where.StartsWith("page", StringComparison.Ordinal));

        /// <summary>From now on nothing may hold what was found late.</summary>
        public void Redacted() => _isAfter = true;

        public void Keep(string where, string text, bool isFrame = false) => Parts.Enqueue((where, text, isFrame, _isAfter));

        /// <summary>The page as it stands.</summary>
        public async Task SeeAsync() => Keep($"page {Page.Url}", await Page.ContentAsync());

        public Task EverythingIsInAsync() => Task.WhenAll(_reading);

        private async Task ReadAsync(IResponse response, bool isAfter)
        {
            try
            {
                Parts.Enqueue(($"answer {response.Url}", await response.TextAsync(), false, isAfter));
            }
            catch (PlaywrightException)
            {
                // it has no body
            }
        }

        private static string TextOf(IWebSocketFrame frame) => frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []);
    }
}
