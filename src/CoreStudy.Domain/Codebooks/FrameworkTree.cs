namespace CoreStudy.Domain.Codebooks;

/// <param name="Above">The names of the codes above it, from the top.</param>
public sealed record PlacedCode(CodeSnapshot Code, IReadOnlyList<string> Above)
{
    /// <summary>0 at the top of the tree.</summary>
    public int Depth => Above.Count;
}

/// <summary>The codes of one state of the framework as people read them: each code, then those below it.</summary>
public static class FrameworkTree
{
    /// <summary>What stands between the names of a path.</summary>
    public const string Separator = " › ";

    public static IReadOnlyList<PlacedCode> InOrder(IReadOnlyCollection<CodeSnapshot> codes)
    {
        var known = codes.Select(c => c.Id).ToHashSet();
        var below = codes.OrderBy(c => c.Position).ThenBy(c => c.Words.Name, StringComparer.Ordinal)
            .ToLookup(c => c.ParentId is { } parent && known.Contains(parent) ? parent : (CodeId?)null);
        var rows = new List<PlacedCode>(codes.Count);
        void Add(CodeSnapshot code, IReadOnlyList<string> above)
        {
            rows.Add(new PlacedCode(code, above));
            IReadOnlyList<string> path = [.. above, code.Words.Name];
            foreach (var child in below[code.Id]) Add(child, path);
        }

        foreach (var top in below[null]) Add(top, []);
        return rows;
    }
}
