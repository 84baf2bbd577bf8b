using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.Json;

namespace CoreStudy.Fuzzing;

/// <summary>What a worker reports, in <c>done.json</c> of its folder.</summary>
internal sealed record WorkDone(int Edges, int Kept);

/// <summary>
/// The loop of coverage-guided fuzzing, in a process of its own over instrumented assemblies: takes an input that was kept, changes it, reads it, and keeps it where it walked an edge that
/// none did before, or more often. One that shows a fault is made small and laid down. It may die at any input: <see cref="Running"/> says at which.
/// </summary>
/// <param name="folder">Has <c>seeds</c>, and gets <c>queue</c> (what was kept, to go on with), <c>findings</c> and, at the end, <c>kept</c>.</param>
internal sealed class Worker(Target target, string folder, Coverage coverage)
{
    /// <summary>Bytes of stack, as a thread of the site has.</summary>
    private const int Stack = 1536 << 10;

    private const int TriesOfKept = 400;
    private const int TriesOfFinding = 3000;

    /// <summary>Bytes that are kept of one target at most, unpacked.</summary>
    private const int MostKept = 120 << 10;

    private static readonly string[] WithStrings = ["CoreStudy.Interchange.dll", "CoreStudy.Domain.dll"];

    private readonly Random _random = new();
    private readonly List<Kept> _queue = [];
    private readonly Dictionary<int, Kept> _best = [];
    private readonly List<int> _reached = [];
    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _deadly = [];
    private readonly Running _running = Running.Open(folder);

    /// <summary>An input that widened what is reached.</summary>
    private sealed record Kept(byte[] Input, int[] Edges);

    /// <summary>Works until the time has passed, on a thread whose stack is that of the site’s threads.</summary>
    public static void Run(Target target, string folder, TimeSpan time, Coverage coverage)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    new Worker(target, folder, coverage).Work(time);
                }
                catch (Exception fault)
                {
                    thrown = ExceptionDispatchInfo.Capture(fault);
                }
            },
            Stack);
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }

    /// <summary>Reads the one input of a folder, for whoever asks whether that ends the process.</summary>
    public static void TryOne(Target target, string folder)
    {
        using var running = Running.Open(folder);
        var input = File.ReadAllBytes(Path.Combine(folder, "input"));
        var thread = new Thread(
            () =>
            {
                running.Begin(input);
                Trial.Of(target, input);
                running.End();
            },
            Stack);
        thread.Start();
        thread.Join();
    }

    private void Work(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        foreach (var deadly in Files("deadly")) _deadly.Add(CorpusFile.NameOf(File.ReadAllBytes(deadly)));
        foreach (var finding in Files("findings")) _known.Add(Path.GetFileNameWithoutExtension(finding));
        byte[][] seeds = [.. Files("seeds").Concat(Files("queue")).Select(File.ReadAllBytes)];
        var mutator = new Mutator(_random, Dictionary.Of(WithStrings.Select(a => Path.Combine(AppContext.BaseDirectory, a)), seeds));
        foreach (var seed in seeds) Try(seed); // what runs once in a process, such as making tables, is counted here
        foreach (var seed in seeds) Try(seed, isSeed: true);
        while (clock.Elapsed < time)
        {
            var one = Pick();
            for (var times = 0; times < 32 && clock.Elapsed < time; times++) Try(mutator.Change(one.Input, Pick().Input));
            if (_random.Next(16) == 0) Try(mutator.Stretch(one.Input), isTooLong: true);
        }

        Keep();
    }

    private void Try(byte[] input, bool isSeed = false, bool isTooLong = false)
    {
        if (_deadly.Contains(CorpusFile.NameOf(input))) return;
        if (Complaint(input) is { } complaint) Report(input, complaint);
        var widened = coverage.Widened();
        if (isTooLong || (!widened && !isSeed) || input.Length > Mutator.LongestPacked) return;

        var kept = new Kept(input, coverage.Walked());
        if (!isSeed)
        {
            Directory.CreateDirectory(Path.Combine(folder, "queue"));
            File.WriteAllBytes(Path.Combine(folder, "queue", $"{_queue.Count:D6}-{CorpusFile.NameOf(input)}"), input);
        }

        _queue.Add(kept);
        foreach (var edge in kept.Edges)
        {
            if (!_best.TryGetValue(edge, out var best)) _reached.Add(edge);
            if (best is null || input.Length < best.Input.Length) _best[edge] = kept;
        }
    }

    private Complaint? Complaint(byte[] input)
    {
        _running.Begin(input);
        coverage.Clear();
        var complaint = Trial.Of(target, input);
        _running.End();
        return complaint;
    }

    /// <summary>Mostly one that is the smallest to reach some edge, drawn by the edge so that what is rare is tried as often as what is common; now and then the latest, or any.</summary>
    private Kept Pick() => _random.Next(8) switch
    {
        0 => _queue[_random.Next(_queue.Count)],
        1 => _queue[^(1 + _random.Next(Math.Min(_queue.Count, 20)))],
        _ => _best[_reached[_random.Next(_reached.Count)]],
    };

    private void Report(byte[] input, Complaint complaint)
    {
        var name = CorpusFile.NameOf(System.Text.Encoding.UTF8.GetBytes(complaint.Key));
        if (!_known.Add(name)) return;
        Directory.CreateDirectory(Path.Combine(folder, "findings"));
        var small = complaint.Key == "time" ? input : Shrinking.Shrink(input, smaller => Complaint(smaller)?.Key == complaint.Key, TriesOfFinding);
        File.WriteAllBytes(Path.Combine(folder, "findings", $"{name}.input"), small);
        File.WriteAllText(Path.Combine(folder, "findings", $"{name}.txt"), $"{complaint.Key}\n\n{complaint.Told}\n");
        Complaint(input); // whoever asks next what was walked means this one
    }

    /// <summary>Lays down a small set of inputs that walks every edge that was walked beyond the seeds, each made small.</summary>
    private void Keep()
    {
        var (reached, left) = (new HashSet<int>(), MostKept);
        foreach (var seed in Files("seeds").Select(File.ReadAllBytes)) reached.UnionWith(Walked(seed));
        Directory.CreateDirectory(Path.Combine(folder, "kept"));
        var kept = 0;
        foreach (var input in Files("corpus").Select(File.ReadAllBytes).Concat(_best.Values.Distinct().OrderBy(k => k.Input.Length).Select(k => k.Input)))
        {
            var wanted = Walked(input).Except(reached).ToList();
            if (wanted.Count == 0) continue;
            var small = input.Length > 200 ? Shrinking.Shrink(input, smaller => wanted.TrueForAll(Walked(smaller).ToHashSet().Contains), TriesOfKept) : input;
            if (small.Length > left) continue;
            left -= small.Length;
            reached.UnionWith(Walked(small));
            File.WriteAllBytes(Path.Combine(folder, "kept", CorpusFile.NameOf(small)), small);
            kept++;
        }

        File.WriteAllText(Path.Combine(folder, "done.json"), JsonSerializer.Serialize(new WorkDone(coverage.Edges, kept)));
    }

    /// <summary>The edges of an input; none where it shows a fault, so that what is kept shows none.</summary>
    private int[] Walked(byte[] input) => Complaint(input) is null ? coverage.Walked() : [];

    private IEnumerable<string> Files(string name) =>
        Path.Combine(folder, name) is var path && Directory.Exists(path) ? Directory.EnumerateFiles(path).Where(f => !f.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal) : [];
}
