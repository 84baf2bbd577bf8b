namespace CoreStudy.Web.Ui.Charts;

/// <summary>A code in a network.</summary>
/// <param name="Size">How often it was used: the disc's area goes with it.</param>
public sealed record NetworkNode(string Name, string Colour, double Size, string Says, string? Address);

/// <summary>Two codes that occur together.</summary>
/// <param name="First">The place of one among the nodes, from 0.</param>
/// <param name="Weight">How often; the line's width goes with it.</param>
public sealed record NetworkLink(int First, int Second, double Weight, string Says);

/// <summary>Codes, and lines between those that occur together. Where each stands is worked out from all links, and stays when weak ones are hidden.</summary>
/// <remarks>By forces: T. Fruchterman, E. Reingold, Graph Drawing by Force-directed Placement (1991), from a ring in the order given and with no chance in it: the same codes give the same picture.</remarks>
public static class Network
{
    private const int Rounds = 320;

    /// <param name="threshold">Links below it are not drawn.</param>
    /// <param name="laidOutBy">The links by which nodes find their places; those that are drawn where null.</param>
    public static Picture Draw(
        string title, string description, IReadOnlyList<NetworkNode> nodes, IReadOnlyList<NetworkLink> links, double threshold, IReadOnlyList<NetworkLink>? laidOutBy = null, double width = 1120)
    {
        var height = 480 + (10.0 * nodes.Count);
        var radii = Radii(nodes);
        var places = Place(nodes, radii, laidOutBy ?? links, width, height);
        var most = links.Select(l => l.Weight).DefaultIfEmpty(1).Max();
        var marks = new List<Drawn>();
        foreach (var link in links.Where(l => l.Weight >= threshold).OrderBy(l => l.Weight))
        {
            var share = link.Weight / most;
            marks.Add(new Grouped(link.Says, null, [new Stroke([places[link.First], places[link.Second]], Paint.Strong, 1 + (9 * share), Strength: 0.35 + (0.5 * share))]));
        }

        var linked = links.Where(l => l.Weight >= threshold).SelectMany(l => new[] { l.First, l.Second }).ToHashSet();
        foreach (var (i, node) in nodes.Index())
        {
            var ((x, y), radius) = (places[i], radii[i]);
            marks.Add(new Grouped(node.Says, node.Address,
            [
                new Disc(x, y, radius, Paint.Of(node.Colour), Paint.Ink),
                new Caption(x, y + radius + 15, Caption.Fit(node.Name, 12.5, 190), 12.5, linked.Contains(i) ? Paint.Ink : Paint.Soft, Anchor.Middle, HasHalo: true),
            ]));
        }

        return new Picture(width, height, title, description, marks);
    }

    /// <summary>Where each node stands.</summary>
    public static IReadOnlyList<(double X, double Y)> Place(IReadOnlyList<NetworkNode> nodes, IReadOnlyList<double> radii, IReadOnlyList<NetworkLink> links, double width, double height)
    {
        // What hangs on nothing would flee to a corner: it stands in rows below the rest.
        var isLinked = links.SelectMany(l => new[] { l.First, l.Second }).ToHashSet();
        var loose = Enumerable.Range(0, nodes.Count).Where(i => !isLinked.Contains(i)).ToList();
        if (loose.Count > 0)
        {
            var each = Math.Max(1, (int)(width / 200));
            var below = Math.Min(height * 0.75, ((loose.Count + each - 1) / each * 74) + 10.0);
            var joined = Enumerable.Range(0, nodes.Count).Where(isLinked.Contains).ToList();
            var at = joined.Index().ToDictionary(j => j.Item, j => j.Index);
            var placed = Place([.. joined.Select(j => nodes[j])], [.. joined.Select(j => radii[j])], [.. links.Select(l => l with { First = at[l.First], Second = at[l.Second] })], width, height - below);
            var rows = (loose.Count + each - 1) / each;
            var all = new (double X, double Y)[nodes.Count];
            foreach (var (i, place) in placed.Index()) all[joined[i]] = place;
            foreach (var (i, node) in loose.Index()) all[node] = (((i % each) + 0.5) * width / Math.Min(each, loose.Count), height - below + 28 + (i / each * (below - 28) / rows));
            return all;
        }

        var count = nodes.Count;
        if (count == 0) return [];
        if (count == 1) return [(width / 2, height / 2)];
        var (x, y) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++) (x[i], y[i]) = (0.5 + (0.4 * Math.Cos(2 * Math.PI * i / count)), 0.5 + (0.4 * Math.Sin(2 * Math.PI * i / count)));

        var most = links.Select(l => l.Weight).DefaultIfEmpty(1).Max();
        var near = 0.85 / Math.Sqrt(count);
        var (moveX, moveY) = (new double[count], new double[count]);
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(moveX);
            Array.Clear(moveY);
            for (var i = 0; i < count; i++)
            {
                for (var j = i + 1; j < count; j++)
                {
                    var (dx, dy) = (x[i] - x[j], y[i] - y[j]);
                    var square = Math.Max(1e-6, (dx * dx) + (dy * dy));
                    var push = near * near / square;
                    (moveX[i], moveY[i], moveX[j], moveY[j]) = (moveX[i] + (dx * push), moveY[i] + (dy * push), moveX[j] - (dx * push), moveY[j] - (dy * push));
                }

                // A little towards the middle, so that what hangs on nothing does not flee.
                (moveX[i], moveY[i]) = (moveX[i] + (0.6 * (0.5 - x[i])), moveY[i] + (0.6 * (0.5 - y[i])));
            }

            foreach (var link in links)
            {
                var (dx, dy) = (x[link.First] - x[link.Second], y[link.First] - y[link.Second]);
                var pull = Math.Sqrt((dx * dx) + (dy * dy)) / near * Math.Sqrt(link.Weight / most);
                (moveX[link.First], moveY[link.First]) = (moveX[link.First] - (dx * pull), moveY[link.First] - (dy * pull));
                (moveX[link.Second], moveY[link.Second]) = (moveX[link.Second] + (dx * pull), moveY[link.Second] + (dy * pull));
            }

            var heat = 0.12 * (1 - ((double)round / Rounds));
            for (var i = 0; i < count; i++)
            {
                var length = Math.Max(1e-9, Math.Sqrt((moveX[i] * moveX[i]) + (moveY[i] * moveY[i])));
                var step = Math.Min(length, heat);
                (x[i], y[i]) = (x[i] + (moveX[i] / length * step), y[i] + (moveY[i] / length * step));
            }
        }

        Spread(x, 90, width - 90);
        Spread(y, 40, height - 50);
        KeepApart(x, y, radii, nodes, width, height);
        return [.. x.Zip(y)];
    }

    /// <summary>Discs whose area goes with the size, none too small to be hit.</summary>
    public static IReadOnlyList<double> Radii(IReadOnlyList<NetworkNode> nodes)
    {
        var most = nodes.Select(n => n.Size).DefaultIfEmpty(1).Max();
        return [.. nodes.Select(n => 12.5 + (22 * Math.Sqrt(most <= 0 ? 0 : n.Size / most)))];
    }

    /// <summary>Stretches places so that they fill a side.</summary>
    private static void Spread(double[] places, double from, double to)
    {
        var (least, most) = (places.Min(), places.Max());
        for (var i = 0; i < places.Length; i++) places[i] = most - least < 1e-9 ? (from + to) / 2 : from + ((places[i] - least) / (most - least) * (to - from));
    }

    /// <summary>Moves discs and the names below them off each other.</summary>
    private static void KeepApart(double[] x, double[] y, IReadOnlyList<double> radii, IReadOnlyList<NetworkNode> nodes, double width, double height)
    {
        var wide = nodes.Select((n, i) => Math.Max(radii[i], Math.Min(190, Caption.WidthOf(n.Name, 12.5)) / 2)).ToList();
        for (var round = 0; round < 600; round++)
        {
            var isStill = true;
            for (var i = 0; i < x.Length; i++)
            {
                for (var j = i + 1; j < x.Length; j++)
                {
                    var (overX, overY) = (wide[i] + wide[j] + 6 - Math.Abs(x[i] - x[j]), radii[i] + radii[j] + 22 - Math.Abs(y[i] - y[j]));
                    if (overX <= 0 || overY <= 0) continue;
                    isStill = false;
                    if (overX < overY)
                    {
                        var by = (overX / 2) + 0.5;
                        var way = x[i] <= x[j] ? -1 : 1;
                        (x[i], x[j]) = (x[i] + (way * by), x[j] - (way * by));
                    }
                    else
                    {
                        var by = (overY / 2) + 0.5;
                        var way = y[i] <= y[j] ? -1 : 1;
                        (y[i], y[j]) = (y[i] + (way * by), y[j] - (way * by));
                    }
                }
            }

            for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (Math.Clamp(x[i], Math.Min(wide[i] + 4, width / 2), Math.Max(width - wide[i] - 4, width / 2)), Math.Clamp(y[i], radii[i] + 4, height - radii[i] - 22));
            if (isStill) return;
        }
    }
}
