namespace CoreStudy.Web.Ui.Charts;

/// <summary>A code in a tree map.</summary>
/// <param name="Own">What it counts by itself.</param>
/// <param name="Says">What it is, in words.</param>
public sealed record TreeMapNode(string Name, string Colour, double Own, string Says, string? Address, IReadOnlyList<TreeMapNode> Below)
{
    /// <summary>With all that is below it.</summary>
    public double All => Own + Below.Sum(b => b.All);
}

/// <summary>A part of a picture.</summary>
public readonly record struct Area(double X, double Y, double Width, double Height)
{
    public double Size => Width * Height;

    public Area Inset(double by) => new(X + by, Y + by, Math.Max(0, Width - (2 * by)), Math.Max(0, Height - (2 * by)));
}

/// <summary>A tree whose areas are as large as what they count.</summary>
/// <remarks>Squarified: M. Bruls, K. Huizing, J. J. van Wijk, Squarified Treemaps (2000).</remarks>
public static class TreeMap
{
    private const double Head = 22;

    /// <summary>No smaller area leads anywhere: it could not be hit.</summary>
    private const double LeastTarget = 24;

    public static Picture Draw(string title, string description, IReadOnlyList<TreeMapNode> tops, double width = 1040, double height = 620)
    {
        var marks = new List<Drawn>();
        Place(marks, tops, new Area(0, 0, width, height), 0);
        return new Picture(width, height, title, description, marks);
    }

    /// <summary>Cuts an area into one for each size, as near to squares as may be; in the order given, which is best from great to small. Sizes of 0 get an empty one.</summary>
    public static IReadOnlyList<Area> Squarify(IReadOnlyList<double> sizes, Area area)
    {
        var (areas, sum) = (new Area[sizes.Count], sizes.Where(s => s > 0).Sum());
        if (sum <= 0 || area.Size <= 0) return areas;
        var scale = area.Size / sum;
        var left = area;
        for (var first = 0; first < sizes.Count;)
        {
            if (sizes[first] <= 0)
            {
                first++;
                continue;
            }

            var side = Math.Min(left.Width, left.Height);
            var (last, row) = (first, sizes[first] * scale);
            while (last + 1 < sizes.Count && sizes[last + 1] > 0 && Worst(sizes, first, last + 1, scale, row + (sizes[last + 1] * scale), side) <= Worst(sizes, first, last, scale, row, side)) row += sizes[++last] * scale;
            left = Lay(areas, sizes, first, last, scale, row, left);
            first = last + 1;
        }

        return areas;
    }

    /// <summary>Lays a row along the shorter side, and gives what is left.</summary>
    private static Area Lay(Area[] areas, IReadOnlyList<double> sizes, int first, int last, double scale, double row, Area left)
    {
        var isUpright = left.Width >= left.Height;
        var thick = row / Math.Min(left.Width, left.Height);
        var at = isUpright ? left.Y : left.X;
        for (var i = first; i <= last; i++)
        {
            var length = sizes[i] * scale / thick;
            areas[i] = isUpright ? new Area(left.X, at, thick, length) : new Area(at, left.Y, length, thick);
            at += length;
        }

        return isUpright
            ? new Area(left.X + thick, left.Y, Math.Max(0, left.Width - thick), left.Height)
            : new Area(left.X, left.Y + thick, left.Width, Math.Max(0, left.Height - thick));
    }

    private static double Worst(IReadOnlyList<double> sizes, int first, int last, double scale, double row, double side)
    {
        var (least, most) = (double.MaxValue, 0.0);
        for (var i = first; i <= last; i++) (least, most) = (Math.Min(least, sizes[i] * scale), Math.Max(most, sizes[i] * scale));
        return Math.Max(side * side * most / (row * row), row * row / (side * side * least));
    }

    private static void Place(List<Drawn> marks, IReadOnlyList<TreeMapNode> nodes, Area area, int depth)
    {
        var ordered = nodes.Where(n => n.All > 0).OrderByDescending(n => n.All).ThenBy(n => n.Name, StringComparer.Ordinal).ToList();
        foreach (var (node, place) in ordered.Zip(Squarify([.. ordered.Select(n => n.All)], area)))
        {
            var inner = place.Inset(depth == 0 ? 2 : 1.5);
            if (inner.Width < 2 || inner.Height < 2) continue;
            var hasParts = node.Below.Any(b => b.All > 0) && inner.Height > 2.2 * Head && inner.Width > 40;
            List<Drawn> drawn = [new Box(inner.X, inner.Y, inner.Width, inner.Height, Paint.WashOf(node.Colour), Paint.Of(node.Colour), 4)];
            var size = depth == 0 ? 14 : 12.5;
            if (inner.Height >= 17)
            {
                drawn.Add(new Caption(inner.X + 7, inner.Y + Math.Min(16, (inner.Height / 2) + 4.5), Caption.Fit(node.Name, size, inner.Width - 12), size, Paint.Ink, IsBold: hasParts));
                if (!hasParts && inner.Height >= 38) drawn.Add(new Caption(inner.X + 7, inner.Y + 32, Caption.Fit(node.All.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), size, inner.Width - 12), 12, Paint.Ink));
            }

            if (!hasParts)
            {
                marks.Add(new Grouped(node.Says, inner.Width >= LeastTarget && inner.Height >= LeastTarget ? node.Address : null, drawn));
                continue;
            }

            // The head leads to the code; what lies in it stands for itself, on it.
            marks.Add(drawn[0]);
            marks.Add(new Grouped(node.Says, inner.Width >= LeastTarget ? node.Address : null, [new Box(inner.X + 1, inner.Y + 1, inner.Width - 2, Head + 2, Paint.WashOf(node.Colour)), .. drawn[1..]]));
            var below = node.Own > 0 ? [.. node.Below, new TreeMapNode("itself", node.Colour, node.Own, $"{node.Name} itself: {node.Own:N0}", null, [])] : node.Below;
            Place(marks, below, new Area(inner.X + 3, inner.Y + Head + 3, inner.Width - 6, inner.Height - Head - 6), depth + 1);
        }
    }
}
