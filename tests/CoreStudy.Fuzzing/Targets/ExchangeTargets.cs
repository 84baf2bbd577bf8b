using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.RefiQda;
using CoreStudy.Interchange.RefiQda.Studies;

namespace CoreStudy.Fuzzing.Targets;

/// <summary>Projects and codebooks of other programs (REFI-QDA).</summary>
internal static class ExchangeTargets
{
    private const string Codebook =
        """
        <?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="a tool"><Codes><Code guid="00000001-0000-4000-8000-000000000001" name="Waiting" isCodable="true" color="#336699"><Description>Time</Description><Code guid="00000002-0000-4000-8000-000000000001" name="Hope" isCodable="false"/></Code></Codes><Sets><Set guid="00000003-0000-4000-8000-000000000001" name="Group"><MemberCode targetGUID="00000001-0000-4000-8000-000000000001"/></Set></Sets></CodeBook>
        """;

    private const string Project =
        """
        <?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="NVivo" creatingUserGUID="00000009-0000-4000-8000-000000000001" creationDateTime="2026-03-02T09:00:00Z"><Users><User guid="00000009-0000-4000-8000-000000000001" name="Ada" id="A"/></Users><CodeBook><Codes><Code guid="00000001-0000-4000-8000-000000000001" name="Waiting" isCodable="true"><NoteRef targetGUID="00000008-0000-4000-8000-000000000001"/></Code></Codes></CodeBook><Variables><Variable guid="00000007-0000-4000-8000-000000000001" name="Trust" typeOfVariable="Text"/></Variables><Cases><Case guid="00000006-0000-4000-8000-000000000001" name="PSW-01"><VariableValue><VariableRef targetGUID="00000007-0000-4000-8000-000000000001"/><TextValue>Alder</TextValue></VariableValue><SourceRef targetGUID="00000005-0000-4000-8000-000000000001"/></Case></Cases><Sources><TextSource guid="00000005-0000-4000-8000-000000000001" name="talk" plainTextPath="internal://1.txt"><PlainTextSelection guid="00000004-0000-4000-8000-000000000001" startPosition="3" endPosition="9"><Coding guid="00000003-0000-4000-8000-000000000001" creatingUser="00000009-0000-4000-8000-000000000001" creationDateTime="2026-03-02T09:00:00Z"><CodeRef targetGUID="00000001-0000-4000-8000-000000000001"/></Coding></PlainTextSelection></TextSource></Sources><Notes><Note guid="00000008-0000-4000-8000-000000000001" name="memo" plainTextPath="internal://2.txt"/></Notes><Links><Link guid="00000002-0000-4000-8000-000000000001" originGUID="00000001-0000-4000-8000-000000000001" targetGUID="00000005-0000-4000-8000-000000000001"/></Links><Description>words</Description></Project>
        """;

    public static IReadOnlyList<Target> All { get; } =
    [
        new("qdpx", () => Clone.Files("Golden", ".qdpx", 8 << 10).Select(f => PackedFile.Open(f)!.Pack()).Append(PackedFile.Of(("project.qde", Project), ("sources/1.txt", "I waited \U0001F600 a while.\r\nAnn: And then?\r\n"), ("sources/2.txt", "A memo.")).Pack()), Read),
        new("qdc", () => [.. Clone.Files("Golden", ".qdc"), System.Text.Encoding.UTF8.GetBytes(Codebook)], Read),
    ];

    private static Refusal? Read(byte[] file)
    {
        using var stream = new MemoryStream(file);
        if (ExchangeFile.Read("a.qdpx", stream, CancellationToken.None).IsRefused(out var refusal, out var reading)) return refusal;
        using var open = reading;
        Promise.Storable(CodebookExchange.ToLines(reading.Project));
        var codings = ProjectCodings.Of(reading.Project);
        foreach (var text in codings.Texts)
        {
            var turned = TurnedText.Find(text.Words);
            Promise.Clean(turned.Words, "a text of a project");
            if (turned.Words.Length == 0) continue;
            var lines = codings.Lines(text, turned, s => s, "").ToList();
            Promise.Storable(lines);
            foreach (var line in lines.Where(l => l.Wrong is null)) Promise.Within(new Segment(line.Place.Start!.Value, line.Place.End!.Value), turned.Words, "a coding of a project");
        }

        var (study, remarks) = StudyReader.FromProject(reading.Project);
        Promise.Storable(remarks);
        Promise.Storable(study);
        foreach (var transcript in study.Transcripts)
        {
            Promise.Clean(transcript.Words, "a transcript");
            foreach (var turn in transcript.Turns) Promise.That(turn.Segment.End <= transcript.Words.Length && turn.StartMs is null or >= 0, "a turn lies outside its text or time");
            foreach (var coding in transcript.Codings) Promise.Within(coding.Segment, transcript.Words, "a coding");
        }

        var texts = study.Transcripts.DistinctBy(t => t.Id).ToDictionary(t => t.Id, t => t.Words);
        foreach (var place in study.Memos.SelectMany(m => m.Passages.Append(m.Place!)).Concat(study.Quotes.Select(q => q.Whole)).Concat(study.Findings.SelectMany(f => f.Evidence.Select(e => e.Place))).OfType<StudyPlace>())
            Promise.Within(place.Segment, texts.GetValueOrDefault(place.Transcript, ""), "a passage");
        return Target.Refused(Written(reading));
    }

    /// <summary>What “exchange convert” does: whatever was read can be written again.</summary>
    private static Result<RefiWriting> Written(ExchangeReading reading)
    {
        using var output = new MemoryStream();
        return reading.IsCodebook ? ExchangeFile.WriteCodebook(reading.Project, output, CancellationToken.None) : ExchangeFile.Write(reading.Project, output, RefiVariant.Standard, reading.Open, CancellationToken.None);
    }
}
