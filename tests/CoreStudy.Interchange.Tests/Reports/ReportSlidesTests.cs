using CoreStudy.Interchange.Reports;
using CsCheck;
using DocumentFormat.OpenXml.Packaging;
using A = DocumentFormat.OpenXml.Drawing;

namespace CoreStudy.Interchange.Tests.Reports;

public sealed class ReportSlidesTests
{
    [Fact]
    public void Slides_of_the_demonstration_are_valid() => Valid(SampleReport.Make());

    [Fact]
    public void Any_report_makes_slides_that_are_valid_and_hold_every_word() => AnyReport.Reports.Sample(report =>
    {
        var file = Valid(report);
        AnyReport.HoldsEveryWord(report, Words(file), isDocument: false);
    }, iter: 30, threads: 1);

    [Fact]
    public void Three_hundred_findings_go_on_to_further_slides_and_none_is_lost()
    {
        var words = Words(Valid(AnyReport.Long));

        Assert.All(Enumerable.Range(1, 300), n => Assert.Contains($"Finding number {n} says", words, StringComparison.Ordinal));
        Assert.Contains("Everything (continued)", words, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_makes_the_same_bytes() =>
        Assert.Equal(ReportSlides.Write(SampleReport.Make(), null), ReportSlides.Write(SampleReport.Make(), null));

    internal static byte[] Valid(WrittenReport report, ReportTemplate? template = null)
    {
        var file = ReportSlides.Write(report, template);
        using var slides = PresentationDocument.Open(new MemoryStream(file), isEditable: false);
        Office.Validate(slides);
        return file;
    }

    internal static string Words(byte[] file)
    {
        using var slides = PresentationDocument.Open(new MemoryStream(file), isEditable: false);
        return string.Join('\n', slides.PresentationPart!.SlideParts.SelectMany(s => new[] { s.Slide!.Descendants<A.Paragraph>(), s.NotesSlidePart?.NotesSlide!.Descendants<A.Paragraph>() ?? [] })
            .SelectMany(p => p).Select(p => string.Concat(p.Descendants().Select(e => e is A.Text t ? t.Text : e is A.Break ? "\n" : "")))
            .Concat(slides.PresentationPart.SlideParts.SelectMany(s => s.Slide!.Descendants<DocumentFormat.OpenXml.Presentation.NonVisualDrawingProperties>()).Select(p => p.Description?.Value ?? "")));
    }
}
