using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Summaries;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Summaries;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Summaries;

public sealed class SummaryDeedsTests(PostgresFixture postgres) : SummaryTest(postgres)
{
    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Coders_and_admins_neither_read_nor_write_summaries(Role role)
    {
        var me = (await Study.MemberAsync(role)).AccountId;
        var spot = await SpotAsync(One, Training);

        string?[] answers =
        [
            SentenceOf(await The<ListMatrices>().RunAsync(me, StudyId, Cancel)), SentenceOf(await The<OpenMatrix>().RunAsync(me, StudyId, Matrix, Cancel)), SentenceOf(await The<OpenSummary>().RunAsync(me, StudyId, spot, Cancel)),
            SentenceOf(await The<ListSummaryVersions>().RunAsync(me, StudyId, spot, Cancel)), SentenceOf(await The<ListInterviewSummaries>().RunAsync(me, StudyId, Cancel)),
            SentenceOf(await The<ExportMatrix>().RunAsync(me, StudyId, Matrix, "docx", false, Cancel)), SentenceOf(await The<ExportSummaries>().RunAsync(me, StudyId, "docx", false, Cancel)),
            SentenceOf(await The<SaveMatrix>().RunAsync(me, StudyId, null, 0, new MatrixFacts("Mine", CaseKind.Trusts, [ColumnSubject.Of(Hope.Id)]), Cancel)), SentenceOf(await The<ArchiveMatrix>().RunAsync(me, StudyId, Matrix, true, Cancel)),
            SentenceOf(await The<SaveSummary>().RunAsync(me, StudyId, spot, new SummaryDraft(0, "Words", SummaryState.Draft), Cancel)), SentenceOf(await The<LinkPassage>().RunAsync(me, StudyId, spot, Guid.CreateVersion7(), false, Cancel)),
        ];

        Assert.All(answers, a => Assert.Equal(Refusal.Forbidden.Sentence, a));
    }

    [Fact]
    public async Task A_cell_is_written_kept_in_every_version_and_told_of()
    {
        var spot = await SpotAsync(One, Training);
        var told = new List<Notice>();
        using var listening = Feed.Listen(StudyId, told.Add);

        await WriteAsync(Ada, spot, "Went twice.");
        await WriteAsync(Ben, spot, "Went twice, and was glad.", basedOn: 1, SummaryState.Done);

        var cell = (await OpenAsync(Ada)).Cells[spot];
        Assert.Equal(("Went twice, and was glad.", SummaryState.Done, 2, Ben.Name), (cell.Text, cell.State, cell.Number, cell.ChangedBy));
        var versions = StudyBuilder.Must(await The<ListSummaryVersions>().RunAsync(Ada.AccountId, StudyId, spot, Cancel));
        Assert.Equal([(2, Ben.Name), (1, Ada.Name)], versions.Select(v => (v.Number, v.By)));
        Assert.Equal([new SummariesMoved(StudyId, Matrix), new SummariesMoved(StudyId, Matrix)], told);
        Assert.Equal(2, await Db.AuditEntries.CountAsync(e => e.Kind == AuditKind.SummarySaved && e.SubjectId == One.Id.Value, Cancel));
    }

    [Fact]
    public async Task Two_who_save_the_same_cell_lose_neither_version()
    {
        var spot = await SpotAsync(One, Training);
        await WriteAsync(Ada, spot, "Ada’s words.");

        var late = await WriteAsync(Ben, spot, "Ben’s words.");

        Assert.Equal((true, "Ada’s words.", Ada.Name), (late.IsClash, late.Stands.Text, late.Stands.By));
        Assert.Equal("Ada’s words.", (await ReadAsync(Ben, spot)).Stands.Text);
        Assert.False((await WriteAsync(Ben, spot, "Ada’s words.\n\nBen’s words.", late.Stands.Number)).IsClash);
    }

    [Fact]
    public async Task Of_many_who_save_a_new_cell_at_once_one_stands_and_the_others_are_told()
    {
        var spot = await SpotAsync(Two, Hope);

        var saved = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => WriteAsync(i % 2 == 0 ? Ada : Ben, spot, $"Words {i}."), Cancel)));

        Assert.Single(saved, s => !s.IsClash);
        Assert.All(saved, s => Assert.Equal(saved.Single(x => !x.IsClash).Stands.Text, s.Stands.Text));
        Assert.Equal(1, await Db.SummaryVersions.CountAsync(Cancel));
    }

    [Fact]
    public async Task Cells_of_a_column_that_is_taken_out_come_back_with_it()
    {
        var spot = await SpotAsync(One, Training);
        await WriteAsync(Ada, spot, "Went twice.");
        async Task ArrangeAsync(params ColumnSubject[] columns)
        {
            var version = (await OpenAsync(Ada)).Version;
            StudyBuilder.Must(await The<SaveMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, version, new MatrixFacts("Other name", CaseKind.Participants, columns), Cancel));
        }

        await ArrangeAsync(ColumnSubject.Of(Hope.Id));
        Assert.Empty((await OpenAsync(Ada)).Cells);
        await ArrangeAsync(ColumnSubject.Of(Hope.Id), ColumnSubject.Of(Training.Id));

        var matrix = await OpenAsync(Ada);
        Assert.Equal(["Hope", "Training"], matrix.Columns.Select(c => c.Name));
        Assert.Equal("Went twice.", matrix.Cells[spot].Text);
    }

    [Fact]
    public async Task Two_changes_of_one_matrix_do_not_undo_each_other()
    {
        var version = (await OpenAsync(Ada)).Version;
        var facts = new MatrixFacts("By Ada", CaseKind.Participants, [ColumnSubject.Of(Hope.Id)]);
        StudyBuilder.Must(await The<SaveMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, version, facts, Cancel));

        var late = SentenceOf(await The<SaveMatrix>().RunAsync(Ben.AccountId, StudyId, Matrix, version, facts with { Name = "By Ben" }, Cancel));

        Assert.Contains("Somebody else changed this", late, StringComparison.Ordinal);
        Assert.Equal("By Ada", (await OpenAsync(Ada)).Name);
    }

    [Fact]
    public async Task A_matrix_that_is_put_away_is_read_and_not_written()
    {
        var spot = await SpotAsync(One, Training);
        StudyBuilder.Must(await The<ArchiveMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, archive: true, Cancel));

        Assert.Contains("is put away", SentenceOf(await TryWriteAsync(Ada, spot, "Late.")), StringComparison.Ordinal);
        Assert.False((await OpenAsync(Ada)).MayWrite);
        Assert.False((await ReadAsync(Ada, spot)).MayWrite);
        StudyBuilder.Must(await The<ArchiveMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, archive: false, Cancel));
        await WriteAsync(Ada, spot, "In time.");
    }

    [Fact]
    public async Task Another_trusts_cases_are_not_there()
    {
        var near = await Study.MemberAsync(Role.Researcher, Study.Trust());
        var spot = await SpotAsync(Far, Hope);
        await WriteAsync(Ada, spot, "It gave hope.");

        var matrix = await OpenAsync(near);

        Assert.Equal(["PSW-01", "PSW-02"], matrix.Cases.Select(c => c.Label));
        Assert.Empty(matrix.Cells);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<OpenSummary>().RunAsync(near.AccountId, StudyId, spot, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await TryWriteAsync(near, spot, "Mine.", 1)));
        Assert.DoesNotContain("gave hope", string.Join(' ', StudyBuilder.Must(await The<ExportMatrix>().RunAsync(near.AccountId, StudyId, Matrix, "xlsx", true, Cancel)).Rows.SelectMany(r => r)), StringComparison.Ordinal);
        Assert.Equal(4, StudyBuilder.Must(await The<ListMatrices>().RunAsync(near.AccountId, StudyId, Cancel)).Matrices.Single().Cells);
    }

    [Fact]
    public async Task An_interview_has_one_summary_which_lists_show()
    {
        var spot = new SummarySpot(null, SummaryCase.Of(First.InterviewId));

        await WriteAsync(Ada, spot, "Spoke of training.", state: SummaryState.Done);

        var row = StudyBuilder.Must(await The<ListInterviewSummaries>().RunAsync(Ben.AccountId, StudyId, Cancel)).Single(r => r.Id == First.InterviewId);
        Assert.Equal(("Spoke of training.", SummaryState.Done, Ada.Name), (row.Text, row.State, row.ChangedBy));
        var listed = StudyBuilder.Must(await The<Web.Features.Interviews.ListInterviews>().RunAsync(Ben.AccountId, StudyId, Cancel)).Interviews.Single(i => i.Id == First.InterviewId);
        Assert.Equal(("Spoke of training.", SummaryState.Done, false), (listed.Summary.Text, listed.Summary.State, listed.Summary.IsHidden));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await TryWriteAsync(Ada, new SummarySpot(null, SummaryCase.Of(One.Id)), "Nowhere.")));
    }

    [Fact]
    public void Who_sits_at_a_cell_is_known_until_they_leave()
    {
        var rooms = Service<SummaryRooms>();
        var spot = new SummarySpot(ColumnId.New(), SummaryCase.Of(One.Id));
        var told = 0;
        using var listening = rooms.Listen(StudyId, () => told++);

        var (first, second) = (rooms.Enter(StudyId, new Writer(Ada.Id, Ada.Name, spot)), rooms.Enter(StudyId, new Writer(Ada.Id, Ada.Name, spot)));
        first.Dispose();
        Assert.Equal(Ada.Id, Assert.Single(rooms.At(StudyId)).MemberId);
        second.Dispose();

        Assert.Empty(rooms.At(StudyId));
        Assert.Equal(4, told);
    }
}
