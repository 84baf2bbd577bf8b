using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.Playwright;

namespace CoreStudy.Benchmarks;

/// <summary>Real Chromium, and people at the desk in it.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Installation _site;

    private Browser(IPlaywright playwright, IBrowser browser, Installation site) => (_playwright, _browser, _site) = (playwright, browser, site);

    public static async Task<Browser> StartAsync(Installation site)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CORESTUDY_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
        });
        return new Browser(playwright, browser, site);
    }

    /// <summary>A page with nothing cached, signed in.</summary>
    public async Task<IPage> PageAsync(AccountId? account = null)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        if (account is { } person)
        {
            var (name, value) = await _site.SignInAsync(person);
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = _site.Address.ToString() }]);
        }

        return await context.NewPageAsync();
    }

    public string DeskOf(Transcript transcript) => DeskOf(transcript.StudyId, transcript.Id);

    /// <summary>Opens the desk; milliseconds from the start of the navigation until text and codings in view are painted and keys are taken.</summary>
    public Task<double> OpenDeskAsync(IPage page, Transcript transcript) => OpenDeskAsync(page, transcript.StudyId, transcript.Id);

    /// <summary>A person at the desk whose live link stands.</summary>
    public Task<IPage> SitDownAsync(AccountId account, Transcript transcript) => SitDownAsync(account, transcript.StudyId, transcript.Id);

    public async Task<IPage> SitDownAsync(AccountId account, StudyId study, TranscriptId transcript)
    {
        var page = await PageAsync(account);
        await OpenDeskAsync(page, study, transcript);
        await page.EvaluateAsync("() => new Promise(done => document.getElementById('desk').addEventListener('desk:pulse', done, { once: true }))");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private string DeskOf(StudyId study, TranscriptId transcript) => new Uri(_site.Address, $"studies/{study.Value}/transcripts/{transcript.Value}/code").ToString();

    private async Task<double> OpenDeskAsync(IPage page, StudyId study, TranscriptId transcript)
    {
        await page.GotoAsync(DeskOf(study, transcript), new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("() => performance.getEntriesByName('desk:ready').length > 0", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
        return await page.EvaluateAsync<double>("() => performance.getEntriesByName('desk:ready')[0].startTime");
    }
}
