using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CoreStudy.Fuzzing;

/// <summary>Fuzzes targets one after the other, each by a worker in a process of its own that may die, and prints a table.</summary>
/// <param name="time">How long each target is fuzzed.</param>
/// <param name="corpus">The folder that inputs are taken from at the start, and kept in at the end.</param>
internal sealed class Campaign(IReadOnlyList<Target> targets, TimeSpan time, string corpus)
{
    /// <summary>How often a worker of one target may die.</summary>
    private const int MostDeaths = 20;

    private const int TriesOfDeath = 60;

    /// <summary>What a worker may hold in memory, in hexadecimal bytes as the runtime reads it: 1.5 GB.</summary>
    private const string MostMemory = "0x60000000";

    /// <returns>How many faults were found.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        using var copy = InstrumentedCopy.Make();
        var found = 0;
        Console.WriteLine("| target | executions | a second | edges | kept | faults |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var target in targets) found += await FuzzAsync(copy, target, cancel);
        return found;
    }

    private async Task<int> FuzzAsync(InstrumentedCopy copy, Target target, CancellationToken cancel)
    {
        var folder = Path.Combine(copy.Folder, "work", target.Name);
        var kept = CorpusFile.Read(corpus, target);
        Lay(folder, "seeds", target.Seeds());
        Lay(folder, "corpus", kept);
        Lay(folder, "queue", kept);

        var clock = Stopwatch.StartNew();
        for (var deaths = 0; deaths < MostDeaths && !File.Exists(Path.Combine(folder, "done.json")); deaths++)
        {
            var left = time - clock.Elapsed;
            var died = await WorkAsync(copy, "work", target, folder, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancel);
            if (died is null) break;
            await LayDeathAsync(copy, target, folder, died, cancel);
        }

        using var running = Running.Look(folder);
        var done = File.Exists(Path.Combine(folder, "done.json")) ? JsonSerializer.Deserialize<WorkDone>(await File.ReadAllTextAsync(Path.Combine(folder, "done.json"), cancel)) : null;
        var faults = Faults(folder, target);
        if (done is not null) CorpusFile.Write(corpus, target, Inputs(folder, "kept"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {target.Name} | {running.Executions:N0} | {running.Executions / clock.Elapsed.TotalSeconds:N0} | {done?.Edges:N0} | {done?.Kept:N0} | {faults} |"));
        return faults;
    }

    /// <returns>What the worker said when it died; null where it did not.</returns>
    private static async Task<string?> WorkAsync(InstrumentedCopy copy, string what, Target target, string folder, TimeSpan time, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", [copy.Program, what, target.Name, folder, time.TotalSeconds.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = MostMemory;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var worker = Process.Start(start)!;
        using var ending = cancel.Register(worker.Kill);
        var (said, _) = (worker.StandardError.ReadToEndAsync(CancellationToken.None), worker.StandardOutput.ReadToEndAsync(CancellationToken.None));
        await worker.WaitForExitAsync(cancel);
        return worker.ExitCode == 0 ? null : $"The process ended with {worker.ExitCode}{(worker.ExitCode == Running.TooLong ? $": an input took longer than {Trial.Longest}." : ".")}\n{await said}";
    }

    /// <summary>Lays down the input at which a worker died, made small by processes that die of it.</summary>
    private static async Task LayDeathAsync(InstrumentedCopy copy, Target target, string folder, string said, CancellationToken cancel)
    {
        using var running = Running.Look(folder);
        if (running.Input is not { } deadly) throw new InvalidOperationException($"The worker of {target} died, and not of an input: {said}");
        Lay(folder, "deadly", [deadly]);
        running.End();
        var key = said.Split('\n')[0] + string.Join(' ', said.Split('\n').Where(l => l.TrimStart().StartsWith("at CoreStudy", StringComparison.Ordinal)).Take(3));
        var name = CorpusFile.NameOf(System.Text.Encoding.UTF8.GetBytes(key));
        var findings = Directory.CreateDirectory(Path.Combine(folder, "findings")).FullName;
        if (File.Exists(Path.Combine(findings, $"{name}.txt"))) return;

        var trying = Path.Combine(folder, "trying");
        bool Dies(byte[] input)
        {
            Directory.CreateDirectory(trying);
            File.WriteAllBytes(Path.Combine(trying, "input"), input);
            return WorkAsync(copy, "try", target, trying, TimeSpan.Zero, cancel).GetAwaiter().GetResult() is not null;
        }

        var small = said.Contains(Trial.Longest.ToString(), StringComparison.Ordinal) ? deadly : Shrinking.Shrink(deadly, Dies, TriesOfDeath);
        await File.WriteAllBytesAsync(Path.Combine(findings, $"{name}.input"), small, cancel);
        await File.WriteAllTextAsync(Path.Combine(findings, $"{name}.txt"), $"{key}\n\n{(said.Length > 6000 ? said[..6000] : said)}\n", cancel);
    }

    /// <summary>Copies what was found to where it outlives this run, and says where.</summary>
    private static int Faults(string folder, Target target)
    {
        var faults = 0;
        foreach (var told in Files(folder, "findings").Where(f => f.EndsWith(".txt", StringComparison.Ordinal)))
        {
            var to = Path.Combine(Directory.CreateDirectory(Path.Combine(Clone.Findings, target.Name)).FullName, Path.GetFileName(told));
            File.Copy(told, to, overwrite: true);
            File.Copy(Path.ChangeExtension(told, ".input"), Path.ChangeExtension(to, ".input"), overwrite: true);
            Console.Error.WriteLine($"{target}: {File.ReadLines(told).First()}\n    {Path.ChangeExtension(to, ".input")}");
            faults++;
        }

        return faults;
    }

    private static void Lay(string folder, string name, IEnumerable<byte[]> inputs)
    {
        var into = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        foreach (var input in inputs) File.WriteAllBytes(Path.Combine(into, CorpusFile.NameOf(input)), input);
    }

    private static IEnumerable<byte[]> Inputs(string folder, string name) => Files(folder, name).Select(File.ReadAllBytes);

    private static IEnumerable<string> Files(string folder, string name) =>
        Path.Combine(folder, name) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [];
}
