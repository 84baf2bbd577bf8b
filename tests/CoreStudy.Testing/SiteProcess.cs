using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CoreStudy.Data;
using CoreStudy.Data.Postgres;

namespace CoreStudy.Testing;

/// <summary>The program as a process of its own, that can be killed and started again on the same port.</summary>
public sealed class SiteProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string> _connections;
    private readonly int _port = FreePort();
    private Process? _process;

    /// <param name="owner">A connection of the database's owner: the site migrates it, and makes its roles.</param>
    public SiteProcess(string owner) => _connections = new() { [ConnectionStrings.Variable] = owner };

    /// <param name="connections">A database that is migrated.</param>
    public SiteProcess(StudyConnections connections) => _connections = new()
    {
        [DatabaseRoles.AppVariable] = connections.App,
        [DatabaseRoles.VaultVariable] = connections.Vault,
    };

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://localhost:{_port}/");

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CoreStudy.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls", Address.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in _connections) start.Environment[name] = value;
        start.Environment["CORESTUDY_DATA"] = TestKeys.Folder;
        start.Environment["Vault__MakeMasterKey"] = "true";
        start.Environment["Serilog__MinimumLevel__Default"] = "Warning";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var client = new HttpClient { BaseAddress = Address };
        for (var since = Stopwatch.StartNew(); ;)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The site ended with {_process.ExitCode}.");
            if (since.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException("The site does not answer.");
            try
            {
                using var answer = await client.GetAsync("healthz", cancel);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancel); // not listening yet
            }
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
    }

    /// <summary>A port of this computer that nobody has just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
