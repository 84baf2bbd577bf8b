namespace CoreStudy.Anonymisation.Training.Corpora;

/// <summary>A text in which people have marked what could identify somebody.</summary>
/// <param name="Source">The file or set it came from.</param>
internal sealed record Document(string Id, string Source, string Text, IReadOnlyList<Mark> Marks)
{
    /// <summary>The same without capitals; every mark stays where it is.</summary>
    public Document InLowerCase() => this with { Text = LowerCase(Text) };

    public override string ToString() => $"document of {Text.Length} characters, {Marks.Count} marks";

    /// <summary>Letter by letter, so that no place moves.</summary>
    public static string LowerCase(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.ToLowerInvariant(from[i]);
    });
}

/// <summary>A stretch that somebody marked, in UTF-16 code units, end exclusive.</summary>
/// <param name="Type">As the scorer names it: PERSON, LOCATION, ORGANISATION, DATE ….</param>
/// <param name="Entity">Shared by the mentions of one thing in a document; null where nobody linked them.</param>
/// <param name="Identifier">DIRECT, QUASI or NO_MASK, where the source has it.</param>
internal sealed record Mark(int Start, int End, string Type, string? Entity = null, string? Identifier = null);
