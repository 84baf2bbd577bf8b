using System.Globalization;
using CoreStudy.Interchange.Tables;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.Codings;

/// <summary>A transcript as a Word document (ECMA-376, WordprocessingML): each coding is a comment of its coder on the words that it lies on.</summary>
public static class CodedDocument
{
    public static byte[] Write(CodedTranscript transcript)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = Styles();
            main.AddNewPart<WordprocessingCommentsPart>("comments").Comments = new Comments([.. transcript.Codings.Index().Select(c => CommentOf(c.Index, c.Item))]);
            var body = new Body(WrittenDocument.Paragraph(transcript.Heading, "Title"), WrittenDocument.Paragraph(transcript.Note, "Note"));
            foreach (var turn in transcript.Turns) body.Append(ParagraphOf(transcript, turn));
            body.Append(new SectionProperties(new PageSize { Width = 11906, Height = 16838 }, new PageMargin { Top = 1247, Right = 1247, Bottom = 1247, Left = 1247, Header = 708, Footer = 708, Gutter = 0 }));
            main.Document = new Document(body);
        }

        return file.ToArray();
    }

    private static Comment CommentOf(int id, TranscriptCoding coding)
    {
        var comment = new Comment { Id = Id(id), Author = Workbook.Clean(coding.Coder), Initials = Workbook.Clean(Initials(coding.Coder)), Date = coding.At.UtcDateTime };
        comment.Append(new Paragraph(new Run(new RunProperties(new Bold()), Said(coding.Code))));
        foreach (var remark in coding.Remarks) comment.Append(new Paragraph(new Run([.. Lines(remark)])));
        return comment;
    }

    private static Paragraph ParagraphOf(CodedTranscript transcript, CodedTurn turn)
    {
        var paragraph = new Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = turn.IsInterviewer ? "Asked" : "Said" }),
            new Run(new RunProperties(new Bold()), Said($"{turn.Speaker}: ")));
        var stretches = Stretch.Of(transcript, turn.Segment).ToList();
        foreach (var stretch in stretches)
        {
            foreach (var coding in stretch.On.Where(c => transcript.Codings[c].Segment.Start == stretch.Start || (transcript.Codings[c].Segment.Start < turn.Segment.Start && IsFirst(transcript, turn, c) && stretch.Start == turn.Segment.Start)))
                paragraph.Append(new CommentRangeStart { Id = Id(coding) });
            var run = new Run([.. Lines(transcript.Words[stretch.Start..stretch.End])]);
            if (stretch.On.Count > 0) run.PrependChild(new RunProperties(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = stretch.On.Count > 1 ? "FFE9A8" : "FFF4D1" }));
            paragraph.Append(run);
            foreach (var coding in stretch.On.Where(c => EndsIn(transcript, turn, c, stretch.End)))
                paragraph.Append(new CommentRangeEnd { Id = Id(coding) }, new Run(new CommentReference { Id = Id(coding) }));
        }

        return paragraph;
    }

    /// <summary>Whether this is the first turn that the coding touches, where it begins between two.</summary>
    private static bool IsFirst(CodedTranscript transcript, CodedTurn turn, int coding) => transcript.Turns.First(t => t.Segment.Overlaps(transcript.Codings[coding].Segment)) == turn;

    /// <summary>Whether the coding ends where this stretch does, or somewhere before the next turn.</summary>
    private static bool EndsIn(CodedTranscript transcript, CodedTurn turn, int coding, int end)
    {
        var segment = transcript.Codings[coding].Segment;
        return segment.End == end || (end == turn.Segment.End && segment.End > end && transcript.Turns.Last(t => t.Segment.Overlaps(segment)) == turn);
    }

    private static IEnumerable<OpenXmlElement> Lines(string words)
    {
        foreach (var (at, line) in words.Split('\n').Index())
        {
            if (at > 0) yield return new Break();
            yield return Said(line);
        }
    }

    private static Text Said(string words) => new(Workbook.Clean(words)) { Space = SpaceProcessingModeValues.Preserve };

    private static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Initials(string name) => string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3).Select(w => char.ToUpperInvariant(w[0])));

    private static Styles Styles() => new(
        Style("Said", "Normal", 22, 140, null, isDefault: true), Style("Asked", "Interviewer", 22, 140, "5A6570", isKeptWithNext: true), Style("Title", "Title", 36, 120, null, isBold: true), Style("Note", "Note", 19, 320, "5A6570"));

    private static Style Style(string id, string name, int size, int after, string? colour, bool isBold = false, bool isDefault = false, bool isKeptWithNext = false)
    {
        var run = new StyleRunProperties(new RunFonts { Ascii = "Calibri", HighAnsi = "Calibri" });
        if (isBold) run.Append(new Bold());
        if (colour is not null) run.Append(new Color { Val = colour });
        run.Append(new FontSize { Val = $"{size}" });
        var paragraph = new StyleParagraphProperties(new SpacingBetweenLines { Before = "0", After = $"{after}", Line = "276", LineRule = LineSpacingRuleValues.Auto });
        if (isKeptWithNext) paragraph.PrependChild(new KeepNext()); // a question stands on the page of what is answered to it
        return new Style(new StyleName { Val = name }, new PrimaryStyle(), paragraph, run)
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            Default = isDefault,
        };
    }
}
