using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Features.Codings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoreStudy.Web.Tests.Features.Codings;

public sealed class DeskRoomsTests(PostgresFixture postgres) : DeskTest(postgres)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_is_at_a_transcript_hears_what_a_colleague_codes()
    {
        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);

        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply);

        Assert.Contains(apply.CodingId.Value.ToString(), await NextChangesAsync(ben), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_coded_between_the_page_and_the_joining_is_told()
    {
        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply);

        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);

        Assert.Contains(apply.CodingId.Value.ToString(), await NextChangesAsync(ben), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_closed_while_it_waits_for_news_waits_no_longer()
    {
        using var leaving = new CancellationTokenSource();
        var quiet = new DeskRoom(Transcript.Id, (_, _) => new TaskCompletionSource<ChangeSet>().Task, _ => Task.FromResult<string?>(null), _ => { }, NullLogger.Instance);
        var ben = quiet.Join(Ben, seen: 0);
        await ben.WaitAsync(Long, Cancel); // who is here
        var waiting = ben.WaitAsync(Long, leaving.Token);

        ben.Dispose();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Long, Cancel));
    }

    [Fact]
    public async Task A_private_memo_reaches_nobody_but_its_writer()
    {
        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);
        using var ada = Rooms.Enter(Transcript.Id).Join(Ada, seen: 0);

        await DoAsync(Ada, new WriteMemo(ActId.New(), MemoId.New(), At("waited"), "Nobody knows this", IsPrivate: true));

        Assert.Contains("Nobody knows this", await NextChangesAsync(ada), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody knows this", await NextChangesAsync(ben), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_who_fell_behind_is_told_every_change_once()
    {
        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);
        using var quick = Rooms.Enter(Transcript.Id).Join(Ada, seen: 0);
        var applies = new List<Apply>();
        for (var i = 0; i < 8; i++)
        {
            var apply = new Apply(ActId.New(), CodingId.New(), Waiting.Id, new Domain.Transcripts.Segment(i, i + 3), false, "");
            applies.Add(apply);
            await DoAsync(Ada, apply);
            await NextChangesAsync(quick);
        }

        var told = await NextChangesAsync(ben);

        Assert.All(applies, a => Assert.Contains(a.CodingId.Value.ToString(), told, StringComparison.Ordinal));
        Assert.Null(ben.TakeChanges());
    }

    [Fact]
    public async Task Who_is_behind_when_the_words_change_is_sent_no_places_of_the_text_before()
    {
        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);
        using var quick = Rooms.Enter(Transcript.Id).Join(Ada, seen: 0);
        var apply = Applying(Waiting, "waited");
        await DoAsync(Ada, apply);
        await NextChangesAsync(quick);

        var revision = await ReviseAsync();
        Rooms.Tell(Transcript.Id, revision);
        var told = await NextChangesAsync(quick);

        Assert.Contains("\"textRevision\":1", told, StringComparison.Ordinal);
        var late = await NextChangesAsync(ben);
        Assert.DoesNotContain(apply.CodingId.Value.ToString(), late, StringComparison.Ordinal);
        Assert.Contains("\"textRevision\":1", late, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_text_is_not_served_once_the_words_have_changed()
    {
        Assert.Contains("I waited", (await Texts.ReadAsync(Transcript.Id, 0)).Text.Words, StringComparison.Ordinal);

        await ReviseAsync();

        Assert.Contains("We waited", (await Texts.ReadAsync(Transcript.Id, 1)).Text.Words, StringComparison.Ordinal);
        Assert.Contains("We waited", (await Texts.ReadAsync(Transcript.Id, 0)).Markup, StringComparison.Ordinal);
    }

    private async Task<long> ReviseAsync()
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(Cancel);
        var text = StudyBuilder.Must(await TextRevising.LockAsync(Db, Transcript.Id, Cancel));
        var edits = StudyBuilder.Must(TextEdits.Plan(text.Text, text.Turns, [new TextEdit(12, 13, "We")]));
        var revised = StudyBuilder.Must(await TextRevising.ApplyAsync(Db, Transcript.Id, text.TextRevision, edits, TextRevisionKind.Correction, Researcher.Id, StudyBuilder.At, of: null, Cancel));
        await transaction.CommitAsync(Cancel);
        return revised.Revision;
    }

    [Fact]
    public async Task People_see_who_is_here_and_at_which_turn_until_they_leave()
    {
        using var ben = Rooms.Enter(Transcript.Id).Join(Ben, seen: 0);
        var ada = Rooms.Enter(Transcript.Id).Join(Ada, seen: 0);
        ada.MoveTo(3);
        var here = ben.TakePresence();
        while (here.Count == 0) // first the room reads who may know of whom
        {
            Assert.True(await ben.WaitAsync(Long, Cancel), "Nobody was told.");
            here = ben.TakePresence();
        }

        Assert.Equal([new DeskPresence(Ada.Id, Ada.Name, 3)], here);

        ada.Dispose();

        Assert.True(ben.IsPresenceNew);
        Assert.Empty(ben.TakePresence());
    }

    private static async Task<string> NextChangesAsync(DeskListener listener)
    {
        while (true)
        {
            if (listener.TakeChanges() is { } changes) return changes;
            Assert.True(await listener.WaitAsync(Long, Cancel), "No news came.");
        }
    }
}
