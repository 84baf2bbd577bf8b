using System.Diagnostics;
using System.Net.Sockets;

namespace CoreStudy.Benchmarks;

/// <summary>HAProxy before two nodes of the site: a person stays with the node that their cookie names.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    /// <summary>The cookie that names the node.</summary>
    public const string Cookie = "node";

    private static readonly string[] Programs = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/opt/homebrew/bin/haproxy"];

    private readonly Process _process;
    private readonly string _settings;

    private Proxy(Process process, string settings, Uri address) => (_process, _settings, Address) = (process, settings, address);

    public static IReadOnlyList<string> Nodes { get; } = ["one", "other"];

    public Uri Address { get; }

    public static async Task<Proxy> StartAsync(int port, Uri one, Uri other)
    {
        var program = Array.Find(Programs, File.Exists) ?? throw new InvalidOperationException("HAProxy is not installed.");
        var settings = Path.GetTempFileName();
        await File.WriteAllTextAsync(settings, Settings(port, one, other));
        var process = Process.Start(new ProcessStartInfo(program, ["-db", "-f", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var proxy = new Proxy(process, settings, new Uri($"http://localhost:{port}/"));
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(30) && !process.HasExited; await Task.Delay(20))
        {
            try
            {
                using var asking = new TcpClient();
                await asking.ConnectAsync("localhost", port);
                return proxy;
            }
            catch (SocketException)
            {
                // not listening yet
            }
        }

        await proxy.DisposeAsync();
        throw new TimeoutException("HAProxy does not answer.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_settings);
    }

    private static string Settings(int port, Uri one, Uri other) => $"""
        defaults
            mode http
            timeout connect 2s
            timeout client 60s
            timeout server 60s
            timeout tunnel 1h
            timeout check 5s
        frontend site
            bind 127.0.0.1:{port}
            default_backend nodes
        backend nodes
            balance roundrobin
            cookie {Cookie} insert indirect nocache httponly
            option httpchk GET /healthz/ready
            default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
            server {Nodes[0]} 127.0.0.1:{one.Port} cookie {Nodes[0]}
            server {Nodes[1]} 127.0.0.1:{other.Port} cookie {Nodes[1]}

        """;
}
