using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Summaries;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Interviews;
using CoreStudy.Web.Features.Rounds;
using CoreStudy.Web.Features.Summaries;

namespace CoreStudy.Web.Tests.Features.Summaries;

/// <summary>While Ada and Ben code the first transcript blind, nothing that is written about its case reaches Ada.</summary>
public sealed class BlindSummaryTests(PostgresFixture postgres) : SummaryTest(postgres)
{
    private const string Planted = "words that tell";

    [Fact]
    public async Task What_is_written_about_a_case_is_hidden_from_who_codes_it_blind_and_from_nobody_else()
    {
        var (cell, whole) = (await SpotAsync(One, Training), new SummarySpot(null, SummaryCase.Of(First.InterviewId)));
        var trusts = StudyBuilder.Must(await MakeAsync(Lead, CaseKind.Trusts, Training));
        var trust = await SpotAsync(SummaryCase.Of(Study.Trust().Id), Training, trusts);
        foreach (var spot in new[] { cell, whole, trust }) await WriteAsync(Lead, spot, Planted, state: SummaryState.Done);
        var round = await StartAsync();

        Assert.DoesNotContain(Planted, await AllAsync(Ada, trusts), StringComparison.Ordinal);
        foreach (var spot in new[] { cell, whole, trust })
        {
            Assert.Contains("hidden from you", SentenceOf(await The<OpenSummary>().RunAsync(Ada.AccountId, StudyId, spot, Cancel)), StringComparison.Ordinal);
            Assert.Contains("hidden from you", SentenceOf(await The<ListSummaryVersions>().RunAsync(Ada.AccountId, StudyId, spot, Cancel)), StringComparison.Ordinal);
            Assert.Contains("hidden from you", SentenceOf(await TryWriteAsync(Ada, spot, "Mine.")), StringComparison.Ordinal);
        }

        Assert.Equal([true, false, false], (await OpenAsync(Ada)).Cases.Select(c => c.IsHidden));
        Assert.Equal(4, StudyBuilder.Must(await The<ListMatrices>().RunAsync(Ada.AccountId, StudyId, Cancel)).Matrices.Single(m => m.Id == Matrix).Cells);
        Assert.Equal(6, (await AllAsync(Lead, trusts)).Split(Planted).Length - 1);

        StudyBuilder.Must(await The<OpenRoundEarly>().RunAsync(Lead.AccountId, StudyId, round, "The workshop is tomorrow.", Cancel));
        Assert.Equal(6, (await AllAsync(Ada, trusts)).Split(Planted).Length - 1);
    }

    [Fact]
    public async Task A_reference_to_a_passage_of_a_blind_transcript_is_left_out_and_counted()
    {
        var spot = await SpotAsync(Two, Training);
        var coding = await CodeAsync(First, Training, Ben, 12, 41);
        StudyBuilder.Must(await The<LinkPassage>().RunAsync(Lead.AccountId, StudyId, spot, coding.Value, isSettled: false, Cancel));
        await WriteAsync(Lead, spot, "Unlike the first [1].", state: SummaryState.Done);
        await StartAsync();

        var (blind, open) = (await ReadAsync(Ada, spot), await ReadAsync(Lead, spot));

        Assert.Equal((0, 1), (blind.References.Count, blind.HiddenReferences));
        Assert.Equal(("I went to the training twice.", 0), (Assert.Single(open.References).Words, open.HiddenReferences));
        var told = MatrixFiles.Sheet(StudyBuilder.Must(await The<ExportMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, "docx", withWords: true, Cancel)), "");
        Assert.Empty(told.References);
        Assert.Contains(told.Rows, r => r.Cells.Contains("Unlike the first [–]."));
        Assert.Contains("not there any more", SentenceOf(await The<LinkPassage>().RunAsync(Ada.AccountId, StudyId, spot, coding.Value, isSettled: false, Cancel)), StringComparison.Ordinal);
        Assert.Equal(0, (await OpenAsync(Ada)).Passages.Values.Sum());
    }

    private async Task<RoundId> StartAsync() => StudyBuilder.Must(await The<StartRound>().RunAsync(
        Lead.AccountId, StudyId, new RoundPlan("Round one", ComparisonUnit.Turn, null, null, null, null, false), null, "Framework 1", [First.Id], [Ada.Id, Ben.Id], Cancel));

    /// <summary>All that somebody is shown of what is written, by every way.</summary>
    private async Task<string> AllAsync(Member me, MatrixId trusts) => string.Join('\n',
    [
        .. (await OpenAsync(me)).Cells.Values.Select(c => c.Text), .. (await OpenAsync(me, trusts)).Cells.Values.Select(c => c.Text),
        .. StudyBuilder.Must(await The<ListInterviewSummaries>().RunAsync(me.AccountId, StudyId, Cancel)).Select(r => r.Text),
        .. StudyBuilder.Must(await The<ListInterviews>().RunAsync(me.AccountId, StudyId, Cancel)).Interviews.Select(i => i.Summary.Text),
        .. StudyBuilder.Must(await The<ExportMatrix>().RunAsync(me.AccountId, StudyId, Matrix, "docx", true, Cancel)).Rows.SelectMany(r => r),
        .. StudyBuilder.Must(await The<ExportSummaries>().RunAsync(me.AccountId, StudyId, "docx", true, Cancel)).Rows.SelectMany(r => r),
    ]);
}
