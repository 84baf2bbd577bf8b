using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codebooks;

public sealed class PassageReviewTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private static readonly string[] Turns = ["How was it?", "We waited for weeks."];

    private Member _researcher = null!;
    private Member _coder = null!;
    private Code _code = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_researcher, _coder) = (await Study.MemberAsync(Role.Researcher), await Study.MemberAsync(Role.Coder));
        _code = await Study.CodeAsync("Waiting");
    }

    [Fact]
    public async Task A_passage_coded_before_the_definition_changed_is_listed_with_both_definitions()
    {
        var coding = await CodedAsync(_coder);
        var change = await RedefineAsync(coding);

        var seen = Assert.Single((await ListAsync(_coder)).Changes);

        Assert.Equal((change, "", "Time spent waiting", 1, 1), (seen.ChangeId, seen.Before.Definition, seen.After.Definition, seen.Open, seen.All));
        var passage = Assert.Single(seen.Passages);
        Assert.Equal((coding.Id, 1, "H"), (passage.CodingId, passage.Turn, passage.Words));
    }

    [Fact]
    public async Task What_its_coder_said_still_fits_is_settled_until_they_take_it_back()
    {
        var (one, other) = (await CodedAsync(_coder), await CodedAsync(_coder));
        var change = await RedefineAsync(one, other);

        StudyBuilder.Must(await The<KeepPassage>().RunAsync(_coder.AccountId, StudyId, change, _code.Id, one.Id, Cancel));
        Assert.Equal([other.Id], Listed(await ListAsync(_coder)));
        Assert.Equal((1, 2), ((await ListAsync(_coder)).Open, (await ListAsync(_coder)).All));

        StudyBuilder.Must(await The<KeepPassage>().TakeBackAsync(_coder.AccountId, StudyId, change, [one.Id], Cancel));
        Assert.Equal(2, (await ListAsync(_coder)).Open);
    }

    [Fact]
    public async Task All_passages_of_a_change_are_settled_at_once_and_no_one_elses()
    {
        var codings = new[] { await CodedAsync(_coder), await CodedAsync(_coder), await CodedAsync(_researcher) };
        var change = await RedefineAsync(codings);

        var kept = StudyBuilder.Must(await The<KeepPassage>().RunAsync(_coder.AccountId, StudyId, change, _code.Id, null, Cancel));

        Assert.Equal(codings[..2].Select(c => c.Id).ToHashSet(), kept.ToHashSet());
        Assert.Empty((await ListAsync(_coder)).Changes);
        Assert.Equal(1, (await ListAsync(_researcher)).Open);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("recoded")]
    [InlineData("changed")]
    public async Task A_coding_that_its_coder_dealt_with_is_settled(string how)
    {
        var coding = await CodedAsync(_coder);
        await RedefineAsync(coding);
        var other = await Study.CodeAsync("Other");

        var state = how switch { "removed" => coding.State with { IsRemoved = true }, "recoded" => coding.State with { CodeId = other.Id }, _ => coding.State };
        coding.Become(state, coding.Words, StudyBuilder.At);
        if (how == "changed") coding.StampRevision(coding.Revision + 1);
        await Db.SaveChangesAsync(Cancel);

        Assert.Empty((await ListAsync(_coder)).Changes);
    }

    [Fact]
    public async Task Another_coders_passages_are_neither_listed_nor_settled()
    {
        var theirs = await CodedAsync(_researcher);
        var change = await RedefineAsync(theirs);

        Assert.Empty((await ListAsync(_coder)).Changes);
        Assert.Equal("This passage is settled already.", SentenceOf(await The<KeepPassage>().RunAsync(_coder.AccountId, StudyId, change, _code.Id, theirs.Id, Cancel)));
        Assert.Equal(1, (await ListAsync(_researcher)).Open);
    }

    [Fact]
    public async Task Passages_in_transcripts_that_the_reader_may_not_read_are_not_listed()
    {
        var limited = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));
        var (closed, elsewhere) = (await CodedAsync(limited, open: false), await CodedAsync(limited, trust: "Birch"));
        var change = await RedefineAsync(closed, elsewhere);

        Assert.Empty((await ListAsync(limited)).Changes);
        Assert.NotNull(SentenceOf(await The<KeepPassage>().RunAsync(limited.AccountId, StudyId, change, _code.Id, closed.Id, Cancel)));
    }

    [Fact]
    public async Task A_change_that_was_undone_asks_for_nothing()
    {
        var change = await RedefineAsync(await CodedAsync(_coder));

        (await Db.CodebookChanges.SingleAsync(c => c.Id == change, Cancel)).MarkUndone(StudyBuilder.At);
        await Db.SaveChangesAsync(Cancel);

        Assert.Empty((await ListAsync(_coder)).Changes);
    }

    [Fact]
    public async Task Who_sees_progress_sees_how_many_are_open_for_each_coder_and_a_coder_does_not()
    {
        await RedefineAsync(await CodedAsync(_coder), await CodedAsync(_coder), await CodedAsync(_researcher));

        Assert.Equal([(_coder.Name, 2), (_researcher.Name, 1)], (await ListAsync(_researcher)).Coders!.Select(c => (c.Coder, c.Open)));
        Assert.Null((await ListAsync(_coder)).Coders);
    }

    [Fact]
    public async Task Who_does_not_code_is_refused()
    {
        var (change, admin) = (await RedefineAsync(await CodedAsync(_coder)), await Study.MemberAsync(Role.Admin));

        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<ListPassageReviews>().RunAsync(admin.AccountId, StudyId, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepPassage>().RunAsync(admin.AccountId, StudyId, change, _code.Id, null, Cancel)));
        Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(await The<KeepPassage>().TakeBackAsync(admin.AccountId, StudyId, change, [], Cancel)));
    }

    [Fact]
    public async Task What_was_settled_is_told_to_who_watches()
    {
        var change = await RedefineAsync(await CodedAsync(_coder));
        var told = 0;
        using var listening = Feed.Listen(StudyId, notice => told += notice is PassagesReviewed ? 1 : 0);

        StudyBuilder.Must(await The<KeepPassage>().RunAsync(_coder.AccountId, StudyId, change, _code.Id, null, Cancel));

        Assert.Equal(1, told);
    }

    private static IEnumerable<CodingId> Listed(ReviewsView view) => view.Changes.SelectMany(c => c.Passages).Select(p => p.CodingId);

    private async Task<ReviewsView> ListAsync(Member reader) => StudyBuilder.Must(await The<ListPassageReviews>().RunAsync(reader.AccountId, StudyId, Cancel));

    private async Task<Coding> CodedAsync(Member by, bool open = true, string trust = "Alder") =>
        await Study.CodingAsync(await Study.TranscriptAsync(_researcher, Turns, open, trust), _code, by);

    /// <summary>Another definition for the code, after which these codings are to be looked at again.</summary>
    private async Task<ChangeId> RedefineAsync(params Coding[] codings)
    {
        var before = _code.Snapshot;
        StudyBuilder.Must(_code.Describe(_code.Words with { Definition = "Time spent waiting" }));
        var change = CodebookChange.Record(ChangeId.New(), StudyId, _researcher.Id, StudyBuilder.At, ChangeKind.Rewrite, [new CodeChange(before, _code.Snapshot)]);
        Db.CodebookChanges.Add(change);
        await Db.SaveChangesAsync(Cancel);
        foreach (var coding in codings)
        {
            await Db.Database.ExecuteSqlAsync(
                $"insert into passage_reviews (change_id, coding_id, study_id, member_id, code_id, revision) values ({change.Id.Value}, {coding.Id.Value}, {StudyId.Value}, {coding.MemberId.Value}, {_code.Id.Value}, {coding.Revision})", Cancel);
        }

        return change.Id;
    }
}
