using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Findings;
using CoreStudy.Web.Features.Reports;
using CoreStudy.Web.Tests.Features.Findings;

namespace CoreStudy.Web.Tests.Features.Reports;

/// <summary>A study with a theme, and a report on it.</summary>
public abstract class ReportTest(PostgresFixture postgres) : FindingTest(postgres)
{
    protected const string Answer = "I never got a certificate, which was a shame. She told me so herself.";

    protected ReportId Report { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Report = StudyBuilder.Must(await The<MakeReport>().RunAsync(Researcher.AccountId, StudyId, new ReportFacts("What we heard"), Cancel));
    }

    protected async Task<ReportView> ReadAsync(Member? reader = null) => StudyBuilder.Must(await The<ReadReport>().RunAsync((reader ?? Researcher).AccountId, StudyId, Report, Cancel));

    protected async Task<PartView> PartAsync(ReportPartKind kind) => (await ReadAsync()).Parts.First(p => p.Kind == kind);

    protected async Task<PartSaved> WriteAsync(PartView part, PartWords? words = null, PartChoice? choice = null, Member? by = null) =>
        StudyBuilder.Must(await The<WritePart>().RunAsync((by ?? Researcher).AccountId, StudyId, Report, part.Id, part.Number, words ?? part.Words, choice ?? part.Choice, Cancel));

    protected async Task<ReportPartId> AddAsync(ReportPartKind kind, PartWords? words = null, PartChoice? choice = null, ReportPartId? before = null) =>
        StudyBuilder.Must(await The<ChangeParts>().AddAsync(Researcher.AccountId, StudyId, Report, kind, words ?? new PartWords(), choice ?? new PartChoice(), before, Cancel));

    protected Task<Result<ReportLeaving>> LeaveAsync(Member? by = null, ReportVersionId? version = null) => The<LeaveReport>().RunAsync((by ?? Researcher).AccountId, StudyId, Report, version, ReportFormat.Html, Cancel);

    protected async Task<ReportVersionId> KeepAsync(string name = "First") => StudyBuilder.Must(await The<SaveReportVersion>().RunAsync(Researcher.AccountId, StudyId, Report, name, Cancel));

    /// <summary>A finding that stands on words of PSW-1, with a quote of them.</summary>
    protected async Task<(FindingId Finding, QuoteId Quote)> QuotedFindingAsync(bool isApproved = true)
    {
        var coding = await CodeAsync(First, Answer, Pay);
        var finding = await FindAsync();
        await ChooseAsync(finding, coding);
        var quote = StudyBuilder.Must(await TryQuoteAsync(First, coding, "She told me so herself."));
        StudyBuilder.Must(await The<KeepQuote>().AttachAsync(Researcher.AccountId, StudyId, finding, quote, Cancel));
        if (isApproved) StudyBuilder.Must(await The<KeepQuote>().ApproveAsync(Lead.AccountId, StudyId, quote, (await QuoteAsync(quote))!.Version, true, Cancel));
        return (finding, quote);
    }
}
