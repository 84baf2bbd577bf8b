using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using CoreStudy.Web.Features.Settling;
using CoreStudy.Web.Tests.Access;

namespace CoreStudy.Web.Tests.Features.Settling;

/// <summary>A transcript that two coders coded apart: once they agree, and once they differ in each way.</summary>
public abstract class SettlingTest(PostgresFixture postgres) : SiteTest(postgres)
{
    protected const string Words = "How was it?\nI waited for weeks and nobody called, and I gave up hope.\nAnd then?\nThen a friend came, who had been there herself.";

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Member Supervisor { get; private set; } = null!;

    protected Member Lead { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Code Hope { get; private set; } = null!;

    protected Code Company { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Ada = await Study.MemberAsync(Role.Coder);
        Ben = await Study.MemberAsync(Role.Coder);
        Supervisor = await Study.MemberAsync(Role.Supervisor);
        Lead = await Study.MemberAsync(Role.StudyLead);
        Waiting = await Study.CodeAsync("Waiting");
        Hope = await Study.CodeAsync("Hope");
        Company = await Study.CodeAsync("Company");
        Transcript = await Study.TranscriptAsync(await Study.MemberAsync(Role.Researcher), Words.Split('\n'));
    }

    protected static Segment At(string words) => new(Words.IndexOf(words, StringComparison.Ordinal), Words.IndexOf(words, StringComparison.Ordinal) + words.Length);

    protected async Task<CodingId> CodeAsync(Member by, Code code, string words)
    {
        var apply = new Apply(ActId.New(), CodingId.New(), code.Id, At(words), IsUnsure: false, "");
        var outcome = StudyBuilder.Must(await The<RecordActs>().RunAsync(by.AccountId, Transcript.Id, [apply], Cancel));
        Assert.All(outcome.Results, r => Assert.True(r.IsKept, r.Why));
        return apply.CodingId;
    }

    /// <summary>Agreed: Company. Extent: Waiting. Code: Hope against Waiting. Presence: Company by Ada alone.</summary>
    protected async Task CodeApartAsync()
    {
        foreach (var by in new[] { Ada, Ben }) await CodeAsync(by, Company, "a friend came");
        await CodeAsync(Ada, Waiting, "I waited for weeks");
        await CodeAsync(Ben, Waiting, "waited for weeks and nobody called");
        await CodeAsync(Ada, Hope, "I gave up hope");
        await CodeAsync(Ben, Company, "gave up hope");
        await CodeAsync(Ada, Company, "been there herself");
    }

    protected async Task HandInAsync(params Member[] coders)
    {
        foreach (var coder in coders)
        {
            var work = StudyBuilder.Must(Assignment.Give(Transcript, coder, null, Lead, Clock.GetUtcNow()));
            StudyBuilder.Must(work.MarkDone(coder, Clock.GetUtcNow()));
            Db.Assignments.Add(work);
        }

        await Db.SaveChangesAsync(Cancel);
    }

    protected async Task<Round> StartRoundAsync(params Member[] coders)
    {
        var version = StudyBuilder.Must(FrameworkVersion.Freeze(Study.Study.Id, "v1", "", [Waiting.Snapshot, Hope.Snapshot, Company.Snapshot], Lead.Id, Clock.GetUtcNow()));
        var round = StudyBuilder.Must(Round.Start(Study.Study, 1, new RoundPlan("First", ComparisonUnit.Word, null, null, null, null, false), version, [Transcript], coders, Lead, Clock.GetUtcNow()));
        Db.AddRange(version, round);
        await Db.SaveChangesAsync(Cancel);
        return round;
    }

    /// <summary>The coded and handed-in transcript, and a settlement begun.</summary>
    protected async Task<SettleDesk> BegunAsync()
    {
        await CodeApartAsync();
        await HandInAsync(Ada, Ben);
        Assert.Null(SentenceOf(await BeginAsync()));
        return await OpenAsync();
    }

    protected Task<Result<Done>> BeginAsync(Member? by = null) => The<BeginSettling>().RunAsync((by ?? Supervisor).AccountId, Transcript.Id, Cancel);

    protected async Task<SettleDesk> OpenAsync(Member? by = null) => StudyBuilder.Must(await The<OpenSettleDesk>().RunAsync((by ?? Supervisor).AccountId, Transcript.Id, Cancel));

    protected Task<Result<SettlingChanges>> DecideAsync(DifferenceRow difference, Decision decision, Member? by = null, int textRevision = 0) =>
        The<DecideDifference>().RunAsync((by ?? Supervisor).AccountId, Transcript.Id, ActId.New(), new(difference.Id), difference.Revision, decision, textRevision, after: 0, Cancel);

    protected Task<Result<SettlingChanges>> UndoAsync(Member? by = null) => The<UndoSettling>().UndoAsync((by ?? Supervisor).AccountId, Transcript.Id, ActId.New(), after: 0, Cancel);

    protected Task<Result<SettlingChanges>> RedoAsync(Member? by = null) => The<UndoSettling>().RedoAsync((by ?? Supervisor).AccountId, Transcript.Id, ActId.New(), after: 0, Cancel);

    protected static DifferenceRow Of(SettleDesk desk, DifferenceKind kind) => desk.Changes.Differences.Single(d => d.Kind == kind);

    /// <summary>What stands in the settled layer, code and words.</summary>
    protected static IReadOnlyList<string> Settled(SettlingChanges changes, SettleDesk desk) =>
        [.. changes.Settled.Where(s => !s.IsRemoved).OrderBy(s => s.Start).ThenBy(s => s.End).Select(s => $"{desk.Codes.Single(c => c.Id == s.Code).Name}: {desk.Words[s.Start..s.End]}")];
}
