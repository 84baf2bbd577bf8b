using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using static System.Text.Encoding;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Transcripts of every kind. What a file is, its content tells; each target has seeds and an ending of its own.</summary>
internal static class TranscriptTargets
{
    private static readonly string[] Captions = ["vtt", "srt", "sbv", "lrc"];

    private static readonly Interview Interview = Made();

    public static IReadOnlyList<Target> All { get; } =
    [
        Of("docx", Documents), Of("odt", OpenDocuments), Of("rtf", Rtf), Of("pdf", () => [.. Pdfs.Made]), Of("txt", Texts), Of("md", Texts), Of("vtt", Vtt), Of("srt", Srt), Of("sbv", Sbv), Of("otr", Otr), Of("html", Html),
        Of("tsv", () => [UTF8.GetBytes("Time\tSpeaker\tText\n00:01\tInterviewer\tHow was it?\n00:05\tPSW-01\tI waited.\n"), UTF8.GetBytes("1\t00:01\tAnn\tWords here.\n2\t00:09\tBen\tAnd there.\n")]),
        Of("csv", () => [UTF8.GetBytes("Speaker,Time,Text\r\nInterviewer,00:00:01,\"How was it, then?\"\r\nPSW-01,00:00:05,\"She said \"\"wait\"\".\"\r\n"), UTF8.GetBytes("name;start;content\nAnn;0:01;Words\nBen;0:02;More words\n")]),
        Of("lrc", () => [UTF8.GetBytes("[ti:Talk]\n[00:01.00]How was it?\n[00:05.50]I waited.\n")]),
    ];

    private static Target Of(string ending, Func<IEnumerable<byte[]>> made) => new($"transcript-{ending}", () => made().Concat(Clone.Files("Golden", $".{ending}", 16 << 10)), file => Read($"a.{ending}", file, Captions.Contains(ending)));

    private static Refusal? Read(string name, byte[] file, bool isTimed)
    {
        if (TranscriptFile.Read(name, file, CancellationToken.None).IsRefused(out var refusal, out var draft)) return refusal;
        Promise.That(draft.Turns.Count > 0, "there are no turns");
        foreach (var turn in draft.Turns)
        {
            Promise.That(turn.Text.Trim().Length > 0, "a turn is empty");
            Promise.That(turn.Speaker?.Trim() != "", "a speaker has no name");
            Promise.That(turn.StartMs is null or >= 0, "a turn starts before the recording");
            Promise.Clean(turn.Text, "a turn");
            Promise.Clean(turn.Speaker ?? "", "a speaker");
        }

        Promise.Storable(draft);
        Promise.That(draft.Format.Length <= 60, "the format is longer than its column");
        var speakers = draft.Turns.Select(t => t.Speaker ?? "").Distinct().Index().ToDictionary(s => s.Item, s => new SpeakerMatch($"Speaker {s.Index}", null, false));
        if (Transcript.Import(Interview, "A talk", draft, speakers, "", MemberId.New(), DateTimeOffset.UnixEpoch).IsRefused(out var no, out var transcript)) return no;
        foreach (var (turn, said) in transcript.Turns.Zip(draft.Turns))
        {
            Promise.Within(turn.Segment, transcript.Text.Words, "a turn");
            Promise.That(transcript.Text.Words[turn.Segment.Start..turn.Segment.End] == said.Text, "a turn lies over other words");
        }

        if (!isTimed || TimedFile.Read(name, file, CancellationToken.None).IsRefused(out refusal, out var timed)) return refusal;
        Promise.That(timed.All.All(w => w.StartMs >= 0), "words start before the recording");
        Promise.Storable(timed);
        return null;
    }

    private static Interview Made() =>
        Trust.Create(StudyId.New(), "Alder").IsRefused(out var refusal, out var trust) || Interview.Create(trust, null, "A talk", InterviewKind.Individual, null, []).IsRefused(out refusal, out var interview)
            ? throw new InvalidOperationException(refusal.Sentence) : interview;

    private static IEnumerable<byte[]> Texts() =>
        new[]
        {
            "Interviewer: How was it?\n\nPSW-01: I waited. [00:01:02] And then?\nInterviewer: Yes.\nPSW-01: It went on.\n", "[00:00:01] Ann: Words.\n[00:00:05] Ben: More.\n[00:01:00] Ann: Again.\n",
            "**Ann:** [0:06] words\n\n**Ben:** more\n\n# Heading\n\n---\n**Ann:** \\[1:02\\] &amp; again\n", "Ann  0:01\nWords here.\n\nBen  0:09\nMore words.\n\nAnn  1:10\nYes.\n", "1 [id1] Words.\n2 [id2] More.\n3 [id1] Again.\n", "I - How?\nR - So.\nI - And?\nR - Yes.\n",
            "Ann: Words. #00:00:19-0#\n\nBen: More. #00:00:29-5#\n\nAnn: Yes. #00:00:40-1#\n", "INTERVIEWER\nHow was it?\n\nPARTICIPANT\nI waited.\n\nINTERVIEWER\nYes.\n", "* (nurse): “Words.”\n* (carer): “More.”\n* (nurse): “Again.”\n", "00:01\nAnn\nWords.\n00:05\nBen\nMore.\n",
            "0:01\tAnn\tWords.\n0:02\tBen\tMore.\n0:03\tAnn\tYes.\n", "Transcribed by hand\nAnn Smith started transcription\n\nAnn: Words.\nBen: [pause]\nBreak:\nAnn: More.\n",
        }.Select(UTF8.GetBytes).Append(Unicode.GetBytes("\uFEFFI: How?\nP: So.\nI: Yes.\n")).Append([0x49, 0x3A, 0x20, 0x93, 0x48, 0xF6, 0x94, 0x0D, 0x50, 0x3A, 0x20, 0x85, 0x0D]);

    private static IEnumerable<byte[]> Vtt() => [UTF8.GetBytes("WEBVTT\nKind: captions\n\nNOTE words\n\nSTYLE\n::cue{}\n\n1\n00:00:01.000 --> 00:00:02.000 align:start\n<v Ann>Words <i>here</i> &amp; there</v>\n\n00:03.000 --> 00:04.000\nBen: More.\n"), UTF8.GetBytes("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<00:00:01.200><c>wor</c>ds\n")];

    private static IEnumerable<byte[]> Srt() => [UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,000\nAnn: Words\n\n2\n00:00:03,000 --> 00:00:04,500\n- More\n- Yes\n")];

    private static IEnumerable<byte[]> Sbv() => [UTF8.GetBytes("0:00:01.000,0:00:02.000\nAnn: Words\n\n0:00:03.000,0:00:04.000\nMore\n")];

    private static IEnumerable<byte[]> Otr() => [UTF8.GetBytes("""{"text":"<p><span class=\"timestamp\" data-timestamp=\"8\">00:08</span> Ann: Words&nbsp;here</p><p>Ben: More<br>Yes</p>","media":"a.mp3","media-time":3.5}""")];

    private static IEnumerable<byte[]> Html() => [UTF8.GetBytes("<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body><h1>Talk</h1><p><b>Ann:</b> Words &amp; more &#133; &eacute;</p><!-- no --><table><tr><td>Ben</td><td>Yes</td></tr></table><ul><li>Ann: Again</ul></body></html>")];

    private static IEnumerable<byte[]> Rtf() => [UTF8.GetBytes("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Other;}}{\\*\\generator x;}\\pard\\f0 Ann: Words \\'e9\\u8217? more\\par {\\v hidden}{\\deleted gone}\\f1 Ben: \\'c4\\'e0\\tab yes\\line {\\footnote note}\\cell\\row}")];

    private static IEnumerable<byte[]> Documents() =>
    [
        PackedFile.Of(("word/document.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Ann: </w:t></w:r><w:r><w:t>Words</w:t><w:tab/><w:br/><w:noBreakHyphen/></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>in</w:t></w:r></w:ins></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/><w:instrText>X</w:instrText><w:t>Ben: More</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ann</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Yes</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr/></w:body></w:document>")).Pack(),
    ];

    private static IEnumerable<byte[]> OpenDocuments() =>
    [
        PackedFile.Of(
            ("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Talk</text:h><text:p>Ann: Words<text:s text:c=\"3\"/><text:tab/><text:line-break/>more<text:note><text:p>note</text:p></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>Ben</text:p></table:table-cell><table:table-cell><text:p>Yes</text:p></table:table-cell></table:table-row></table:table><text:list><text:list-item><text:p>Ann: Again</text:p></text:list-item></text:list></office:text></office:body></office:document-content>")).Pack(),
    ];
}
