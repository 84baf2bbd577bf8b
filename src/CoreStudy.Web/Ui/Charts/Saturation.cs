namespace CoreStudy.Web.Ui.Charts;

/// <summary>An interview of the curve.</summary>
/// <param name="New">Codes that were not in any interview before.</param>
/// <param name="Evidence">Themes that had nothing before; 0 where themes are not drawn.</param>
public sealed record SaturationStep(string Name, int New, int Evidence, string Says, string? Address);

/// <summary>How much each further interview still brings: bars for what is new, a line for all so far.</summary>
public static class Saturation
{
    private const double Left = 78, Right = 150, Top = 20, Bottom = 88;

    /// <param name="hasThemes">Whether a second line tells the themes so far.</param>
    public static Picture Draw(string title, string description, IReadOnlyList<SaturationStep> steps, bool hasThemes, double width = 1040, double height = 460)
    {
        var (codes, themes) = (steps.Sum(s => s.New), steps.Sum(s => s.Evidence));
        var axis = Axis.To(Math.Max(codes, themes));
        var (bottom, plot) = (height - Bottom, width - Left - Right);
        var each = plot / Math.Max(1, steps.Count);
        double Y(double value) => bottom - (value / axis.Top * (bottom - Top));
        double X(double at) => Left + (at * each);

        var marks = new List<Drawn>();
        foreach (var tick in axis.Ticks)
        {
            marks.Add(new Stroke([(Left, Y(tick)), (width - Right, Y(tick))], Paint.Line));
            marks.Add(new Caption(Left - 8, Y(tick) + 4, tick.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), 12, Paint.Soft, Anchor.End));
        }

        var every = Math.Max(1, (int)Math.Ceiling(26 / each));
        foreach (var (i, step) in steps.Index())
        {
            var bar = new Box(X(i) + Math.Min(4, each * 0.15), Y(step.New), Math.Max(1, each - Math.Min(8, each * 0.3)), bottom - Y(step.New), Paint.Accent);
            marks.Add(new Grouped(step.Says, each >= 24 ? step.Address : null, [new Box(X(i), Top, each, bottom - Top, Nothing), bar]));
            if (each >= 22 && step.New > 0) marks.Add(new Caption(X(i + 0.5), Y(step.New) - 5, step.New.ToString(System.Globalization.CultureInfo.InvariantCulture), 12, Paint.Ink, Anchor.Middle, HasHalo: true));
            if (i % every == 0) marks.Add(new Caption(X(i + 0.5) + 4, bottom + 16, Caption.Fit(step.Name, 11, 118), 11, Paint.Soft, Anchor.End, Turn: -35));
        }

        AddLine(marks, steps, s => s.New, "");
        if (hasThemes) AddLine(marks, steps, s => s.Evidence, "6 4");
        marks.Add(new Stroke([(Left, bottom), (width - Right, bottom)], Paint.Strong));
        var (atCodes, atThemes) = (Y(codes) + 4, Y(themes) + 4);
        if (hasThemes && Math.Abs(atCodes - atThemes) < 18) (atCodes, atThemes) = atCodes <= atThemes ? (atCodes, atCodes + 18) : (atThemes + 18, atThemes);
        marks.Add(new Caption(width - Right + 10, atCodes, Words(codes, "code so far", "codes so far"), 13, Paint.Ink));
        if (hasThemes) marks.Add(new Caption(width - Right + 10, atThemes, Words(themes, "theme so far", "themes so far"), 13, Paint.Ink));
        return new Picture(width, height, title, description, marks);

        void AddLine(List<Drawn> onto, IReadOnlyList<SaturationStep> over, Func<SaturationStep, int> count, string dashes)
        {
            var (sum, points) = (0, new List<(double, double)>());
            foreach (var (i, step) in over.Index())
            {
                sum += count(step);
                points.Add((X(i), Y(sum)));
                points.Add((X(i + 1), Y(sum)));
            }

            if (points.Count > 0) onto.Add(new Stroke(points, Paint.Warm, 2.5, dashes));
        }
    }

    /// <summary>Takes the pointer and is not seen.</summary>
    private static Paint Nothing { get; } = new("transparent", "none");

    private static string Words(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";
}
