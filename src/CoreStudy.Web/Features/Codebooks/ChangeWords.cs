using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>Says in a sentence what a change of the framework did.</summary>
internal static class ChangeWords
{
    /// <param name="names">Of all codes of the study, for where a code went.</param>
    public static string Of(ChangeKind kind, IReadOnlyList<CodeChange> codes, IReadOnlyDictionary<CodeId, string> names)
    {
        var first = codes.FirstOrDefault(c => kind switch
        {
            ChangeKind.Merge => c.After?.MergedInto is not null && c.Before?.MergedInto is null,
            ChangeKind.Move => c.Before?.ParentId != c.After?.ParentId,
            _ => true,
        }) ?? (codes.Count > 0 ? codes[0] : null);
        var name = $"“{(first?.After ?? first?.Before)?.Words.Name ?? "the framework"}”";
        return kind switch
        {
            ChangeKind.Create => $"Added {name}",
            ChangeKind.Propose => $"Proposed {name}",
            ChangeKind.Accept => $"Accepted {name}",
            ChangeKind.Decline => $"Declined {name}",
            ChangeKind.Rewrite => first is { Before: { } before, After: { } after } && before.Words.Name != after.Words.Name
                ? $"Renamed “{before.Words.Name}” to {name}"
                : $"Changed {What(first)} of {name}",
            ChangeKind.Move => first?.Before?.ParentId == first?.After?.ParentId ? $"Moved {name} among its neighbours"
                : first?.After?.ParentId is { } parent && names.TryGetValue(parent, out var below) ? $"Moved {name} below “{below}”" : $"Moved {name} to the top",
            ChangeKind.Retire => $"Retired {name}",
            ChangeKind.Restore => $"Restored {name}",
            ChangeKind.Merge => $"Merged {name} into “{(first?.After?.MergedInto is { } into ? names.GetValueOrDefault(into) : null) ?? "another code"}”",
            ChangeKind.Split => $"Split off {name}",
            ChangeKind.Import => codes.Count == 1 ? $"Imported {name}" : $"Imported {codes.Count:N0} codes",
            ChangeKind.Undo => "Took back an earlier change",
            _ => kind.ToString(),
        };
    }

    private static string What(CodeChange? change)
    {
        if (change is not { Before.Words: { } before, After.Words: { } after }) return "the words";
        var parts = new List<string>();
        if (before.Definition != after.Definition) parts.Add("the definition");
        if (before.WhenToUse != after.WhenToUse) parts.Add("when to use it");
        if (before.WhenNotToUse != after.WhenNotToUse) parts.Add("when not to use it");
        if (before.Example != after.Example) parts.Add("the example");
        if (before.Synonyms != after.Synonyms) parts.Add("the synonyms");
        if (before.Colour != after.Colour) parts.Add("the colour");
        if (before.Shortcut != after.Shortcut) parts.Add("the shortcut");
        return parts.Count switch { 0 => "the words", 1 => parts[0], _ => string.Join(", ", parts[..^1]) + " and " + parts[^1] };
    }
}
