using System.IO.Compression;
using System.Text;
using CoreStudy.Interchange.Reports;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CoreStudy.Interchange.Tests.Reports;

public sealed class ReportTemplateTests
{
    [Fact]
    public void Slides_of_a_template_are_left_out_and_its_look_is_taken_on()
    {
        var own = Changed(ReportSlides.Write(SampleReport.Make(), null), slides =>
        {
            var theme = slides.PresentationPart!.SlideMasterParts.Single().ThemePart!.Theme!;
            theme.Descendants<A.Accent1Color>().Single().RgbColorModelHex!.Val = "AA0011";
            theme.Save();
        });

        var read = Read(own);

        Assert.Equal(TemplateKind.Slides, read.Template.Kind);
        Assert.Contains(read.Remarks, r => r.Contains("slides are left out", StringComparison.Ordinal));
        var file = ReportSlidesTests.Valid(new("Ours", "Study", new DateOnly(2026, 11, 26), [new TextPart("Only this", [new("Words", 1)])]), read.Template);
        Assert.DoesNotContain("peer support workers", ReportSlidesTests.Words(file), StringComparison.OrdinalIgnoreCase);
        using var slides = PresentationDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Equal(2, slides.PresentationPart!.SlideParts.Count());
        Assert.Equal("AA0011", slides.PresentationPart.SlideMasterParts.Single().ThemePart!.Theme!.Descendants<A.Accent1Color>().Single().RgbColorModelHex!.Val);
    }

    [Fact]
    public void A_layout_that_a_template_lacks_is_made_up_for_and_told()
    {
        var own = Changed(ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null), slides =>
        {
            var master = slides.PresentationPart!.SlideMasterParts.Single();
            slides.PresentationPart.DeleteParts([.. slides.PresentationPart.SlideParts]);
            slides.PresentationPart.Presentation!.SlideIdList = null;
            foreach (var layout in master.SlideLayoutParts.Where(l => l.SlideLayout!.CommonSlideData!.Name!.Value is not ("Title slide" or "Title and content")).ToList())
            {
                master.SlideMaster!.SlideLayoutIdList!.Elements<SlideLayoutId>().Single(i => i.RelationshipId == master.GetIdOfPart(layout)).Remove();
                master.DeletePart(layout);
            }

            master.SlideMaster!.Save();
            slides.PresentationPart.Presentation.Save();
        });

        var read = Read(own);

        Assert.Contains("It has no layout for quotes: “Title and content” is used.", read.Remarks);
        var words = ReportSlidesTests.Words(ReportSlidesTests.Valid(SampleReport.Make(), read.Template));
        AnyReport.HoldsEveryWord(SampleReport.Make(), words, isDocument: false);
    }

    [Fact]
    public void Styles_of_a_document_are_taken_on_and_missing_ones_added()
    {
        using var made = new MemoryStream();
        using (var document = WordprocessingDocument.Create(made, WordprocessingDocumentType.Template))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new W.Document(new W.Body(new W.Paragraph(new W.Run(new W.Text("Old words"))), new W.SectionProperties(new W.PageSize { Width = 12240, Height = 15840 })));
            main.AddNewPart<StyleDefinitionsPart>().Styles = new W.Styles(
                new W.Style(new W.StyleName { Val = "Normal" }) { Type = W.StyleValues.Paragraph, StyleId = "Standard", Default = true },
                new W.Style(new W.StyleName { Val = "heading 1" }, new W.StyleRunProperties(new W.Color { Val = "AA0011" })) { Type = W.StyleValues.Paragraph, StyleId = "berschrift1" });
            document.PackageProperties.Creator = "Somebody";
        }

        var read = Read(made.ToArray());

        Assert.Contains("What it says is left out; its styles, heads and feet stay.", read.Remarks);
        Assert.Contains("It has no style “Quote”: ours is used.", read.Remarks);
        var file = ReportDocumentTests.Valid(SampleReport.Make(), read.Template);
        using var written = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.DoesNotContain("Old words", ReportDocumentTests.Words(file), StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody", written.PackageProperties.Creator, StringComparison.Ordinal);
        Assert.Contains(written.MainDocumentPart!.Document!.Body!.Descendants<W.ParagraphStyleId>(), s => s.Val == "berschrift1");
        Assert.Equal(12240u, written.MainDocumentPart.Document.Body.Descendants<W.PageSize>().Single().Width!.Value);
        AnyReport.HoldsEveryWord(SampleReport.Make(), ReportDocumentTests.Words(file), isDocument: true);
    }

    [Theory]
    [InlineData("not a file", "This is not a PowerPoint or Word file")]
    [InlineData("PK\u0003\u0004 cut off", "damaged")]
    public void What_is_no_office_file_is_refused(string content, string sentence) => Assert.Contains(sentence, Refused(Encoding.Latin1.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void A_file_with_a_password_is_refused() => Assert.Contains("password", Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]), StringComparison.Ordinal);

    [Fact]
    public void A_file_with_macros_is_refused() => Assert.Contains("macros", Refused(WithPart("ppt/vbaProject.bin", "x")), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_unpacks_to_too_much_is_refused() => Assert.Contains("unpacks to more", Refused(WithPart("ppt/media/bomb.bin", size: ReportTemplate.MostUnpacked + 1)), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Assert.Contains("larger than 20 MB", Refused(new byte[ReportTemplate.MostBytes + 1]), StringComparison.Ordinal);

    [Fact]
    public void A_master_that_fetches_a_picture_is_refused_and_one_with_a_link_loses_it()
    {
        var fetching = Changed(ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null), slides =>
            slides.PresentationPart!.SlideMasterParts.Single().AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", new Uri("http://example.org/a.png"), "out"));
        var linking = Changed(ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null), slides =>
        {
            var master = slides.PresentationPart!.SlideMasterParts.Single();
            master.AddHyperlinkRelationship(new Uri("http://example.org/"), isExternal: true, "link");
            master.SlideMaster!.Descendants<NonVisualDrawingProperties>().First(p => p.Id! == 2u).Append(new A.HyperlinkOnClick { Id = "link" });
            master.SlideMaster.Save();
        });

        Assert.Contains("fetches something from elsewhere", Refused(fetching), StringComparison.Ordinal);
        var read = Read(linking);
        Assert.Contains("A link to elsewhere was taken out.", read.Remarks);
        ReportSlidesTests.Valid(SampleReport.Make(), read.Template);
    }

    [Fact]
    public void A_template_cut_off_anywhere_is_refused_or_read_but_never_throws()
    {
        var whole = ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null);
        for (var at = 5; at < whole.Length; at += whole.Length / 40) ReportTemplate.Read(whole[..at]);
        for (var at = 60; at < whole.Length; at += whole.Length / 60) ReportTemplate.Read([.. whole[..at], (byte)(whole[at] ^ 0xFF), .. whole[(at + 1)..]]);
    }

    private static ReadTemplate Read(byte[] file)
    {
        Assert.False(ReportTemplate.Read(file).IsRefused(out var refusal, out var read), refusal?.Sentence);
        return read!;
    }

    private static string Refused(byte[] file)
    {
        Assert.True(ReportTemplate.Read(file).IsRefused(out var refusal, out _));
        return refusal!.Sentence;
    }

    private static byte[] Changed(byte[] file, Action<PresentationDocument> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var slides = PresentationDocument.Open(stream, isEditable: true)) change(slides);
        return stream.ToArray();
    }

    private static byte[] WithPart(string name, string content = "", long size = 0)
    {
        using var stream = new MemoryStream();
        stream.Write(ReportSlides.Write(SampleReport.Make() with { Parts = [] }, null));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var to = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            to.Write(Encoding.UTF8.GetBytes(content));
            var zeros = new byte[1 << 20];
            for (var left = size; left > 0; left -= zeros.Length) to.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        }

        return stream.ToArray();
    }
}
