using System.Globalization;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>Processor time used so far, by whom: all of it is used on the same machine.</summary>
/// <param name="Site">The measured processes of the site together.</param>
/// <param name="Postgres">The database server, all its processes.</param>
/// <param name="Driver">This program.</param>
/// <param name="Machine">Everything that runs here, the kernel too.</param>
internal readonly record struct Processors(TimeSpan Site, TimeSpan Postgres, TimeSpan Driver, TimeSpan Machine)
{
    public static Processors operator -(Processors later, Processors earlier) =>
        new(later.Site - earlier.Site, later.Postgres - earlier.Postgres, later.Driver - earlier.Driver, later.Machine - earlier.Machine);

    public static Processors operator +(Processors one, Processors other) =>
        new(one.Site + other.Site, one.Postgres + other.Postgres, one.Driver + other.Driver, one.Machine + other.Machine);
}

/// <summary>Who uses the processors, as Linux tells it in <c>/proc</c>.</summary>
internal sealed class Machine(IReadOnlyList<RunningSite> sites, int postmaster)
{
    /// <summary>Ticks a second in which Linux counts for programs, whatever the kernel's own are.</summary>
    private const double Ticks = 100;

    public static async Task<Machine> WatchAsync(IReadOnlyList<RunningSite> sites, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var asks = new NpgsqlCommand("select pg_backend_pid()", connection);
        return new Machine(sites, StatOf((int)(await asks.ExecuteScalarAsync())!)!.Value.Parent);
    }

    public Processors Now()
    {
        // A process that has ended is counted with its parent's children.
        var postgres = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || StatOf(id) is not { } stat) continue;
            if (id == postmaster) postgres += stat.Own + stat.Children;
            else if (stat.Parent == postmaster) postgres += stat.Own;
        }

        var all = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToList();
        return new Processors(
            sites.Aggregate(TimeSpan.Zero, (sum, site) => sum + site.Processor()),
            Time(postgres),
            Environment.CpuUsage.TotalTime,
            Time(all[0] + all[1] + all[2] + all[5] + all[6]));
    }

    private static TimeSpan Time(long ticks) => TimeSpan.FromSeconds(ticks / Ticks);

    /// <summary>Null where the process is gone.</summary>
    private static (int Parent, long Own, long Children)? StatOf(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // from the third on
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), Number(11) + Number(12), Number(13) + Number(14));

            long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
