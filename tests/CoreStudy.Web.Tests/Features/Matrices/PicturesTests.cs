using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Passages;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Matrices;
using CoreStudy.Web.Ui.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Matrices;

/// <summary>What pictures are drawn of is what a plain count over codings says.</summary>
public sealed class PicturesTests(PostgresFixture postgres) : MatrixTest(postgres)
{
    [Fact]
    public async Task A_timeline_has_each_coding_of_the_transcript_that_stands()
    {
        var view = StudyBuilder.Must(await The<ReadTimeline>().RunAsync(Lead.AccountId, StudyId, new Sides(new PassageFilter { Transcripts = [Transcripts[2].Id] }), Cancel)).Sides[0];

        var plain = await Db.Codings.Where(c => c.TranscriptId == Transcripts[2].Id && c.RemovedAt == null).GroupBy(c => c.CodeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Cancel);
        Assert.Equal(plain.OrderBy(p => p.Key.Value), view.Rows.Select(r => KeyValuePair.Create(r.Code, r.Passages.Count)).OrderBy(p => p.Key.Value));
        Assert.All(view.Rows, r => Assert.Equal(Transcripts[2].WordCount, r.Words));
        Assert.All(view.Rows.SelectMany(r => r.Passages), p => Assert.InRange(p.EndWord, p.FirstWord, Transcripts[2].WordCount));
    }

    [Fact]
    public async Task A_code_along_all_transcripts_has_its_codings_and_those_below_it()
    {
        var view = StudyBuilder.Must(await The<ReadTimeline>().RunAsync(Lead.AccountId, StudyId, new Sides(new PassageFilter { Codes = [Codes[0].Id] }), Cancel)).Sides[0];

        var training = new[] { Codes[0].Id, Codes[3].Id, Codes[4].Id, Codes[5].Id };
        Assert.Equal(await Db.Codings.CountAsync(c => training.Contains(c.CodeId) && c.RemovedAt == null, Cancel), view.Rows.Sum(r => r.Passages.Count));
        Assert.All(view.Rows, r => Assert.Equal(Codes[0].Id, r.Code));
    }

    [Fact]
    public async Task Two_groups_side_by_side_share_what_everybody_has_along_the_same_transcript()
    {
        var (first, second) = (Study.Study.ParticipantRoles[0], Study.Study.ParticipantRoles[1]);
        var filter = new PassageFilter { Codes = [Codes[0].Id] };

        var view = StudyBuilder.Must(await The<ReadTimeline>().RunAsync(Lead.AccountId, StudyId, new Sides(filter, new PassageGroup.OfRole(first), new PassageGroup.OfRole(second)), Cancel));

        Assert.Equal([first, second], view.Sides.Select(s => s.Heading));
        foreach (var side in view.Sides) Assert.Equal(StudyBuilder.Must(await The<ReadPassages>().RunAsync(Lead.AccountId, StudyId, side.Filter, 0, 1, Cancel)).Total, side.Rows.Sum(r => r.Passages.Count));
        Assert.All(view.Sides, s => Assert.NotEmpty(s.Rows));
    }

    [Fact]
    public async Task The_framework_map_adds_up_to_all_codings_that_stand()
    {
        var codes = StudyBuilder.Must(await The<ReadCodeTree>().RunAsync(Lead.AccountId, StudyId, new Sides(PassageFilter.All), Cancel)).Sides[0].Codes;

        foreach (var code in Codes) Assert.Equal(await Db.Codings.CountAsync(c => c.CodeId == code.Id && c.RemovedAt == null, Cancel), codes.Single(c => c.Id == code.Id).Own);
        Assert.Equal(await Db.Codings.CountAsync(c => c.RemovedAt == null, Cancel), codes.Where(c => c.Parent is null).Sum(c => c.All));
    }

    [Fact]
    public async Task The_network_has_the_pairs_of_the_matrix_of_codes()
    {
        var side = StudyBuilder.Must(await The<ReadNetwork>().RunAsync(Lead.AccountId, StudyId, new PictureAsk(new Sides(PassageFilter.All)), Cancel)).Sides[0];

        var matrix = (await ReadAsync(Ask(new PassageFilter { WithSubcodes = false }) with { Columns = MatrixColumns.Code })).Sides[0].Matrix;
        var at = matrix.Rows.Index().ToDictionary(r => new CodeId(Guid.Parse(r.Item.Key)), r => r.Index);
        Assert.NotEmpty(side.Pairs);
        Assert.All(side.Pairs, p => Assert.Equal((matrix[at[p.A], at[p.B]], matrix[at[p.B], at[p.A]]), (p.First, p.Second)));
        Assert.DoesNotContain(side.Codes, c => c.Id == Codes[6].Id);
    }

    [Fact]
    public async Task Saturation_counts_a_code_where_it_is_first_in_the_order_of_interviews()
    {
        var rows = StudyBuilder.Must(await The<ReadSaturation>().RunAsync(Lead.AccountId, StudyId, new Sides(PassageFilter.All), Cancel)).Sides[0].Rows;

        var plain = await Db.Database.SqlQuery<FirstUse>(
            $"""
             select i.title, count(*)::int as number from (
                 select distinct on (c.code_id) c.code_id, i.id from codings c join transcripts t on t.id = c.transcript_id join interviews i on i.id = t.interview_id where c.removed_at is null order by c.code_id, i.held_on) f
             join interviews i on i.id = f.id group by 1
             """).ToDictionaryAsync(f => f.Title, f => f.Number, Cancel);
        Assert.Equal([.. Enumerable.Range(1, 7).Select(n => $"Interview {n}")], rows.Select(r => r.Title));
        Assert.All(rows, r => Assert.Equal(plain.GetValueOrDefault(r.Title), r.NewCodes.Count));
        Assert.Equal(await Db.Codings.CountAsync(c => c.RemovedAt == null, Cancel), rows.Sum(r => r.Passages));
    }

    [Fact]
    public async Task Coders_are_refused_and_other_trusts_are_not_seen()
    {
        var here = await Study.MemberAsync(Domain.Members.Role.Researcher, Study.Trust("Birch"));
        var sides = new Sides(PassageFilter.All);

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadTimeline>().RunAsync(Coders[0].AccountId, StudyId, sides, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadNetwork>().RunAsync(Coders[0].AccountId, StudyId, new PictureAsk(sides), Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadCodeTree>().RunAsync(Coders[0].AccountId, StudyId, sides, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ReadSaturation>().RunAsync(Coders[0].AccountId, StudyId, sides, Cancel)));
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadTimeline>().RunAsync(here.AccountId, StudyId, new Sides(new PassageFilter { Transcripts = [Transcripts[0].Id] }), Cancel)));
        Assert.Equal(3, StudyBuilder.Must(await The<ReadTimeline>().RunAsync(here.AccountId, StudyId, sides, Cancel)).Transcripts.Count);
        Assert.Equal(3, StudyBuilder.Must(await The<ReadSaturation>().RunAsync(here.AccountId, StudyId, sides, Cancel)).Sides[0].Rows.Count);
    }

    private sealed record FirstUse(string Title, int Number);
}
