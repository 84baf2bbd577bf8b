using System.Globalization;

namespace CoreStudy.Web.Ui.Charts;

/// <summary>A stretch of the scale, for the legend.</summary>
/// <param name="Step">From 0 (nothing) to <see cref="HeatScale.Steps"/>.</param>
public sealed record HeatRange(int Step, string Words);

/// <summary>How strong a number is coloured: six steps of one colour up to the greatest, and none for nothing.</summary>
/// <remarks>The colours stand in <c>app.css</c> too, as <c>--heat-1</c> and <c>--heat-ink-1</c> on; a test holds the two together and looks at their contrast.</remarks>
public sealed class HeatScale(double greatest)
{
    public const int Steps = 6;

    /// <summary>Background and ink of each step in light and dark, from 0.</summary>
    public static IReadOnlyList<(string Light, string LightInk, string Dark, string DarkInk)> Colours { get; } =
    [
        ("#ffffff", "#4d5a5e", "#1b2123", "#a9b6b8"),
        ("#e2f0f0", "#10181a", "#1f3536", "#e8ecec"),
        ("#bdd5d6", "#10181a", "#2b4a4a", "#e8ecec"),
        ("#95b6b9", "#10181a", "#3b6363", "#f4f7f7"),
        ("#6f9da2", "#10181a", "#69a5a3", "#0a1c1d"),
        ("#366f76", "#ffffff", "#7cc2bf", "#0a1c1d"),
        ("#0b4f57", "#ffffff", "#93e4e0", "#0a1c1d"),
    ];

    /// <summary>The number that gets the strongest step.</summary>
    public double Greatest { get; } = greatest;

    /// <summary>The step of a number, from 0 for nothing to <see cref="Steps"/> for the greatest.</summary>
    public int StepOf(double value) => value <= 0 || Greatest <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(Math.Round(value * Steps / Greatest, 9)), 1, Steps);

    public static Paint Paint(int step) => new($"var(--heat-{step})", Colours[step].Light);

    public static Paint Ink(int step) => new($"var(--heat-ink-{step})", Colours[step].LightInk);

    /// <summary>What each colour stands for; steps that no whole number has are left out.</summary>
    /// <param name="isShare">Whether numbers are shares from 0 to 1, told in per cent.</param>
    public IReadOnlyList<HeatRange> Legend(bool isShare)
    {
        var ranges = new List<HeatRange> { new(0, isShare ? "0%" : "0") };
        if (Greatest <= 0) return ranges;
        for (var step = 1; step <= Steps; step++)
        {
            var (from, to) = (Greatest * (step - 1) / Steps, Greatest * step / Steps);
            if (isShare)
            {
                ranges.Add(new HeatRange(step, string.Create(CultureInfo.InvariantCulture, $"to {100 * to:0}%")));
                continue;
            }

            var (least, most) = ((long)Math.Floor(Math.Round(from, 9)) + 1, (long)Math.Floor(Math.Round(to, 9)));
            if (least > most) continue;
            ranges.Add(new HeatRange(step, least == most ? $"{least:N0}" : $"{least:N0}–{most:N0}"));
        }

        return ranges;
    }
}
