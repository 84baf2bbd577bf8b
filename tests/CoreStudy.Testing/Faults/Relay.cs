using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CoreStudy.Testing.Faults;

/// <summary>A line that can be cut: a port of ours whose bytes go on to another, as long as nobody cuts, silences or slows it.</summary>
/// <remarks>It works above TCP: what is lost on the way of packets alone (a router that forgets, a cable in the wall) it does not show.</remarks>
public sealed class Relay : IAsyncDisposable
{
    private readonly Func<EndPoint> _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Pair, byte> _open = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flow = Flowing();
    private volatile bool _isCut;
    private long _delayTicks;

    /// <param name="target">Where to; asked for each connection anew.</param>
    public Relay(Func<EndPoint> target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long each piece of bytes waits on its way to the other side, and as long on its way back.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Ends what is open as a reset does, and every new connection at once.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var pair in _open.Keys) pair.Reset();
    }

    /// <summary>Lets nothing through and says so to nobody: connections stand, new ones too, and no byte comes.</summary>
    public void Silence()
    {
        if (_flow.Task.IsCompleted) _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>All is as it was; what waited in silence goes on.</summary>
    public void Resume()
    {
        _isCut = false;
        Delay = TimeSpan.Zero;
        _flow.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var pair in _open.Keys) pair.Reset();
        _leave.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flowing.SetResult();
        return flowing;
    }

    private async Task AcceptAsync()
    {
        while (!_leave.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync(_leave.Token);
                _ = CarryAsync(near);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // who knocked has gone, or we leave: the loop sees it
            }
        }
    }

    private async Task CarryAsync(Socket near)
    {
        var target = _target();
        var pair = new Pair(near, new Socket(target.AddressFamily, SocketType.Stream, target.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp));
        _open[pair] = 0;
        try
        {
            if (_isCut) return;
            await pair.Far.ConnectAsync(target, _leave.Token);
            if (target.AddressFamily != AddressFamily.Unix) pair.Far.NoDelay = true;
            near.NoDelay = true;
            if (_isCut) return;
            await Task.WhenAny(PumpAsync(near, pair.Far), PumpAsync(pair.Far, near)); // half-closed connections are used by neither side
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // nobody is there behind, or it was cut
        }
        finally
        {
            _open.TryRemove(pair, out _);
            pair.Close();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(bytes.AsMemory(), SocketFlags.None, _leave.Token);
                await _flow.Task.WaitAsync(_leave.Token);
                if (count == 0) return;
                if (Delay is { Ticks: > 0 } delay) await Task.Delay(delay, _leave.Token);
                for (var sent = 0; sent < count;) sent += await to.SendAsync(bytes.AsMemory(sent, count - sent), SocketFlags.None, _leave.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side has gone: the other goes with it
        }
    }

    private sealed record Pair(Socket Near, Socket Far)
    {
        /// <summary>Each side is told that the other has gone, after what it has been sent.</summary>
        public void Close()
        {
            Near.Dispose();
            Far.Dispose();
        }

        public void Reset()
        {
            Drop(Near);
            Drop(Far);
        }

        private static void Drop(Socket socket)
        {
            try
            {
                if (socket.AddressFamily != AddressFamily.Unix) socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // gone already
            }

            socket.Dispose();
        }
    }
}
