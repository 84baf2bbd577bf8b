using System.Diagnostics;
using System.Net.Sockets;

namespace CoreStudy.Testing;

/// <summary>HAProxy before two nodes: a browser stays with the node that its cookie names, and goes to the other when that is gone.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    /// <summary>The cookie that names the node: <see cref="One"/> or <see cref="Other"/>.</summary>
    public const string Cookie = "node";

    /// <summary>The first node, as the cookie names it.</summary>
    public const string One = "one";

    /// <summary>The second.</summary>
    public const string Other = "other";

    private static readonly string? Program = new[] { "/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/opt/homebrew/bin/haproxy" }.FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly string _settings;

    private ProxyProcess(Process process, string settings, Uri address) => (_process, _settings, Address) = (process, settings, address);

    /// <summary>Whether HAProxy is installed where it is looked for.</summary>
    public static bool IsHere => Program is not null;

    /// <summary>Where people go.</summary>
    public Uri Address { get; }

    /// <summary>Starts it before two nodes, and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or ended at once.</exception>
    /// <exception cref="TimeoutException">It does not listen within half a minute.</exception>
    public static async Task<ProxyProcess> StartAsync(Uri one, Uri other, CancellationToken cancel)
    {
        var address = new Uri($"http://localhost:{SiteProcess.FreePort()}/");
        var settings = Path.GetTempFileName();
        await File.WriteAllTextAsync(settings, Settings(address, one, other), cancel);
        var process = Process.Start(new ProcessStartInfo(Program ?? throw new InvalidOperationException("HAProxy is not installed."), ["-db", "-f", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var since = Stopwatch.StartNew(); ;)
        {
            if (process.HasExited) throw new InvalidOperationException($"HAProxy ended with {process.ExitCode}.");
            if (since.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException("HAProxy does not answer.");
            try
            {
                using var asking = new TcpClient();
                await asking.ConnectAsync("localhost", address.Port, cancel);
                return new ProxyProcess(process, settings, address);
            }
            catch (SocketException)
            {
                await Task.Delay(20, cancel); // not listening yet
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_settings);
    }

    private static string Settings(Uri address, Uri one, Uri other) => $"""
        defaults
            mode http
            timeout connect 2s
            timeout client 60s
            timeout server 60s
            timeout tunnel 1h
            timeout check 5s
            option redispatch 1
            retries 3
        frontend site
            bind 127.0.0.1:{address.Port}
            default_backend nodes
        backend nodes
            balance roundrobin
            cookie {Cookie} insert indirect nocache httponly
            option httpchk GET /healthz/ready
            default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
            server {One} 127.0.0.1:{one.Port} cookie {One}
            server {Other} 127.0.0.1:{other.Port} cookie {Other}

        """;
}
