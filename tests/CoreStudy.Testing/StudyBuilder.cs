using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Testing;

/// <summary>Makes a small study in a database: tests name what they are about, the rest is made up here.</summary>
public sealed class StudyBuilder
{
    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly StudyDb _db;
    private readonly Dictionary<string, Trust> _trusts = [];
    private int _count;

    private StudyBuilder(StudyDb db, Study study) => (_db, Study) = (db, study);

    public Study Study { get; }

    /// <summary>Where its members have their addresses; several studies in one database need several.</summary>
    public string MailHost { get; set; } = "test.example";

    public static async Task<StudyBuilder> StartAsync(StudyDb db, string name = "A study")
    {
        var study = Must(Study.Create(name, "Study", "", At));
        db.Studies.Add(study);
        await db.SaveChangesAsync();
        return new StudyBuilder(db, study);
    }

    public Trust Trust(string label = "Alder")
    {
        if (!_trusts.TryGetValue(label, out var trust))
        {
            _trusts[label] = trust = Must(Domain.Studies.Trust.Create(Study.Id, label));
            _db.Trusts.Add(trust);
        }

        return trust;
    }

    /// <summary>A member with an account of its own.</summary>
    public async Task<Member> MemberAsync(Role role, params Trust[] trusts)
    {
        var name = $"{role} {++_count}";
        var email = $"{role}{_count}@{MailHost}".ToLowerInvariant();
        var account = new Account
        {
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            LockoutEnabled = true,
            Name = name,
            CreatedAt = At,
        };
        var member = Must(Member.Join(Study.Id, new AccountId(account.Id), role, name, trusts.Select(t => t.Id), At));
        _db.Users.Add(account);
        _db.Members.Add(member);
        await _db.SaveChangesAsync();
        return member;
    }

    public async Task<Code> CodeAsync(string name, bool retired = false)
    {
        var code = Must(Code.Create(Study.Id, null, new CodeWords(name, "", "", "", "", "", "#336699"), ++_count));
        if (retired) code.Retire();
        _db.Codes.Add(code);
        await _db.SaveChangesAsync();
        return code;
    }

    /// <summary>A transcript of these turns, by turns of an interviewer and a participant.</summary>
    public Task<Transcript> TranscriptAsync(Member importer, IEnumerable<string> turns, bool open = true, string trust = "Alder") =>
        TranscriptAsync(importer, turns.Select((t, i) => (t, i % 2 == 0)), open, trust);

    /// <summary>The same with who speaks in each turn: the interviewer or the participant.</summary>
    public async Task<Transcript> TranscriptAsync(Member importer, IEnumerable<(string Says, bool IsAsked)> turns, bool open = true, string trust = "Alder")
    {
        var interview = Must(Interview.Create(Trust(trust), null, $"Interview {++_count}", InterviewKind.Individual, null, []));
        interview.Transcribed();
        var words = turns.Select((t, i) => new DraftTurn(t.IsAsked ? "I" : "P", i * 1000L, t.Says)).ToList();
        var speakers = new Dictionary<string, SpeakerMatch>
        {
            ["I"] = new("Interviewer", null, IsInterviewer: true),
            ["P"] = new("PSW-01", null, IsInterviewer: false),
        };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Study.Id}{_count}")));
        var transcript = Must(Transcript.Import(interview, interview.Title, new TranscriptDraft("test", words, []), speakers, hash, importer.Id, At));
        if (open) transcript.OpenForCoding(At);
        _db.Interviews.Add(interview);
        _db.Transcripts.Add(transcript);
        _db.CodingHeads.Add(new CodingHead(transcript.Id));
        await _db.SaveChangesAsync();
        return transcript;
    }

    /// <summary>A coding on the first character of a transcript.</summary>
    /// <param name="question">Where it is given, the coder is not sure.</param>
    public async Task<Coding> CodingAsync(Transcript transcript, Code code, Member by, string? question = null)
    {
        var state = new CodingState(code.Id, new Segment(0, 1), question is not null, question ?? "", IsRemoved: false);
        var coding = Coding.Create(CodingId.New(), Study.Id, transcript.Id, by.Id, state, transcript.Text.Words[..1], At);
        var head = (await _db.CodingHeads.FindAsync(transcript.Id))!;
        head.MoveTo(head.Revision + 1);
        coding.StampRevision(head.Revision);
        _db.Codings.Add(coding);
        await _db.SaveChangesAsync();
        return coding;
    }

    public static T Must<T>(Result<T> result) => result.IsRefused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Sentence) : value;
}
