using System.Collections.Concurrent;
using CoreStudy.Data;
using CoreStudy.Data.Demonstration;
using CoreStudy.Data.Postgres;
using CoreStudy.Domain;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>A site with the demonstration study, and people who use it in browsers of their own.</summary>
[Trait("Needs", "Browser")]
public abstract class Journey(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    /// <summary>The passwords of the demonstration that the databases of this process are copies of.</summary>
    private static readonly ConcurrentDictionary<string, DemonstrationSignIn> SignIns = new();

    /// <summary>A journey that is not over by then stands still, and ends: what is asked of a page waits without an end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);

    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _faults = [];
    private readonly List<string> _console = [];
    private TestDatabase _database = null!;
    private Timer? _end;

    protected AppFixture App { get; private set; } = null!;

    /// <summary>Where people find the site.</summary>
    protected virtual Uri Address => App.Address;

    protected StudyConnections Connections => _database.Connections;

    protected static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CloneAsync("demonstration", LoadAsync, Cancel);
        App = await AppFixture.StartAsync(_database.Connections, adjust: Adjust);
        _end = new Timer(_ => _ = StopAsync(), null, Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a script that broke is not ours, and what the journey does to the site breaks it.</summary>
    protected virtual bool IsFromElsewhere(string fault) => false;

    /// <summary>What a journey wants otherwise in its site.</summary>
    protected virtual void Adjust(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
    }

    private static Task LoadAsync(StudyDb db) => DemonstrationStudy.LoadAsync(
        db,
        StudyBuilder.At,
        signIns =>
        {
            foreach (var signIn in signIns) SignIns[signIn.Email.Split('@')[0]] = signIn;
            return Task.CompletedTask;
        },
        CancellationToken.None);

    /// <summary>Whatever waits for a page of a context that is closed is told so, and fails.</summary>
    private async Task StopAsync()
    {
        _faults.Add($"It was not over after {Longest.TotalMinutes:N0} minutes.");
        await TellAsync();
        foreach (var context in _contexts) await context.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_end is not null) await _end.DisposeAsync();
        if (_faults.Count > 0 || Xunit.TestContext.Current.TestState?.Result == Xunit.TestResult.Failed) await TellAsync();
        string[] faults = [.. _faults]; // scripts that broke, and what the content policy blocked; not what a page says that is closed while its line is being opened
        foreach (var context in _contexts) await context.CloseAsync();
        await App.DisposeAsync();
        await _database.DisposeAsync();
        Assert.Empty(faults);
        GC.SuppressFinalize(this);
    }

    protected StudyDb Db() => new(StudyDbOptions.For(_database.ConnectionString));

    protected static DemonstrationSignIn SignInOf(string person) => SignIns[person];

    /// <summary>Somebody of the demonstration, signed in, before an empty page.</summary>
    /// <param name="person">As the e-mail address begins, such as coder1; null for nobody.</param>
    protected async Task<IPage> PersonAsync(string? person, int width = 1440, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false)
    {
        var context = await browser.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = width > 600 ? 900 : 844 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            BypassCSP = bypassPolicy,
        });
        _contexts.Add(context);
        if (person is not null)
        {
            await using var db = Db();
            var email = SignInOf(person).Email;
            var (name, value) = await App.SignInAsync(new AccountId(await db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancel)));
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = Address.ToString() }]);
        }

        var page = await context.NewPageAsync();
        page.PageError += (_, fault) =>
        {
            if (!IsFromElsewhere(fault)) _faults.Add(fault);
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _console.Add(message.Text);
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _faults.Add(message.Text);
        };
        return page;
    }

    /// <summary>Where each page of a journey that failed stood, for those who have only its words.</summary>
    private async Task TellAsync()
    {
        foreach (var page in _contexts.SelectMany(c => c.Pages))
        {
            try
            {
                var words = await page.Locator("body").InnerTextAsync();
                Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"At {page.Url}:\n{words[..Math.Min(words.Length, 1_500)]}\n");
            }
            catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
            {
                Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"At {page.Url}, which cannot be read any more.");
            }
        }

        foreach (var line in _console) Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"Console: {line}");
    }

    /// <summary>Gives files to an input of the site, once it listens: it does so a moment after it is seen.</summary>
    protected static async Task ChooseFilesAsync(ILocator input, params FilePayload[] files)
    {
        await ListensAsync(input);
        await input.SetInputFilesAsync(files);
    }

    /// <inheritdoc cref="ChooseFilesAsync(ILocator, FilePayload[])"/>
    protected static async Task ChooseFilesAsync(ILocator input, string path)
    {
        await ListensAsync(input);
        await input.SetInputFilesAsync(path);
    }

    /// <summary>Blazor marks the inputs that it listens to so.</summary>
    private static async Task ListensAsync(ILocator input)
    {
        await input.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await input.Page.WaitForFunctionAsync("input => input._blazorInputFileNextFileId !== undefined", await input.ElementHandleAsync());
    }

    protected async Task<(StudyId Study, TranscriptId Transcript)> TranscriptAsync(string title)
    {
        await using var db = Db();
        var found = await db.Transcripts.Where(t => t.Title.StartsWith(title)).Select(t => new { t.StudyId, t.Id }).FirstAsync(Cancel);
        return (found.StudyId, found.Id);
    }

    /// <summary>Opens the desk and waits until it takes input.</summary>
    protected async Task<TranscriptId> SitDownAsync(IPage page, string title)
    {
        var (study, transcript) = await TranscriptAsync(title);
        await page.GotoAsync($"/studies/{study.Value}/transcripts/{transcript.Value}/code");
        await page.Locator("#desk[data-ready]").WaitForAsync();
        return transcript;
    }

    /// <param name="patience">Milliseconds; without it, as long as any expectation waits.</param>
    protected static Task SavedAsync(IPage page, float? patience = null) => Assertions.Expect(page.Locator(".save-words")).ToHaveTextAsync("All saved", new() { Timeout = patience });

    protected async Task<int> CodingsAsync(TranscriptId transcript)
    {
        await using var db = Db();
        return await db.Codings.CountAsync(c => c.TranscriptId == transcript && c.RemovedAt == null, Cancel);
    }

    /// <summary>Puts a code on the next turn's first sentence.</summary>
    /// <param name="patience">Milliseconds until it is saved at most; without it, as long as any expectation waits.</param>
    protected static async Task CodeAsync(IPage desk, string name, float? patience = null)
    {
        await desk.Keyboard.PressAsync("j");
        await desk.Keyboard.PressAsync("ArrowRight");
        await desk.Keyboard.PressAsync("Space");
        await desk.Keyboard.TypeAsync(name);
        await desk.Keyboard.PressAsync("Enter");
        await desk.Keyboard.PressAsync("Enter");
        await SavedAsync(desk, patience);
    }

    protected async Task MayCreateStudiesAsync(string person)
    {
        var email = SignInOf(person).Email;
        await using var db = Db();
        await db.Users.Where(a => a.Email == email).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, true), Cancel);
    }

    protected static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}
