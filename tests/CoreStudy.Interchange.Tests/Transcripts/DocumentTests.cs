using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.Transcripts;

/// <summary>What of a document is among the words, and what is left out with a sentence.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Tracked_changes_of_Word_are_read_as_accepted()
    {
        var draft = Read("a.docx", Word(Paragraph("I: So?") + """
            <w:p><w:r><w:t xml:space="preserve">P1: It was </w:t></w:r><w:del><w:r><w:delText>bad</w:delText></w:r></w:del><w:ins><w:r><w:t>good</w:t></w:r></w:ins>
            <w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>, there</w:t></w:r></w:moveTo></w:p>
            """));

        Assert.Equal("It was good, there", draft.Turns[1].Text);
        Assert.Contains(draft.Warnings, w => w.StartsWith("Words deleted with tracked changes", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_hidden_in_Word_stay_hidden()
    {
        var draft = Read("a.docx", Word(Paragraph("I: So?") + """
            <w:p><w:r><w:t xml:space="preserve">P1: I saw </w:t></w:r><w:r><w:rPr><w:b/><w:vanish/></w:rPr><w:t>Ann</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>my</w:t></w:r><w:r><w:t xml:space="preserve"> friend.</w:t></w:r></w:p>
            """));

        Assert.Equal("I saw my friend.", draft.Turns[1].Text);
        Assert.Contains("Words formatted as hidden were left out.", draft.Warnings);
    }

    [Fact]
    public void Notes_and_comments_of_Word_are_left_out_with_a_sentence_each()
    {
        var draft = Read("a.docx", Word(Paragraph("I: So?") + "<w:p><w:r><w:t>P1: Fine.</w:t><w:footnoteReference w:id=\"2\"/><w:commentReference w:id=\"0\"/></w:r></w:p>"));

        Assert.Equal("Fine.", draft.Turns[1].Text);
        Assert.Collection(draft.Warnings,
            w => Assert.StartsWith("Comments", w, StringComparison.Ordinal),
            w => Assert.StartsWith("Footnotes", w, StringComparison.Ordinal));
    }

    [Fact]
    public void Breaks_tabs_and_hyphens_of_Word_are_read_as_they_look()
    {
        var draft = Read("a.docx", Word(Paragraph("I: So?") + "<w:p><w:r><w:t>P1: one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>thr</w:t><w:softHyphen/><w:t>ee</w:t><w:noBreakHyphen/><w:t>four</w:t></w:r></w:p>"));

        Assert.Equal("one\ntwo\tthree\u2011four", draft.Turns[1].Text);
    }

    [Fact]
    public void OpenDocument_is_read_without_notes_comments_and_deletions()
    {
        var draft = Read("a.odt", OpenDocument("""
            <text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>
            <text:p>I: So<text:s text:c="2"/>then?</text:p>
            <text:p>P1: Fine<text:note><text:note-body><text:p>1</text:p></text:note-body></text:note><office:annotation><text:p>hm</text:p></office:annotation>.</text:p>
            """));

        Assert.Equal(["So  then?", "Fine."], draft.Turns.Select(t => t.Text));
        Assert.Equal(3, draft.Warnings.Count);
    }

    [Fact]
    public void Characters_of_RTF_are_read_in_each_of_its_ways()
    {
        var draft = Read("a.rtf", Utf8(@"{\rtf1\ansi\ansicpg1252{\info{\author Ann}}{\*\generator X;}\uc1 I: caf\'e9 \u8220?so\u8221?\par P1: {\uc2\u8364 eu}5 \u-10179?\u-8704?\emdash\line yes\par}"));

        Assert.Equal(["café “so”", "€5 😀—\nyes"], draft.Turns.Select(t => t.Text));
    }

    [Fact]
    public void Words_hidden_in_RTF_stay_hidden()
    {
        var draft = Read("a.rtf", Utf8(@"{\rtf1 I: So?\par P1: I saw {\v Ann }my \v old \v0 friend.{\footnote x}\par}"));

        Assert.Equal("I saw my friend.", draft.Turns[1].Text);
        Assert.Equal(2, draft.Warnings.Count);
    }

    [Fact]
    public void RTF_is_read_in_the_character_set_of_each_font()
    {
        var draft = Read("a.rtf", Utf8(@"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial CYR;}{\f2\fcharset238 Arial CE;}}\f0 I: caf\'e9?\par P1: {\f1 \'e4\'e0}, \f2 \'b3za\f0 , \'e9.\par}"));

        Assert.Equal(["café?", "да, łza, é."], draft.Turns.Select(t => t.Text));
    }

    [Fact]
    public void Words_hidden_in_OpenDocument_stay_hidden()
    {
        var content = "<c xmlns:s=\"s\" xmlns:t=\"t\"><s:style s:name=\"T1\"><s:text-properties t:display=\"none\"/></s:style>"
            + "<t:p>I: So?</t:p><t:p>P1: I saw <t:span t:style-name=\"T1\">Ann </t:span>my <t:span t:style-name=\"T2\">friend</t:span>.</t:p></c>";

        var draft = Read("a.odt", Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)));

        Assert.Equal("I saw my friend.", draft.Turns[1].Text);
        Assert.Contains("Words formatted as hidden were left out.", draft.Warnings);
    }

    [Fact]
    public void An_RTF_that_breaks_off_is_read_with_a_warning()
    {
        var draft = Read("a.rtf", Utf8(@"{\rtf1 I: So?\par P1: I sa"));

        Assert.Contains(draft.Warnings, w => w.StartsWith("The file ends in the middle", StringComparison.Ordinal));
    }

    [Fact]
    public void A_web_page_may_number_its_characters_as_Windows_does()
    {
        var draft = Read("a.htm", Utf8("<html><body><p>I: So&#133;</p><p>P1: It&#146;s fine.</p></body></html>"));

        Assert.Equal(["So…", "It’s fine."], draft.Turns.Select(t => t.Text));
    }

    private static TranscriptDraft Read(string name, byte[] content)
    {
        Assert.False(TranscriptFile.Read(name, content, TestContext.Current.CancellationToken).IsRefused(out _, out var draft));
        return draft!;
    }
}
