using System.Globalization;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Matrices;

/// <summary>A small study at random, the same each time: two trusts, six participants, seven transcripts, three coders, seven codes in a tree.</summary>
public abstract class MatrixTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected Member Lead { get; private set; } = null!;

    protected Member Supervisor { get; private set; } = null!;

    protected IReadOnlyList<Member> Coders { get; private set; } = [];

    protected List<Code> Codes { get; } = [];

    protected List<Transcript> Transcripts { get; } = [];

    protected ParticipantAttribute Service { get; private set; } = null!;

    protected StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Lead, Supervisor) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Supervisor));
        Coders = [await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Researcher)];
        Service = StudyBuilder.Must(ParticipantAttribute.Create(StudyId, "Length of service", AttributeKind.Choice, ["Short", "Long"], 0));
        Db.ParticipantAttributes.Add(Service);
        foreach (var name in (string[])["Training", "Supervision", "Peers"]) Codes.Add(Add(null, name));
        foreach (var name in (string[])["Accreditation", "Induction"]) Codes.Add(Add(Codes[0], name));
        Codes.Add(Add(Codes[3], "Certificates"));
        Codes.Add(Add(null, "Never used"));
        var random = new Random(11);
        var people = Enumerable.Range(0, 6).Select(Person).ToList();
        Db.Participants.AddRange(people);
        await Db.SaveChangesAsync(Cancel);
        for (var n = 0; n < 7; n++) Transcripts.Add(Speak(n, n == 6 ? [people[0], people[2], people[4]] : [people[n]], random));
        await Db.SaveChangesAsync(Cancel);
        foreach (var transcript in Transcripts)
        {
            for (var i = 0; i < 24; i++) Code(transcript, random);
        }

        await Db.SaveChangesAsync(Cancel);
    }

    /// <summary>What somebody asks for, counted with the codes below each code.</summary>
    protected static MatrixAsk Ask(PassageFilter? filter = null) => new(new Sides(filter ?? PassageFilter.All));

    protected async Task<MatrixView> ReadAsync(MatrixAsk ask, Member? by = null) => StudyBuilder.Must(await The<ReadMatrix>().RunAsync((by ?? Lead).AccountId, StudyId, ask, Cancel));

    private Code Add(Code? parent, string name)
    {
        var code = StudyBuilder.Must(Domain.Codebooks.Code.Create(StudyId, parent, new CodeWords(name, "", "", "", "", "", "#336699"), Codes.Count));
        Db.Codes.Add(code);
        return code;
    }

    private Participant Person(int n)
    {
        var trust = Study.Trust(n % 2 == 0 ? "Alder" : "Birch");
        var person = StudyBuilder.Must(Participant.Create(Study.Study, trust, $"P-{n:00}", Study.Study.ParticipantRoles[n % 3 == 2 ? 1 : 0]));
        if (n != 1) StudyBuilder.Must(person.Note([Service], new Dictionary<AttributeId, string> { [Service.Id] = n < 3 ? "Short" : "Long" }));
        return person;
    }

    private Transcript Speak(int n, Participant[] people, Random random)
    {
        var trust = Study.Trust(n % 2 == 0 ? "Alder" : "Birch");
        var interview = StudyBuilder.Must(Interview.Create(trust, null, $"Interview {n + 1}", people.Length > 1 ? InterviewKind.FocusGroup : InterviewKind.Individual, new DateOnly(2026, 1, 10 + n), people));
        interview.Transcribed();
        var turns = Enumerable.Range(0, 10).Select(i => new DraftTurn(i % 2 == 0 ? "I" : people[i / 2 % people.Length].Label, null, string.Join(' ', Enumerable.Range(0, random.Next(4, 14)).Select(w => $"word{w}")))).ToList();
        var speakers = people.ToDictionary(p => p.Label, p => new SpeakerMatch(p.Label, p.Id, IsInterviewer: false));
        speakers["I"] = new SpeakerMatch("Interviewer", null, IsInterviewer: true);
        var transcript = StudyBuilder.Must(Transcript.Import(interview, interview.Title, new TranscriptDraft("test", turns, []), speakers, n.ToString("x64", CultureInfo.InvariantCulture), Lead.Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        Db.Interviews.Add(interview);
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new CodingHead(transcript.Id));
        return transcript;
    }

    /// <summary>A coding within a turn, or from a participant's turn into the question that follows; every eighth has been taken away again.</summary>
    private void Code(Transcript transcript, Random random)
    {
        var turn = transcript.Turns[random.Next(transcript.Turns.Count)];
        var start = turn.Segment.Start + random.Next(turn.Segment.Length - 3);
        var end = random.Next(start + 2, turn.Segment.End + 1);
        if (turn.Number % 2 == 1 && turn.Number < 9 && random.Next(4) == 0) end = turn.Segment.End + 1 + random.Next(1, 8);
        var state = new CodingState(Codes[random.Next(6)].Id, new Segment(start, end), false, "", random.Next(8) == 0);
        var coding = Coding.Create(CodingId.New(), StudyId, transcript.Id, Coders[random.Next(3)].Id, state, transcript.Text.Words[start..end], StudyBuilder.At);
        var head = Db.CodingHeads.Local.Single(h => h.TranscriptId == transcript.Id);
        head.MoveTo(head.Revision + 1);
        coding.StampRevision(head.Revision);
        Db.Codings.Add(coding);
    }
}
