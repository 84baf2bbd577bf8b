using CoreStudy.Data.Passages;
using CoreStudy.Data.Queries;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Queries;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Queries;
using CoreStudy.Web.Tests.Features.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Queries;

/// <summary>Reading passages together: who may, what is seen, and whether the numbers are those of the codings.</summary>
public sealed class RetrievalTests(PostgresFixture postgres) : RoundTest(postgres)
{
    private static readonly RetrievalAsk Everything = new(PassageFilter.All);

    [Theory]
    [InlineData(Role.Coder)]
    [InlineData(Role.Admin)]
    public async Task Who_may_not_explore_is_told_no(Role role)
    {
        var account = (await Study.MemberAsync(role)).AccountId;
        var coding = await CodeAsync(Ada, Waiting);

        string?[] said =
        [
            SentenceOf(await The<ReadRetrieval>().RunAsync(account, StudyId, Everything, 1, 0, Cancel)),
            SentenceOf(await The<ReadPassageChoices>().RunAsync(account, StudyId, Cancel)),
            SentenceOf(await The<CountChoices>().RunAsync(account, StudyId, PassageFilter.All, FilterBy.Code, null, Cancel)),
            SentenceOf(await The<ExportRetrieval>().RunAsync(account, StudyId, Everything, "csv", Cancel)),
            SentenceOf(await The<ActOnPassage>().TakeOffAsync(account, First.Id, coding, Cancel)),
        ];

        Assert.All(said, s => Assert.Equal(Refusal.Forbidden.Sentence, s));
    }

    [Fact]
    public async Task The_numbers_are_those_of_a_plain_count_over_the_codings()
    {
        await GivenCodingsAsync();

        foreach (var by in new[] { PassageGrouping.None, PassageGrouping.Code, PassageGrouping.Trust, PassageGrouping.Interview, PassageGrouping.Coder })
        {
            var found = await ReadAsync(Lead, Everything with { By = by });

            Assert.Equal(await PlainAsync(), found.All);
            foreach (var group in found.Groups) Assert.Equal(await PlainAsync(by, group.Key), group.Amount);
        }
    }

    [Fact]
    public async Task Every_passage_stands_on_one_page_in_the_group_that_it_is_of()
    {
        for (var i = 0; i < 30; i++) await CodeAsync(i % 3 == 0 ? Ben : Ada, i % 2 == 0 ? Waiting : Hope, i, i + 3);

        var pages = new[] { await ReadAsync(Lead, Everything with { By = PassageGrouping.Coder }, 1), await ReadAsync(Lead, Everything with { By = PassageGrouping.Coder }, 2) };

        Assert.Equal(2, pages[0].Pages);
        Assert.All(pages, p => Assert.Equal(30, p.All.Passages));
        var shown = pages.SelectMany(p => p.Groups).SelectMany(g => g.Shown.Select(s => (g.Key, Passage: s))).ToList();
        Assert.Equal(30, shown.DistinctBy(s => s.Passage.Id).Count());
        Assert.All(shown, s => Assert.Equal(s.Key, s.Passage.MemberId!.Value.Value.ToString()));
    }

    [Fact]
    public async Task A_member_for_one_trust_reads_nothing_of_the_others()
    {
        await GivenCodingsAsync();
        var here = await Study.MemberAsync(Role.Researcher, Study.Trust("Birch"));

        var found = await ReadAsync(here, Everything);
        var choices = StudyBuilder.Must(await The<ReadPassageChoices>().RunAsync(here.AccountId, StudyId, Cancel));

        Assert.All(found.Groups.SelectMany(g => g.Shown), p => Assert.Equal(Second.Id, p.TranscriptId));
        Assert.Equal(await PlainAsync(only: Second.Id), found.All);
        Assert.Equal(["Birch"], choices.Trusts.Select(t => t.Name));
        Assert.Equal([Second.Title], choices.Transcripts.Select(t => t.Name));
    }

    [Fact]
    public async Task A_transcript_that_is_not_open_is_offered_to_those_alone_who_may_read_it()
    {
        await Db.Transcripts.Where(t => t.Id == Second.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.OpenedAt, (DateTimeOffset?)null), Cancel);

        var all = StudyBuilder.Must(await The<ReadPassageChoices>().RunAsync(Researcher.AccountId, StudyId, Cancel));
        var open = StudyBuilder.Must(await The<ReadPassageChoices>().RunAsync(Supervisor.AccountId, StudyId, Cancel));

        Assert.Contains(Second.Id.Value.ToString(), all.Transcripts.Select(t => t.Key));
        Assert.Equal([First.Id.Value.ToString()], open.Transcripts.Select(t => t.Key));
    }

    [Fact]
    public async Task While_a_round_is_blind_nobody_elses_passages_are_read_counted_or_asked_about()
    {
        await StartAsync();
        await CodeAsync(Ada, Waiting, 12, 20);
        await CodeAsync(Ben, Hope, 14, 18);
        var asksAboutBen = new Related(Relation.Overlaps, 0, DistanceUnit.Words, new CodeIs([Hope.Id]));

        var (read, choices) = (await ReadAsync(Researcher, Everything with { By = PassageGrouping.Code }), StudyBuilder.Must(await The<ReadPassageChoices>().RunAsync(Researcher.AccountId, StudyId, Cancel)));
        var counts = StudyBuilder.Must(await The<CountChoices>().RunAsync(Researcher.AccountId, StudyId, PassageFilter.All, FilterBy.Code, null, Cancel));
        var rows = StudyBuilder.Must(await The<ExportRetrieval>().RunAsync(Researcher.AccountId, StudyId, Everything, "csv", Cancel)).Rows;

        Assert.Equal(Amount.Nothing, read.All);
        Assert.Empty(counts);
        Assert.Empty(rows);
        Assert.Equal(1, choices.BlindTranscripts);
        Assert.Equal(2, (await ReadAsync(Lead, Everything)).All.Passages); // who follows the round sees both
        Assert.Equal(1, (await ReadAsync(Lead, Everything with { Where = asksAboutBen })).All.Passages);
        await CodeAsync(Researcher, Waiting, 12, 20);
        Assert.Equal(0, (await ReadAsync(Researcher, Everything with { Where = asksAboutBen })).All.Passages); // their own overlaps one that they may not know of
    }

    [Fact]
    public async Task Counts_of_choices_say_what_choosing_them_finds()
    {
        await GivenCodingsAsync();
        var filter = PassageFilter.All with { Coders = [Ada.Id] };

        foreach (var by in new[] { FilterBy.Code, FilterBy.Trust, FilterBy.Kind, FilterBy.Interview, FilterBy.Coder })
        {
            var counts = StudyBuilder.Must(await The<CountChoices>().RunAsync(Lead.AccountId, StudyId, filter, by, null, Cancel));

            Assert.NotEmpty(counts);
            foreach (var (key, count) in counts) Assert.Equal(count, (await ReadAsync(Lead, Everything with { Filter = FilterWords.Toggle(FilterWords.Without(filter, by), by, key) })).All.Passages);
        }
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_is_refused_with_what_to_do()
    {
        var both = new AllOf([new CodeIs([Waiting.Id]), new CodeIs([Hope.Id])]);

        var said = SentenceOf(await The<ReadRetrieval>().RunAsync(Lead.AccountId, StudyId, Everything with { Where = both }, 1, 0, Cancel));

        Assert.Contains("cannot be both “Waiting” and “Hope”", said!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_recodes_and_takes_off_ones_own_and_takes_it_back()
    {
        var mine = await CodeAsync(Researcher, Waiting, 12, 20);

        StudyBuilder.Must(await The<ActOnPassage>().RecodeAsync(Researcher.AccountId, First.Id, mine, Hope.Id, Cancel));
        Assert.Equal(Hope.Id, Assert.Single((await ReadAsync(Researcher, Everything)).Groups[0].Shown).CodeId);
        StudyBuilder.Must(await The<ActOnPassage>().TakeOffAsync(Researcher.AccountId, First.Id, mine, Cancel));
        Assert.Equal(0, (await ReadAsync(Researcher, Everything)).All.Passages);
        StudyBuilder.Must(await The<ActOnPassage>().PutBackAsync(Researcher.AccountId, First.Id, mine, Cancel));

        Assert.Equal(mine.Value, Assert.Single((await ReadAsync(Researcher, Everything)).Groups[0].Shown).Id);
    }

    [Fact]
    public async Task Somebody_elses_coding_is_commented_on_and_not_changed()
    {
        var theirs = await CodeAsync(Ada, Waiting, 12, 20);

        var recoded = SentenceOf(await The<ActOnPassage>().RecodeAsync(Researcher.AccountId, First.Id, theirs, Hope.Id, Cancel));
        StudyBuilder.Must(await The<ActOnPassage>().CommentAsync(Researcher.AccountId, First.Id, theirs, "Is this waiting?", Cancel));
        StudyBuilder.Must(await The<ActOnPassage>().WriteMemoAsync(Researcher.AccountId, First.Id, theirs, "To be looked at together.", isPrivate: false, Cancel));

        Assert.Equal("This coding is somebody else's, and stays as they made it.", recoded);
        Assert.Equal("Is this waiting?", (await Db.Comments.AsNoTracking().SingleAsync(Cancel)).Text);
        Assert.Equal("To be looked at together.", (await Db.Memos.AsNoTracking().SingleAsync(Cancel)).Text);
    }

    private async Task GivenCodingsAsync()
    {
        await CodeAsync(Ada, Waiting, 12, 30);
        await CodeAsync(Ben, Waiting, 20, 40);
        await CodeAsync(Ada, Hope, 0, 10);
        await CodeAsync(Ada, Hope, 0, 12, on: Second);
        await CodeAsync(Ben, Waiting, 10, 20, on: Second);
    }

    private async Task<Retrieval> ReadAsync(Member by, RetrievalAsk ask, int page = 1) =>
        StudyBuilder.Must(await The<ReadRetrieval>().RunAsync(by.AccountId, StudyId, ask, page, PassageReading.UsualContext, Cancel));

    /// <summary>Counted over codings and where words begin, not over the index; of one group, where it is told by its key.</summary>
    private async Task<Amount> PlainAsync(PassageGrouping by = PassageGrouping.None, string key = "", TranscriptId? only = null)
    {
        var (group, id, transcript) = (by.ToString(), Guid.TryParse(key, out var parsed) ? parsed : Guid.Empty, only?.Value ?? Guid.Empty);
        return await Db.Database.SqlQuery<Amount>(
            $"""
             with found as (
                 select c.*, t.interview_id from codings c join transcripts t on t.id = c.transcript_id
                 where c.removed_at is null and c.round_id is null and ({transcript} = '00000000-0000-0000-0000-000000000000'::uuid or t.id = {transcript})
                     and case {group} when 'Code' then c.code_id = {id} when 'Trust' then t.trust_id = {id} when 'Interview' then t.interview_id = {id} when 'Coder' then c.member_id = {id} else true end)
             select count(*) as passages,
                 (select count(*) from transcript_texts x, unnest(x.word_starts) w where exists (select 1 from found f where f.transcript_id = x.transcript_id and w >= f.segment_start and w < f.segment_end)) as words,
                 0::bigint as people, count(distinct interview_id) as interviews
             from found
             """).SingleAsync(Cancel);
    }
}
