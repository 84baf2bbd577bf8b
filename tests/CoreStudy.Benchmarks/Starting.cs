namespace CoreStudy.Benchmarks;

internal static class Starting
{
    public static async Task<string> RunAsync(Bench bench)
    {
        var times = new List<double>();
        for (var i = 0; i < 3; i++) times.Add((await bench.Site.StartAgainAsync(Bench.Port + 2)).TotalSeconds);
        return FormattableString.Invariant($"{times.Order().ElementAt(1):0.0} s (of three: {string.Join(", ", times.Select(t => FormattableString.Invariant($"{t:0.0}")))})");
    }
}
