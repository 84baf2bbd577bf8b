using System.Diagnostics;
using System.Globalization;

namespace CoreStudy.Benchmarks;

/// <summary>The published site in a process of its own, from when it answers until it is stopped.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private readonly Process _process;

    private RunningSite(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="folder">A published site.</param>
    public static async Task<RunningSite> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, int port, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(folder, "CoreStudy.Web.dll"), "--urls", $"http://localhost:{port}", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var site = new RunningSite(process, new Uri($"http://localhost:{port}/"));
        try
        {
            await site.AnswersAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Megabytes of memory that it holds (VmRSS).</summary>
    public double MemoryMegabytes() => Status("VmRSS:");

    /// <summary>Megabytes that it held when it held most (VmHWM).</summary>
    public double MostMegabytes() => Status("VmHWM:");

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan Processor()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private double Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(20))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The site ended with {_process.ExitCode}; is {Address} taken?");
            try
            {
                using var answer = await client.GetAsync(new Uri("sign-in", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // nobody listens yet
            }
        }

        throw new TimeoutException($"{Address} does not answer.");
    }
}
