using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Data.Codings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Identities;

/// <summary>A study with an admin who has a password, a lead, and participants.</summary>
public abstract class ConfidentialTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected const string Password = "meadow kettle granite";

    protected Member Admin { get; private set; } = null!;

    protected Member Lead { get; private set; } = null!;

    protected Member Coder { get; private set; } = null!;

    protected StudyId StudyId => Study.Study.Id;

    protected Participant One { get; private set; } = null!;

    protected Participant Two { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Admin = await Study.MemberAsync(Role.Admin);
        Lead = await Study.MemberAsync(Role.StudyLead);
        Coder = await Study.MemberAsync(Role.Coder);
        await WithAccountsAsync(async accounts => await accounts.AddPasswordAsync((await accounts.FindByIdAsync(Admin.AccountId.Value.ToString()))!, Password));
        (One, Two) = (await ParticipantAsync("PSW-01"), await ParticipantAsync("PSW-02"));
    }

    public static TheoryData<Role> NotAdmin => [Role.Coder, Role.Researcher, Role.Supervisor, Role.StudyLead];

    protected async Task<Participant> ParticipantAsync(string label, string trust = "Alder")
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(trust), label, "Peer support worker"));
        Db.Participants.Add(participant);
        await Db.SaveChangesAsync(Cancel);
        return participant;
    }

    protected async Task<Reveal> OpenAsync(RevealSubject subject) => StudyBuilder.Must(
        await The<Reveals>().OpenAsync(Admin.AccountId, StudyId, subject, RevealReason.Audit, "", new RevealCredential(RevealProof.Password, Password), Cancel));

    /// <summary>A transcript that is open for coding; a turn of null stands for the interviewer's.</summary>
    protected async Task<Transcript> TranscriptAsync(InterviewKind kind, params (Participant? Who, string Text)[] turns)
    {
        var participants = turns.Select(t => t.Who).OfType<Participant>().DistinctBy(p => p.Id).ToList();
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(), null, $"{kind} of {string.Join(", ", participants.Select(p => p.Label))}", kind, null, participants));
        interview.Transcribed();
        var draft = new TranscriptDraft("test", [.. turns.Select((t, i) => new DraftTurn(t.Who?.Label ?? "I", i * 1000L, t.Text))], []);
        var speakers = participants.ToDictionary(p => p.Label, p => new SpeakerMatch(p.Label, p.Id, IsInterviewer: false));
        speakers["I"] = new("Interviewer", null, IsInterviewer: true);
        var transcript = StudyBuilder.Must(Transcript.Import(interview, interview.Title, draft, speakers, Guid.CreateVersion7().ToString("n"), Lead.Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        Db.Interviews.Add(interview);
        Db.Transcripts.Add(transcript);
        Db.CodingHeads.Add(new CodingHead(transcript.Id));
        await Db.SaveChangesAsync(Cancel);
        return transcript;
    }
}
