using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Matrices;

/// <summary>Every number of a matrix is what a plain count over codings says.</summary>
public sealed class ReadMatrixTests(PostgresFixture postgres) : MatrixTest(postgres)
{
    /// <summary>Codings that stand, each with who speaks where it begins, and which code is under which.</summary>
    private const string Plain = """
        with recursive under as (select id as top, id from codes union all select u.top, c.id from under u join codes c on c.parent_id = u.id),
            c as (
                select c.id, c.code_id, c.member_id, c.transcript_id, c.segment_start, c.segment_end, t.trust_id, t.interview_id, s.participant_id, x.role, x.attributes
                from codings c join transcripts t on t.id = c.transcript_id
                    join turns u on u.transcript_id = c.transcript_id and c.segment_start >= u.segment_start and c.segment_start < u.segment_end
                    join speakers s on s.transcript_id = u.transcript_id and s.number = u.speaker_number left join participants x on x.id = s.participant_id
                where c.removed_at is null and c.round_id is null),
            w as (select c.id, n from c join transcript_texts x on x.transcript_id = c.transcript_id cross join unnest(x.word_starts) with ordinality as s(at, n) where s.at >= c.segment_start and s.at < c.segment_end)
        """;

    [Fact]
    public async Task Each_kind_of_column_has_the_numbers_of_a_plain_count_in_cells_and_totals()
    {
        foreach (var (across, column) in new[]
        {
            (MatrixColumns.Trust, "c.trust_id::text"), (MatrixColumns.Role, "coalesce(c.role, '')"), (MatrixColumns.Attribute, $"coalesce(c.attributes ->> '{Service.Id.Value}', '')"),
            (MatrixColumns.Interview, "c.interview_id::text"), (MatrixColumns.Coder, "c.member_id::text"),
        })
        {
            foreach (var measure in Enum.GetValues<MatrixMeasure>())
            {
                foreach (var withBelow in new[] { true, false })
                {
                    var ask = Ask(new PassageFilter { WithSubcodes = withBelow }) with { Columns = across, Attribute = Service.Id, Measure = measure };
                    var matrix = (await ReadAsync(ask)).Sides[0].Matrix;
                    var rows = withBelow ? "c join under u on u.id = c.code_id" : "(select *, code_id as top from c) c";
                    var top = withBelow ? "u.top" : "c.top";

                    var what = $"{across} {measure} {withBelow}";
                    AssertSame(what, await CountAsync($"{top}::text", column, rows, measure), Cells(matrix));
                    AssertSame(what, await CountAsync($"{top}::text", "''", rows, measure), matrix.Rows.Zip(matrix.RowTotals!).Where(t => t.Second > 0).ToDictionary(t => (t.First.Key, ""), t => t.Second));
                    AssertSame(what, await CountAsync("''", column, "c", measure), matrix.Columns.Zip(matrix.ColumnTotals!).Where(t => t.Second > 0).ToDictionary(t => ("", t.First.Key), t => t.Second));
                    Assert.Equal((what, (await CountAsync("''", "''", "c", measure)).Values.Single()), (what, matrix.Total!.Value));
                }
            }
        }
    }

    [Fact]
    public async Task Codes_together_have_the_numbers_of_a_plain_join()
    {
        foreach (var (together, on) in new[]
        {
            (Together.Overlapping, "a.segment_start < b.segment_end and b.segment_start < a.segment_end"),
            (new Together(TogetherWhen.SameTurn), "exists (select from turns t where t.transcript_id = a.transcript_id and t.segment_start < a.segment_end and a.segment_start < t.segment_end and t.segment_start < b.segment_end and b.segment_start < t.segment_end)"),
            (new Together(TogetherWhen.Near, 2), """
                (select count(*) from transcript_texts x, unnest(x.word_starts) s where x.transcript_id = a.transcript_id and s >= least(a.segment_end, b.segment_end) and s < greatest(a.segment_start, b.segment_start)) <= 2
                """),
        })
        {
            foreach (var measure in Enum.GetValues<MatrixMeasure>())
            {
                var matrix = (await ReadAsync(Ask() with { Columns = MatrixColumns.Code, Together = together, Measure = measure })).Sides[0].Matrix;
                var pairs = $"(select a.*, ua.top as row, ub.top as col from c a join c b on b.transcript_id = a.transcript_id and b.id <> a.id and ({on}) join under ua on ua.id = a.code_id join under ub on ub.id = b.code_id) c";

                AssertSame($"{together} {measure}", await CountAsync("c.row::text", "c.col::text", pairs, measure), Cells(matrix));
                AssertSame($"{together} {measure}", await CountAsync("u.top::text", "''", "c join under u on u.id = c.code_id", measure), matrix.Rows.Zip(matrix.RowTotals!).Where(t => t.Second > 0).ToDictionary(t => (t.First.Key, ""), t => t.Second));
            }
        }
    }

    [Fact]
    public async Task A_cell_of_codes_leads_to_as_many_passages_as_it_says()
    {
        foreach (var together in new[] { Together.Overlapping, new Together(TogetherWhen.SameTurn), new Together(TogetherWhen.Near, 3) })
        {
            var matrix = (await ReadAsync(Ask() with { Columns = MatrixColumns.Code, Together = together })).Sides[0].Matrix;

            var behind = StudyBuilder.Must(await The<ReadTogether>().RunAsync(Lead.AccountId, StudyId, PassageFilter.All, new Pair(Codes[0].Id.Value, Codes[1].Id.Value, false), together, 0, 10, Cancel));

            Assert.Equal(matrix[0, matrix.Columns.ToList().FindIndex(c => c.Key == Codes[1].Id.Value.ToString())], behind.Passages.Total);
            Assert.True(behind.Passages.Total > 0);
        }
    }

    [Fact]
    public async Task A_cell_leads_to_as_many_passages_as_it_says_whatever_it_is_by()
    {
        foreach (var across in new[] { MatrixColumns.Trust, MatrixColumns.Role, MatrixColumns.Attribute, MatrixColumns.Interview, MatrixColumns.Coder })
        {
            var ask = Ask(new PassageFilter { Trusts = [Study.Trust("Alder").Id] }) with { Columns = across, Attribute = Service.Id };
            var side = (await ReadAsync(ask)).Sides[0];
            var column = side.Matrix.Columns.Index().First(c => c.Item.Key.Length > 0 && side.Matrix[0, c.Index] > 0);
            var filter = MatrixWords.Filter(ask, side.Filter, side.Matrix.Rows[0].Key, column.Item.Key)!;

            var behind = StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, PassageAddress.Read(PassageAddress.Query(filter)), 0, 1, Cancel));

            Assert.Equal((across, side.Matrix[0, column.Index]), (across, behind.Total));
        }
    }

    [Fact]
    public async Task Two_groups_stand_side_by_side_with_the_same_rows_and_columns()
    {
        var (first, second) = (Study.Study.ParticipantRoles[0], Study.Study.ParticipantRoles[1]);
        var ask = Ask() with { Sides = new Sides(PassageFilter.All, new PassageGroup.OfRole(first), new PassageGroup.OfRole(second)) };

        var view = await ReadAsync(ask);
        var whole = (await ReadAsync(Ask() with { Columns = MatrixColumns.Role })).Sides[0].Matrix;

        Assert.Equal([first, second], view.Sides.Select(s => s.Heading));
        Assert.Equal(view.Sides[0].Matrix.Columns, view.Sides[1].Matrix.Columns);
        Assert.Equal([whole.ColumnTotals![0], whole.ColumnTotals[1]], view.Sides.Select(s => s.Matrix.Total!.Value));
    }

    [Fact]
    public async Task Chosen_codes_alone_are_rows_and_count_in_the_totals()
    {
        var matrix = (await ReadAsync(Ask(new PassageFilter { Codes = [Codes[1].Id, Codes[3].Id] }))).Sides[0].Matrix;

        Assert.Equal([Codes[3].Id.Value.ToString(), Codes[1].Id.Value.ToString()], matrix.Rows.Select(r => r.Key));
        Assert.Equal(matrix.RowTotals!.Sum(), matrix.Total);
    }

    [Fact]
    public async Task A_coder_is_refused()
    {
        var sides = new Sides(PassageFilter.All);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadMatrix>().RunAsync(Coders[0].AccountId, StudyId, new MatrixAsk(sides), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListMatrixChoices>().RunAsync(Coders[0].AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadTogether>().RunAsync(Coders[0].AccountId, StudyId, PassageFilter.All, new Pair(Codes[0].Id.Value, Codes[1].Id.Value, false), default, 0, 1, Cancel)));
    }

    [Fact]
    public async Task Who_reaches_one_trust_counts_what_is_there_alone()
    {
        var here = await Study.MemberAsync(Role.Researcher, Study.Trust("Birch"));

        var matrix = (await ReadAsync(Ask(), here)).Sides[0].Matrix;
        var interviews = (await ReadAsync(Ask() with { Columns = MatrixColumns.Interview }, here)).Sides[0].Matrix;

        Assert.Equal(["Birch"], matrix.Columns.Select(c => c.Name));
        Assert.Equal(["Interview 2", "Interview 4", "Interview 6"], interviews.Columns.Select(c => c.Name));
        Assert.Equal((await CountAsync("''", "''", $"(select * from c where trust_id = '{Study.Trust("Birch").Id.Value}') c", MatrixMeasure.Passages)).Values.Single(), matrix.Total);
    }

    private static void AssertSame(string what, Dictionary<(string Row, string Column), long> plain, Dictionary<(string Row, string Column), long> shown)
    {
        static List<string> Lines(string what, Dictionary<(string Row, string Column), long> cells) => [what, .. cells.Select(c => $"{c.Key.Row} {c.Key.Column} {c.Value}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(plain);
        Assert.Equal(Lines(what, plain), Lines(what, shown));
    }

    private static Dictionary<(string Row, string Column), long> Cells(Matrix matrix) =>
        matrix.Rows.Index().SelectMany(r => matrix.Columns.Index().Where(c => matrix[r.Index, c.Index] > 0).Select(c => (Key: (r.Item.Key, c.Item.Key), Number: matrix[r.Index, c.Index]))).ToDictionary(c => c.Key, c => c.Number);

    private async Task<Dictionary<(string Row, string Column), long>> CountAsync(string row, string column, string from, MatrixMeasure measure)
    {
        var number = measure switch
        {
            MatrixMeasure.Passages => "count(distinct c.id)",
            MatrixMeasure.People => "count(distinct c.participant_id)",
            MatrixMeasure.Interviews => "count(distinct c.interview_id)",
            _ => "count(distinct (c.transcript_id, c.participant_id, w.n))",
        };
        var words = measure == MatrixMeasure.Words ? " join w on w.id = c.id" : "";
        var sql = $"{Plain} select {row} as line, {column} as across, {number} as number from {from}{words} group by 1, 2";
        var rows = await Db.Database.SqlQueryRaw<PlainCount>(sql).ToListAsync(Cancel);
        return rows.Where(r => r.Number > 0).ToDictionary(r => (r.Line, r.Across), r => r.Number);
    }

    private sealed record PlainCount(string Line, string Across, long Number);
}
