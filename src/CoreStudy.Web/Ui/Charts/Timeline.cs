namespace CoreStudy.Web.Ui.Charts;

/// <summary>A stretch along a lane.</summary>
/// <param name="From">From 0.</param>
/// <param name="To">Exclusive.</param>
public sealed record TimelineMark(int From, int To);

/// <summary>A lane: a code along one transcript, or a transcript with one code.</summary>
/// <param name="Length">How long the whole is, in the unit of the marks.</param>
public sealed record TimelineLane(string Name, string Colour, int Length, IReadOnlyList<TimelineMark> Marks, string Says, string? Address);

/// <summary>Where along a text something is, a lane below the other.</summary>
public static class Timeline
{
    private const double Lane = 30, Top = 34;

    /// <param name="ticks">Places along the longest lane that are named, with their words.</param>
    public static Picture Draw(string title, string description, IReadOnlyList<TimelineLane> lanes, IReadOnlyList<(int At, string Words)> ticks, double width = 1040)
    {
        var names = Math.Clamp(lanes.Select(l => Caption.WidthOf(l.Name, 13)).DefaultIfEmpty(80).Max() + 30, 90, width * 0.32);
        var longest = Math.Max(1, lanes.Select(l => l.Length).DefaultIfEmpty(1).Max());
        var height = Top + (lanes.Count * Lane) + 10;
        double X(double at) => names + (at / longest * (width - names - 12));
        var marks = new List<Drawn>();
        foreach (var (at, words) in ticks)
        {
            marks.Add(new Stroke([(X(at), Top - 8), (X(at), height - 8)], Paint.Line));
            marks.Add(new Caption(X(at), Top - 14, words, 12, Paint.Soft, at == 0 ? Anchor.Start : Anchor.Middle));
        }

        foreach (var (i, lane) in lanes.Index())
        {
            var y = Top + (i * Lane);
            List<Drawn> drawn = [new Box(0, y, width, Lane - 2, Paint.Sheet)];
            drawn.Add(new Box(4, y + 9, 11, 11, Paint.Of(lane.Colour), Paint.Strong, 2));
            drawn.Add(new Caption(22, y + 19, Caption.Fit(lane.Name, 13, names - 28), 13, Paint.Ink));
            drawn.Add(new Box(X(0), y + 13, X(lane.Length) - X(0), 3, Paint.Line));
            foreach (var mark in lane.Marks) drawn.Add(new Box(X(mark.From), y + 5, Math.Max(3, X(mark.To) - X(mark.From)), 19, Paint.Of(lane.Colour), Paint.Ink, 2));
            marks.Add(new Grouped(lane.Says, lane.Address, drawn));
        }

        // The lines of places again, over the lanes' grounds.
        foreach (var (at, _) in ticks) marks.Add(new Stroke([(X(at), Top - 8), (X(at), height - 8)], Paint.Line, Dashes: "2 4"));
        return new Picture(width, height, title, description, marks);
    }

    /// <summary>Round places along a length: every 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<(int At, string Words)> Ticks(int length, Func<int, string> words) => [.. Axis.To(length).Ticks.Where(t => t <= length).Select(t => (t, words(t)))];
}
