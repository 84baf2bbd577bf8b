using CoreStudy.Interchange.Reports;
using CsCheck;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.Tests.Reports;

public sealed class ReportDocumentTests
{
    [Fact]
    public void A_document_of_the_demonstration_is_valid_and_its_parts_stand_in_styles()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Valid(SampleReport.Make())), isEditable: false);

        var used = document.MainDocumentPart!.Document!.Body!.Descendants<ParagraphStyleId>().Select(s => s.Val!.Value!).Distinct().ToList();
        Assert.All(["Title", "Heading1", "Heading2", "Quote", "QuoteLabel", "ListBullet", "ListBullet2", "Caption"], style => Assert.Contains(style, used));
        Assert.Equal(3, document.MainDocumentPart.Document.Body.Descendants<TableHeader>().Count());
        Assert.Contains(document.MainDocumentPart.Document.Body.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>(), p => p.Description!.Value!.StartsWith("A bar chart", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_stands_below_its_caption_on_the_same_page()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Valid(SampleReport.Make())), isEditable: false);

        Assert.All(document.MainDocumentPart!.Document!.Body!.Elements<Table>(), table =>
        {
            var caption = (Paragraph)table.PreviousSibling()!;
            Assert.Equal(("Caption", true), (caption.ParagraphProperties!.ParagraphStyleId!.Val!.Value, caption.ParagraphProperties.KeepNext is not null));
        });
    }

    [Fact]
    public void Contact_is_not_a_heading_below_itself()
    {
        var thanks = SampleReport.Make().Parts.OfType<ThanksPart>().Single();

        int Times(string heading) => Words(Valid(SampleReport.Make() with { Parts = [thanks with { Heading = heading }] })).Split('\n').Count(l => l == "Contact");

        Assert.Equal((1, 1), (Times("Contact"), Times("Thank you")));
    }

    [Fact]
    public void Any_report_makes_a_document_that_is_valid_and_holds_every_word() => AnyReport.Reports.Sample(report =>
        AnyReport.HoldsEveryWord(report, Words(Valid(report)), isDocument: true), iter: 30, threads: 1);

    [Fact]
    public void The_same_report_makes_the_same_bytes() =>
        Assert.Equal(ReportDocument.Write(SampleReport.Make(), null), ReportDocument.Write(SampleReport.Make(), null));

    internal static byte[] Valid(WrittenReport report, ReportTemplate? template = null)
    {
        var file = ReportDocument.Write(report, template);
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Office.Validate(document);
        return file;
    }

    internal static string Words(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var body = document.MainDocumentPart!.Document!.Body!;
        return string.Join('\n', body.Descendants<Paragraph>().Select(p => string.Concat(p.Descendants().Select(e => e switch { Text t => t.Text, Break => "\n", TabChar => "\t", _ => "" })))
            .Concat(body.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>().Select(p => p.Description?.Value ?? "")));
    }
}
