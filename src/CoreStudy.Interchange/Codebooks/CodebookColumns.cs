using CoreStudy.Domain.Codebooks;

namespace CoreStudy.Interchange.Codebooks;

/// <summary>The columns of a framework in a file: how they are headed, and under which other headings they are known.</summary>
internal static class CodebookColumns
{
    public static readonly IReadOnlyList<Column> All =
    [
        new("Id", p => p.Code.Id.Value.ToString(), (line, cell) => line with { Id = cell }, 38, ["code id", "guid"], "the id that CoreStudy gave it"),
        new("Parent", p => string.Join(FrameworkTree.Separator, p.Above), (line, cell) => line with { Parent = cell }, 34, ["parent path", "parent name", "parent code", "path", "below", "parent id"], "the code above, or its path"),
        new("Name", p => p.Code.Words.Name, (line, cell) => line with { Name = cell }, 30, ["code", "code name", "label", "title"], "what the code is called"),
        new("Definition", p => p.Code.Words.Definition, (line, cell) => line with { Definition = cell }, 60, ["description", "meaning"], "what it means"),
        new("When to use", p => p.Code.Words.WhenToUse, (line, cell) => line with { WhenToUse = cell }, 50, ["when to use it", "inclusion", "inclusion criteria", "use"], "when to put it"),
        new("When not to use", p => p.Code.Words.WhenNotToUse, (line, cell) => line with { WhenNotToUse = cell }, 50, ["when not to use it", "exclusion", "exclusion criteria", "do not use"], "when to leave it"),
        new("Example", p => p.Code.Words.Example, (line, cell) => line with { Example = cell }, 50, ["examples", "example quote"], "words that it fits"),
        new("Synonyms", p => p.Code.Words.Synonyms, (line, cell) => line with { Synonyms = cell }, 24, ["synonym", "keywords", "other words"], "other words for it"),
        new("Colour", p => p.Code.Words.Colour, (line, cell) => line with { Colour = cell }, 10, ["color"], "such as #1b6e53"),
        new("Shortcut", p => p.Code.Words.Shortcut, (line, cell) => line with { Shortcut = cell }, 10, ["short", "abbreviation"], "a few letters for the keyboard"),
        new("State", p => StateName(p.Code.State), (line, cell) => line with { State = cell }, 12, ["status"], "In use, Proposed or Retired"),
    ];

    /// <summary>The column that a heading names, whatever its case, and with hyphens or underscores for spaces.</summary>
    public static Column? Headed(string heading)
    {
        var plain = string.Join(' ', heading.Split([' ', '_', '-', '\n', '\t', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant().TrimEnd(':', '*', '?');
        return All.FirstOrDefault(c => string.Equals(c.Title, plain, StringComparison.OrdinalIgnoreCase) || c.AlsoKnownAs.Contains(plain));
    }

    private static string StateName(CodeState state) => state switch
    {
        CodeState.Active => "In use",
        _ => state.ToString(),
    };

    /// <param name="Width">In a spreadsheet, in characters.</param>
    /// <param name="About">What belongs there, in a few words.</param>
    public sealed record Column(string Title, Func<PlacedCode, string> Write, Func<CodeLine, string, CodeLine> Read, int Width, string[] AlsoKnownAs, string About);
}
