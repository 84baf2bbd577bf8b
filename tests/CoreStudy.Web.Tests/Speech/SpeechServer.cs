using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace CoreStudy.Web.Tests.Speech;

/// <summary>A small server that speaks as a whisper.cpp server does: one recording as a form to <c>/inference</c>, segments back as verbose JSON.</summary>
internal sealed class SpeechServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SpeechServer(WebApplication app) => _app = app;

    /// <summary>What the form held beside the sound.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    /// <summary>The header of the part with the sound.</summary>
    public string FileHeader { get; private set; } = "";

    public long SoundBytes { get; private set; }

    public int Requests { get; private set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="status">The status that it answers with.</param>
    /// <param name="answer">What it answers.</param>
    /// <param name="onFirstBytes">Called when the first of the sound has come, before any more is read.</param>
    /// <param name="before">Awaited before it answers; it is cancelled when the asker hangs up.</param>
    /// <param name="cuts">Whether it hangs up in the middle of its answer.</param>
    public static async Task<SpeechServer> StartAsync(int status, string answer, Func<Task>? onFirstBytes = null, Func<CancellationToken, Task>? before = null, bool cuts = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel((KestrelServerOptions k) => k.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new SpeechServer(app);
        app.MapPost("/inference", async http =>
        {
            server.Requests++;
            await server.ReadFormAsync(http, onFirstBytes);
            if (before is not null) await before(http.RequestAborted);
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            if (cuts)
            {
                await http.Response.WriteAsync(answer[..(answer.Length / 2)], http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                http.Abort();
                return;
            }

            await http.Response.WriteAsync(answer, http.RequestAborted);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>One that has the whole recording, and answers when it is let: <see cref="GoOn"/>.</summary>
    public static async Task<SpeechServer> StartWaitingAsync(string answer)
    {
        var (began, goOn, hungUp) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var server = await StartAsync(200, answer, before: async aborted =>
        {
            began.TrySetResult();
            await using var hears = aborted.Register(() => hungUp.TrySetResult());
            await Task.WhenAny(goOn.Task, hungUp.Task);
        });
        (server.Began, server.HungUp, server.GoOn) = (began.Task, hungUp.Task, () => goOn.TrySetResult());
        return server;
    }

    public Task Began { get; private set; } = Task.CompletedTask;

    /// <summary>Over when the asker has hung up.</summary>
    public Task HungUp { get; private set; } = Task.CompletedTask;

    public Action GoOn { get; private set; } = () => { };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReadFormAsync(HttpContext http, Func<Task>? onFirstBytes)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(http.Request.ContentType).Boundary).Value!;
        var reader = new MultipartReader(boundary, http.Request.Body);
        var piece = new byte[16 * 1024];
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            var header = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            if (header.FileName.HasValue)
            {
                FileHeader = section.ContentDisposition!;
                for (int read; (read = await section.Body.ReadAsync(piece, http.RequestAborted)) > 0; SoundBytes += read)
                {
                    if (SoundBytes == 0 && onFirstBytes is not null) await onFirstBytes();
                }
            }
            else
            {
                using var words = new StreamReader(section.Body);
                Fields[HeaderUtilities.RemoveQuotes(header.Name).Value!] = await words.ReadToEndAsync(http.RequestAborted);
            }
        }
    }
}
