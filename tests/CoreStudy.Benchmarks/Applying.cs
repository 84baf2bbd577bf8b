using System.Diagnostics;
using CoreStudy.Domain;
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
        await PinAsync(bench, coder, bench.Corpus.Codes.Select(c => c.Id));
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
        await PinAsync(bench, coder, bench.Corpus.Codes.Select(c => c.Id));
        var page = await bench.Browser.SitDownAsync(coder.AccountId, transcript);
        var other = await bench.Browser.SitDownAsync(bench.Corpus.Coders[7].AccountId, transcript);
        await WatchAsync(other);
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

    /// <summary>Two real browsers at a text that a crowd works on: one presses keys, the other sees it. What the others code meanwhile lies elsewhere in the text.</summary>
    public static async Task<string> AmongOthersAsync(Bench bench, CrowdStudy study, TimeSpan length)
    {
        var (coder, reader, text) = (study.People[^2], study.People[^1], study.Texts[0]);
        await PinAsync(bench, coder, study.Codes);
        var page = await bench.Browser.SitDownAsync(coder.AccountId, text.StudyId, text.Id);
        var other = await bench.Browser.SitDownAsync(reader.AccountId, text.StudyId, text.Id);
        await WatchAsync(other);
        var (painted, confirmed, seen) = (new Times(), new Times(), new Times());
        for (var (i, running) = (0, Stopwatch.StartNew()); running.Elapsed < length; i++)
        {
            if (i % 9 == 0) await page.Keyboard.PressAsync("ArrowRight");
            await page.WaitForTimeoutAsync(1000);
            await page.EvaluateAsync("() => performance.clearMarks()");
            await other.EvaluateAsync("() => { window.seen = undefined; }");
            await page.Keyboard.PressAsync($"{1 + (i % 9)}");
            await page.WaitForFunctionAsync("() => ['desk:painted', 'desk:confirmed'].every(name => performance.getEntriesByName(name).length > 0)");
            await other.WaitForFunctionAsync("() => window.seen !== undefined");
            var taken = await page.EvaluateAsync<double[]>(
                "() => ['desk:key', 'desk:painted', 'desk:confirmed'].map(name => performance.timeOrigin + performance.getEntriesByName(name)[0].startTime)");
            painted.Add(taken[1] - taken[0]);
            confirmed.Add(taken[2] - taken[0]);
            seen.Add(await other.EvaluateAsync<double>("() => window.seen") - taken[0]);
        }

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        return $"; in real browsers among them: key to painted {painted}, to confirmed {confirmed}, to painted in another {seen}";
    }

    /// <summary>From now on the page notes when a change of the transcript has been painted.</summary>
    private static async Task WatchAsync(IPage page) => await page.EvaluateAsync(
        """
        () => new MutationObserver(() => requestAnimationFrame(() => {
            const after = new MessageChannel();
            after.port1.onmessage = () => { window.seen ??= performance.timeOrigin + performance.now(); };
            after.port2.postMessage(0);
        })).observe(document.getElementById('transcript'), { childList: true, subtree: true })
        """);

    /// <summary>A moment between one act and the next, as a person takes it.</summary>
    private static Task PauseAsync(IPage page) => page.WaitForTimeoutAsync(120);

    private static async Task PinAsync(Bench bench, Member coder, IEnumerable<CodeId> codes)
    {
        using var client = await bench.Site.ClientAsync(coder.AccountId);
        using var request = new HttpRequestMessage(HttpMethod.Put, "desk/pins")
        {
            Content = JsonContent.Create(new
            {
                studyId = coder.StudyId.Value,
                pins = codes.Take(9).Select((code, i) => new { digit = i + 1, codeId = code.Value }),
            }),
        };
        request.Headers.Add("X-CoreStudy", "desk");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
