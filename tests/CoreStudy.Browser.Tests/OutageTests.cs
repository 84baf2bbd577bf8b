using System.Diagnostics;
using System.Runtime.Versioning;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using static Microsoft.Playwright.Assertions;

namespace CoreStudy.Browser.Tests;

/// <summary>The site, and then its PostgreSQL, are killed while somebody codes; a server of their own with durable settings.</summary>
[Trait("Needs", "Browser")]
[UnsupportedOSPlatform("windows")]
public sealed class OutageTests(BrowserFixture browser) : IAsyncLifetime
{
    private const float Long = 40_000;

    private readonly PrivatePostgresOptions _options = new() { DataFolder = Path.Combine(Path.GetTempPath(), $"corestudy-outage-{Guid.CreateVersion7():N}") };
    private PrivatePostgres _postgres = null!;
    private SiteProcess _site = null!;
    private IBrowserContext _context = null!;
    private IPage _page = null!;
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

        _context = await browser.Browser.NewContextAsync(new() { BaseURL = _site.Address.ToString(), ReducedMotion = ReducedMotion.Reduce });
        var account = await db.Users.Where(a => a.Email == "coder1@demo.example").Select(a => a.Id).SingleAsync(Cancel);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddDbContextFactory<StudyDb>(o => o.UseStudyDb(ConnectionString)).AddAccounts().BuildServiceProvider();
        var (name, value) = await SignInCookie.MakeAsync(services, new AccountId(account));
        await _context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = _site.Address.ToString() }]);
        _page = await _context.NewPageAsync();
        var transcript = await db.Transcripts.Where(t => t.Title.StartsWith("PSW-02")).Select(t => new { t.StudyId, t.Id }).FirstAsync(Cancel);
        _transcript = transcript.Id.Value;
        await _page.GotoAsync($"/studies/{transcript.StudyId.Value}/transcripts/{_transcript}/code");
        await _page.Locator("#desk[data-ready]").WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        await _site.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_options.DataFolder, recursive: true);
    }

    [Fact]
    public async Task What_was_coded_while_the_site_was_killed_is_sent_once_when_it_is_back()
    {
        var before = await CodingsAsync();
        await CodeAsync();
        await SavedAsync();
        await _site.KillAsync();

        await CodeAsync();
        await CodeAsync();
        await CodeAsync();
        await Expect(_page.Locator(".save-words")).ToContainTextAsync("waiting", new() { Timeout = Long });
        await _site.StartAsync(Cancel);
        await SavedAsync();

        Assert.Equal(before + 4, await CodingsAsync());
    }

    [Fact]
    public async Task What_was_confirmed_before_PostgreSQL_was_killed_is_there_and_what_waited_is_sent_once()
    {
        var before = await CodingsAsync();
        await CodeAsync();
        await SavedAsync();
        using (var server = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(Path.Combine(_options.DataFolder, "postgres", "postmaster.pid"), Cancel))[0], null)))
        {
            server.Kill();
            await server.WaitForExitAsync(Cancel);
        }

        await CodeAsync();
        await CodeAsync();
        await Expect(_page.Locator(".save-words")).Not.ToHaveTextAsync("All saved");
        NpgsqlConnection.ClearAllPools();
        _postgres = await PrivatePostgres.StartAsync(_options, Cancel);
        await SavedAsync();

        Assert.Equal(before + 3, await CodingsAsync());
        await using var db = Db();
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private StudyDb Db() => new(StudyDbOptions.For(ConnectionString));

    private async Task<int> CodingsAsync()
    {
        await using var db = Db();
        return await db.Codings.CountAsync(c => c.TranscriptId == new TranscriptId(_transcript) && c.RemovedAt == null, Cancel);
    }

    private Task SavedAsync() => Expect(_page.Locator(".save-words")).ToHaveTextAsync("All saved", new() { Timeout = Long });

    private async Task CodeAsync()
    {
        await _page.Keyboard.PressAsync("ArrowRight");
        await _page.Keyboard.PressAsync("Space");
        await _page.Keyboard.TypeAsync("career");
        await _page.Keyboard.PressAsync("Enter");
        await _page.Keyboard.PressAsync("Enter");
    }
}
