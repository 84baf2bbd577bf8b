using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Summaries;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Summaries;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Summaries;

public sealed class SummaryPassagesTests(PostgresFixture postgres) : SummaryTest(postgres)
{
    [Fact]
    public async Task A_passage_gets_a_number_once_and_shows_its_words_from_then_on()
    {
        var spot = await SpotAsync(One, Training);
        var (one, same, two) = (await CodeAsync(First, Training, Ada, 12, 41), await CodeAsync(First, Hope, Ben, 12, 41), await CodeAsync(First, Training, Ben, 14, 18));

        var first = StudyBuilder.Must(await The<LinkPassage>().RunAsync(Ada.AccountId, StudyId, spot, one.Value, isSettled: false, Cancel));
        var again = StudyBuilder.Must(await The<LinkPassage>().RunAsync(Ben.AccountId, StudyId, spot, same.Value, isSettled: false, Cancel));
        var second = StudyBuilder.Must(await The<LinkPassage>().RunAsync(Ben.AccountId, StudyId, spot, two.Value, isSettled: false, Cancel));

        Assert.Equal((1, 1, 2), (first.Number, again.Number, second.Number));
        Assert.Equal(("I went to the training twice.", 2, "PSW-01"), (first.Words, first.Turn, first.Speaker));
        Assert.Equal([1, 2], (await ReadAsync(Ada, spot)).References.Select(r => r.Number));
        Assert.Equal(2, await Db.KeptPassages.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_passage_that_is_not_there_is_not_linked()
    {
        var spot = await SpotAsync(One, Training);

        Assert.Contains("not there any more", SentenceOf(await The<LinkPassage>().RunAsync(Ada.AccountId, StudyId, spot, Guid.CreateVersion7(), isSettled: false, Cancel)), StringComparison.Ordinal);
        Assert.Equal(0, await Db.Summaries.CountAsync(Cancel));
    }

    [Theory]
    [InlineData(CaseKind.Participants)]
    [InlineData(CaseKind.Interviews)]
    [InlineData(CaseKind.Trusts)]
    public async Task Passages_of_each_cell_are_counted_as_plain_SQL_over_codings_counts_them(CaseKind kind)
    {
        var below = StudyBuilder.Must(Code.Create(StudyId, Training, new CodeWords("Role play", "", "", "", "", "", "#336699"), 0));
        Db.Codes.Add(below);
        await Db.SaveChangesAsync(Cancel);
        await CodeAsync(First, Training, Ada, 12, 41);
        await CodeAsync(First, below, Ben, 14, 18);
        await CodeAsync(Second, Hope, Ada, 12, 20);
        await CodeAsync(Third, Hope, Ada, 12, 20);
        var id = kind == CaseKind.Participants ? Matrix : StudyBuilder.Must(await MakeAsync(Ada, kind, Training, Hope));

        var matrix = await OpenAsync(Ada, id);

        foreach (var column in matrix.Columns)
        {
            foreach (var row in matrix.Cases)
            {
                var count = await Db.Database.SqlQuery<int>(
                    $"""
                     select count(*)::int as "Value" from codings c
                         join transcripts t on t.id = c.transcript_id
                         join interview_participants p on p.interview_id = t.interview_id
                         join codes k on k.id = c.code_id
                     where c.removed_at is null and (k.id = {column.Subject.CodeId!.Value.Value} or k.parent_id = {column.Subject.CodeId!.Value.Value})
                         and {row.Case.Value} in (p.participant_id, t.interview_id, t.trust_id)
                     """).SingleAsync(Cancel);
                Assert.Equal(count, matrix.Passages.GetValueOrDefault(new SummarySpot(column.Id, row.Case)));
            }
        }
    }

    [Fact]
    public async Task Words_leave_with_a_matrix_only_of_those_who_agreed_to_be_quoted()
    {
        var (mine, theirs) = (await SpotAsync(One, Training), await SpotAsync(Two, Training));
        foreach (var (transcript, spot) in new[] { (First, mine), (Second, theirs) })
        {
            var coding = await CodeAsync(transcript, Training, Ada, 12, 20);
            StudyBuilder.Must(await The<LinkPassage>().RunAsync(Ada.AccountId, StudyId, spot, coding.Value, isSettled: false, Cancel));
            await WriteAsync(Ada, spot, "As it says [1].", state: SummaryState.Done);
        }

        Db.Consents.Add(StudyBuilder.Must(Consent.Record(One, "v1", new DateOnly(2026, 1, 1), [ConsentScope.TakePart, ConsentScope.Quotes], hasEvidence: false, Lead.Id, new DateOnly(2026, 1, 2), StudyBuilder.At)));
        Db.Consents.Add(StudyBuilder.Must(Consent.Record(Two, "v1", new DateOnly(2026, 1, 1), [ConsentScope.TakePart], hasEvidence: false, Lead.Id, new DateOnly(2026, 1, 2), StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);

        var with = MatrixFiles.Sheet(StudyBuilder.Must(await The<ExportMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, "docx", withWords: true, Cancel)), "");
        var without = MatrixFiles.Sheet(StudyBuilder.Must(await The<ExportMatrix>().RunAsync(Ada.AccountId, StudyId, Matrix, "docx", withWords: false, Cancel)), "");

        Assert.Equal([("1", "PSW-01, interview, turn 2", "I went t"), ("2", "PSW-02, interview, turn 2", "")], with.References.Select(r => (r.Number, r.Place, r.Words)));
        Assert.Equal(["As it says [1].", "As it says [2].", ""], with.Rows.Select(r => r.Cells[0]));
        Assert.All(without.References, r => Assert.Equal("", r.Words));
    }
}
