using CoreStudy.Domain.Members;
using Microsoft.Playwright;

namespace CoreStudy.Benchmarks;

/// <summary>A coder presses a digit; the own page and another's show the coding.</summary>
internal static class Applying
{
    private const int WarmUp = 10;
    private const int Acts = 60;

    /// <summary>From the key to painted and to confirmed in the own page; the next sentence each time.</summary>
    public static async Task<string> OwnPageAsync(Bench bench, int codings)
    {
        var transcript = await bench.TranscriptAsync(20_000, codings);
        var coder = bench.Corpus.Coders[5];
        await PinAsync(bench, coder);
        var page = await bench.Browser.SitDownAsync(coder.AccountId, transcript);
        var (painted, confirmed) = (new Times(), new Times());
        for (var i = -WarmUp; i < Acts; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await PauseAsync(page);
            await page.EvaluateAsync("() => performance.clearMarks()");
            await page.Keyboard.PressAsync($"{1 + (i + WarmUp) % 9}");
            await page.WaitForFunctionAsync("() => ['desk:painted', 'desk:confirmed'].every(name => performance.getEntriesByName(name).length > 0)");
            var taken = await page.EvaluateAsync<double[]>(
                "() => ['desk:painted', 'desk:confirmed'].map(name => performance.getEntriesByName(name)[0].startTime - performance.getEntriesByName('desk:key')[0].startTime)");
            if (i < 0) continue;
            painted.Add(taken[0]);
            confirmed.Add(taken[1]);
        }

        await page.Context.CloseAsync();
        return $"painted {painted}; confirmed {confirmed}";
    }

    /// <summary>From the key in one browser to painted in another, which has the same turns in view.</summary>
    public static async Task<string> OtherPageAsync(Bench bench)
    {
        var transcript = await bench.TranscriptAsync(20_000, 1000);
        var coder = bench.Corpus.Coders[6];
        await PinAsync(bench, coder);
        var page = await bench.Browser.SitDownAsync(coder.AccountId, transcript);
        var other = await bench.Browser.SitDownAsync(bench.Corpus.Coders[7].AccountId, transcript);
        await other.EvaluateAsync(
            """
            () => new MutationObserver(() => requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => { window.seen ??= performance.timeOrigin + performance.now(); };
                after.port2.postMessage(0);
            })).observe(document.getElementById('transcript'), { childList: true, subtree: true })
            """);
        var times = new Times();
        for (var i = 0; i < WarmUp + Acts; i++)
        {
            if (i % 9 == 0) await page.Keyboard.PressAsync("ArrowRight"); // nine codes on each sentence: the place stays in view
            await PauseAsync(page);
            await page.EvaluateAsync("() => performance.clearMarks()");
            await other.EvaluateAsync("() => { window.seen = undefined; }");
            await page.Keyboard.PressAsync($"{1 + i % 9}");
            await other.WaitForFunctionAsync("() => window.seen !== undefined");
            var key = await page.EvaluateAsync<double>("() => performance.timeOrigin + performance.getEntriesByName('desk:key')[0].startTime");
            var seen = await other.EvaluateAsync<double>("() => window.seen");
            if (i >= WarmUp) times.Add(seen - key);
        }

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        return times.ToString();
    }

    /// <summary>A moment between one act and the next, as a person takes it.</summary>
    private static Task PauseAsync(IPage page) => page.WaitForTimeoutAsync(120);

    private static async Task PinAsync(Bench bench, Member coder)
    {
        using var client = await bench.Site.ClientAsync(coder.AccountId);
        using var request = new HttpRequestMessage(HttpMethod.Put, "desk/pins")
        {
            Content = JsonContent.Create(new
            {
                studyId = bench.Corpus.StudyId.Value,
                pins = Enumerable.Range(0, 9).Select(i => new { digit = i + 1, codeId = bench.Corpus.Codes[i].Id.Value }),
            }),
        };
        request.Headers.Add("X-CoreStudy", "desk");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
