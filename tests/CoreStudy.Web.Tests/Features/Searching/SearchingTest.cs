using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Searching;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Searching;

/// <summary>A study of two trusts, with a peer support worker in one and a supervisor in the other, and people of the team in every role.</summary>
public abstract class SearchingTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected StudyId StudyId => Study.Study.Id;

    protected Member Researcher { get; private set; } = null!;

    protected Member Supervisor { get; private set; } = null!;

    protected Member Coder { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    /// <summary>In Alder.</summary>
    protected Transcript Worker { get; private set; } = null!;

    /// <summary>In Birch.</summary>
    protected Transcript Boss { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Researcher = await Study.MemberAsync(Role.Researcher);
        Supervisor = await Study.MemberAsync(Role.Supervisor);
        Coder = await Study.MemberAsync(Role.Coder);
        Waiting = await Study.CodeAsync("Waiting");
        Worker = await SaidAsync("Alder", "PSW-01", "Peer support worker", [
            "How was the waiting?", "😀 I waited and waited. Nobody recieved my form! I was not sure.", "And then?", "Then I was not waiting any more; support came by bus."]);
        Boss = await SaidAsync("Birch", "SUP-01", "PSW supervisor", [
            "What about supervision?", "We wait for funding. Supervision is support, sure. It is not easy."]);
    }

    protected StudyDb Open() => new(StudyDbOptions.For(ConnectionString));

    /// <summary>A transcript of turns by the interviewer and a participant, one after the other.</summary>
    protected async Task<Transcript> SaidAsync(string trust, string label, string role, IReadOnlyList<string> turns, bool open = true)
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(trust), label, role));
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(trust), null, $"{label}, interview", InterviewKind.Individual, null, [participant]));
        interview.Transcribed();
        var transcript = StudyBuilder.Must(Transcript.Import(
            interview, interview.Title, new TranscriptDraft("test", [.. turns.Select((t, i) => new DraftTurn(i % 2 == 0 ? "I" : "P", null, t))], []),
            new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, IsInterviewer: true), ["P"] = new(label, participant.Id, IsInterviewer: false) },
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StudyId + label))), Researcher.Id, StudyBuilder.At));
        if (open) transcript.OpenForCoding(StudyBuilder.At);
        Db.Participants.Add(participant);
        Db.Interviews.Add(interview);
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new CodingHead(transcript.Id));
        await Db.SaveChangesAsync(Cancel);
        return transcript;
    }

    protected async Task<SearchFindings> SearchAsync(SearchAsk ask, Member? by = null) => StudyBuilder.Must(await The<SearchTurns>().RunAsync((by ?? Researcher).AccountId, StudyId, ask, Cancel));

    /// <summary>The hits, as they stand in the transcripts now.</summary>
    protected async Task<IReadOnlyList<string>> HitsAsync(string text, bool byStem = true, Member? by = null) =>
        [.. (await SearchAsync(new SearchAsk(text, byStem), by)).Page.SelectMany(t => t.Hits).Select(h => h.Words)];
}
