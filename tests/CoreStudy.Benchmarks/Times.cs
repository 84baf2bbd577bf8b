using System.Globalization;

namespace CoreStudy.Benchmarks;

/// <summary>Measured times in milliseconds, and what is said of them.</summary>
internal sealed class Times
{
    private readonly List<double> _milliseconds = [];
    private readonly Lock _lock = new();

    public int Count => _milliseconds.Count;

    public double Median => At(0.5);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double Last => _milliseconds[^1];

    public double Worst => _milliseconds.Max();

    public void Add(double milliseconds)
    {
        lock (_lock) _milliseconds.Add(milliseconds);
    }

    /// <summary>All of several as one.</summary>
    public static Times Of(IEnumerable<Times> several)
    {
        var all = new Times();
        foreach (var times in several)
        {
            lock (times._lock) all._milliseconds.AddRange(times._milliseconds);
        }

        return all;
    }

    public string ToStringWithP99() => Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"p50 {Median:0.0}, p95 {P95:0.0}, p99 {P99:0.0} ms (n={Count})");

    public override string ToString() => Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"p50 {Median:0.0} ms, p95 {P95:0.0} ms (n={Count})");

    /// <summary>Nearest rank: the smallest value with at least this share at or below it.</summary>
    private double At(double share)
    {
        lock (_lock)
        {
            var sorted = _milliseconds.Order().ToList();
            return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
        }
    }
}
