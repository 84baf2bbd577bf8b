using System.Buffers;
using System.Net.WebSockets;
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

    private readonly ClientWebSocket _socket = new();
    private readonly IHubProtocol _protocol = BlazorPack();
    private readonly CancellationTokenSource _leave = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _news;

    /// <summary>Messages with changes that have come so far.</summary>
    public int News => _news;

    public static async Task<Circuit> SitDownAsync(Bench bench, AccountId account, Transcript transcript)
    {
        var address = new Uri(bench.Browser.DeskOf(transcript));
        using var client = await bench.Site.ClientAsync(account);
        var page = await client.GetStringAsync(address);
        var marker = MarkerPattern().Match(page).Groups[1].Value;
        var state = StatePattern().Match(page).Groups[1].Value;

        var circuit = new Circuit();
        var (name, value) = await bench.Site.SignInAsync(account);
        circuit._socket.Options.SetRequestHeader("Cookie", $"{name}={value}");
        await circuit._socket.ConnectAsync(new Uri($"ws://{address.Authority}/_blazor"), CancellationToken.None);
        await circuit._socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        circuit._reading = circuit.ReadAsync();
        await circuit.SendAsync(new InvocationMessage("1", "StartCircuit", [bench.Site.Address.ToString(), address.ToString(), "[]", state]));
        await circuit._started.Task.WaitAsync(Patience);
        var operations = $$"""{"batchId":1,"operations":[{"type":"add","ssrComponentId":1,"marker":{{marker}}}]}""";
        await circuit.SendAsync(new InvocationMessage("UpdateRootComponents", [operations, state]));
        await circuit._live.Task.WaitAsync(Patience);
        return circuit;
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
        var received = new ArrayBufferWriter<byte>(64 * 1024);
        var isGreeted = false;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(received.GetMemory(16 * 1024), _leave.Token);
                if (part.MessageType == WebSocketMessageType.Close) throw new InvalidOperationException("The server closed the circuit.");
                received.Advance(part.Count);
                var bytes = new ReadOnlySequence<byte>(received.WrittenMemory);
                if (!isGreeted)
                {
                    if (bytes.PositionOf((byte)0x1e) is not { } end) continue;
                    isGreeted = true;
                    bytes = bytes.Slice(bytes.GetPosition(1, end));
                }

                while (_protocol.TryParseMessage(ref bytes, this, out var message)) await HearAsync(message);
                var rest = bytes.ToArray();
                received.ResetWrittenCount();
                received.Write(rest);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or InvalidOperationException or IOException)
        {
            _started.TrySetException(exception);
            _live.TrySetException(exception);
        }
    }

    private async Task HearAsync(HubMessage message)
    {
        switch (message)
        {
            case CompletionMessage { InvocationId: "1" } done:
                if (done.Error is null && done.Result is not null) _started.TrySetResult();
                else _started.TrySetException(new InvalidOperationException($"No circuit: {done.Error}"));
                break;
            case InvocationMessage { Target: "JS.RenderBatch" } batch:
                await SendAsync(new InvocationMessage("OnRenderCompleted", [Convert.ToInt64(batch.Arguments[0], null), null]));
                break;
            case InvocationMessage { Target: "JS.BeginInvokeJS" } call:
                await AnswerAsync((long)call.Arguments[0]!, (string)call.Arguments[1]!, (int)call.Arguments[3]!);
                break;
            case InvocationMessage { Target: "JS.Error" } error:
                throw new InvalidOperationException($"The circuit failed: {error.Arguments[0]}");
            default:
                break;
        }
    }

    private async Task AnswerAsync(long call, string what, int resultKind)
    {
        const int ObjectReference = 1;
        if (what == "changes") Interlocked.Increment(ref _news);
        if (what is "presence" or "pulse" or "changes") _live.TrySetResult();
        if (call == 0) return;
        var result = resultKind == ObjectReference ? $$"""{"__jsObjectId":{{call}}}""" : "null";
        await SendAsync(new InvocationMessage("EndInvokeJSFromDotNet", [call, true, $"[{call},true,{result}]"]));
    }

    private async Task SendAsync(HubMessage message)
    {
        var bytes = _protocol.GetMessageBytes(message);
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
