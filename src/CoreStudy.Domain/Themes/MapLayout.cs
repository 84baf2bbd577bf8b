namespace CoreStudy.Domain.Themes;

/// <summary>Where something lies on the map.</summary>
public readonly record struct MapPlace(int X, int Y)
{
    public double To(MapPlace other) => Math.Sqrt(Math.Pow(X - other.X, 2) + Math.Pow(Y - other.Y, 2));
}

/// <summary>Finds places on the map for what nobody has placed yet: themes where there is most room, what belongs to a theme beside it. The same every time.</summary>
public static class MapLayout
{
    /// <summary>How far from the edge of the sheet things are put by themselves.</summary>
    private const int Margin = 90;

    /// <param name="things">What is to be on the map, themes before what belongs to them; each with the theme it is to lie beside, if any.</param>
    /// <param name="placed">What has a place.</param>
    /// <returns>A place for each that had none.</returns>
    public static IReadOnlyDictionary<MapThing, MapPlace> Complete(IEnumerable<(MapThing Thing, ThemeId? Beside)> things, IReadOnlyDictionary<MapThing, MapPlace> placed)
    {
        var taken = new Dictionary<MapThing, MapPlace>(placed);
        var found = new Dictionary<MapThing, MapPlace>();
        foreach (var (thing, beside) in things)
        {
            if (taken.ContainsKey(thing)) continue;
            var place = beside is { } theme && taken.TryGetValue(MapThing.Of(theme), out var middle) ? Beside(middle, thing.Code is null ? 190 : 110, [.. taken.Values]) : Free([.. taken.Values]);
            taken[thing] = found[thing] = place;
        }

        return found;
    }

    /// <summary>Of places in a grid over the sheet, the one that is farthest from all that is there; the middle where nothing is.</summary>
    private static MapPlace Free(List<MapPlace> taken)
    {
        var middle = new MapPlace(ThematicMap.Width / 2, ThematicMap.Height / 2);
        if (taken.Count == 0) return middle;
        var grid = from y in Steps(ThematicMap.Height) from x in Steps(ThematicMap.Width) select new MapPlace(x, y);
        return grid.MaxBy(p => Room(p, taken) - (p.To(middle) / 10));
    }

    /// <summary>Of places around a middle, the one with room enough that is nearest to it.</summary>
    private static MapPlace Beside(MapPlace middle, int reach, List<MapPlace> taken)
    {
        var around =
            from ring in Enumerable.Range(0, 4)
            from turn in Enumerable.Range(0, 24)
            let radius = reach + (ring * 45)
            let angle = (turn * Math.PI / 12) + (Math.PI / 2)
            select new MapPlace((int)(middle.X + (radius * Math.Cos(angle))), (int)(middle.Y + (radius * Math.Sin(angle))));
        return around.Where(p => p.X is >= Margin and <= ThematicMap.Width - Margin && p.Y is >= Margin / 2 and <= ThematicMap.Height - Margin)
            .DefaultIfEmpty(middle).MaxBy(p => Math.Min(Room(p, taken), reach) - (p.To(middle) / 4));
    }

    private static double Room(MapPlace place, List<MapPlace> taken) => taken.Min(t => t.To(place));

    private static IEnumerable<int> Steps(int length) => Enumerable.Range(0, 9).Select(i => Margin + (i * (length - (2 * Margin)) / 8));
}
