using System.Diagnostics;
using System.Runtime.Versioning;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Testing.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>The site is killed, then its PostgreSQL, then the line is cut, while three people code; a server of their own with durable settings.</summary>
[Trait("Needs", "Browser")]
[UnsupportedOSPlatform("windows")]
public sealed class OutageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const float Long = 40_000;

    private static readonly string[] People = ["coder1@demo.example", "coder2@demo.example", "researcher@demo.example"];

    private readonly PrivatePostgresOptions _options = new() { DataFolder = Path.Combine(Path.GetTempPath(), $"corestudy-outage-{Guid.CreateVersion7():N}") };
    private readonly List<IPage> _pages = [];
    private PrivatePostgres _postgres = null!;
    private SiteProcess _site = null!;
    private Relay _line = null!;
    private Guid _transcript;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private string ConnectionString => _postgres.ConnectionString("corestudy");

    public async ValueTask InitializeAsync()
    {
        _postgres = await PrivatePostgres.StartAsync(_options, Cancel);
        await _postgres.CreateDatabaseIfMissingAsync("corestudy", Cancel);
        await using var db = Db();
        await db.Database.MigrateAsync(Cancel);
        await DemonstrationStudy.LoadAsync(db, StudyBuilder.At, _ => Task.CompletedTask, Cancel);
        _site = new SiteProcess(ConnectionString);
        await _site.StartAsync(Cancel);
        _line = new Relay(() => new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, _site.Address.Port));

        await using var services = SignInCookie.Over(ConnectionString);
        var transcript = await db.Transcripts.Where(t => t.Title.StartsWith("PSW-02")).Select(t => new { t.StudyId, t.Id }).FirstAsync(Cancel);
        _transcript = transcript.Id.Value;
        foreach (var email in People)
        {
            var address = $"http://localhost:{_line.Port}/";
            var context = await browser.Browser.NewContextAsync(new() { BaseURL = address, ReducedMotion = ReducedMotion.Reduce });
            var (name, value) = await SignInCookie.MakeAsync(services, new AccountId(await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancel)));
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = address }]);
            var page = await context.NewPageAsync();
            await page.GotoAsync($"/studies/{transcript.StudyId.Value}/transcripts/{_transcript}/code");
            await page.Locator("#desk[data-ready]").WaitForAsync();
            _pages.Add(page);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages) await page.Context.CloseAsync();
        await _line.DisposeAsync();
        await _site.DisposeAsync();
        await _postgres.StopAsync(CancellationToken.None, evenIfUsed: true);
        await _postgres.DisposeAsync();
        Directory.Delete(_options.DataFolder, recursive: true);
    }

    [Fact]
    public async Task Open_pages_come_through_a_killed_site_a_killed_PostgreSQL_and_a_cut_line_by_themselves_and_each_act_is_there_once()
    {
        var before = await CodingsAsync();
        await EverybodyAsync(CodeAsync);
        await EverybodyAsync(SavedAsync);

        await _site.KillAsync();
        await EverybodyAsync(CodeAsync);
        await EverybodyAsync(CodeAsync);
        await EverybodyAsync(WaitingAsync);
        await _site.StartAsync(Cancel);
        await EverybodyAsync(SavedAsync);
        Assert.Equal(before + (3 * People.Length), await CodingsAsync());

        await KillPostgresAsync();
        await EverybodyAsync(CodeAsync);
        await EverybodyAsync(SavedAsync);
        Assert.Equal(before + (4 * People.Length), await CodingsAsync());

        _line.Cut();
        await EverybodyAsync(CodeAsync);
        await EverybodyAsync(WaitingAsync);
        _line.Resume();
        await EverybodyAsync(SavedAsync);
        Assert.Equal(before + (5 * People.Length), await CodingsAsync());

        await CodeAsync(_pages[0]);
        await SavedAsync(_pages[0]);
        await using var db = Db();
        var last = await db.CodingHeads.Where(h => h.TranscriptId == new TranscriptId(_transcript)).Select(h => h.Revision).SingleAsync(Cancel);
        var coding = await db.Codings.Where(c => c.TranscriptId == new TranscriptId(_transcript) && c.Revision == last).Select(c => c.Id).SingleAsync(Cancel);
        foreach (var page in _pages) await Expect(page.Locator($"[data-coding='{coding.Value}']").First).ToBeAttachedAsync(new() { Timeout = Long });
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private StudyDb Db() => new(StudyDbOptions.For(ConnectionString));

    /// <summary>As <c>kill -9</c> does; whoever watches over it starts it again.</summary>
    private async Task KillPostgresAsync()
    {
        using var server = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(Path.Combine(_options.DataFolder, "postgres", "postmaster.pid"), Cancel))[0], null));
        server.Kill();
        await server.WaitForExitAsync(Cancel);
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<int> CodingsAsync()
    {
        await using var db = Db();
        return await db.Codings.CountAsync(c => c.TranscriptId == new TranscriptId(_transcript) && c.RemovedAt == null, Cancel);
    }

    private async Task EverybodyAsync(Func<IPage, Task> does)
    {
        foreach (var page in _pages) await does(page);
    }

    private static Task SavedAsync(IPage page) => Expect(page.Locator(".save-words")).ToHaveTextAsync("All saved", new() { Timeout = Long });

    private static Task WaitingAsync(IPage page) => Expect(page.Locator(".save-words")).ToContainTextAsync("waiting", new() { Timeout = Long });

    private static async Task CodeAsync(IPage page)
    {
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.TypeAsync("career");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
    }
}
