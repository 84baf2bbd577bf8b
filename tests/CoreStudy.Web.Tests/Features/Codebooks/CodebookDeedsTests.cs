using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codebooks;

public sealed class CodebookDeedsTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private Member _researcher = null!;
    private Member _coder = null!;

    private StudyId StudyId => Study.Study.Id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
        _coder = await Study.MemberAsync(Role.Coder);
    }

    [Fact]
    public async Task A_coder_reads_the_framework_and_changes_nothing_of_it()
    {
        var (by, code) = (_coder.AccountId, await Study.CodeAsync("Waiting"));

        Assert.False((await BookAsync(_coder)).MayManage);
        AssertForbidden(await The<EditCode>().CreateAsync(by, StudyId, null, Words("Hope"), Cancel));
        AssertForbidden(await The<EditCode>().RewriteAsync(by, StudyId, code.Id, code.Version, Words("Hope"), lookAgain: false, Cancel));
        AssertForbidden(await The<MoveCode>().AmongSiblingsAsync(by, StudyId, code.Id, 1, Cancel));
        AssertForbidden(await The<MoveCode>().PutAsync(by, StudyId, code.Id, null, null, Cancel));
        AssertForbidden(await The<RetireCode>().RunAsync(by, StudyId, code.Id, CodeState.Retired, Cancel));
    }

    [Fact]
    public async Task Who_does_not_belong_finds_no_framework()
    {
        var stranger = await (await StudyBuilder.StartAsync(Db, "Another study")).MemberAsync(Role.StudyLead);

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<ReadCodebook>().RunAsync(stranger.AccountId, StudyId, Cancel)));
    }

    [Fact]
    public async Task Codes_stand_in_the_order_of_their_tree()
    {
        var training = await MakeAsync("Training");
        await MakeAsync("Supervision");
        await MakeAsync("Pace", training);
        await MakeAsync("Content", training);

        Assert.Equal([("Training", 0), ("Pace", 1), ("Content", 1), ("Supervision", 0)], await OrderAsync());
    }

    [Fact]
    public async Task A_code_moves_up_and_down_among_its_siblings_and_stops_at_the_ends()
    {
        var (a, _, c) = (await MakeAsync("A"), await MakeAsync("B"), await MakeAsync("C"));

        StudyBuilder.Must(await The<MoveCode>().AmongSiblingsAsync(_researcher.AccountId, StudyId, c, -1, Cancel));
        Assert.Equal(["A", "C", "B"], (await OrderAsync()).Select(o => o.Name));

        StudyBuilder.Must(await The<MoveCode>().AmongSiblingsAsync(_researcher.AccountId, StudyId, a, -1, Cancel));
        Assert.Equal(["A", "C", "B"], (await OrderAsync()).Select(o => o.Name));
    }

    [Fact]
    public async Task A_code_moved_below_another_stands_last_there()
    {
        var training = await MakeAsync("Training");
        await MakeAsync("Pace", training);
        var content = await MakeAsync("Content");

        StudyBuilder.Must(await The<MoveCode>().PutAsync(_researcher.AccountId, StudyId, content, training, null, Cancel));

        Assert.Equal([("Training", 0), ("Pace", 1), ("Content", 1)], await OrderAsync());
    }

    [Fact]
    public async Task A_code_is_not_put_below_what_lies_below_it()
    {
        var training = await MakeAsync("Training");
        var pace = await MakeAsync("Pace", training);

        Assert.Equal("“Training” cannot be put below itself.", SentenceOf(await The<MoveCode>().PutAsync(_researcher.AccountId, StudyId, training, pace, null, Cancel)));
    }

    [Fact]
    public async Task Two_moves_at_once_never_put_codes_below_one_another()
    {
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (await MakeAsync($"A{round}"), await MakeAsync($"B{round}"));
            var move = The<MoveCode>();

            await Task.WhenAll(
                move.PutAsync(_researcher.AccountId, StudyId, a, b, null, Cancel),
                move.PutAsync(_researcher.AccountId, StudyId, b, a, null, Cancel));

            Assert.Equal(2 * (round + 1), (await BookAsync(_researcher)).Codes.Count);
        }
    }

    [Fact]
    public async Task Two_codes_below_the_same_one_do_not_share_a_name()
    {
        var training = await MakeAsync("Training");
        await MakeAsync("Pace", training);
        var other = await MakeAsync("Pace");

        Assert.Equal("There is one called “Pace” already.", SentenceOf(await The<EditCode>().CreateAsync(_researcher.AccountId, StudyId, training, Words("Pace"), Cancel)));
        Assert.StartsWith(
            "There is one called “Pace” there already.", SentenceOf(await The<MoveCode>().PutAsync(_researcher.AccountId, StudyId, other, training, null, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_saves_over_a_newer_edit_is_told_so()
    {
        await MakeAsync("Waiting");
        var seen = (await BookAsync(_researcher)).Codes.Single();
        StudyBuilder.Must(await The<EditCode>().RewriteAsync(_researcher.AccountId, StudyId, seen.Id, seen.Version, Words("Waiting lists"), lookAgain: false, Cancel));

        var result = await The<EditCode>().RewriteAsync(_researcher.AccountId, StudyId, seen.Id, seen.Version, Words("Waiting rooms"), lookAgain: false, Cancel);

        Assert.StartsWith("Somebody else changed this meanwhile.", SentenceOf(result), StringComparison.Ordinal);
        Assert.Equal("Waiting lists", (await BookAsync(_researcher)).Codes.Single().Words.Name);
    }

    [Fact]
    public async Task A_retired_code_comes_back_and_a_proposed_one_is_accepted()
    {
        var waiting = await MakeAsync("Waiting");
        var proposed = StudyBuilder.Must(Code.Propose(StudyId, CodeId.New(), null, "Hope", "#336699", 5, _coder.Id));
        Db.Codes.Add(proposed);
        await Db.SaveChangesAsync(Cancel);

        StudyBuilder.Must(await The<RetireCode>().RunAsync(_researcher.AccountId, StudyId, waiting, CodeState.Retired, Cancel));
        Assert.Equal([CodeState.Retired, CodeState.Proposed], (await BookAsync(_coder)).Codes.Select(c => c.State));

        StudyBuilder.Must(await The<RetireCode>().RunAsync(_researcher.AccountId, StudyId, waiting, CodeState.Active, Cancel));
        StudyBuilder.Must(await The<RetireCode>().RunAsync(_researcher.AccountId, StudyId, proposed.Id, CodeState.Active, Cancel));
        Assert.Equal([CodeState.Active, CodeState.Active], (await BookAsync(_coder)).Codes.Select(c => c.State));
    }

    [Fact]
    public async Task Codings_are_counted_in_the_trusts_that_the_reader_reaches()
    {
        var code = await Study.CodeAsync("Waiting");
        foreach (var trust in new[] { "Alder", "Birch" }) await Study.CodingAsync(await Study.TranscriptAsync(_researcher, ["Hello?"], trust: trust), code, _coder);
        var limited = await Study.MemberAsync(Role.Coder, Study.Trust("Alder"));

        Assert.Equal(2, (await BookAsync(_researcher)).Codes.Single().Codings);
        Assert.Equal(1, (await BookAsync(limited)).Codes.Single().Codings);
    }

    [Fact]
    public async Task Each_change_is_told_to_who_looks_at_the_framework()
    {
        var told = 0;
        using var listening = Feed.Listen(StudyId, notice => told += notice is CodebookChanged ? 1 : 0);

        await MakeAsync("Waiting");

        Assert.Equal(1, told);
    }

    private static CodeWords Words(string name) => new(name, "", "", "", "", "", "#336699");

    private async Task<CodeId> MakeAsync(string name, CodeId? parent = null)
    {
        StudyBuilder.Must(await The<EditCode>().CreateAsync(_researcher.AccountId, StudyId, parent, Words(name), Cancel));
        return await Db.Codes.Where(c => c.StudyId == StudyId && c.Name == name && c.ParentId == parent).Select(c => c.Id).SingleAsync(Cancel);
    }

    private async Task<CodebookView> BookAsync(Member reader) => StudyBuilder.Must(await The<ReadCodebook>().RunAsync(reader.AccountId, StudyId, Cancel));

    private async Task<IEnumerable<(string Name, int Depth)>> OrderAsync() => (await BookAsync(_researcher)).Codes.Select(c => (c.Words.Name, c.Depth));

    private static void AssertForbidden<T>(Result<T> result) => Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
}
