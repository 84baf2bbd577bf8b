using CoreStudy.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>Every screen by WCAG 2.2 AA's checkable rules, wide and narrow, light and dark.</summary>
public sealed class AccessibilityTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Who looks at which page, and what shows that it is there.</summary>
    private static readonly (string? Person, string Path, string Shown)[] Screens =
    [
        (null, "/sign-in", "h1"), (null, "/not-found", "h1"), ("coder1", "/", ".cards"), ("coder1", "/account", "h1"),
        ("lead", "/studies/{study}", "table"), ("lead", "/studies/{study}/progress", ".trusts"), ("lead", "/studies/{study}/codebook", ".tree"), ("lead", "/studies/{study}/interviews", "table"),
        ("lead", "/studies/{study}/participants", "table"), ("lead", "/studies/{study}/places", "table"), ("lead", "/studies/{study}/questions", ".list table"),
        ("lead", "/studies/{study}/members", "table"), ("lead", "/studies/{study}/settings", "tfoot"), ("lead", "/studies/{study}/audit", ".trail tbody"), ("researcher", "/studies/{study}/import", ".drop"),
        ("coder1", "/studies/{study}/work", ".empty, .next"), ("lead", "/studies/{study}/assignments", "table"), ("supervisor", "/studies/{study}/sign-off", ".empty, .waiting"),
        ("researcher", "/studies/{study}/codebook/history", ".list"),
        ("lead", "/studies/{study}/codebook/versions", ".compared"), ("researcher", "/studies/{study}/codebook/import", ".drop"), ("lead", "/studies/{study}/look-again", ".progress"), ("coder1", "/studies/{study}/look-again", ".passages"),
        ("coder1", "/studies/{study}/transcripts/{transcript}/code", "#desk[data-ready]"),
    ];

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_screen_is_clean_and_nothing_runs_off_its_side(int width, ColorScheme scheme)
    {
        var (study, transcript) = await TranscriptAsync("PSW-01");
        var wrong = new List<string>();
        foreach (var (person, path, shown) in Screens)
        {
            var page = await PersonAsync(person, width, scheme, bypassPolicy: true);
            await page.GotoAsync(path.Replace("{study}", study.Value.ToString(), StringComparison.Ordinal).Replace("{transcript}", transcript.Value.ToString(), StringComparison.Ordinal));
            await page.Locator(shown).First.WaitForAsync();
            var result = await page.RunAxe(Rules);
            wrong.AddRange(result.Violations.Select(v => $"{path}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Target + " " + n.Html[..Math.Min(n.Html.Length, 120)]))}"));
            var reach = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (reach > width) wrong.Add($"{path}: reaches to {reach} of {width}");
            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
