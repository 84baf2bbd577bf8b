using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codings;

public sealed class RecordActsTests(PostgresFixture postgres) : DeskTest(postgres)
{
    [Fact]
    public async Task A_coding_is_kept_with_the_words_it_was_put_on()
    {
        var apply = Applying(Waiting, "waited 👩‍👧");

        var outcome = await DoAsync(Ada, apply);

        var coding = await Db.Codings.SingleAsync(Cancel);
        Assert.True(outcome.Results.Single().IsKept);
        Assert.Equal("waited 👩‍👧", coding.Words);
        Assert.Equal(outcome.Revision, coding.Revision);
    }

    [Fact]
    public async Task An_act_sent_twice_is_done_once_and_kept_both_times()
    {
        var apply = Applying(Waiting, "waited");

        await DoAsync(Ada, apply);
        var again = await DoAsync(Ada, apply, apply);

        Assert.All(again.Results, r => Assert.True(r.IsKept));
        Assert.Equal(1, await Db.Codings.CountAsync(Cancel));
        Assert.Equal(1, await Db.CodingActs.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_retired_code_is_refused_by_name_and_the_next_act_is_kept()
    {
        var retired = await Study.CodeAsync("Queueing", retired: true);

        var outcome = await DoAsync(Ada, Applying(retired, "waited"), Applying(Waiting, "waited"));

        Assert.Equal("“Queueing” has been retired from the codebook.", outcome.Results[0].Why);
        Assert.True(outcome.Results[1].IsKept);
    }

    [Fact]
    public async Task A_segment_past_the_end_or_inside_a_character_is_refused()
    {
        var emoji = Words.IndexOf("👩", StringComparison.Ordinal);

        var outcome = await DoAsync(
            Ada,
            new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(0, Words.Length + 1), false, ""),
            new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(emoji + 1, emoji + 4), false, ""));

        Assert.Equal("The selection reaches past the end of the transcript.", outcome.Results[0].Why);
        Assert.Equal("The selection begins or ends inside a character. Please select it again.", outcome.Results[1].Why);
    }

    [Fact]
    public async Task The_same_code_of_the_same_coder_stands_once_on_the_same_words()
    {
        var first = await DoAsync(Ada, Applying(Waiting, "waited"), Applying(Waiting, "waited"));
        var later = await DoAsync(Ada, Applying(Waiting, "waited"));
        var colleague = await DoAsync(Ben, Applying(Waiting, "waited"));

        Assert.Equal([true, false], first.Results.Select(r => r.IsKept));
        Assert.False(later.Results.Single().IsKept);
        Assert.True(colleague.Results.Single().IsKept);
    }

    [Fact]
    public async Task Nobody_changes_a_coding_of_somebody_else()
    {
        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply);

        var outcome = await DoAsync(
            Ben, new Remove(ActId.New(), apply.CodingId), new Recode(ActId.New(), apply.CodingId, Hope.Id), new Resize(ActId.New(), apply.CodingId, At("and")));

        Assert.All(outcome.Results, r => Assert.Equal("This coding is somebody else's, and stays as they made it.", r.Why));
        Assert.Equal(Waiting.Id, (await ReadAsync()).Codings.Single().CodeId);
    }

    [Fact]
    public async Task A_coding_changes_its_code_its_borders_and_how_sure_its_coder_is()
    {
        var apply = Applying(Waiting, "waited");

        await DoAsync(
            Ada, apply, new Recode(ActId.New(), apply.CodingId, Hope.Id), new Resize(ActId.New(), apply.CodingId, At("I waited")),
            new Doubt(ActId.New(), apply.CodingId, IsUnsure: true, "Is it hope?"));

        var coding = (await ReadAsync()).Codings.Single();
        Assert.Equal((Hope.Id, At("I waited"), true, "Is it hope?"), (coding.CodeId, coding.Segment, coding.IsUnsure, coding.Question));
        Assert.Equal("I waited", (await Db.Codings.SingleAsync(Cancel)).Words);
    }

    [Fact]
    public async Task Undo_and_redo_walk_through_a_members_own_acts()
    {
        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply, new Recode(ActId.New(), apply.CodingId, Hope.Id));
        await DoAsync(Ben, Applying(Hope, "somebody came"));

        await DoAsync(Ada, new Undo(ActId.New()));
        Assert.Equal(Waiting.Id, Row(await ReadAsync()).CodeId);

        await DoAsync(Ada, new Undo(ActId.New()));
        Assert.DoesNotContain((await ReadAsync()).Codings, c => c.Id == apply.CodingId);

        await DoAsync(Ada, new Redo(ActId.New()), new Redo(ActId.New()));
        Assert.Equal(Hope.Id, Row(await ReadAsync()).CodeId);

        var tooFar = await DoAsync(Ada, new Redo(ActId.New()));
        Assert.Equal("There is nothing to do again.", tooFar.Results.Single().Why);

        CodingRow Row(ChangeSet all) => all.Codings.Single(c => c.Id == apply.CodingId);
    }

    [Fact]
    public async Task What_was_undone_cannot_be_done_again_once_something_else_was_done()
    {
        await DoAsync(Ada, Applying(Waiting, "waited"), new Undo(ActId.New()), Applying(Hope, "somebody came"));

        var outcome = await DoAsync(Ada, new Redo(ActId.New()));

        Assert.Equal("There is nothing to do again.", outcome.Results.Single().Why);
    }

    [Fact]
    public async Task A_removed_coding_stays_in_the_store_and_comes_back()
    {
        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply, new Remove(ActId.New(), apply.CodingId));
        Assert.Empty((await ReadAsync()).Codings);

        await DoAsync(Ada, new Restore(ActId.New(), apply.CodingId));

        Assert.Equal(apply.CodingId, (await ReadAsync()).Codings.Single().Id);
    }

    [Fact]
    public async Task A_code_proposed_in_the_same_sending_can_be_applied_at_once()
    {
        var propose = new ProposeCode(ActId.New(), CodeId.New(), null, "Somebody came", "#aa5500");

        var outcome = await DoAsync(
            Ada, propose, new Apply(ActId.New(), CodingId.New(), propose.CodeId, At("somebody came"), false, ""),
            new ProposeCode(ActId.New(), CodeId.New(), null, "Somebody came", "#aa5500"));

        Assert.Equal([true, true, false], outcome.Results.Select(r => r.IsKept));
        Assert.Equal(Domain.Codebooks.CodeState.Proposed, (await Db.Codes.SingleAsync(c => c.Id == propose.CodeId, Cancel)).State);
    }

    [Fact]
    public async Task A_private_memo_is_seen_by_its_writer_alone()
    {
        var hidden = new WriteMemo(ActId.New(), MemoId.New(), At("waited"), "For myself", IsPrivate: true);
        var shared = new WriteMemo(ActId.New(), MemoId.New(), At("waited"), "For all", IsPrivate: false);
        await DoAsync(Ada, hidden, shared);

        Assert.Equal(["For all"], (await ReadAsync(Ben)).Memos.Select(m => m.Text));
        Assert.Equal(["For all"], (await ReadAsync(Ben, after: 0)).Memos.Select(m => m.Text));
        Assert.Equal(["For myself", "For all"], (await ReadAsync(Ada)).Memos.Select(m => m.Text));
    }

    [Fact]
    public async Task Comments_follow_one_another_and_only_their_writer_takes_one_away()
    {
        var apply = Applying(Waiting, "waited");
        var comment = new WriteComment(ActId.New(), apply.CodingId, CommentId.New(), "Or is it patience?");
        await DoAsync(Ada, apply);
        await DoAsync(Ben, comment);

        var refused = await DoAsync(Ada, new RemoveComment(ActId.New(), comment.CommentId));

        Assert.False(refused.Results.Single().IsKept);
        Assert.Equal(["Or is it patience?"], (await ReadAsync()).Comments.Select(c => c.Text));
    }

    [Fact]
    public async Task Words_that_the_database_does_not_take_are_refused_alone_and_hold_up_nothing_else()
    {
        var apply = Applying(Waiting, "waited");

        var outcome = await DoAsync(
            Ada, apply, new WriteComment(ActId.New(), apply.CodingId, CommentId.New(), "a\0b"), new Doubt(ActId.New(), apply.CodingId, true, "c\ud83dd"), new WriteComment(ActId.New(), apply.CodingId, CommentId.New(), "Kept"));

        Assert.Equal([true, false, false, true], outcome.Results.Select(r => r.IsKept));
        Assert.Equal(["Kept"], (await ReadAsync()).Comments.Select(c => c.Text));
    }

    [Fact]
    public async Task Changes_after_a_revision_are_all_that_came_later_and_nothing_else()
    {
        var first = Applying(Waiting, "waited");
        var seen = (await DoAsync(Ada, first)).Revision;
        var second = Applying(Hope, "somebody came");
        await DoAsync(Ben, second);
        await DoAsync(Ada, new Remove(ActId.New(), first.CodingId));

        var changes = await ReadAsync(after: seen);

        Assert.Equal(
            new HashSet<(CodingId, bool)> { (second.CodingId, false), (first.CodingId, true) },
            changes.Codings.Select(c => (c.Id, c.IsRemoved)).ToHashSet());
    }

    [Fact]
    public async Task Many_people_at_once_each_get_their_codings_kept_in_one_order()
    {
        var members = new List<Member>();
        for (var i = 0; i < 12; i++) members.Add(await Study.MemberAsync(Role.Coder));

        var outcomes = await Task.WhenAll(members.SelectMany(m => Enumerable.Range(0, 10).Select(i => DoAsync(
            m, new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Segment(i, i + 3), false, "")))));

        var revisions = await Db.CodingActs.Select(a => a.Revision).OrderBy(r => r).ToListAsync(Cancel);
        Assert.All(outcomes, o => Assert.True(o.Results.Single().IsKept));
        Assert.Equal(Enumerable.Range(1, 120).Select(i => (long)i), revisions);
        Assert.Equal(120, (await ReadAsync()).Codings.Count);
    }

    [Fact]
    public async Task An_admin_may_not_code_and_a_stranger_finds_nothing()
    {
        var admin = await Study.MemberAsync(Role.Admin);
        var elsewhere = await Study.MemberAsync(Role.Coder, Study.Trust("Birch"));

        var asAdmin = await Record.RunAsync(admin.AccountId, Transcript.Id, [Applying(Waiting, "waited")], Cancel);
        var asStranger = await Record.RunAsync(AccountId.New(), Transcript.Id, [Applying(Waiting, "waited")], Cancel);
        var fromElsewhere = await Record.RunAsync(elsewhere.AccountId, Transcript.Id, [Applying(Waiting, "waited")], Cancel);

        Assert.True(asAdmin.IsRefused(out var forbidden, out _));
        Assert.Equal(Refusal.Forbidden, forbidden);
        Assert.True(asStranger.IsRefused(out var notFound, out _));
        Assert.Equal(Refusal.NotFound, notFound);
        Assert.True(fromElsewhere.IsRefused(out var notHere, out _));
        Assert.Equal(Refusal.NotFound, notHere);
        Assert.Equal(0, await Db.Codings.CountAsync(Cancel));
    }
}
