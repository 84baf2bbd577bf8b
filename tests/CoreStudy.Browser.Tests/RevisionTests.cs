using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>The words of a transcript change while people code it.</summary>
public sealed class RevisionTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    [Fact]
    public async Task A_name_found_late_goes_from_every_open_desk_and_codings_stay_on_their_words()
    {
        var (ada, ben, cleo, admin) = (await PersonAsync("coder1"), await PersonAsync("coder2"), await PersonAsync("supervisor"), await PersonAsync("admin"));
        var sent = new Sent();
        foreach (var desk in new[] { ada, ben, cleo }) sent.Record(desk);
        var transcript = await SitDownAsync(ada, "PSW-04");
        var (sentence, name) = await SentenceAsync(transcript);
        await SitDownAsync(ben, "PSW-04");
        await SitDownAsync(cleo, "PSW-04");
        await CodeAsync(ada, "Role play");
        await CodeAsync(ben, "Gaps in training");
        var before = await CodingsAsync(transcript);

        // Cleo finds a name: hidden everywhere, without a reload.
        await SelectAsync(cleo, name);
        await cleo.Keyboard.PressAsync("!");
        var dialog = cleo.GetByRole(AriaRole.Dialog, new() { Name = "This may identify somebody" });
        await dialog.GetByLabel("What is it?").SelectOptionAsync("Person");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Hide it" }).ClickAsync();
        foreach (var desk in new[] { ada, ben, cleo })
        {
            await Expect(Turn(desk)).Not.ToContainTextAsync(name);
            await Expect(Turn(desk)).ToContainTextAsync(new string('█', name.Length));
            await Expect(Turn(desk)).ToContainTextAsync("withheld until an admin has looked");
        }

        await Expect(ada.Locator("#desk-said")).ToContainTextAsync("A passage was changed");
        sent.Begin();

        // Ben codes without a connection; meanwhile an admin says what stands there.
        await ben.Context.SetOfflineAsync(true);
        await ben.Keyboard.PressAsync("ArrowRight"); // the next sentence
        await ben.Keyboard.PressAsync("Space");
        await ben.Keyboard.TypeAsync("Role play");
        await ben.Keyboard.PressAsync("Enter");
        await ben.Keyboard.PressAsync("Enter");
        await Expect(ben.Locator(".save-words")).ToContainTextAsync("waiting");
        await ReplaceAsync(admin, "[colleague 3]");
        await Expect(Turn(ada)).ToContainTextAsync("[colleague 3]");
        await ben.Context.SetOfflineAsync(false);
        await SavedAsync(ben);
        await Expect(Turn(ben)).ToContainTextAsync("[colleague 3]");
        await Expect(Turn(ada).Locator(".turn-withheld")).ToHaveCountAsync(0);

        // All codings lie on their words; undo and redo go on.
        Assert.Equal(before + 1, await CodingsAsync(transcript));
        await using (var db = Db())
        {
            Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
            var replaced = sentence.Replace(name, "[colleague 3]", StringComparison.Ordinal);
            Assert.Equal(2, await db.Codings.CountAsync(c => c.TranscriptId == transcript && c.Words == replaced && c.CodedAt > StudyBuilder.At.AddDays(30), Cancel));
        }

        await ada.Locator("#desk-text").FocusAsync();
        await ada.Keyboard.PressAsync("Control+z");
        await SavedAsync(ada);
        Assert.Equal(before, await CodingsAsync(transcript));
        await ada.Keyboard.PressAsync("Control+y");
        await SavedAsync(ada);
        Assert.Equal(before + 1, await CodingsAsync(transcript));
        await SitDownAsync(ada, "PSW-04"); // the page anew
        Assert.True(sent.Parts.Count > 10);
        Assert.DoesNotContain(sent.Parts, part => Regex.IsMatch(part, $@"\b{name}\b"));
    }

    [Fact]
    public async Task A_researcher_corrects_a_turn_and_a_coder_sees_it_and_it_is_taken_back()
    {
        var (ada, researcher) = (await PersonAsync("coder1"), await PersonAsync("researcher"));
        var transcript = await SitDownAsync(ada, "PSW-04");
        var (sentence, word) = await SentenceAsync(transcript);
        await CodeAsync(ada, "Role play");
        var (study, _) = await TranscriptAsync("PSW-04");

        await researcher.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/correct?turn=2");
        var field = researcher.GetByLabel("How it should read");
        var was = await field.InputValueAsync();
        await field.FillAsync(was.Replace(word, "Zebra", StringComparison.Ordinal));
        await Button(researcher, "Look at the change").ClickAsync();
        await Expect(researcher.Locator(".diff ins")).ToContainTextAsync("Zebra");
        await Expect(researcher.Locator(".touched")).ToContainTextAsync("Role play");
        await Button(researcher, "Save the correction").ClickAsync();
        await Expect(Turn(ada)).ToContainTextAsync("Zebra");

        await researcher.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/history");
        await Expect(researcher.GetByRole(AriaRole.Table)).ToContainTextAsync(word);
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Take back revision 1" }).ClickAsync();
        await researcher.GetByRole(AriaRole.Button, new() { Name = "Take back", Exact = true }).Last.ClickAsync();
        await Expect(Turn(ada)).ToContainTextAsync(word);
        await using var db = Db();
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
        Assert.True(await db.Codings.AnyAsync(c => c.TranscriptId == transcript && c.Words == sentence, Cancel));
    }

    /// <summary>The second turn: the one that <see cref="Journey.CodeAsync"/> codes first.</summary>
    private static ILocator Turn(IPage desk) => desk.Locator("#turn-1");

    /// <summary>The first sentence of the second turn, and a word of it that stands nowhere else, as a name would.</summary>
    private async Task<(string Sentence, string Word)> SentenceAsync(TranscriptId transcript)
    {
        await using var db = Db();
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcript).Select(t => t.Words).SingleAsync(Cancel);
        var turn = await db.Turns.SingleAsync(t => t.TranscriptId == transcript && t.Number == 1, Cancel);
        var sentence = Regex.Match(words[turn.Segment.Start..turn.Segment.End], @"^.*?[.?!](?=\s|$)", RegexOptions.Singleline).Value;
        var word = Regex.Matches(sentence, @"\w{4,}").Select(m => m.Value).First(w => Regex.Count(words, $@"\b{w}\b", RegexOptions.IgnoreCase) == 1);
        return (sentence, word);
    }

    private static async Task SelectAsync(IPage desk, string word)
    {
        var at = await desk.EvaluateAsync<float[]>(
            """
            word => {
                const walker = document.createTreeWalker(document.querySelector('#turn-1 .turn-text'), NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    const from = node.nodeValue.indexOf(word);
                    if (from < 0) continue;
                    const range = document.createRange();
                    range.setStart(node, from);
                    range.setEnd(node, from + word.length);
                    const box = range.getBoundingClientRect();
                    return [box.left + box.width / 2, box.top + box.height / 2];
                }
            }
            """, word);
        await desk.Mouse.DblClickAsync(at[0], at[1]);
        await Expect(desk.Locator("#desk-passage blockquote").First).ToHaveTextAsync(word);
        await desk.Keyboard.PressAsync("Escape"); // the choice of codes that opens beside a selection
    }

    private async Task ReplaceAsync(IPage admin, string replacement)
    {
        var (study, _) = await TranscriptAsync("PSW-04");
        await admin.GotoAsync($"/studies/{study.Value}/flags");
        await admin.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Replace what was flagged") }).ClickAsync();
        await admin.GetByLabel("What stands in its place").FillAsync(replacement);
        await Button(admin, "Put it in its place").ClickAsync();
        await Expect(admin.GetByText("It stands in its place, in every open desk too.")).ToBeVisibleAsync();
    }

    /// <summary>Everything that reaches pages from a moment on, by requests and over the live link.</summary>
    private sealed class Sent
    {
        private volatile bool _hasBegun;

        public ConcurrentQueue<string> Parts { get; } = new();

        public void Begin() => _hasBegun = true;

        public void Record(IPage page)
        {
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Keep(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
            page.Response += async (_, response) =>
            {
                if (!_hasBegun) return;
                try
                {
                    Keep(await response.TextAsync());
                }
                catch (PlaywrightException)
                {
                    // it has no body
                }
            };
        }

        private void Keep(string part)
        {
            if (_hasBegun) Parts.Enqueue(part);
        }
    }
}
