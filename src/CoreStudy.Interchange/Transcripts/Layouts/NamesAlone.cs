namespace CoreStudy.Interchange.Transcripts.Layouts;

/// <summary>Roles, or names in capitals, on a line of their own above what was said.</summary>
internal static class NamesAlone
{
    /// <summary>Makes them heads where two at least recur, each above words, and no line says otherwise who speaks.</summary>
    public static LineHead[] Among(LineHead[] heads, LineHead blank)
    {
        if (heads.Any(h => h.Label is not null && SpeakerLabel.IsRole(h.Label))) return heads;
        var full = Enumerable.Range(0, heads.Length).Where(at => heads[at] != blank).ToList();
        var places = Enumerable.Range(0, Math.Max(0, full.Count - 1))
            .Where(at => IsAlone(heads[full[at]]) && !IsAlone(heads[full[at + 1]]))
            .Select(at => full[at])
            .ToList();
        var recurring = places.GroupBy(at => heads[at].Words).Count(g => g.Count() > 1);
        if (recurring < 2 || places.Count * 5 < full.Count) return heads;
        foreach (var at in places) heads[at] = new LineHead(HeadShape.NameAlone, heads[at].Words, null, "");
        return heads;
    }

    private static bool IsAlone(LineHead head) => head is { Shape: HeadShape.None } && LineHeads.IsTitleAlone(head.Words);
}
