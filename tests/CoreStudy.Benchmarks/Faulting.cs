using System.Diagnostics;
using System.Globalization;
using CoreStudy.Testing.Faults;

namespace CoreStudy.Benchmarks;

/// <summary>What <c>tests/run</c> tries for seconds, for as long as one likes: every fault, again and again, while people code.</summary>
internal static class Faulting
{
    /// <summary>Every fault that can be tried, by the name that <c>--only</c> takes.</summary>
    public static IReadOnlyDictionary<string, Func<Fault>> All { get; } = new Dictionary<string, Func<Fault>>
    {
        ["site"] = () => new KilledSite(),
        ["postgres"] = () => new KilledPostgres(),
        ["people-reset"] = () => new CutConnection(Between.PeopleAndSite, Cutting.Reset),
        ["people-silent"] = () => new CutConnection(Between.PeopleAndSite, Cutting.Silent),
        ["database-reset"] = () => new CutConnection(Between.SiteAndDatabase, Cutting.Reset),
        ["database-silent"] = () => new CutConnection(Between.SiteAndDatabase, Cutting.Silent),
        ["disk-full"] = () => new FullDisk(),
        ["log-full"] = () => new FullLog(),
        ["disk-slow"] = () => new SlowDisk(TimeSpan.FromMilliseconds(200)),
        ["clock"] = () => new ClockJump(),
        ["pool"] = () => new PoolExhausted(),
        ["certificate"] = () => new CertificateExpired(),
    };

    /// <param name="minutes">After so long no new round is begun.</param>
    /// <returns>0 where nothing was lost, doubled or invented, 1 where something was, 2 where a name is not known.</returns>
    public static async Task<int> PrintAsync(IReadOnlyList<string> only, int people, double seconds, double minutes, CancellationToken cancel)
    {
        if (only.FirstOrDefault(name => !All.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no fault “{unknown}”; see --help.");
            return 2;
        }

        var length = TimeSpan.FromSeconds(seconds);
        var options = new TrialOptions(people, length, TimeSpan.FromMilliseconds(400), TimeSpan.FromMinutes(3) + length);
        await Console.Error.WriteLineAsync("Starting PostgreSQL and the site …");
        await using var ground = await FaultGround.StartAsync(people, length, cancel);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, each fault {seconds:0.#} s, an act of each person every {options.Pace.TotalSeconds:0.0} s\n\n{Reckoning.Heading}"));
        var all = new List<Reckoning>();
        var since = Stopwatch.StartNew();
        do
        {
            foreach (var (name, make) in All)
            {
                if (only.Count > 0 && !only.Contains(name)) continue;
                await using var fault = make();
                if (fault.Missing is { } missing)
                {
                    if (all.Count < All.Count) await Console.Error.WriteLineAsync($"“{fault.Name}” is left out: {missing}.");
                    continue;
                }

                var reckoning = await FaultTrial.RunAsync(ground, fault, options, cancel);
                all.Add(reckoning);
                await Console.Out.WriteLineAsync(reckoning.Row);
                foreach (var wrong in reckoning.Wrong) await Console.Error.WriteLineAsync($"{reckoning.Fault}: {wrong}");
            }
        }
        while (since.Elapsed < TimeSpan.FromMinutes(minutes));

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"\nIn {since.Elapsed.TotalMinutes:0.0} minutes {all.Count} faults: {all.Sum(r => r.Confirmed)} acts confirmed, {all.Sum(r => r.SentAgain)} sent again, {all.Sum(r => r.FoundAgain)} of them kept at a sending that was never answered; {all.Sum(r => r.Lost)} lost, {all.Sum(r => r.Doubled)} doubled, {all.Sum(r => r.Strangers)} in no ledger, {all.Count(r => !r.IsWhole)} faults after which something was wrong."));
        return all.TrueForAll(r => r.IsWhole) ? 0 : 1;
    }
}
