using CoreStudy.Testing;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>Every screen by WCAG 2.2 AA's checkable rules, wide and narrow, light and dark.</summary>
public sealed class AccessibilityTests(PostgresFixture postgres, BrowserFixture browser) : Journey(postgres, browser)
{
    private readonly ScreenCheck _screens = new();

    /// <summary>Who looks at which page, and what shows that it is there.</summary>
    private static readonly (string? Person, string Path, string Shown)[] Screens =
    [
        (null, "/sign-in", "h1"), (null, "/not-found", "h1"), ("coder1", "/", ".cards"), ("coder1", "/account", "h1"), ("coder1", "/account/sessions/everywhere", "form"), ("coder1", "/account/second-step", "h1"),
        ("lead", "/studies/{study}", "table"), ("lead", "/studies/{study}/progress", ".trusts"), ("lead", "/studies/{study}/codebook", ".tree"), ("lead", "/studies/{study}/interviews", "table"), ("lead", "/studies/{study}/recordings", ".list table, .list .empty"),
        ("lead", "/studies/{study}/participants", "table"), ("lead", "/studies/{study}/places", "table"), ("lead", "/studies/{study}/questions", ".list table"),
        ("lead", "/studies/{study}/members", "table"), ("lead", "/studies/{study}/disclosure", ".groups"), ("lead", "/studies/{study}/exports", ".page > .empty, section.sheet"), ("lead", "/studies/{study}/settings", "tfoot"), ("lead", "/studies/{study}/audit", ".trail tbody"), ("researcher", "/studies/{study}/import", ".drop"),
        ("coder1", "/studies/{study}/work", ".empty, .next"), ("lead", "/studies/{study}/assignments", "table"), ("supervisor", "/studies/{study}/sign-off", ".empty, .waiting"),
        ("researcher", "/studies/{study}/codebook/history", ".list"),
        ("lead", "/studies/{study}/codebook/versions", ".compared"), ("researcher", "/studies/{study}/codebook/import", ".drop"), ("lead", "/studies/{study}/look-again", ".progress"), ("coder1", "/studies/{study}/look-again", ".passages"),
        ("coder1", "/studies/{study}/transcripts/{transcript}/code", "#desk[data-ready]"),
        ("researcher", "/studies/{study}/transcripts/{transcript}/correct?turn=2", "textarea"), ("researcher", "/studies/{study}/transcripts/{transcript}/history", ".list"), ("admin", "/studies/{study}/flags", ".list"),
        ("lead", "/studies/{study}/checklists", "progress"), ("researcher", "/studies/{study}/templates", ".drop"), ("admin", "/studies/{study}/archive", ".warning"),
        ("admin", "/installation", ".installation .bars code"),
    ];

    [Fact]
    public async Task Every_screen_is_clean_and_nothing_runs_off_its_side()
    {
        var (study, transcript) = await TranscriptAsync("PSW-01");
        var pages = new Dictionary<string, IPage>();
        foreach (var (person, path, shown) in Screens)
        {
            var who = person ?? "";
            if (!pages.TryGetValue(who, out var page)) pages[who] = page = await PersonAsync(person, bypassPolicy: true);
            await page.GotoAsync(path.Replace("{study}", study.Value.ToString(), StringComparison.Ordinal).Replace("{transcript}", transcript.Value.ToString(), StringComparison.Ordinal));
            await page.Locator(shown).First.WaitForAsync();
            await _screens.LookAsync(page, path);
        }

        _screens.AssertClean();
    }
}
