using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Summaries;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Summaries;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Summaries;

/// <summary>A study with two participants of one trust and one of another, each interviewed alone, two codes, and a matrix of participants by codes.</summary>
public abstract class SummaryTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected StudyId StudyId => Study.Study.Id;

    protected Member Lead { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Code Training { get; private set; } = null!;

    protected Code Hope { get; private set; } = null!;

    protected Participant One { get; private set; } = null!;

    protected Participant Two { get; private set; } = null!;

    protected Participant Far { get; private set; } = null!;

    protected Transcript First { get; private set; } = null!;

    protected Transcript Second { get; private set; } = null!;

    protected Transcript Third { get; private set; } = null!;

    protected MatrixId Matrix { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Ada = await Study.MemberAsync(Role.Researcher);
        Ben = await Study.MemberAsync(Role.Researcher);
        Training = await Study.CodeAsync("Training");
        Hope = await Study.CodeAsync("Hope");
        (One, First) = await InterviewAsync("PSW-01", "Alder", "I went to the training twice.");
        (Two, Second) = await InterviewAsync("PSW-02", "Alder", "Nobody told me about it.");
        (Far, Third) = await InterviewAsync("PSW-03", "Birch", "It gave me hope.");
        Matrix = StudyBuilder.Must(await MakeAsync(Ada, CaseKind.Participants, Training, Hope));
    }

    protected Task<Result<MatrixId>> MakeAsync(Member by, CaseKind cases, params Code[] codes) =>
        The<SaveMatrix>().RunAsync(by.AccountId, StudyId, null, 0, new MatrixFacts($"{cases} by {codes.Length} codes", cases, [.. codes.Select(c => ColumnSubject.Of(c.Id))]), Cancel);

    protected async Task<MatrixView> OpenAsync(Member by, MatrixId? id = null) => StudyBuilder.Must(await The<OpenMatrix>().RunAsync(by.AccountId, StudyId, id ?? Matrix, Cancel));

    protected async Task<SummarySpot> SpotAsync(SummaryCase about, Code code, MatrixId? id = null) =>
        new((await OpenAsync(Lead, id)).Columns.Single(c => c.Subject == ColumnSubject.Of(code.Id)).Id, about);

    protected Task<SummarySpot> SpotAsync(Participant about, Code code) => SpotAsync(SummaryCase.Of(about.Id), code);

    protected Task<Result<SummarySaved>> TryWriteAsync(Member by, SummarySpot spot, string text, int basedOn = 0, SummaryState state = SummaryState.Draft) =>
        The<SaveSummary>().RunAsync(by.AccountId, StudyId, spot, new SummaryDraft(basedOn, text, state), Cancel);

    protected async Task<SummarySaved> WriteAsync(Member by, SummarySpot spot, string text, int basedOn = 0, SummaryState state = SummaryState.Draft) => StudyBuilder.Must(await TryWriteAsync(by, spot, text, basedOn, state));

    protected async Task<SummaryView> ReadAsync(Member by, SummarySpot spot) => StudyBuilder.Must(await The<OpenSummary>().RunAsync(by.AccountId, StudyId, spot, Cancel));

    /// <summary>A coding of what the participant says.</summary>
    protected async Task<CodingId> CodeAsync(Transcript transcript, Code code, Member by, int start, int end)
    {
        var head = (await Db.CodingHeads.FindAsync([transcript.Id], Cancel))!;
        var state = new CodingState(code.Id, new Segment(start, end), false, "", IsRemoved: false);
        var coding = Coding.Create(CodingId.New(), StudyId, transcript.Id, by.Id, state, transcript.Text.Words[start..end], StudyBuilder.At);
        head.MoveTo(head.Revision + 1);
        coding.StampRevision(head.Revision);
        Db.Codings.Add(coding);
        await Db.SaveChangesAsync(Cancel);
        return coding.Id;
    }

    private async Task<(Participant, Transcript)> InterviewAsync(string label, string trust, string says)
    {
        var participant = StudyBuilder.Must(Participant.Create(Study.Study, Study.Trust(trust), label, Domain.Studies.Study.UsualParticipantRoles[0]));
        var interview = StudyBuilder.Must(Interview.Create(Study.Trust(trust), null, $"{label}, interview", InterviewKind.Individual, new DateOnly(2026, 2, 1), [participant]));
        interview.Transcribed();
        var draft = new TranscriptDraft("test", [new DraftTurn("I", 0, "How was it?"), new DraftTurn(label, 1000, says)], []);
        var speakers = new Dictionary<string, SpeakerMatch> { ["I"] = new("Interviewer", null, IsInterviewer: true), [label] = new(label, participant.Id, IsInterviewer: false) };
        var transcript = StudyBuilder.Must(Transcript.Import(interview, interview.Title, draft, speakers, Guid.CreateVersion7().ToString("n"), Lead.Id, StudyBuilder.At));
        transcript.OpenForCoding(StudyBuilder.At);
        Db.AddRange(participant, interview, transcript, new CodingHead(transcript.Id));
        await Db.SaveChangesAsync(Cancel);
        return (participant, transcript);
    }
}
