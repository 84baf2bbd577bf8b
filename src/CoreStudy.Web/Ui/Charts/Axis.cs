namespace CoreStudy.Web.Ui.Charts;

/// <summary>Round numbers along an axis from 0.</summary>
/// <param name="Top">The number at its end, at least 1.</param>
public sealed record Axis(int Top, IReadOnlyList<int> Ticks)
{
    /// <summary>Steps of 1, 2 or 5 times a power of ten, so that there are at most eight.</summary>
    public static Axis To(int most)
    {
        var step = Step(most);
        var top = Math.Max(step, (most + step - 1) / step * step);
        return new Axis(top, [.. Enumerable.Range(0, (top / step) + 1).Select(i => i * step)]);
    }

    private static int Step(int most)
    {
        for (var power = 1; ; power *= 10)
        {
            foreach (var factor in (int[])[1, 2, 5])
            {
                if (most / (factor * power) <= 7) return factor * power;
            }
        }
    }
}
