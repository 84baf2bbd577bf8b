using CoreStudy.Domain.Codebooks;
using CoreStudy.Interchange.Tables;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>The framework as a document to read and print: each code with what it means, in the order of the tree.</summary>
internal static class CodebookDocument
{
    /// <param name="codes">In any order.</param>
    public static byte[] Write(string name, IReadOnlyCollection<CodeSnapshot> codes) => WrittenDocument.Write(
        FrameworkTree.InOrder(codes).SelectMany(Paragraphs).Prepend(new WrittenParagraph(ParagraphLook.Note, codes.Count == 1 ? "1 code" : $"{codes.Count:N0} codes")).Prepend(new WrittenParagraph(ParagraphLook.Title, name)));

    private static IEnumerable<WrittenParagraph> Paragraphs(PlacedCode placed)
    {
        var words = placed.Code.Words;
        yield return new WrittenParagraph(ParagraphLook.Heading, words.Name);
        List<string> about = [];
        if (placed.Above.Count > 0) about.Add($"Below {string.Join(FrameworkTree.Separator, placed.Above)}");
        if (words.Shortcut.Length > 0) about.Add($"shortcut {words.Shortcut}");
        if (placed.Code.State != CodeState.Active) about.Add(placed.Code.State.ToString().ToLowerInvariant());
        if (about.Count > 0) yield return new WrittenParagraph(ParagraphLook.Note, string.Join("; ", about));
        if (words.Definition.Length > 0) yield return new WrittenParagraph(ParagraphLook.Body, words.Definition);
        if (words.WhenToUse.Length > 0) yield return new WrittenParagraph(ParagraphLook.Body, $"When to use it: {words.WhenToUse}");
        if (words.WhenNotToUse.Length > 0) yield return new WrittenParagraph(ParagraphLook.Body, $"When not to use it: {words.WhenNotToUse}");
        if (words.Example.Length > 0) yield return new WrittenParagraph(ParagraphLook.Quote, words.Example);
        if (words.Synonyms.Length > 0) yield return new WrittenParagraph(ParagraphLook.Note, $"Also: {words.Synonyms}");
    }
}
