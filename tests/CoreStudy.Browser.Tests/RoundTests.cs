using System.Collections.Concurrent;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>Three browsers in one blind round at once: two coders, and the lead who planned it.</summary>
public sealed class RoundTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private const string Title = "PSW-28, individual interview";
    private const string Said = "words that coder two alone has written";

    private readonly ScreenCheck _screens = new();

    [Fact]
    public async Task Coders_get_nothing_of_one_another_until_the_last_has_handed_in_and_then_at_once()
    {
        var (study, transcript) = await TranscriptAsync(Title);
        var lead = await PersonAsync("lead", bypassPolicy: true);
        await PlanAsync(lead, study);
        await _screens.LookAsync(lead, "the round that is planned");
        var (ada, ben) = (await PersonAsync("coder1"), await PersonAsync("coder2"));
        var received = Listen(ada);
        foreach (var page in new[] { ada, ben, lead }) await SitDownAsync(page, Title);
        await Expect(ada.Locator("#desk-blind")).ToContainTextAsync("you see only your own coding");
        await Expect(lead.Locator(".avatar")).ToHaveCountAsync(2);

        var planted = await PlantAsync(ben, transcript);
        await Expect(lead.Locator("#turn-4 .bracket")).ToHaveCountAsync(1);
        await CodeAsync(ada, "hope");

        await Expect(ada.Locator(".avatar")).ToHaveCountAsync(0);
        await Expect(ada.Locator("#turn-4 .bracket")).ToHaveCountAsync(0);
        await Task.WhenAll(received.Reading);
        Assert.NotEmpty(received.Parts);
        Assert.DoesNotContain(received.Parts, p => planted.Append(Said).Any(secret => p.Contains(secret, StringComparison.OrdinalIgnoreCase)));

        foreach (var coder in new[] { ben, ada })
        {
            var work = await coder.Context.NewPageAsync();
            await work.GotoAsync($"/studies/{study.Value}/work");
            await work.GetByRole(AriaRole.Button, new() { NameRegex = new($"Hand in.*{Title}") }).ClickAsync();
            await Expect(work.GetByRole(AriaRole.Status).First).ToContainTextAsync("is handed in");
        }

        await Expect(ada.Locator("#desk-blind")).ToBeHiddenAsync();
        await Expect(ada.Locator("#turn-4 .bracket")).ToHaveCountAsync(1);
        await Expect(ben.Locator(".bracket")).ToHaveCountAsync(2);
        await lead.GotoAsync($"/studies/{study.Value}/rounds");
        await Expect(lead.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Three browsers" }).First).ToContainTextAsync("Opened by itself");
        await _screens.LookAsync(lead, "rounds");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Work over time", Exact = true }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Table, new() { Name = "Work by week" })).ToBeVisibleAsync();
        await _screens.LookAsync(lead, "work over time");
        _screens.AssertClean();
    }

    private async Task PlanAsync(IPage lead, StudyId study)
    {
        await lead.GotoAsync($"/studies/{study.Value}/rounds");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Plan a round" }).ClickAsync();
        await lead.GetByLabel("Name of the round").FillAsync("Three browsers");
        await lead.GetByRole(AriaRole.Checkbox, new() { Name = "Coder One" }).CheckAsync();
        await lead.GetByRole(AriaRole.Checkbox, new() { Name = "Coder Two" }).CheckAsync();
        await Expect(lead.Locator(".strata tbody tr").First).ToBeVisibleAsync();
        await _screens.LookAsync(lead, "the plan");
        await lead.GetByRole(AriaRole.Radio, new() { Name = "By hand" }).CheckAsync();
        await lead.GetByRole(AriaRole.Checkbox, new() { Name = Title }).CheckAsync();
        await Expect(lead.GetByText("each coded by Coder One, Coder Two: 2 to be handed in")).ToBeVisibleAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Start the round" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Three browsers" })).ToBeVisibleAsync();
    }

    /// <summary>A coding, a comment and a memo of this person, as their desk would send them.</summary>
    private async Task<string[]> PlantAsync(IPage desk, TranscriptId transcript)
    {
        await using var db = Db();
        var code = await db.Codes.Where(c => c.Name == "Hope").Select(c => c.Id).FirstOrDefaultAsync(Cancel);
        if (code == default) code = await db.Codes.Where(c => c.ParentId != null).Select(c => c.Id).FirstAsync(Cancel);
        var place = await db.Turns.Where(t => t.TranscriptId == transcript && t.Number == 4).Select(t => t.Segment.Start).SingleAsync(Cancel);
        var (coding, comment, memo) = (CodingId.New().Value, CommentId.New().Value, MemoId.New().Value);
        object[] acts =
        [
            new { id = ActId.New().Value, kind = "Apply", codingId = coding, codeId = code.Value, start = place, end = place + 5, unsure = true, question = Said },
            new { id = ActId.New().Value, kind = "Comment", codingId = coding, commentId = comment, text = Said },
            new { id = ActId.New().Value, kind = "WriteMemo", memoId = memo, start = place, end = place + 5, text = Said, isPrivate = false },
        ];
        var status = await desk.EvaluateAsync<int>(
            "async ([id, acts]) => (await fetch(`/desk/${id}/acts`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-corestudy': 'desk' }, body: JSON.stringify({ acts }) })).status",
            new object[] { transcript.Value, acts });
        Assert.Equal(200, status);
        return [coding.ToString(), comment.ToString(), memo.ToString()];
    }

    private static (ConcurrentBag<string> Parts, ConcurrentBag<Task> Reading) Listen(IPage page)
    {
        var (parts, reading) = (new ConcurrentBag<string>(), new ConcurrentBag<Task>());
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => parts.Add(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        page.Response += (_, response) =>
        {
            if (response.Url.Contains("/desk/", StringComparison.Ordinal)) reading.Add(KeepAsync(response));
        };
        return (parts, reading);

        async Task KeepAsync(IResponse response)
        {
            try
            {
                parts.Add(await response.TextAsync());
            }
            catch (PlaywrightException)
            {
                // it has no body, or the page has gone on
            }
        }
    }
}
