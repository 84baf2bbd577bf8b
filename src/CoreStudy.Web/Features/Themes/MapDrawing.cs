using System.Globalization;
using CoreStudy.Domain.Themes;
using CoreStudy.Web.Ui.Charts;

namespace CoreStudy.Web.Features.Themes;

/// <summary>By what the nodes of the map are sized.</summary>
public enum NodeSize
{
    People,
    Passages,
    Alike,
}

/// <summary>How the thematic map is drawn, on the screen and in a file alike.</summary>
/// <param name="WithCodes">Whether codes are shown.</param>
public sealed record MapDrawing(MapView Map, bool WithCodes, NodeSize Size)
{
    public IEnumerable<MapNodeView> Nodes => Map.Nodes.Where(n => WithCodes || !n.IsCode);

    public IEnumerable<MapLinkView> Links => Map.Links.Where(l => WithCodes || (l.From.Code is null && l.To.Code is null));

    /// <summary>What belongs together: sub-theme and theme, code and theme.</summary>
    public IEnumerable<(MapNodeView Node, MapNodeView Theme)> Ties =>
        from node in Nodes from theme in node.Beside.Select(t => Map.Node(MapThing.Of(t))).OfType<MapNodeView>() select (node, theme);

    public static string Of(LinkKind kind) => kind switch
    {
        LinkKind.LeadsTo => "leads to",
        LinkKind.Supports => "strengthens",
        LinkKind.Opposes => "pulls against",
        _ => "goes with",
    };

    public int Number(MapNodeView node) => Size == NodeSize.Passages ? node.Count.Passages : node.Count.People;

    /// <summary>The radius of a node's disc: its surface goes with the number, within what can be read and held.</summary>
    public double Radius(MapNodeView node)
    {
        var (least, most) = node.IsCode ? (9.0, 20.0) : node.IsSubTheme ? (20.0, 36.0) : (34.0, 60.0);
        if (Size == NodeSize.Alike) return (least + most) / 2;
        var greatest = Map.Nodes.Where(n => n.IsCode == node.IsCode && n.IsSubTheme == node.IsSubTheme).Select(Number).DefaultIfEmpty().Max();
        return greatest == 0 ? least : Math.Max(least, most * Math.Sqrt((double)Number(node) / greatest));
    }

    /// <summary>A node about a point: its disc, its number and its name below.</summary>
    /// <param name="smallest">How few people may be told of; 0 where all may.</param>
    public IReadOnlyList<Drawn> Marks(MapNodeView node, double x, double y, int smallest = 0)
    {
        var radius = Radius(node);
        var (size, width) = node.IsCode ? (13.0, 18) : node.IsSubTheme ? (15.0, 22) : (18.0, 22);
        var edge = Paint.Of(node.Colour);
        var marks = new List<Drawn> { new Disc(x, y, radius, node.IsCode ? edge : Paint.WashOf(node.Colour), edge) };
        if (!node.IsCode && Size != NodeSize.Alike) marks.Add(new Caption(x, y + (size * 0.36), Told(Number(node), smallest), size, Paint.Ink, Anchor.Middle, IsBold: true));
        List<string> lines = [.. Lines(node.Name, width)];
        var first = IsNamedAbove(node) ? -radius - (size * (0.4 + (1.2 * (lines.Count - 1)))) : radius + (size * 1.15);
        foreach (var (i, line) in lines.Index())
            marks.Add(new Caption(x, y + first + (size * 1.2 * i), line, size, Paint.Ink, Anchor.Middle, IsBold: !node.IsCode, HasHalo: true));
        return marks;
    }

    /// <summary>Whether a name stands above its disc: where more lines come from straight below than from straight above.</summary>
    private bool IsNamedAbove(MapNodeView node)
    {
        var lines = Ties.Where(t => t.Node.Thing == node.Thing || t.Theme.Thing == node.Thing).Select(t => t.Node.Thing == node.Thing ? t.Theme : t.Node)
            .Concat(Links.Where(l => l.From == node.Thing || l.To == node.Thing).Select(l => Map.Node(l.From == node.Thing ? l.To : l.From)).OfType<MapNodeView>())
            .Select(other => (X: other.Place.X - node.Place.X, Y: other.Place.Y - node.Place.Y))
            .Where(d => Math.Abs(d.X) < 0.75 * Math.Abs(d.Y)).ToList();
        return lines.Count(d => d.Y > 0) > lines.Count(d => d.Y < 0);
    }

    /// <summary>The ends of a line between two nodes, at the edges of their discs.</summary>
    public ((double X, double Y) From, (double X, double Y) To) Ends(MapNodeView from, MapNodeView to)
    {
        var (dx, dy) = ((double)to.Place.X - from.Place.X, (double)to.Place.Y - from.Place.Y);
        var length = Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
        var (r1, r2) = (Radius(from) + 3, Radius(to) + 5);
        return ((from.Place.X + (dx / length * r1), from.Place.Y + (dy / length * r1)), (to.Place.X - (dx / length * r2), to.Place.Y - (dy / length * r2)));
    }

    /// <summary>The map as a file.</summary>
    public Picture Draw()
    {
        var marks = new List<Drawn>();
        foreach (var (node, theme) in Ties)
        {
            var (from, to) = Ends(node, theme);
            marks.Add(new Stroke([from, to], Paint.Of(theme.Colour), node.IsCode ? 1 : 3, node.IsCode ? "3 4" : "", node.IsCode ? 0.8 : 0.55));
        }

        foreach (var link in Links)
        {
            if (Map.Node(link.From) is not { } one || Map.Node(link.To) is not { } other) continue;
            var (from, to) = Ends(one, other);
            marks.Add(new Stroke([from, to], Paint.Soft, 2, link.Kind == LinkKind.Opposes ? "9 6" : ""));
            if (link.Kind is LinkKind.LeadsTo or LinkKind.Supports) marks.Add(Head(from, to, isDouble: false));
            if (link.Kind == LinkKind.Supports) marks.Add(Head(from, to, isDouble: true));
            if (link.Label.Length > 0) marks.Add(new Caption((from.X + to.X) / 2, ((from.Y + to.Y) / 2) - 5, link.Label, 14, Paint.Ink, Anchor.Middle, HasHalo: true));
        }

        foreach (var node in Nodes) marks.AddRange(Marks(node, node.Place.X, node.Place.Y, Map.SmallestCell));
        return new Picture(ThematicMap.Width, ThematicMap.Height, "Thematic map", Description, marks);
    }

    public string Description
    {
        get
        {
            var (themes, subs, links) = (Nodes.Count(n => !n.IsCode && !n.IsSubTheme), Nodes.Count(n => n.IsSubTheme), Links.Count());
            var by = Size switch { NodeSize.People => " Discs are sized by how many people speak of them.", NodeSize.Passages => " Discs are sized by passages.", _ => "" };
            return $"{(themes == 1 ? "1 theme" : $"{themes} themes")}, {(subs == 1 ? "1 sub-theme" : $"{subs} sub-themes")} and {(links == 1 ? "1 link" : $"{links} links")}, as the team arranged them.{by}";
        }
    }

    /// <summary>A number of people as it may leave.</summary>
    public string Told(int number, int smallest) => Size == NodeSize.People && number > 0 && number < smallest ? $"< {smallest}" : number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A name in lines of at most about so many letters.</summary>
    internal static IEnumerable<string> Lines(string name, int letters)
    {
        var line = "";
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > letters)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        if (line.Length > 0) yield return line;
    }

    private static Stroke Head((double X, double Y) from, (double X, double Y) to, bool isDouble)
    {
        var angle = Math.Atan2(to.Y - from.Y, to.X - from.X);
        var (tip, length) = (isDouble ? (to.X - (9 * Math.Cos(angle)), to.Y - (9 * Math.Sin(angle))) : to, 13);
        (double X, double Y) Barb(double by) => (tip.Item1 - (length * Math.Cos(angle + by)), tip.Item2 - (length * Math.Sin(angle + by)));
        return new Stroke([Barb(0.45), tip, Barb(-0.45)], Paint.Soft, 2);
    }
}
