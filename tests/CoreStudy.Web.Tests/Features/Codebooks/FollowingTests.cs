using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codebooks;
using CoreStudy.Web.Live;
using CoreStudy.Web.Tests.Features.Codings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codebooks;

/// <summary>Codings follow merges and splits, and come back when those are undone.</summary>
public sealed class FollowingTests(PostgresFixture postgres) : DeskTest(postgres)
{
    private readonly StudyFeed _feed = new();

    private CodebookDesk Desk => new(Databases, Permissions, _feed, Typed, TimeProvider.System);

    private StudyId StudyId => Study.Study.Id;

    [Fact]
    public async Task Codings_of_every_coder_go_to_the_code_that_theirs_is_merged_into_and_come_back()
    {
        var (mine, yours, kept) = (Applying(Waiting, "waited"), Applying(Waiting, "came"), Applying(Hope, "somebody"));
        await DoAsync(Ada, mine, kept);
        await DoAsync(Ben, yours);

        var merge = await MergeAsync(Waiting, Hope);

        Assert.All((await ReadAsync()).Codings, c => Assert.Equal(Hope.Id, c.CodeId));
        Assert.Equal(3, (await ReadAsync()).Codings.Count);
        Assert.Equal(2, (await ChangeAsync(merge)).Codings);
        Assert.Equal((CodeState.Retired, (CodeId?)Hope.Id), await StateAsync(Waiting));

        await UndoAsync(merge);

        var after = (await ReadAsync()).Codings.ToDictionary(c => c.Id, c => c.CodeId);
        Assert.Equal((Waiting.Id, Waiting.Id, Hope.Id), (after[mine.CodingId], after[yours.CodingId], after[kept.CodingId]));
        Assert.Equal((CodeState.Active, (CodeId?)null), await StateAsync(Waiting));
        await SoundAsync();
    }

    [Fact]
    public async Task Where_one_coder_has_both_codes_on_the_same_words_one_stays_with_the_comments_of_both()
    {
        var (goes, stays) = (Applying(Waiting, "waited"), Applying(Hope, "waited"));
        await DoAsync(Ada, goes, stays);
        await DoAsync(Ben, new WriteComment(ActId.New(), goes.CodingId, CommentId.New(), "On the one that goes"));

        var merge = await MergeAsync(Waiting, Hope);

        var seen = await ReadAsync();
        Assert.Equal(stays.CodingId, Assert.Single(seen.Codings).Id);
        Assert.Equal(stays.CodingId, Assert.Single(seen.Comments).CodingId);
        await UndoAsync(merge);
        Assert.Equal(2, (await ReadAsync()).Codings.Count);
        await SoundAsync();
    }

    [Fact]
    public async Task Who_still_has_the_merged_code_before_them_codes_with_the_other()
    {
        await MergeAsync(Waiting, Hope);

        var late = Applying(Waiting, "waited");
        var outcome = await DoAsync(Ada, late);

        Assert.True(outcome.Results.Single().IsKept);
        Assert.Equal(Hope.Id, outcome.Changes.Codings.Single().CodeId);
    }

    [Fact]
    public async Task A_code_merged_twice_over_leads_to_the_last()
    {
        var last = await Study.CodeAsync("Last");
        await MergeAsync(Waiting, Hope);
        await MergeAsync(Hope, last);

        await DoAsync(Ada, Applying(Waiting, "waited"));

        Assert.Equal(last.Id, Assert.Single((await ReadAsync()).Codings).CodeId);
    }

    [Fact]
    public async Task A_coder_takes_back_a_coding_that_has_gone_to_another_code()
    {
        await DoAsync(Ada, Applying(Waiting, "waited"));
        await MergeAsync(Waiting, Hope);

        var outcome = await DoAsync(Ada, new Undo(ActId.New()));

        Assert.True(outcome.Results.Single().IsKept);
        Assert.Empty((await ReadAsync()).Codings);
        await DoAsync(Ada, new Redo(ActId.New()));
        Assert.Equal(Hope.Id, Assert.Single((await ReadAsync()).Codings).CodeId);
    }

    [Fact]
    public async Task A_split_moves_the_chosen_passages_alone_and_its_undo_brings_them_back()
    {
        var (moves, stays) = (Applying(Waiting, "waited"), Applying(Waiting, "came"));
        await DoAsync(Ada, moves, stays);

        var split = StudyBuilder.Must(await new SplitCode(Desk).RunAsync(Researcher.AccountId, StudyId, Waiting.Id, Says("Long waiting"), [moves.CodingId], Cancel));

        var made = await Db.Codes.AsNoTracking().SingleAsync(c => c.Name == "Long waiting", Cancel);
        var after = (await ReadAsync()).Codings.ToDictionary(c => c.Id, c => c.CodeId);
        Assert.Equal((made.Id, Waiting.Id), (after[moves.CodingId], after[stays.CodingId]));
        await UndoAsync(split);
        Assert.All((await ReadAsync()).Codings, c => Assert.Equal(Waiting.Id, c.CodeId));
        Assert.Equal(CodeState.Retired, (await Db.Codes.AsNoTracking().SingleAsync(c => c.Id == made.Id, Cancel)).State);
        await SoundAsync();
    }

    [Fact]
    public async Task What_a_coder_has_done_since_the_merge_outlives_its_undo()
    {
        var moved = Applying(Waiting, "waited");
        await DoAsync(Ada, moved, Applying(Waiting, "came"));
        var merge = await MergeAsync(Waiting, Hope);
        await DoAsync(Ada, new Remove(ActId.New(), moved.CodingId), Applying(Hope, "Then"));

        await UndoAsync(merge);

        Assert.Equal([Hope.Id, Waiting.Id], (await ReadAsync()).Codings.Select(c => c.CodeId));
        await SoundAsync();
    }

    [Fact]
    public async Task A_change_is_not_undone_over_a_later_one_nor_twice()
    {
        var merge = await MergeAsync(Waiting, Hope);
        StudyBuilder.Must(await new RetireCode(Desk).RunAsync(Researcher.AccountId, StudyId, Waiting.Id, CodeState.Active, Cancel));

        Assert.Contains("changed again since", await RefusedAsync(new UndoChange(Desk).RunAsync(Researcher.AccountId, StudyId, merge, Cancel)), StringComparison.Ordinal);

        var second = await MergeAsync(Waiting, Hope);
        await UndoAsync(second);
        Assert.Contains("already", await RefusedAsync(new UndoChange(Desk).RunAsync(Researcher.AccountId, StudyId, second, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_transcript_whose_codings_followed_is_told_with_its_revision()
    {
        await DoAsync(Ada, Applying(Waiting, "waited"));
        var heard = new List<Notice>();
        using var listening = _feed.Listen(StudyId, heard.Add);

        await MergeAsync(Waiting, Hope);

        var followed = Assert.Single(heard.OfType<CodingsFollowed>());
        Assert.Equal((Transcript.Id, (await ReadAsync()).Revision), (followed.TranscriptId, followed.Revision));
        Assert.Single(heard.OfType<CodebookChanged>());
    }

    [Fact]
    public async Task Nobody_but_those_who_keep_the_framework_merges_splits_or_undoes()
    {
        var coding = Applying(Waiting, "waited");
        await DoAsync(Ada, coding);
        var merge = await MergeAsync(Hope, Waiting);
        foreach (var role in new[] { Role.Coder, Role.Supervisor, Role.Admin })
        {
            var other = (await Study.MemberAsync(role)).AccountId;
            Assert.Equal(Refusal.Forbidden.Sentence, await RefusedAsync(new MergeCode(Desk).RunAsync(other, StudyId, Waiting.Id, Hope.Id, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, await RefusedAsync(new SplitCode(Desk).RunAsync(other, StudyId, Waiting.Id, Says("New"), [coding.CodingId], Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, await RefusedAsync(new UndoChange(Desk).RunAsync(other, StudyId, merge, Cancel)));
            Assert.Equal(Refusal.Forbidden.Sentence, await RefusedAsync(new ListPassages(Databases, Permissions).RunAsync(other, StudyId, Waiting.Id, "", 0, 10, Cancel)));
        }
    }

    [Fact]
    public async Task Passages_are_found_by_their_words_their_transcript_and_their_coder()
    {
        await DoAsync(Ada, Applying(Waiting, "waited 👩‍👧"), Applying(Waiting, "came"));
        var passages = new ListPassages(Databases, Permissions);

        var all = StudyBuilder.Must(await passages.RunAsync(Researcher.AccountId, StudyId, Waiting.Id, "", 0, 1, Cancel));
        var found = StudyBuilder.Must(await passages.RunAsync(Researcher.AccountId, StudyId, Waiting.Id, "CAME", 0, 10, Cancel));
        var none = StudyBuilder.Must(await passages.RunAsync(Researcher.AccountId, StudyId, Waiting.Id, "%", 0, 10, Cancel));

        Assert.Equal((2, "waited 👩‍👧", 2, Ada.Name), (all.Total, all.Shown.Single().Words, all.Shown.Single().Turn, all.Shown.Single().Coder));
        Assert.Equal(4, Assert.Single(found.Shown).Turn);
        Assert.Equal(0, none.Total);
    }

    [Fact]
    public async Task A_new_definition_asks_each_coder_to_look_again()
    {
        await DoAsync(Ada, Applying(Waiting, "waited"), Applying(Hope, "came"));
        await DoAsync(Ben, Applying(Waiting, "came"));

        var change = StudyBuilder.Must(await new EditCode(Desk).RewriteAsync(
            Researcher.AccountId, StudyId, Waiting.Id, Waiting.Version, Says("Waiting") with { Definition = "Time spent waiting." }, lookAgain: true, Cancel));

        var reviews = await Db.PassageReviews.ToListAsync(Cancel);
        Assert.Equal([Ada.Id, Ben.Id], reviews.Select(r => r.MemberId).OrderBy(m => m.Value));
        Assert.All(reviews, r => Assert.Equal((change, Waiting.Id), (r.ChangeId, r.CodeId)));
    }

    [Fact]
    public async Task While_two_people_code_merges_splits_and_undos_lose_nothing()
    {
        var second = await Study.TranscriptAsync(Researcher, Words.Split('\n'));
        var places = new[] { "waited", "came", "How", "somebody", "Then", "was" };
        using var stop = new CancellationTokenSource();
        var applied = new System.Collections.Concurrent.ConcurrentDictionary<CodingId, Member>();
        var coders = new[] { (Ada, Transcript.Id, 1), (Ben, Transcript.Id, 2), (Ada, second.Id, 3), (Ben, second.Id, 4) }.Select(coder => Task.Run(async () =>
        {
            var (member, transcript, seed) = coder;
            var choice = new Random(seed);
            while (!stop.IsCancellationRequested)
            {
                var apply = Applying(choice.Next(2) == 0 ? Waiting : Hope, places[choice.Next(places.Length)]);
                DeskAct act = choice.Next(4) == 0 ? new Undo(ActId.New()) : apply;
                var outcome = StudyBuilder.Must(await Record.RunAsync(member.AccountId, transcript, [act], Cancel));
                if (act is Apply && outcome.Results.Single().IsKept) applied[apply.CodingId] = member;
            }
        })).ToList();

        for (var round = 0; round < 6; round++)
        {
            var merge = await MergeAsync(round % 2 == 0 ? Waiting : Hope, round % 2 == 0 ? Hope : Waiting);
            var some = await Db.Codings.Where(c => c.RemovedAt == null).Select(c => new { c.Id, c.CodeId }).Take(3).ToListAsync(Cancel);
            if (some.Count > 0) await new SplitCode(Desk).RunAsync(Researcher.AccountId, StudyId, some[0].CodeId, Says($"Split {round}"), [.. some.Select(s => s.Id)], Cancel);
            await UndoAsync(merge);
        }

        await stop.CancelAsync();
        await Task.WhenAll(coders);
        var kept = await Db.Codings.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.MemberId, Cancel);
        Assert.All(applied, a => Assert.Equal(a.Value.Id, kept[a.Key]));
        Assert.NotEmpty(applied);
        await SoundAsync();
    }

    private static CodeWords Says(string name) => new(name, "", "", "", "", "", "#336699");

    private async Task<ChangeId> MergeAsync(Code from, Code into) =>
        StudyBuilder.Must(await new MergeCode(Desk).RunAsync(Researcher.AccountId, StudyId, from.Id, into.Id, Cancel));

    private async Task UndoAsync(ChangeId change) => StudyBuilder.Must(await new UndoChange(Desk).RunAsync(Researcher.AccountId, StudyId, change, Cancel));

    private Task<CodebookChange> ChangeAsync(ChangeId id) => Db.CodebookChanges.AsNoTracking().SingleAsync(c => c.Id == id, Cancel);

    private async Task<(CodeState, CodeId?)> StateAsync(Code code)
    {
        var now = await Db.Codes.AsNoTracking().SingleAsync(c => c.Id == code.Id, Cancel);
        return (now.State, now.MergedInto);
    }

    private static async Task<string> RefusedAsync<T>(Task<Result<T>> asked) => (await asked).IsRefused(out var refusal, out _) ? refusal.Sentence : "It was allowed.";

    /// <summary>Each coding is as its last act left it, lies on its words, and stands on a code that is in use or retired for itself.</summary>
    private async Task SoundAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        var last = (await db.CodingActs.Where(a => a.CodingId != null && a.After != null).ToListAsync(Cancel)).GroupBy(a => a.CodingId!.Value).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Revision)!);
        foreach (var coding in await db.Codings.ToListAsync(Cancel))
        {
            Assert.Equal(last[coding.Id].After, coding.State);
            Assert.Equal(last[coding.Id].Revision, coding.Revision);
        }

        var merged = await db.Codes.Where(c => c.MergedInto != null).Select(c => c.Id).ToListAsync(Cancel);
        Assert.False(await db.Codings.AnyAsync(c => c.RemovedAt == null && merged.Contains(c.CodeId), Cancel));
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }
}
