using CoreStudy.Interchange.Tables;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.WriteUps;

/// <summary>A quote as a document shows it.</summary>
/// <param name="Words">Lines are turns.</param>
/// <param name="Label">What stands below it; empty for nothing.</param>
/// <param name="Under">What it is set under, such as the finding that it stands for; empty for nothing.</param>
public sealed record WrittenQuote(string Words, string Label, string Under)
{
    public override string ToString() => $"quote of {Words.Length} characters";
}

/// <summary>Quotes as a Word document (ECMA-376, WordprocessingML), to be taken into a report.</summary>
public static class QuoteDocument
{
    private const string Dash = "— ";

    /// <param name="quotes">In order; those under one heading together.</param>
    public static byte[] Write(string title, IReadOnlyList<WrittenQuote> quotes)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = new Styles(
                Style("Title", "Title", size: "36", bold: true, before: "0", after: "240"), Style("Heading1", "heading 1", size: "26", bold: true, before: "320", after: "120"),
                Style("Quote", "Quote", size: "22", bold: false, before: "160", after: "40", indent: "425"), Style("Label", "Quote label", size: "20", bold: false, before: "0", after: "200", indent: "425"));
            var body = new Body(WrittenDocument.Paragraph(title, "Title"));
            foreach (var group in quotes.GroupBy(q => q.Under))
            {
                if (group.Key.Length > 0) body.Append(WrittenDocument.Paragraph(group.Key, "Heading1"));
                foreach (var quote in group)
                {
                    body.Append(WrittenDocument.Paragraph(quote.Label.Length > 0 ? $"“{quote.Words}”" : quote.Words, "Quote"));
                    if (quote.Label.Length > 0) body.Append(WrittenDocument.Paragraph(Dash + quote.Label, "Label"));
                }
            }

            main.Document = new Document(body);
        }

        return file.ToArray();
    }

    private static Style Style(string id, string name, string size, bool bold, string before, string after, string indent = "0")
    {
        var run = new StyleRunProperties();
        if (bold) run.Append(new Bold());
        run.Append(new FontSize { Val = size });
        return new Style(
            new StyleName { Val = name }, new PrimaryStyle(), new StyleParagraphProperties(new SpacingBetweenLines { Before = before, After = after }, new Indentation { Left = indent, Right = indent }), run)
        { Type = StyleValues.Paragraph, StyleId = id };
    }
}
