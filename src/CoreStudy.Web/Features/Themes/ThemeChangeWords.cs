using CoreStudy.Domain;
using CoreStudy.Domain.Themes;

namespace CoreStudy.Web.Features.Themes;

/// <summary>Says in a sentence what a change of the themes did.</summary>
internal static class ThemeChangeWords
{
    public static string Of(ThemeStatus status) => status switch
    {
        ThemeStatus.Candidate => "Candidate",
        ThemeStatus.Reviewed => "Reviewed",
        ThemeStatus.Defined => "Defined",
        _ => "Dropped",
    };

    /// <param name="codes">The names of all codes of the study.</param>
    /// <param name="themes">The names of its themes, for where one went.</param>
    public static string Of(ThemeChange change, IReadOnlyDictionary<CodeId, string> codes, IReadOnlyDictionary<ThemeId, string> themes)
    {
        var first = change.Themes.Find(s => s.Before is null || s.After is null || Differs(s)) ?? (change.Themes.Count > 0 ? change.Themes[0] : null);
        if (first is null) return "Changed the themes";
        var name = $"“{(first.After ?? first.Before)!.Words.Name}”";
        return change.Kind switch
        {
            ThemeChangeKind.Create => first.After!.ParentId is { } above ? $"Made {name}, a sub-theme of {Called(above)}" : $"Made the theme {name}",
            ThemeChangeKind.Rewrite => first.Before!.Words.Name != first.After!.Words.Name ? $"Renamed “{first.Before.Words.Name}” to {name}" : $"Changed {What(first)} of {name}",
            ThemeChangeKind.Mark => $"Marked {name} as {Of(first.After!.Status).ToLowerInvariant()}",
            ThemeChangeKind.Move => first.Before!.ParentId == first.After!.ParentId ? $"Moved {name} among its neighbours"
                : first.After.ParentId is { } parent ? $"Made {name} a sub-theme of {Called(parent)}" : $"Made {name} a theme of its own",
            ThemeChangeKind.PutCode => Put(change, codes),
            ThemeChangeKind.TakeCode => $"Took {Codes(first.Before!.Codes.Except(first.After!.Codes), codes)} out of {name}",
            ThemeChangeKind.Remove => $"Removed {name}, which was empty",
            ThemeChangeKind.Undo => "Took back an earlier change",
            _ => change.Kind.ToString(),
        };

        string Called(ThemeId id) => themes.TryGetValue(id, out var called) ? $"“{called}”" : "another theme";
    }

    private static bool Differs(ThemeStep step) => (step.Before! with { Order = step.After!.Order }).DiffersFrom(step.After);

    private static string Put(ThemeChange change, IReadOnlyDictionary<CodeId, string> codes)
    {
        var into = change.Themes.Find(s => s.After!.Codes.Except(s.Before!.Codes).Any());
        if (into is null) return $"Changed the order of codes in “{change.Themes[0].After!.Words.Name}”";
        var from = change.Themes.Find(s => s.Before!.Codes.Except(s.After!.Codes).Any());
        var what = Codes(into.After!.Codes.Except(into.Before!.Codes), codes);
        return from is null ? $"Put {what} into “{into.After.Words.Name}”" : $"Moved {what} from “{from.After!.Words.Name}” to “{into.After.Words.Name}”";
    }

    private static string Codes(IEnumerable<CodeId> ids, IReadOnlyDictionary<CodeId, string> names)
    {
        var all = ids.Select(id => $"“{names.GetValueOrDefault(id, "a code that is gone")}”").ToList();
        return all.Count switch { 0 => "a code", 1 => all[0], 2 or 3 => string.Join(", ", all[..^1]) + " and " + all[^1], _ => $"{all.Count} codes" };
    }

    private static string What(ThemeStep step)
    {
        var (before, after) = (step.Before!.Words, step.After!.Words);
        return (before.CentralIdea != after.CentralIdea, before.Narrative != after.Narrative) switch
        {
            (true, true) => "the central idea and the narrative",
            (true, false) => "the central idea",
            _ => "the narrative",
        };
    }
}
