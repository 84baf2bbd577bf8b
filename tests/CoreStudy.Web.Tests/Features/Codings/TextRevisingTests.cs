using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Features.Codings;

public sealed class TextRevisingTests(PostgresFixture postgres) : DeskTest(postgres)
{
    [Fact]
    public async Task The_database_carries_a_place_as_the_domain_does()
    {
        var text = new TranscriptText(string.Concat(Enumerable.Repeat(Words + "\n", 6)) + "End.");
        var turns = Turns(text.Words);
        for (var seed = 0; seed < 150; seed++)
        {
            if (new RandomEdits(seed).Edit(text, turns) is not { } edits) continue;
            var (moves, places) = (edits.Moves, Enumerable.Range(0, text.Length + 1).ToArray());

            var found = await Db.Database.SqlQuery<Place>(
                $"""
                 select p as at, carried(p, false, {moves.Starts.ToArray()}, {moves.Ends.ToArray()}, {moves.Landings.ToArray()}, {moves.Lengths.ToArray()}) as start,
                     carried(p, true, {moves.Starts.ToArray()}, {moves.Ends.ToArray()}, {moves.Landings.ToArray()}, {moves.Lengths.ToArray()}) as finish
                 from unnest({places}) as p
                 """).ToListAsync(Cancel);

            Assert.Equal(places.Select(p => new Place(p, moves.Carry(p, isEnd: false), moves.Carry(p, isEnd: true))), found.OrderBy(f => f.At));
        }
    }

    [Fact]
    public async Task A_redaction_changes_the_words_for_good_and_every_coding_keeps_its_own()
    {
        var (first, part, after) = (Applying(Waiting, "I waited"), Applying(Hope, "ited 👩‍👧"), Applying(Hope, "somebody came"));
        await DoAsync(Ada, first, part, after);

        var revised = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));

        Assert.Equal((1, 4L, "waited"), (revised.Number, revised.Revision, revised.Went.Single()));
        Assert.Equal(["I [verb 1]", "[verb 1] 👩‍👧", "somebody came"], (await CodingsAsync()).Select(c => c.Words));
        Assert.Equal(part.CodingId.Value, revised.Widened.Single(w => w.Kind == AnchorKind.Coding).Id);
        await AssertNothingAstrayAsync();
        Assert.DoesNotContain("I waited", await Db.TranscriptTexts.Select(t => t.Words).SingleAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turns_memos_notes_and_the_counts_of_words_go_along()
    {
        await DoAsync(Ada, new WriteMemo(ActId.New(), MemoId.New(), At("somebody"), "Who?", IsPrivate: false));
        Db.ContentNotes.Add(StudyBuilder.Must(ContentNote.Create(Transcript.Id, new TranscriptText(Words), At("Then somebody came."), "a visit")));
        await Db.SaveChangesAsync(Cancel);

        await ReviseAsync(new TextEdit(14, 20, "was made to wait"));

        await using var db = await Databases.CreateDbContextAsync(Cancel);
        var text = await db.TranscriptTexts.SingleAsync(Cancel);
        Assert.Equal("somebody", Cut(text.Words, (await db.Memos.SingleAsync(Cancel)).Segment!.Value));
        Assert.Equal("Then somebody came.", Cut(text.Words, (await db.ContentNotes.SingleAsync(Cancel)).Segment));
        Assert.Equal(text.Words.Split('\n'), (await db.Turns.OrderBy(t => t.Number).ToListAsync(Cancel)).Select(t => Cut(text.Words, t.Segment)));
        var transcript = await db.Transcripts.SingleAsync(Cancel);
        Assert.Equal((text.Words.Length, text.WordStarts.Length, 16), (transcript.Length, transcript.WordCount, transcript.WordCount));
    }

    [Fact]
    public async Task Undo_and_redo_go_to_the_words_as_they_are_now()
    {
        var apply = Applying(Waiting, "came");
        await DoAsync(Ada, apply, new Resize(ActId.New(), apply.CodingId, At("somebody came")));

        await ReviseAsync(new TextEdit(14, 20, "stood"), new TextEdit(49, 53, "And so"));
        await DoAsync(Ada, new Undo(ActId.New()) { TextRevision = 1 });
        Assert.Equal("came", (await CodingsAsync()).Single().Words);

        await DoAsync(Ada, new Redo(ActId.New()) { TextRevision = 1 });
        Assert.Equal("somebody came", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task An_act_done_on_an_earlier_text_lies_on_the_words_it_was_meant_for()
    {
        await ReviseAsync(new TextEdit(12, 13, "We all"));
        await ReviseAsync(new TextEdit(0, 3, "And how"));

        var outcome = await DoAsync(Ada, Applying(Hope, "somebody came"));

        Assert.True(outcome.Results.Single().IsKept);
        Assert.Equal("somebody came", (await CodingsAsync()).Single().Words);
        Assert.Equal(2, outcome.Changes.TextRevision);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task Who_planned_on_a_text_that_has_changed_since_is_told_so()
    {
        var plan = Plan(await TextAsync(), new TextEdit(12, 13, "We"));
        await ReviseAsync(new TextEdit(0, 3, "And how"));

        var result = await ApplyAsync(0, plan, TextRevisionKind.Correction);

        Assert.True(result.IsRefused(out var refusal, out _));
        Assert.Equal("Somebody has changed the words of this transcript meanwhile. Look at it as it is now, and try again.", refusal.Sentence);
    }

    [Fact]
    public async Task A_restoration_gives_back_the_words_and_puts_widened_codings_where_they_were()
    {
        var (part, act) = (Applying(Hope, "ited 👩‍👧"), Applying(Waiting, "wai"));
        await DoAsync(Ada, part, act, new Remove(ActId.New(), act.CodingId));
        var before = await SnapshotAsync();
        var redaction = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));
        await ReviseAsync(new TextEdit(0, 3, "And how"));

        await RestoreAsync(redaction);

        Assert.Equal(["ited 👩‍👧", "wai"], (await CodingsAsync(removedToo: true)).Select(c => c.Words).Order());
        Assert.Contains("I waited 👩‍👧 and", (await TextAsync()).Text.Words, StringComparison.Ordinal);
        Assert.Equal(before.Acts.Select(a => (a.Before?.Segment.Length, a.After?.Segment.Length)), (await SnapshotAsync()).Acts.Select(a => (a.Before?.Segment.Length, a.After?.Segment.Length)));
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task A_widened_coding_that_its_coder_moved_since_stays_where_they_put_it()
    {
        var part = Applying(Hope, "ited 👩‍👧");
        await DoAsync(Ada, part);
        var redaction = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));
        await DoAsync(Ada, new Resize(ActId.New(), part.CodingId, new Segment(12, 22)) { TextRevision = 1 });

        await RestoreAsync(redaction);

        Assert.Equal("I waited", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task A_coding_moved_within_the_words_that_went_is_not_put_back_to_where_it_was_before_that()
    {
        var part = Applying(Hope, "wai");
        await DoAsync(Ada, part);
        var redaction = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));
        // done on the text before: it comes to lie on the whole replacement, where the coding lies already, and yet has moved it
        await DoAsync(Ada, new Resize(ActId.New(), part.CodingId, At("waited")));

        await RestoreAsync(redaction);

        Assert.Equal("waited", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task A_move_undone_between_a_redaction_and_its_taking_back_stays_undone()
    {
        var part = Applying(Hope, "waited");
        await DoAsync(Ada, part, new Resize(ActId.New(), part.CodingId, At("wai")));
        var redaction = await ReviseAsync(new TextEdit(13, 20, " [verb 1]"));
        await DoAsync(Ada, new Undo(ActId.New()) { TextRevision = 1 });

        await RestoreAsync(redaction);
        Assert.Equal("waited", (await CodingsAsync()).Single().Words);

        await DoAsync(Ada, new Redo(ActId.New()) { TextRevision = 2 });
        Assert.Equal("wai", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task What_was_done_to_a_coding_between_a_redaction_and_its_taking_back_can_be_undone_afterwards()
    {
        var part = Applying(Hope, "wai");
        await DoAsync(Ada, part);
        var redaction = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));
        await DoAsync(Ada, new Recode(ActId.New(), part.CodingId, Waiting.Id) { TextRevision = 1 });
        await RestoreAsync(redaction);

        var undone = await DoAsync(Ada, new Undo(ActId.New()) { TextRevision = 2 }, new Undo(ActId.New()) { TextRevision = 2 });

        Assert.All(undone.Results, r => Assert.True(r.IsKept, r.Why));
        Assert.Equal(["wai"], (await CodingsAsync(removedToo: true)).Select(c => c.Words));
    }

    [Fact]
    public async Task An_act_that_comes_after_the_words_it_was_done_on_were_taken_out_is_on_them_whenever_they_are_back()
    {
        var putIn = await ReviseAsync(new TextEdit(20, 20, " for long"));
        var takenBack = await RestoreAsync(putIn);
        var late = Applying(Hope, "waited") with { Segment = new Segment(25, 29), TextRevision = 1 };
        await DoAsync(Ada, late);

        var again = await RestoreAsync(takenBack);
        Assert.Equal("long", (await CodingsAsync()).Single().Words);

        await RestoreAsync(await RestoreAsync(again));
        Assert.Equal("long", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task What_came_late_is_undone_and_done_again_on_the_words_it_was_done_on()
    {
        var putIn = await ReviseAsync(new TextEdit(20, 20, " for long"));
        var takenBack = await RestoreAsync(putIn);
        var late = Applying(Hope, "waited") with { Segment = new Segment(25, 29), TextRevision = 1 };
        await DoAsync(Ada, late, new Resize(ActId.New(), late.CodingId, new Segment(21, 29)) { TextRevision = 1 }, new Undo(ActId.New()) { TextRevision = 2 });

        await RestoreAsync(takenBack);
        Assert.Equal("long", (await CodingsAsync()).Single().Words);

        await DoAsync(Ada, new Redo(ActId.New()) { TextRevision = 3 });
        Assert.Equal("for long", (await CodingsAsync()).Single().Words);
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task A_memo_that_comes_late_is_on_its_words_when_they_are_back()
    {
        var putIn = await ReviseAsync(new TextEdit(20, 20, " for long"));
        var takenBack = await RestoreAsync(putIn);
        await DoAsync(Ada, new WriteMemo(ActId.New(), MemoId.New(), new Segment(25, 29), "How long?", IsPrivate: false) { TextRevision = 1 });

        await RestoreAsync(takenBack);

        await using var db = await Databases.CreateDbContextAsync(Cancel);
        Assert.Equal("long", Cut((await TextAsync()).Text.Words, await db.Memos.Select(m => m.Segment!.Value).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task An_act_done_on_words_that_were_changed_and_put_back_before_it_came_lies_on_them_to_the_letter()
    {
        await RestoreAsync(await ReviseAsync(new TextEdit(14, 20, "[verb 1]")));

        await DoAsync(Ada, Applying(Hope, "wait"));

        Assert.Equal("wait", (await CodingsAsync()).Single().Words);
    }

    [Fact]
    public async Task What_was_changed_again_since_is_not_taken_back_from_under_it()
    {
        var redaction = await ReviseAsync(new TextEdit(14, 20, "[verb 1]"));
        await ReviseAsync(new TextEdit(15, 19, "deed"));

        var result = await TryRestoreAsync(redaction);

        Assert.True(result.IsRefused(out var refusal, out _));
        Assert.Equal("The same words have been changed again since, in revision 2. Take that back first.", refusal.Sentence);
    }

    [Fact]
    public async Task A_veil_hides_words_of_text_and_codings_and_moves_nothing()
    {
        await DoAsync(Ada, Applying(Waiting, "I waited"));
        var before = await SnapshotAsync();

        var veil = await ReviseAsync(TextRevisionKind.Veil, t => TextEdit.Veil(t, At("waited")));
        Assert.Equal("I ██████", (await CodingsAsync()).Single().Words);
        Assert.Equal(before.Codings.Select(c => c.Segment), (await SnapshotAsync()).Codings.Select(c => c.Segment));

        await RestoreAsync(veil);
        Assert.Equal("I waited", (await CodingsAsync()).Single().Words);
        Assert.Equal(TextRevisionKind.Unveil, await Db.TextRevisions.Where(r => r.Number == 2).Select(r => r.Kind).SingleAsync(Cancel));
        await AssertNothingAstrayAsync();
    }

    [Fact]
    public async Task Nothing_of_the_words_that_went_is_left_in_the_database()
    {
        await DoAsync(Ada, Applying(Waiting, "somebody came"), Applying(Waiting, "Then somebody"));

        await ReviseAsync(new TextEdit(At("somebody").Start, At("somebody").End, "[person 1]"));

        var found = await Db.Database.SqlQuery<string>(
            $"""
             select table_name::text as "Value" from information_schema.tables
             where table_schema = 'public' and table_type = 'BASE TABLE'
                 and (xpath('//n/text()', query_to_xml(format('select count(*) as n from %I x where x::text like %L', table_name, '%somebody%'), false, true, '')))[1]::text <> '0'
             """).ToListAsync(Cancel);
        Assert.Empty(found);
    }

    [Fact]
    public async Task Several_texts_are_changed_together_or_not_at_all()
    {
        var second = await Study.TranscriptAsync(Researcher, ["Who came?", "Anna."]);
        var plan = Plan(await TextAsync(), new TextEdit(14, 20, "[verb 1]"));
        var other = StudyBuilder.Must(TextEdits.Plan(new TranscriptText("Who came?\nAnna."), [new(0, 9), new(10, 15)], [new TextEdit(10, 14, "[peer 1]")]));

        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var stale = await TextRevising.ApplyManyAsync(db, [new(Transcript.Id, 0, plan), new(second.Id, 1, other)], TextRevisionKind.Redaction, null, StudyBuilder.At, Cancel);
        Assert.True(stale.IsRefused(out _, out _));
        await transaction.RollbackAsync(Cancel);

        await using var again = await db.Database.BeginTransactionAsync(Cancel);
        var done = StudyBuilder.Must(await TextRevising.ApplyManyAsync(db, [new(Transcript.Id, 0, plan), new(second.Id, 0, other)], TextRevisionKind.Redaction, null, StudyBuilder.At, Cancel));
        await again.CommitAsync(Cancel);
        Assert.Equal(["waited", "Anna"], done.SelectMany(d => d.Went));
    }

    [Fact]
    public async Task After_any_edits_each_coding_and_act_is_where_the_domain_says_and_a_restoration_brings_all_back()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var random = new RandomEdits(seed);
            var transcript = await Study.TranscriptAsync(Researcher, Words.Split('\n').Concat(["She met Anna Reed in Salford.", "On 3 May, 👩‍👧 and all."]));
            var text = new TranscriptText(transcript.Text.Words);
            for (var i = 0; i < 30; i++)
            {
                var apply = new Apply(ActId.New(), CodingId.New(), Waiting.Id, random.Anchor(text), IsUnsure: false, "");
                await OnAsync(transcript, Ada, apply, new Resize(ActId.New(), apply.CodingId, random.Anchor(text)));
            }

            var before = await SnapshotAsync(transcript);
            if (random.Edit(text, Turns(text.Words), veil: seed % 5 == 0) is not { } edits) continue;
            await using var db = await Databases.CreateDbContextAsync(Cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            var revised = StudyBuilder.Must(await TextRevising.ApplyAsync(db, transcript.Id, 0, edits, TextRevisionKind.Correction, Researcher.Id, StudyBuilder.At, null, Cancel));
            await transaction.CommitAsync(Cancel);

            var after = await SnapshotAsync(transcript);
            Assert.Equal(before.Codings.Select(c => (c.Id, edits.Carry(c.Segment))), after.Codings.Select(c => (c.Id, c.Segment)));
            Assert.Equal(before.Acts.Select(a => (a.Id, a.Before is { } b ? edits.Carry(b.Segment) : default, edits.Carry(a.After!.Segment))), after.Acts.Select(a => (a.Id, a.Before?.Segment ?? default, a.After!.Segment)));
            await AssertNothingAstrayAsync();

            await using var back = await db.Database.BeginTransactionAsync(Cancel);
            StudyBuilder.Must(await TextRevising.RestoreAsync(db, transcript.Id, 1, revised.Went, revised.Widened, Researcher.Id, StudyBuilder.At, Cancel));
            await back.CommitAsync(Cancel);
            var restored = await SnapshotAsync(transcript);
            Assert.Equal(before.Codings.Select(c => (c.Id, c.Segment, c.Words)), restored.Codings.Select(c => (c.Id, c.Segment, c.Words)));
            Assert.Equal(before.Acts.Select(a => (a.Id, a.Before, a.After)), restored.Acts.Select(a => (a.Id, a.Before, a.After)));
            await AssertNothingAstrayAsync();
        }
    }

    private static Segment[] Turns(string words)
    {
        var (turns, position) = (new List<Segment>(), 0);
        foreach (var turn in words.Split('\n'))
        {
            turns.Add(new Segment(position, position + turn.Length));
            position += turn.Length + 1;
        }

        return [.. turns];
    }

    private static string Cut(string words, Segment segment) => words[segment.Start..segment.End];

    private static TextEdits Plan(LockedText text, params TextEdit[] edits) => StudyBuilder.Must(TextEdits.Plan(text.Text, text.Turns, edits));

    private async Task<LockedText> TextAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        return StudyBuilder.Must(await TextRevising.LockAsync(db, Transcript.Id, Cancel));
    }

    private async Task<Result<Revised>> ApplyAsync(int baseRevision, TextEdits edits, TextRevisionKind kind)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var result = await TextRevising.ApplyAsync(db, Transcript.Id, baseRevision, edits, kind, Researcher.Id, StudyBuilder.At, of: null, Cancel);
        await transaction.CommitAsync(Cancel);
        return result;
    }

    private async Task<Revised> ReviseAsync(params TextEdit[] edits)
    {
        var text = await TextAsync();
        return StudyBuilder.Must(await ApplyAsync(text.TextRevision, Plan(text, edits), TextRevisionKind.Redaction));
    }

    private async Task<Revised> ReviseAsync(TextRevisionKind kind, Func<TranscriptText, TextEdit> edit)
    {
        var text = await TextAsync();
        return StudyBuilder.Must(await ApplyAsync(text.TextRevision, Plan(text, edit(text.Text)), kind));
    }

    private async Task<Result<Revised>> TryRestoreAsync(Revised revised)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
        var result = await TextRevising.RestoreAsync(db, Transcript.Id, revised.Number, revised.Went, revised.Widened, Researcher.Id, StudyBuilder.At, Cancel);
        await transaction.CommitAsync(Cancel);
        return result;
    }

    private async Task<Revised> RestoreAsync(Revised revised) => StudyBuilder.Must(await TryRestoreAsync(revised));

    private async Task OnAsync(Transcript transcript, Member by, params DeskAct[] acts)
    {
        var outcome = StudyBuilder.Must(await Record.RunAsync(by.AccountId, transcript.Id, acts, Cancel));
        Assert.True(outcome.Results.Count == acts.Length);
    }

    private async Task<List<Coding>> CodingsAsync(bool removedToo = false)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return await db.Codings.Where(c => c.TranscriptId == Transcript.Id && (removedToo || c.RemovedAt == null)).OrderBy(c => c.Segment.Start).ToListAsync(Cancel);
    }

    private async Task<(List<Coding> Codings, List<CodingAct> Acts)> SnapshotAsync(Transcript? transcript = null)
    {
        var id = (transcript ?? Transcript).Id;
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        return (await db.Codings.Where(c => c.TranscriptId == id).OrderBy(c => c.Id).ToListAsync(Cancel), await db.CodingActs.Where(a => a.TranscriptId == id && a.CodingId != null).OrderBy(a => a.Revision).ToListAsync(Cancel));
    }

    private async Task AssertNothingAstrayAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancel);
        Assert.Empty((await CodingCheck.RunAsync(db, Cancel)).Strays);
    }

    private sealed record Place(int At, int Start, int Finish);
}
