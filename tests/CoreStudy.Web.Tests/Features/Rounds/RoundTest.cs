using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Assignments;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Rounds;

/// <summary>A study with a lead, a supervisor, a researcher and three coders, two transcripts, and two codes.</summary>
public abstract class RoundTest(PostgresFixture postgres) : SiteTest(postgres)
{
    private int _versions;

    protected StudyId StudyId => Study.Study.Id;

    protected Member Lead { get; private set; } = null!;

    protected Member Supervisor { get; private set; } = null!;

    protected Member Researcher { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    /// <summary>Codes in no round.</summary>
    protected Member Cem { get; private set; } = null!;

    protected Transcript First { get; private set; } = null!;

    protected Transcript Second { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Code Hope { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Lead = await Study.MemberAsync(Role.StudyLead);
        Supervisor = await Study.MemberAsync(Role.Supervisor);
        Researcher = await Study.MemberAsync(Role.Researcher);
        Ada = await Study.MemberAsync(Role.Coder);
        Ben = await Study.MemberAsync(Role.Coder);
        Cem = await Study.MemberAsync(Role.Coder);
        Waiting = await Study.CodeAsync("Waiting");
        Hope = await Study.CodeAsync("Hope");
        First = await Study.TranscriptAsync(Lead, ["How was it?", "I waited for a long time and hoped."]);
        Second = await Study.TranscriptAsync(Lead, ["And then?", "Somebody came at last."], trust: "Birch");
    }

    protected static RoundPlan Plan(string name = "Round one", bool isSecondReading = false) => new(name, ComparisonUnit.Turn, null, null, null, null, isSecondReading);

    protected Task<Result<RoundId>> TryStartAsync(Member by, IReadOnlyCollection<Transcript> transcripts, IReadOnlyCollection<Member> coders, RoundPlan? plan = null) =>
        The<StartRound>().RunAsync(by.AccountId, StudyId, plan ?? Plan(), null, $"Framework {++_versions}", [.. transcripts.Select(t => t.Id)], [.. coders.Select(c => c.Id)], Cancel);

    /// <summary>A blind round of Ada and Ben over the first transcript.</summary>
    protected async Task<RoundId> StartAsync(RoundPlan? plan = null) => StudyBuilder.Must(await TryStartAsync(Lead, [First], [Ada, Ben], plan));

    protected async Task<CodingId> CodeAsync(Member by, Code code, int start = 0, int end = 3, string question = "", Transcript? on = null)
    {
        var apply = new Apply(ActId.New(), CodingId.New(), code.Id, new Segment(start, end), question.Length > 0, question);
        await DoAsync(by, on ?? First, apply);
        return apply.CodingId;
    }

    protected async Task DoAsync(Member by, Transcript on, params DeskAct[] acts)
    {
        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(by.AccountId, on.Id, acts, Cancel));
        Assert.All(outcome.Results, r => Assert.True(r.IsKept, r.Why));
    }

    protected async Task HandInAsync(Member coder, Transcript? transcript = null)
    {
        var id = (transcript ?? First).Id;
        var work = await Db.Assignments.AsNoTracking().Where(a => a.TranscriptId == id && a.MemberId == coder.Id).OrderByDescending(a => a.AssignedAt).ThenByDescending(a => a.IsSecondReading).FirstAsync(Cancel);
        StudyBuilder.Must(await The<MarkDone>().RunAsync(coder.AccountId, work.Id, Cancel));
    }

    protected Task<Round> RoundAsync(RoundId id) => Db.Rounds.AsNoTracking().Include(r => r.Transcripts).Include(r => r.Coders).SingleAsync(r => r.Id == id, Cancel);
}
