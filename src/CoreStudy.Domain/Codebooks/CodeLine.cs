namespace CoreStudy.Domain.Codebooks;

/// <summary>What a row of a file says about a code. What the file has no column for is null, and stays as it is.</summary>
/// <param name="Number">The row in the file, from 1; the heading is mostly row 1.</param>
/// <param name="Parent">The path of the code above, or its name, or its id; empty for the top of the framework.</param>
public sealed record CodeLine(int Number, string? Id, string? Parent, string Name)
{
    public string? Definition { get; init; }

    public string? WhenToUse { get; init; }

    public string? WhenNotToUse { get; init; }

    public string? Example { get; init; }

    public string? Synonyms { get; init; }

    public string? Colour { get; init; }

    public string? Shortcut { get; init; }

    public string? State { get; init; }

    /// <summary>How long it is, not what it says.</summary>
    public override string ToString() => $"row {Number}";
}
