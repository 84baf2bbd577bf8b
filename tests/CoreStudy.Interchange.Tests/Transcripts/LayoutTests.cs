using System.Text;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using static CoreStudy.Interchange.Tests.Transcripts.MadeUp;

namespace CoreStudy.Interchange.Tests.Transcripts;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("annomi/annomi-001.txt", 37, "Therapist", 11000, "Client,Therapist")]
    [InlineData("sealuzh/transcript_interview_1.txt", 61, "Q", 0, "A,Q")]
    [InlineData("ladybug/06-impostor-syndrome.md", 88, "Lindsey", 0, "Ali,Emma,Kelly,Lindsey")]
    [InlineData("ladybug/43-hiring-a-diverse-workforce.md", 66, "Ali", 0, ",Ali,Hilliary Turnipseed,Kelly")]
    [InlineData("pdpilot/P1.pdf", 92, "Dan", null, "Dan,Participant")]
    [InlineData("formats/teams-transcript-01.docx", 5, "Jane Doe", 0, "Jane Doe,John Doe")]
    [InlineData("formats/otranscribe-tibetan.otr", 15, null, 9000, "")]
    [InlineData("formats/pythonbytes-002.txt", 310, null, 0, "")]
    [InlineData("formats/pythonbytes-002.vtt", 310, null, 1, "")]
    public void A_genuine_file_gives_its_turns_and_speakers(string file, int count, string? first, int? start, string speakers)
    {
        var turns = Read(file, GoldenFiles.Bytes(file)).Turns;

        Assert.Equal(count, turns.Count);
        Assert.Equal((first, start), (turns[0].Speaker, (int?)turns[0].StartMs));
        Assert.Equal(speakers, string.Join(',', turns.Select(t => t.Speaker).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Quotations_of_focus_groups_keep_the_role_that_stands_before_each()
    {
        const string File = "autspaces-focus-groups/24-september-2019.md";

        var turns = Read(File, GoldenFiles.Bytes(File)).Turns;

        Assert.Equal(226, turns.Count);
        Assert.Equal("R, *T* d", turns[0].Speaker);
        Assert.StartsWith("“I think there’s a possibility", turns[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("And then he said: no.\n\nAnd then he said: yes.\n\nI waited.")]
    [InlineData("I waited.\n\nAnd then I said: no.\n\nHe left.")]
    [InlineData("Remember this: it was cold.\n\nOne thing: it was cold.\n\nOne thing: we left.\n\nI went home at 10:30.")]
    [InlineData("Note: the nurse came at night.\n\nNote: she left.\n\nNothing else.")]
    public void A_colon_in_prose_names_no_speaker(string text)
    {
        var turns = Read("diary.txt", Utf8(text)).Turns;

        Assert.All(turns, turn => Assert.Null(turn.Speaker));
        Assert.Equal(text, string.Join("\n\n", turns.Select(t => t.Text)));
    }

    [Fact]
    public void A_sentence_with_a_colon_stays_in_the_turn_it_belongs_to()
    {
        var turns = Read("a.txt", Utf8("I: Why?\nP1: I told her\nAnd then I said: no.\nI: And?\nP1: Nothing.")).Turns;

        Assert.Equal(["Why?", "I told her\nAnd then I said: no.", "And?", "Nothing."], turns.Select(t => t.Text));
    }

    [Fact]
    public void The_heading_is_left_out_and_said_to_be()
    {
        var draft = Read("a.txt", Utf8("Interview 4\nDate: 3 May\nInterviewer: Ann Lee\n\nI: Why?\nP1: Well.\nI: And?\nP1: So."));

        Assert.Equal(["Why?", "Well.", "And?", "So."], draft.Turns.Select(t => t.Text));
        Assert.Equal(["The heading of the file was left out: 3 line(s) before the first turn."], draft.Warnings);
    }

    [Fact]
    public void Jingles_and_breaks_are_not_people()
    {
        var draft = Read("a.md", Utf8("**Ann:** Hello.\n\n**Break:** \\[01:02\\]\n\n**Ben:** We \\[laughs\\] are back.\n\n**Jingle:** \\[1:02\\] to \\[1:09\\]\n\n**Ann:** Bye."));

        Assert.Equal([("Ann", "Hello."), ("Ben", "We [laughs] are back."), ("Ann", "Bye.")], draft.Turns.Select(t => (t.Speaker, t.Text)));
    }

    [Fact]
    public void Old_Macintosh_text_has_its_accents()
    {
        var turns = Read("a.txt", [.. "Q: You don"u8, 0xAB, .. "t?\rA: No.\rQ: Oh.\rA: Yes."u8]).Turns;

        Assert.Equal("You don´t?", turns[0].Text);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Text_without_a_byte_order_mark_is_told_by_its_bytes(string encoding)
    {
        var turns = Read("a.txt", Encoding.GetEncoding(encoding).GetBytes("I: Café?\r\nP1: Naïve – yes.\r\n")).Turns;

        Assert.Equal(["Café?", "Naïve – yes."], turns.Select(t => t.Text));
    }

    [Fact]
    public void The_time_at_the_end_of_a_paragraph_can_be_its_end()
    {
        var turns = Read("a.rtf", Utf8(@"{\rtf1 I: Hi. #00:00:01-0#\par P1: " + new string('a', 200) + @" #00:00:21-0#\par I: Oh. #00:00:22-0#\par P1: " + new string('b', 100) + @" #00:00:32-0#\par}")).Turns;

        Assert.Equal([0, 1000, 21000, 22000], turns.Select(t => t.StartMs));
    }

    [Fact]
    public void A_Word_document_is_read_as_it_is_seen()
    {
        var body = Paragraph("I: Why?")
            + "<w:p><w:r><w:t>P1:</w:t><w:tab/><w:t>I </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins><w:r><w:t>always </w:t></w:r></w:ins><w:r><w:t>wait</w:t><w:br/><w:t>here.</w:t></w:r></w:p>"
            + "<w:p><w:moveFrom><w:r><w:t>P1: gone</w:t></w:r></w:moveFrom></w:p>" + Paragraph("I: Tom &amp; Jo?") + Paragraph("P1: Yes.");

        var turns = Read("a.docx", Word(body)).Turns;

        Assert.Equal(["Why?", "I always wait\nhere.", "Tom & Jo?", "Yes."], turns.Select(t => t.Text));
    }

    [Fact]
    public void A_table_without_a_heading_row_gives_speaker_and_words()
    {
        static string Row(params string[] cells) => $"<w:tr>{string.Concat(cells.Select(c => $"<w:tc>{Paragraph(c)}</w:tc>"))}</w:tr>";

        var turns = Read("a.docx", Word($"<w:tbl>{Row("0:01", "Ann", "Hello.")}{Row("0:04", "Ben", "Hi.")}{Row("0:05", "Ann", "So.")}{Row("0:09", "Ben", "Yes.")}</w:tbl>")).Turns;

        Assert.Equal([("Ann", 1000L, "Hello."), ("Ben", 4000L, "Hi."), ("Ann", 5000L, "So."), ("Ben", 9000L, "Yes.")], turns.Select(t => (t.Speaker, t.StartMs!.Value, t.Text)));
    }

    [Fact]
    public void An_OpenDocument_text_leaves_out_comments_and_deletions()
    {
        var body = "<text:tracked-changes><text:p>I: gone</text:p></text:tracked-changes><text:p>I:<text:tab/>Why?<office:annotation><text:p>check</text:p></office:annotation></text:p>"
            + "<text:p>P1: I<text:s text:c=\"2\"/>wait<text:line-break/>here.</text:p><text:p>I: And?</text:p><text:p>P1: No.</text:p>";

        var turns = Read("a.odt", OpenDocument(body)).Turns;

        Assert.Equal(["Why?", "I  wait\nhere.", "And?", "No."], turns.Select(t => t.Text));
    }

    [Fact]
    public void Rich_text_gives_its_letters_and_not_its_header()
    {
        var turns = Read("a.rtf", Utf8(@"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\header Secret}{\*\x Hidden}I: Caf\'e9 \u8211? \{so\}?\par P1: Yes.{\deleted No.}\par I: Oh.\par P1: Ah.\par}")).Turns;

        Assert.Equal(["Café – {so}?", "Yes.", "Oh.", "Ah."], turns.Select(t => t.Text));
    }

    [Fact]
    public void A_voice_that_the_captions_name_is_the_speaker()
    {
        var turns = Read("a.vtt", Utf8("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello <i>you</i>\n\n00:02.000 --> 00:03.000\n<v Ann>there.</v> <v Ben &amp; Jo>Hi.</v>\n")).Turns;

        Assert.Equal([("Ann", 1000L, "Hello you there."), ("Ben & Jo", 2000L, "Hi.")], turns.Select(t => (t.Speaker, t.StartMs!.Value, t.Text)));
    }

    [Fact]
    public void A_table_with_named_columns_is_read_by_their_names()
    {
        var turns = Read("a.csv", Utf8("Start,Speaker,Text\n0:01,Ann,\"Well, \"\"so\"\".\"\n0:03,Ben,Yes.\n")).Turns;

        Assert.Equal([("Ann", 1000L, "Well, \"so\"."), ("Ben", 3000L, "Yes.")], turns.Select(t => (t.Speaker, t.StartMs!.Value, t.Text)));
    }

    [Fact]
    public void A_reading_is_one_line_of_JSON()
    {
        var read = ParseLine.Of("a.txt", TranscriptFile.Read("a.txt", Utf8("[0:01] Ann: Hi\n[0:02] Ben: Oh\nwell"), TestContext.Current.CancellationToken));
        var refused = ParseLine.Of("b.txt", TranscriptFile.Read("b.txt", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken));

        Assert.Equal("""{"file":"a.txt","turns":[{"speaker":"Ann","start_ms":1000,"text":"Hi"},{"speaker":"Ben","start_ms":2000,"text":"Oh\nwell"}],"warnings":[]}""", read);
        Assert.StartsWith("""{"file":"b.txt","error":"“b.txt” is empty.""", refused, StringComparison.Ordinal);
    }

    private static TranscriptDraft Read(string file, byte[] content)
    {
        var refused = TranscriptFile.Read(file, content, TestContext.Current.CancellationToken).IsRefused(out var refusal, out var draft);
        Assert.False(refused, refusal?.Sentence);
        return draft!;
    }
}
