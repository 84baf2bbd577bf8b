using CoreStudy.Interchange.Transcripts;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>What cannot be read is refused in a sentence that says what it is and what to do.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "empty.txt", [], "is empty" },
        { "spaces.txt", Utf8(" \r\n\r\n"), "is empty" },
        { "data.txt", Utf8("{\"a\": [1, 2]}"), "JSON" },
        { "endless.txt", [.. Enumerable.Repeat((byte)'a', 10_000_001)], "million characters" },
        { "rules.md", Utf8("# Interview 3\n\n---\n"), "no speech" },
        { "captions.vtt", Utf8("WEBVTT\n\nNOTE nothing here\n"), "no speech" },
        { "cut.docx", GoldenFiles.Bytes("rendered/otter.docx")[..1500], "incomplete or damaged" },
        { "cut.odt", GoldenFiles.Bytes("rendered/writer.odt")[..1200], "incomplete or damaged" },
        { "cut.pdf", GoldenFiles.Bytes("pdpilot/P1.pdf")[..30000], "incomplete" },
        { "broken.docx", Word("<w:p><w:r>"), "incomplete or damaged" },
        { "locked.docx", Ole("EncryptedPackage"), "password" },
        { "locked.odt", OpenDocument("", "<m><m:encryption-data/></m>"), "password" },
        { "locked.pdf", Pdf("/Encrypt<</Filter/Standard/V 1/R 2/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)/P -4>>/ID[(a)(a)]"), "password" },
        { "blank.pdf", Pdf(), "no text" },
        { "old.doc", Ole("WordDocument"), "save it as .docx" },
        { "sheet.xlsx", Zip(("xl/workbook.xml", "<workbook/>")), "spreadsheet" },
        { "slides.pptx", Zip(("ppt/presentation.xml", "<p/>")), "presentation" },
        { "things.zip", Zip(("a.txt", "a")), "zip archive" },
        { "bomb.docx", Word(new string(' ', 60_000_000)), "unpacks to far more" },
        { "many.docx", Zip([.. Enumerable.Range(0, 2001).Select(n => ($"word/{n}.xml", ""))]), "unpacks to far more" },
        { "dtd.docx", Zip(("word/document.xml", "<!DOCTYPE d [<!ENTITY a \"b\">]><d>&a;</d>")), "document type definition" },
        { "photo.docx", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "picture" },
        { "tape.txt", [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 0], "recording" },
        { "film.vtt", [0, 0, 0, 0x20, .. "ftypisom"u8, 0, 0, 2, 0], "recording" },
        { "page.docx", Utf8("<html><body>Please sign in</body></html>"), "rename the file" },
        { "lines.txt", Utf8(string.Concat(Enumerable.Repeat("I: a\n", 200_002))), "200 thousand lines" },
        { "noise.txt", [.. Enumerable.Range(0, 4000).Select(n => (byte)((n * 7919) >> 3))], "not a text" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_file_that_holds_no_readable_transcript_is_refused_with_the_reason(string file, byte[] content, string reason)
    {
        var refused = TranscriptFile.Read(file, content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out _);

        Assert.True(refused);
        Assert.Contains(reason, refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains($"“{file}”", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_unread()
    {
        var content = new byte[TranscriptFile.LargestBytes + 1];

        var refused = TranscriptFile.Read("long.txt", content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out _);

        Assert.True(refused);
        Assert.Contains("larger than 50 MB", refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Word_document_called_txt_is_read_with_a_warning()
    {
        var refused = TranscriptFile.Read("talk.txt", Word(Paragraph("I: Hello.") + Paragraph("P1: Hello.")), TestContext.Current.CancellationToken).IsRefused(out _, out var draft);

        Assert.False(refused);
        Assert.Contains(draft!.Warnings, w => w.Contains("ends in .txt", StringComparison.Ordinal));
    }
}
