using BenchmarkDotNet.Attributes;
using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Interchange.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;

namespace CoreStudy.Benchmarks;

/// <summary>Single pieces of work on 20,000 words, without server and database.</summary>
[MemoryDiagnoser, InProcess] // in this process: the project it would generate knows nothing of the site
public class Pieces
{
    private byte[] _file = [];
    private TranscriptText _text = new("");
    private readonly List<DeskTurn> _turns = [];
    private ChangeSet _codings = new(null, 0, [], [], []);

    [GlobalSetup]
    public void Prepare()
    {
        var words = new Corpus();
        var turns = Enumerable.Range(0, 606).Select(_ => words.Sentence(33)).ToList();
        _file = WordFile.Of(turns);
        _text = new TranscriptText(string.Join('\n', turns));
        for (var (i, at) = (0, 0); i < turns.Count; at += turns[i++].Length + 1) _turns.Add(new DeskTurn(i, "PSW-01", i % 2 == 0, at, at + turns[i].Length, i * 9000L));
        var codes = Enumerable.Range(0, 40).Select(_ => CodeId.New()).ToList();
        var members = Enumerable.Range(0, 4).Select(_ => MemberId.New()).ToList();
        var codings = Enumerable.Range(0, 5000).Select(i =>
        {
            var start = words.Next(_text.Length - 400);
            return new CodingRow(CodingId.New(), codes[i % 40], members[i % 4], new Segment(start, start + 10 + words.Next(300)), false, "", false, i);
        });
        _codings = new ChangeSet(null, 5000, [.. codings], [], []);
    }

    [Benchmark]
    public int ParseWordFile() => StudyBuilder.Must(TranscriptFile.Read("interview.docx", _file, CancellationToken.None)).Turns.Count;

    [Benchmark]
    public int MakeMarkup() => new DeskText(0, _text, _turns).Markup.Length;

    [Benchmark]
    public int WriteFiveThousandCodings() => _codings.ToJson().Length;

    [Benchmark]
    public Segment SnapOutwards() => _text.SnapOutwards(new Segment(_text.Length / 2, (_text.Length / 2) + 160));
}
