using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace CoreStudy.Benchmarks;

/// <summary>
/// A real Blazor circuit of the desk without a browser around it: fetches the page, starts its live component over a WebSocket,
/// answers every call to JavaScript as the desk's module would, and draws nothing.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable, IInvocationBinder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly IHubProtocol Protocol = BlazorPack();

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string> _onChanges;
    private readonly Action<Exception> _onLost;
    private TaskCompletionSource _moved = new();
    private Task _reading = Task.CompletedTask;
    private string _id = "";
    private long _component;
    private int _news;
    private int _calls;

    private Circuit(Action<string>? onChanges, Action<Exception>? onLost) => (_onChanges, _onLost) = (onChanges ?? (_ => { }), onLost ?? (_ => { }));

    /// <summary>Messages with changes that have come so far.</summary>
    public int News => _news;

    public static async Task<Circuit> SitDownAsync(Bench bench, AccountId account, Transcript transcript)
    {
        using var client = await bench.Site.ClientAsync(account);
        var (name, value) = await bench.Site.SignInAsync(account);
        return await OpenAsync(client, new Uri(bench.Browser.DeskOf(transcript)), $"{name}={value}");
    }

    /// <param name="client">Signed in.</param>
    /// <param name="desk">The address of the desk's page.</param>
    /// <param name="cookie">As the browser sends it with the WebSocket.</param>
    /// <param name="onChanges">Is handed what others do, as JSON, as the desk's module would be; it must return at once.</param>
    /// <param name="onLost">Is told when the circuit ends although nobody left it.</param>
    public static async Task<Circuit> OpenAsync(HttpClient client, Uri desk, string cookie, Action<string>? onChanges = null, Action<Exception>? onLost = null)
    {
        var page = await client.GetStringAsync(desk);
        var marker = MarkerPattern().Match(page).Groups[1].Value;
        var state = StatePattern().Match(page).Groups[1].Value;

        var circuit = new Circuit(onChanges, onLost);
        try
        {
            circuit._socket.Options.SetRequestHeader("Cookie", cookie);
            circuit._socket.Options.SetRequestHeader("Origin", desk.GetLeftPart(UriPartial.Authority));
            await circuit._socket.ConnectAsync(new Uri($"ws://{desk.Authority}/_blazor"), CancellationToken.None);
            await circuit._socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
            circuit._reading = circuit.ReadAsync();
            await circuit.SendAsync(new InvocationMessage("1", "StartCircuit", [new Uri(desk, "/").ToString(), desk.ToString(), "[]", state]));
            await circuit._started.Task.WaitAsync(Patience);
            var operations = $$"""{"batchId":1,"operations":[{"type":"add","ssrComponentId":1,"marker":{{marker}}}]}""";
            await circuit.SendAsync(new InvocationMessage("UpdateRootComponents", [operations, state]));
            await circuit._live.Task.WaitAsync(Patience);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the server that the reader has come to a turn (from 0), and waits for its answer: the way there and back of a circuit.</summary>
    public async Task MoveAsync(int turn)
    {
        var moved = _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture);
        await SendAsync(new InvocationMessage("BeginInvokeDotNetFromJS", [call, null, "Moved", _component, $"[{turn.ToString(CultureInfo.InvariantCulture)}]"]));
        await moved.Task.WaitAsync(Patience);
    }

    /// <summary>Leaves as a page does that is closed: says so, and waits for no answer.</summary>
    /// <returns>The answer, for whoever wants to know when the server has let the circuit go.</returns>
    public async Task<Task> LeaveAsync(HttpClient client)
    {
        var beacon = SayAsync();
        await DisposeAsync();
        return beacon;

        async Task SayAsync()
        {
            using var form = new FormUrlEncodedContent([new("circuitId", _id)]);
            using var answer = await client.PostAsync(new Uri("_blazor/disconnect", UriKind.Relative), form);
            answer.EnsureSuccessStatusCode();
        }
    }

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
    {
        "JS.AttachComponent" => [typeof(int), typeof(string)],
        "JS.BeginInvokeJS" => [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
        "JS.EndInvokeDotNet" => [typeof(string), typeof(bool), typeof(string)],
        "JS.EndUpdateRootComponents" => [typeof(long)],
        "JS.RenderBatch" => [typeof(int), typeof(byte[])],
        "JS.SavePersistedState" => [typeof(string), typeof(string), typeof(string)],
        _ => [typeof(string)],
    };

    public Type GetReturnType(string invocationId) => typeof(string);

    public Type GetStreamItemType(string streamId) => typeof(byte[]);

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _leave.Dispose();
    }

    private async Task ReadAsync()
    {
        var received = new ArrayBufferWriter<byte>(4 * 1024);
        var isGreeted = false;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(received.GetMemory(4 * 1024), _leave.Token);
                if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The server closed the circuit.");
                received.Advance(part.Count);
                var bytes = new ReadOnlySequence<byte>(received.WrittenMemory);
                if (!isGreeted)
                {
                    if (bytes.PositionOf((byte)0x1e) is not { } end) continue;
                    isGreeted = true;
                    bytes = bytes.Slice(bytes.GetPosition(1, end));
                }

                while (Protocol.TryParseMessage(ref bytes, this, out var message)) await HearAsync(message);
                var rest = bytes.ToArray();
                received.ResetWrittenCount();
                received.Write(rest);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or InvalidOperationException or IOException)
        {
            if (_live.Task.IsCompletedSuccessfully && !_leave.IsCancellationRequested) _onLost(exception);
            _started.TrySetException(exception);
            _live.TrySetException(exception);
            _moved.TrySetException(exception);
        }
    }

    private async Task HearAsync(HubMessage message)
    {
        switch (message)
        {
            case CompletionMessage { InvocationId: "1" } done:
                if (done.Error is null && done.Result is string id)
                {
                    _id = id;
                    _started.TrySetResult();
                }
                else _started.TrySetException(new InvalidOperationException($"No circuit: {done.Error}"));
                break;
            case InvocationMessage { Target: "JS.RenderBatch" } batch:
                await SendAsync(new InvocationMessage("OnRenderCompleted", [Convert.ToInt64(batch.Arguments[0], null), null]));
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS" } call:
                await AnswerAsync((long)call.Arguments[0]!, (string)call.Arguments[1]!, (string?)call.Arguments[2] ?? "[]", (int)call.Arguments[3]!);
                break;
            case InvocationMessage { Target: "JS.EndInvokeDotNet" } end:
                if ((bool)end.Arguments[1]!) _moved.TrySetResult();
                else _moved.TrySetException(new InvalidOperationException($"The move failed: {end.Arguments[2]}"));
                break;
            case InvocationMessage { Target: "JS.Error" } error:
                throw new InvalidOperationException($"The circuit failed: {error.Arguments[0]}");
            default:
                break;
        }
    }

    private async Task AnswerAsync(long call, string what, string arguments, int resultKind)
    {
        const int ObjectReference = 1;
        if (what == "attach") _component = JsonElement.Parse(arguments)[0].GetProperty("__dotNetObject").GetInt64();
        if (what == "changes")
        {
            Interlocked.Increment(ref _news);
            _onChanges(JsonElement.Parse(arguments)[0].GetString()!);
        }

        if (what is "presence" or "pulse" or "changes") _live.TrySetResult();
        if (call == 0) return;
        var result = resultKind == ObjectReference ? $$"""{"__jsObjectId":{{call}}}""" : "null";
        await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [call, true, $"[{call},true,{result}]"]));
    }

    private async Task SendAsync(HubMessage message)
    {
        var bytes = Protocol.GetMessageBytes(message);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, _leave.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The protocol that Blazor's own hub speaks; it comes with ASP.NET Core, but not for others to name.</summary>
    private static IHubProtocol BlazorPack()
    {
        var type = typeof(Microsoft.AspNetCore.Components.Server.CircuitOptions).Assembly
            .GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!;
        return (IHubProtocol)Activator.CreateInstance(type, nonPublic: true)!;
    }

    [GeneratedRegex("<!--Blazor:(\\{\"type\":\"server\".*?\\})-->")]
    private static partial Regex MarkerPattern();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex StatePattern();
}
