using System.Diagnostics;
using System.Globalization;
using CoreStudy.Benchmarks.EmptySite;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>What cannot be beaten here: a row stored by PostgreSQL alone, a click answered by an empty Blazor Server page.</summary>
internal static class Floors
{
    /// <summary>One row an INSERT, each with its own commit: by one connection after the other, and by fifty at once for three seconds.</summary>
    public static async Task<string> InsertAsync(Bench bench)
    {
        var connections = new NpgsqlConnectionStringBuilder(bench.Site.ConnectionString) { MaxPoolSize = 60 }.ConnectionString;
        await using var source = NpgsqlDataSource.Create(connections);
        await using (var make = source.CreateCommand("create table if not exists floor (id uuid primary key, words text not null)")) await make.ExecuteNonQueryAsync();

        var times = new Times();
        await using (var one = await source.OpenConnectionAsync())
        {
            for (var i = -200; i < 1000; i++)
            {
                var since = Stopwatch.GetTimestamp();
                await InsertAsync(one);
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
        }

        var stored = 0;
        var running = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync();
            while (running.Elapsed < TimeSpan.FromSeconds(3))
            {
                await InsertAsync(connection);
                Interlocked.Increment(ref stored);
            }
        }));
        return string.Create(CultureInfo.InvariantCulture, $"p50 {times.Median:0.00} ms, p95 {times.P95:0.00} ms; {stored / running.Elapsed.TotalSeconds:0} a second by 50");
    }

    /// <summary>Sixty clicks, from the click to the new text in the page, and to its being painted.</summary>
    public static async Task<string> ClickAsync(Bench bench)
    {
        await using var app = await StartEmptySiteAsync();
        var page = await bench.Browser.PageAsync();
        await page.GotoAsync(app.Urls.First());
        await page.WaitForSelectorAsync("button");
        var (text, painted) = (new Times(), new Times());
        for (var i = -10; i < 60; i++)
        {
            var taken = await page.EvaluateAsync<double[]>(
                """
                () => new Promise(done => {
                    const since = performance.now();
                    new MutationObserver((_, observer) => {
                        observer.disconnect();
                        const there = performance.now() - since;
                        requestAnimationFrame(() => {
                            const after = new MessageChannel();
                            after.port1.onmessage = () => done([there, performance.now() - since]);
                            after.port2.postMessage(0);
                        });
                    }).observe(document.getElementById('count'), { childList: true, characterData: true, subtree: true });
                    document.querySelector('button').click();
                })
                """);
            if (i < 0) continue;
            text.Add(taken[0]);
            painted.Add(taken[1]);
        }

        await page.Context.CloseAsync();
        return string.Create(CultureInfo.InvariantCulture, $"to the text p50 {text.Median:0.0} ms, to painted p50 {painted.Median:0.0} ms, p95 {painted.P95:0.0} ms");
    }

    public static async Task<WebApplication> StartEmptySiteAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(Floors).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets().UseUrls($"http://localhost:{Bench.Port + 1}");
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapGet("/", () => new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<EmptyApp>());
        app.MapRazorComponents<EmptyApp>().AddInteractiveServerRenderMode();
        await app.StartAsync();
        return app;
    }

    private static async Task InsertAsync(NpgsqlConnection connection)
    {
        await using var insert = new NpgsqlCommand("insert into floor (id, words) values ($1, $2)", connection)
        {
            Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = "a passage of some forty characters, or so" } },
        };
        await insert.ExecuteNonQueryAsync();
    }
}
