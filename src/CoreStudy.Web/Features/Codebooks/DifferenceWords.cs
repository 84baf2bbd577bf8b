using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>How the kinds of difference between two states of the framework are called.</summary>
public static class DifferenceWords
{
    private static readonly string[] Heading =
    [
        "What changed", "Code", "Path before", "Path after", "Merged into",
        "Definition before", "Definition after", "When to use it before", "When to use it after", "When not to use it before", "When not to use it after",
        "Example before", "Example after", "Synonyms before", "Synonyms after", "Colour before", "Colour after", "Shortcut before", "Shortcut after", "Id",
    ];

    /// <summary>Columns that nobody types.</summary>
    private static readonly string[] Ours = ["What changed", "Colour before", "Colour after", "Id"];

    /// <summary>Each kind, in the order in which a reader asks for them.</summary>
    public static IReadOnlyList<(CodeDifference Kind, string Name)> All { get; } =
    [
        (CodeDifference.Added, "Added"), (CodeDifference.Gone, "Gone"), (CodeDifference.Redefined, "Redefined"), (CodeDifference.Renamed, "Renamed"),
        (CodeDifference.Moved, "Moved"), (CodeDifference.Merged, "Merged"), (CodeDifference.Retired, "Retired"), (CodeDifference.Restored, "Restored"),
        (CodeDifference.Accepted, "Accepted"), (CodeDifference.Retouched, "Details changed"),
    ];

    public static IEnumerable<string> Of(CodeDifference difference) => All.Where(k => difference.HasFlag(k.Kind)).Select(k => k.Name);

    /// <summary>The differences as a table for a spreadsheet, a row for each code that changed.</summary>
    /// <param name="name">The two states, such as “Framework v1 and v2”.</param>
    public static Export File(string name, IEnumerable<ComparisonRow> rows) => new(ExportedList.Comparison, name, $"{name}.csv", [.. Heading.Select(h => new ExportColumn(h, !Ours.Contains(h)))], [.. rows.Select(r =>
    {
        var (before, after) = (r.Code.Before?.Words, r.Code.After?.Words);
        IEnumerable<string?> cells =
        [
            string.Join(", ", Of(r.Difference)), r.Code.Either.Words.Name, r.PathBefore, r.PathAfter, r.MergedInto,
            before?.Definition, after?.Definition, before?.WhenToUse, after?.WhenToUse, before?.WhenNotToUse, after?.WhenNotToUse,
            before?.Example, after?.Example, before?.Synonyms, after?.Synonyms, before?.Colour, after?.Colour, before?.Shortcut, after?.Shortcut,
            r.Code.Either.Id.Value.ToString(),
        ];
        return (IReadOnlyList<string>)[.. cells.Select(c => c ?? "")];
    })]);
}
