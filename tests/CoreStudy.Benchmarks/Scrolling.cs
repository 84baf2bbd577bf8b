using System.Globalization;

namespace CoreStudy.Benchmarks;

/// <summary>A reader scrolls through 30,000 words with 5,000 codings.</summary>
internal static class Scrolling
{
    /// <param name="bench">What is measured.</param>
    /// <param name="step">Pixels a frame: 120 is a turning wheel, 900 a screen at a time.</param>
    public static async Task<string> RunAsync(Bench bench, int step)
    {
        var transcript = await bench.TranscriptAsync(30_000, 5000);
        var page = await bench.Browser.SitDownAsync(bench.Corpus.Coders[0].AccountId, transcript);
        var found = await page.EvaluateAsync<double[][]>(
            """
            step => new Promise(done => {
                const text = document.getElementById('desk-text');
                const frames = [], long = [];
                const observer = new PerformanceObserver(list => long.push(...list.getEntries().map(e => e.duration)));
                let last = 0;
                const tick = at => {
                    if (last) frames.push(at - last);
                    last = at;
                    text.scrollTop += step;
                    if (frames.length < 400) requestAnimationFrame(tick);
                    else setTimeout(() => { observer.disconnect(); done([frames, long]); }, 200);
                };
                setTimeout(() => { observer.observe({ type: 'longtask' }); requestAnimationFrame(tick); }, 500);
            })
            """,
            step);
        await page.Context.CloseAsync();
        var frames = new Times();
        foreach (var frame in found[0]) frames.Add(frame);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{step} px a frame: p50 {frames.Median:0.0} ms, p95 {frames.P95:0.0}, p99 {frames.P99:0.0}, worst {frames.Worst:0.0}; {found[1].Length} tasks over 50 ms");
    }
}
