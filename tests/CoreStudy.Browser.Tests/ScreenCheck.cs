using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>Looks at screens by WCAG 2.2 AA's checkable rules, and for what runs off the side: wide and narrow, light and dark.</summary>
/// <remarks>Pages are looked at where they stand, so a journey is walked once. The page's context must let scripts in (<c>bypassPolicy</c>).</remarks>
internal sealed class ScreenCheck
{
    private static readonly AxeRunOptions Everything = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } }; // all that another palette changes

    private readonly List<string> _wrong = [];

    /// <summary>Looks at a page as it stands, and leaves it as wide and as light as it was at first.</summary>
    public async Task LookAsync(IPage page, string screen)
    {
        var (width, height) = (page.ViewportSize!.Width, page.ViewportSize.Height);
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0, new() { Timeout = 30_000 }); // what it lies over is not to be pressed just then; it goes by itself
        await page.AddStyleTagAsync(new() { Content = "* { content-visibility: visible !important; }" }); // what is off the screen keeps the colours it was last painted in
        foreach (var (wide, high) in ((int, int)[])[(390, 844), (1440, 900)])
        {
            await page.SetViewportSizeAsync(wide, high);
            await page.EvaluateAsync("scrollTo(0, 0)"); // what has been scrolled under something that sticks is not to be pressed either
            await LookAsItStandsAsync(page, $"{screen} at {wide}, light");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await LookAsync(page, $"{screen} at {wide}, dark", Colours);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }

        await page.SetViewportSizeAsync(width, height);
    }

    /// <summary>Looks at a page in the midst of something: nothing is moved, and nothing made wider or darker.</summary>
    public async Task LookAsItStandsAsync(IPage page, string screen)
    {
        await LookAsync(page, screen, Everything);
        var (reach, width) = (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), page.ViewportSize!.Width);
        if (reach > width) _wrong.Add($"{screen}: reaches to {reach} of {width}");
    }

    public void AssertClean() => Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));

    private async Task LookAsync(IPage page, string screen, AxeRunOptions rules)
    {
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex(@"\S")); // it goes for a moment when the page wakes
        // Colours on their way are none. What is over by the page's clock and never says so, as one that was paused, is not waited for.
        await page.EvaluateAsync(
            """
            () => Promise.race([
                Promise.all(document.getAnimations().filter(a => a.playState === 'running' && a.effect?.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => {}))),
                new Promise(done => setTimeout(done, 5000)),
            ])
            """);
        var result = await page.RunAxe(rules);
        _wrong.AddRange(result.Violations.Select(v => $"{screen}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Target + " " + n.Html[..Math.Min(n.Html.Length, 120)]))}"));
    }
}
