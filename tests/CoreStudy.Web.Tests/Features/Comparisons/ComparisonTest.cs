using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Comparisons;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Comparisons;

/// <summary>Two coders and a lead, and a transcript of four turns, of which the first and third are the interviewer's.</summary>
public abstract class ComparisonTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected Member Lead { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Code Hope { get; private set; } = null!;

    protected StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Ada = await Study.MemberAsync(Role.Coder);
        Ben = await Study.MemberAsync(Role.Coder);
        Waiting = await Study.CodeAsync("Waiting");
        Hope = await Study.CodeAsync("Hope");
        Transcript = await Study.TranscriptAsync(Lead, ["How was it?", "I waited.", "And then?", "Somebody came."]);
    }

    /// <summary>A coding on a whole turn, from 1, as somebody makes it at the desk.</summary>
    /// <param name="reading">The second reading that it is made in.</param>
    protected async Task<Coding> CodeAsync(Member by, Code code, int turn, Transcript? on = null, RoundId? reading = null)
    {
        var transcript = on ?? Transcript;
        var segment = transcript.Turns[turn - 1].Segment;
        var head = (await Db.CodingHeads.FindAsync([transcript.Id], Cancel))!;
        await Db.Entry(head).ReloadAsync(Cancel);
        var state = new CodingState(code.Id, segment, false, "", false);
        var coding = Coding.Create(CodingId.New(), StudyId, transcript.Id, by.Id, state, transcript.Text.Words[segment.Start..segment.End], StudyBuilder.At, reading);
        head.MoveTo(head.Revision + 1);
        coding.StampRevision(head.Revision);
        Db.Codings.Add(coding);
        Db.CodingActs.Add(CodingAct.Record(ActId.New(), transcript.Id, head.Revision, by.Id, StudyBuilder.At, ActKind.Apply, coding.Id, after: state));
        await Db.SaveChangesAsync(Cancel);
        return coding;
    }

    /// <summary>A round of Ada and Ben, in which nobody has handed in yet.</summary>
    protected async Task<(Round Round, Assignment[] Work)> StartAsync(params Transcript[] transcripts)
    {
        var number = Db.Rounds.Count(r => r.StudyId == StudyId) + 1;
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(StudyId, $"v{number}", "", [], Lead.Id, StudyBuilder.At));
        var over = transcripts.Length > 0 ? transcripts : [Transcript];
        var round = StudyBuilder.Must(Round.Start(Study.Study, number, new RoundPlan($"Round {number}", ComparisonUnit.Turn, null, null, null, null, false), version, over, [Ada, Ben], Lead, StudyBuilder.At));
        var work = over.SelectMany(t => new[] { Ada, Ben }.Select(c => StudyBuilder.Must(Assignment.GiveForRound(round, t, c, null, Lead, StudyBuilder.At)))).ToArray();
        Db.FrameworkVersions.Add(version);
        Db.Rounds.Add(round);
        Db.Assignments.AddRange(work);
        await Db.SaveChangesAsync(Cancel);
        return (round, work);
    }

    /// <summary>The coders hand in, and the round opens.</summary>
    protected async Task OpenAsync(Round round, params Assignment[] handedIn)
    {
        foreach (var work in handedIn) StudyBuilder.Must(work.MarkDone(work.MemberId == Ada.Id ? Ada : Ben, StudyBuilder.At.AddHours(1)));
        var revisions = new Dictionary<TranscriptId, long>();
        foreach (var transcript in round.Transcripts)
        {
            var head = (await Db.CodingHeads.FindAsync([transcript.TranscriptId], Cancel))!;
            await Db.Entry(head).ReloadAsync(Cancel);
            revisions[transcript.TranscriptId] = head.Revision;
        }

        StudyBuilder.Must(round.OpenEarly("Because.", revisions, Lead, StudyBuilder.At.AddHours(2)));
        await Db.SaveChangesAsync(Cancel);
    }

    protected Task<Result<Comparison>> CompareAsync(Member by, ComparisonAsk ask) => The<ReadComparison>().RunAsync(by.AccountId, StudyId, ask, null, Cancel);

    protected async Task<Comparison> ComparedAsync(Round round, ComparisonUnit unit = ComparisonUnit.Turn) => StudyBuilder.Must(await CompareAsync(Lead, ComparisonAsk.Of(round.Id, unit)));

    protected static ComparisonAsk Now(ComparisonUnit unit = ComparisonUnit.Turn) => new(null, [], [], unit);

    protected YesNoTable TableOf(Comparison comparison, Code code) => comparison.All.Table(Ada.Id, Ben.Id, code.Id).Units;
}
