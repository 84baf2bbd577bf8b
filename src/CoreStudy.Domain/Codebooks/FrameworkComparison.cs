namespace CoreStudy.Domain.Codebooks;

/// <summary>What happened to a code between two states of the framework.</summary>
[Flags]
public enum CodeDifference
{
    None = 0,
    Added = 1,
    Gone = 2,
    Renamed = 4,
    Moved = 8,

    /// <summary>The definition, or when to use it or not, was changed.</summary>
    Redefined = 16,

    /// <summary>The example, synonyms, colour or shortcut were changed.</summary>
    Retouched = 32,
    Retired = 64,
    Restored = 128,
    Merged = 256,
    Accepted = 512,
}

/// <param name="Before">Null where it was added.</param>
/// <param name="After">Null where it is gone.</param>
public sealed record ComparedCode(CodeDifference Difference, CodeSnapshot? Before, CodeSnapshot? After)
{
    public CodeSnapshot Either => After ?? Before!;
}

/// <summary>Two states of one framework, code by code.</summary>
public static class FrameworkComparison
{
    /// <summary>Each code of either state, in the order of the later one, then those that are gone; unchanged ones too.</summary>
    public static IReadOnlyList<ComparedCode> Between(IReadOnlyList<CodeSnapshot> earlier, IReadOnlyList<CodeSnapshot> later)
    {
        var before = earlier.ToDictionary(c => c.Id);
        var after = later.ToDictionary(c => c.Id);
        return
        [
            .. later.Select(c => before.TryGetValue(c.Id, out var old) ? new ComparedCode(Differ(old, c), old, c) : new ComparedCode(CodeDifference.Added, null, c)),
            .. earlier.Where(c => !after.ContainsKey(c.Id)).Select(c => new ComparedCode(CodeDifference.Gone, c, null)),
        ];
    }

    private static CodeDifference Differ(CodeSnapshot a, CodeSnapshot b)
    {
        var difference = CodeDifference.None;
        if (a.Words.Name != b.Words.Name) difference |= CodeDifference.Renamed;
        if (a.ParentId != b.ParentId) difference |= CodeDifference.Moved;
        if ((a.Words.Definition, a.Words.WhenToUse, a.Words.WhenNotToUse) != (b.Words.Definition, b.Words.WhenToUse, b.Words.WhenNotToUse)) difference |= CodeDifference.Redefined;
        if ((a.Words.Example, a.Words.Synonyms, a.Words.Colour, a.Words.Shortcut) != (b.Words.Example, b.Words.Synonyms, b.Words.Colour, b.Words.Shortcut)) difference |= CodeDifference.Retouched;
        if (b.MergedInto is not null && a.MergedInto != b.MergedInto) difference |= CodeDifference.Merged;
        else if (a.State != CodeState.Retired && b.State == CodeState.Retired) difference |= CodeDifference.Retired;
        if (a.State == CodeState.Retired && b.State != CodeState.Retired) difference |= CodeDifference.Restored;
        if (a.State == CodeState.Proposed && b.State == CodeState.Active) difference |= CodeDifference.Accepted;
        return difference;
    }
}
