namespace CoreStudy.Domain.Codebooks;

public enum LineState
{
    New,
    Changed,
    Unchanged,
    Wrong,
}

/// <summary>What an import would do with one row.</summary>
/// <param name="Path">The names of the codes above it and its own, as the file has them.</param>
/// <param name="Fields">What would change of the code, in the words of the screen.</param>
/// <param name="Wrong">What is wrong with the row and what to do; null where nothing is.</param>
public sealed record PlannedLine(CodeLine Line, LineState State, string Path, IReadOnlyList<string> Fields, string? Wrong)
{
    /// <summary>The code as it is; null for a new one and for a wrong row.</summary>
    public CodeSnapshot? Before { get; init; }

    /// <summary>The code as it would be. A new one has an id of the plan's own, and stands at position 0.</summary>
    public CodeSnapshot? After { get; init; }
}

/// <summary>What an import of these rows would do to the framework: nothing is done by it.</summary>
/// <remarks>A row is a code by its id, else by its name below the code above it. Codes without a row stay as they are.</remarks>
public sealed record ImportPlan(IReadOnlyList<PlannedLine> Lines)
{
    public bool IsWrong => Lines.Any(l => l.State == LineState.Wrong);

    public bool DoesNothing => Lines.All(l => l.State == LineState.Unchanged);

    /// <summary>The codes whose definition, or when to use them or not, the rows change.</summary>
    public IReadOnlyList<CodeId> Redefined =>
    [
        .. Lines.Where(l => l is { State: LineState.Changed, Before: not null, After: not null })
            .SelectMany(l => FrameworkComparison.Between([l.Before!], [l.After!])).Where(c => c.Difference.HasFlag(CodeDifference.Redefined)).Select(c => c.Either.Id),
    ];

    public int Count(LineState state) => Lines.Count(l => l.State == state);

    /// <summary>Whether another plan for the same rows would do the same: the framework may have changed between the two.</summary>
    public bool DoesAs(ImportPlan other) => Lines.Count == other.Lines.Count && Lines.Zip(other.Lines).All(p =>
        p.First.State == p.Second.State && p.First.Line == p.Second.Line && p.First.Path == p.Second.Path
        && p.First.Before == p.Second.Before && p.First.Fields.SequenceEqual(p.Second.Fields));

    public static ImportPlan For(IReadOnlyList<CodeSnapshot> framework, IReadOnlyList<CodeLine> lines) => new ImportPlanner(framework, lines).Plan();
}
