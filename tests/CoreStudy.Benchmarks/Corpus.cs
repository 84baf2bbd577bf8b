using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;

namespace CoreStudy.Benchmarks;

/// <summary>The same study at every run: transcripts of given lengths with given numbers of overlapping codings.</summary>
internal sealed class Corpus
{
    private static readonly string[] Vocabulary =
        ("the and I you it was a to of that in we they had so just like when there my really for on with but people know think peer support " +
         "worker hospital home week booklet training supervision team felt because would about going said time talk hope ward meeting shift " +
         "someone alone quiet phone coffee bus appointment manager listen story recovery medication family walk morning night café naïve 🙂").Split(' ');

    private readonly StudyDb _db = null!;
    private readonly StudyBuilder _study = null!;
    private uint _state = 20260301;

    /// <summary>Words alone, in no database.</summary>
    public Corpus()
    {
    }

    private Corpus(StudyDb db, StudyBuilder study) => (_db, _study) = (db, study);

    public List<Member> Coders { get; } = [];

    public List<Code> Codes { get; } = [];

    public Member Researcher { get; private set; } = null!;

    public StudyId StudyId => _study.Study.Id;

    /// <param name="coders">How many people can code.</param>
    /// <param name="number">Of several studies in one database: each has other people and other texts.</param>
    public static async Task<Corpus> MakeAsync(string connectionString, int coders, int number = 0)
    {
        var db = new StudyDb(StudyDbOptions.For(connectionString));
        var corpus = new Corpus(db, await StudyBuilder.StartAsync(db, number == 0 ? "Benchmarks" : $"Benchmarks {number}"));
        if (number > 0) corpus._study.MailHost = $"study{number}.test.example";
        corpus._state += (uint)number;
        corpus.Researcher = await corpus._study.MemberAsync(Role.Researcher);
        for (var i = 0; i < coders; i++) corpus.Coders.Add(await corpus._study.MemberAsync(Role.Coder));
        for (var i = 0; i < 40; i++) corpus.Codes.Add(await corpus._study.CodeAsync($"Code {i + 1}"));
        return corpus;
    }

    /// <summary>A transcript of about this many words, with this many codings by four coders.</summary>
    public async Task<Transcript> TranscriptAsync(int words, int codings)
    {
        var turns = Enumerable.Range(0, words / 33).Select(_ => Sentence(33)).ToList();
        var transcript = await _study.TranscriptAsync(Researcher, turns);
        var head = _db.CodingHeads.Local.Single(h => h.TranscriptId == transcript.Id);
        var text = new TranscriptText(transcript.Text.Words);
        var seen = new HashSet<(MemberId, CodeId, Segment)>();
        while (seen.Count < codings)
        {
            var start = Next(text.Length - 400);
            var segment = text.SnapOutwards(new Segment(start, start + 10 + Next(300)));
            var (member, code) = (Coders[Next(Math.Min(4, Coders.Count))], Codes[Next(Codes.Count)]);
            if (!seen.Add((member.Id, code.Id, segment))) continue;
            var state = new CodingState(code.Id, segment, false, "", false);
            var coding = Coding.Create(CodingId.New(), transcript.StudyId, transcript.Id, member.Id, state, text.Words[segment.Start..segment.End], StudyBuilder.At);
            head.MoveTo(head.Revision + 1);
            coding.StampRevision(head.Revision);
            _db.Codings.Add(coding);
            _db.CodingActs.Add(CodingAct.Record(ActId.New(), transcript.Id, head.Revision, member.Id, StudyBuilder.At, ActKind.Apply, coding.Id, after: state));
        }

        await _db.SaveChangesAsync();
        _db.ChangeTracker.Clear();
        return transcript;
    }

    /// <summary>An interview with no transcript yet.</summary>
    public async Task<InterviewId> InterviewAsync()
    {
        var interview = StudyBuilder.Must(Interview.Create(_study.Trust(), null, "To be imported", InterviewKind.Individual, null, []));
        _db.Interviews.Add(interview);
        await _db.SaveChangesAsync();
        _db.ChangeTracker.Clear();
        return interview.Id;
    }

    /// <summary>Words that end in a full stop now and then.</summary>
    public string Sentence(int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            if (i > 0) text.Append(' ');
            text.Append(Vocabulary[Next(Vocabulary.Length)]);
            if (i % 11 == 10) text.Append('.');
        }

        return text.ToString();
    }

    /// <summary>From 0 up to but not including <paramref name="limit"/> (xorshift32, Marsaglia 2003).</summary>
    public int Next(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)limit);
    }
}
