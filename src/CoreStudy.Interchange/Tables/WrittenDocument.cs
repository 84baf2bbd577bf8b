using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.Tables;

/// <summary>How a paragraph of a document looks.</summary>
public enum ParagraphLook
{
    Title,
    Heading,
    Body,

    /// <summary>Said about what follows or precedes it.</summary>
    Note,

    /// <summary>Somebody else's words.</summary>
    Quote,
}

/// <summary>A paragraph of a document; line breaks in it stay line breaks.</summary>
public sealed record WrittenParagraph(ParagraphLook Look, string Words)
{
    public override string ToString() => $"{Look} of {Words.Length} characters";
}

/// <summary>Paragraphs as a Word document (ECMA-376, WordprocessingML), with headings that make an outline.</summary>
public static class WrittenDocument
{
    public static byte[] Write(IEnumerable<WrittenParagraph> paragraphs)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = new Styles(
                StyleOf(ParagraphLook.Body, "Normal", size: 22, after: 160),
                StyleOf(ParagraphLook.Title, "Title", size: 36, after: 240, isBold: true),
                StyleOf(ParagraphLook.Heading, "heading 1", size: 27, after: 60, isBold: true, outline: 0, before: 320),
                StyleOf(ParagraphLook.Note, "Note", size: 19, after: 120, colour: "5A6570"),
                StyleOf(ParagraphLook.Quote, "Quote", size: 22, after: 160, indent: 567, isItalic: true));
            main.Document = new Document(new Body(
                [.. paragraphs.Select(p => Paragraph(p.Words, p.Look.ToString())), new SectionProperties(new PageSize { Width = 11906, Height = 16838 }, new PageMargin { Top = 1247, Right = 1247, Bottom = 1247, Left = 1247, Header = 708, Footer = 708, Gutter = 0 })]));
        }

        return file.ToArray();
    }

    /// <summary>A paragraph in a style of its document; without what XML cannot hold.</summary>
    internal static Paragraph Paragraph(string words, string style)
    {
        var run = new Run();
        foreach (var (at, line) in words.Split('\n').Index())
        {
            if (at > 0) run.Append(new Break());
            run.Append(new Text(Workbook.Clean(line)) { Space = SpaceProcessingModeValues.Preserve });
        }

        return new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }), run);
    }

    private static Style StyleOf(ParagraphLook look, string name, int size, int after, bool isBold = false, bool isItalic = false, int? outline = null, int before = 0, int indent = 0, string? colour = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (outline is not null) paragraph.Append(new KeepNext());
        paragraph.Append(new SpacingBetweenLines { Before = $"{before}", After = $"{after}", Line = "276", LineRule = LineSpacingRuleValues.Auto });
        if (indent > 0) paragraph.Append(new Indentation { Left = $"{indent}" });
        if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
        var run = new StyleRunProperties(new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri" });
        if (isBold) run.Append(new Bold());
        if (isItalic) run.Append(new Italic());
        if (colour is not null) run.Append(new Color { Val = colour });
        run.Append(new FontSize { Val = $"{size}" });
        return new Style(new StyleName { Val = name }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = look.ToString(), Default = look == ParagraphLook.Body };
    }
}
