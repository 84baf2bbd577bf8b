using System.Text.Json;
using Microsoft.Playwright;

namespace CoreStudy.Browser.Tests;

/// <summary>A drag by the mouse, told to Chromium step by step.</summary>
/// <remarks>
/// Playwright's own (1.64.1, <c>interceptDragCausedByMove</c>) no longer listens when it begins to wait for word of the drag: where that comes a moment late,
/// as on a busy machine, it waits for ever.
/// </remarks>
internal static class Dragging
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes something, carries it to a place of something else, counted from its upper left corner in CSS pixels, and lets it fall there.</summary>
    public static async Task DragAsync(this ILocator what, ILocator onto, float x, float y)
    {
        var page = what.Page;
        await using var browser = await Session.OpenAsync(page);
        await what.HoverAsync(); // it is in sight, and nothing lies over it
        await onto.ScrollIntoViewIfNeededAsync();
        var (from, to) = ((await what.BoundingBoxAsync())!, (await onto.BoundingBoxAsync())!);
        var (fromX, fromY, toX, toY) = (from.X + (from.Width / 2), from.Y + (from.Height / 2), to.X + x, to.Y + y);

        await browser.MouseAsync("mouseMoved", fromX, fromY, buttons: 0);
        await browser.MouseAsync("mousePressed", fromX, fromY, buttons: 1);
        await browser.MouseAsync("mouseMoved", fromX, fromY - 8, buttons: 1); // far enough for a drag
        var carried = await browser.Begun.WaitAsync(Patience);
        foreach (var step in new[] { "dragEnter", "dragOver", "drop" }) await browser.DragAsync(step, toX, toY, carried);
    }

    private sealed class Session : IAsyncDisposable
    {
        private readonly ICDPSession _browser;
        private readonly TaskCompletionSource<JsonElement> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private Session(ICDPSession browser)
        {
            _browser = browser;
            browser.Event("Input.dragIntercepted").OnEvent += (_, told) => _begun.TrySetResult(told!.Value.GetProperty("data").Clone());
        }

        /// <summary>Done with what is carried when the page has begun the drag.</summary>
        public Task<JsonElement> Begun => _begun.Task;

        public static async Task<Session> OpenAsync(IPage page)
        {
            var session = new Session(await page.Context.NewCDPSessionAsync(page));
            await session._browser.SendAsync("Input.setInterceptDrags", new() { ["enabled"] = true });
            return session;
        }

        public async Task MouseAsync(string type, float x, float y, int buttons) => await _browser.SendAsync(
            "Input.dispatchMouseEvent", new() { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = type == "mouseMoved" && buttons == 0 ? "none" : "left", ["buttons"] = buttons, ["clickCount"] = type == "mousePressed" ? 1 : 0 });

        public async Task DragAsync(string type, float x, float y, JsonElement carried) => await _browser.SendAsync(
            "Input.dispatchDragEvent", new() { ["type"] = type, ["x"] = x, ["y"] = y, ["data"] = carried });

        public async ValueTask DisposeAsync()
        {
            await _browser.SendAsync("Input.setInterceptDrags", new() { ["enabled"] = false });
            await _browser.DetachAsync();
        }
    }
}
