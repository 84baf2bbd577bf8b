using CoreStudy.Data.Mappings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using System.Runtime.CompilerServices;

namespace CoreStudy.Data.Transcripts;

/// <summary>Changes the text of a transcript and carries everything that has a place in it, within the caller's transaction.</summary>
/// <remarks>
/// The transcript's row of <c>coding_heads</c> is locked first of all, as acts at the desk do, so that nobody codes between the change of the
/// words and the move of the anchors. Rows are changed past the context: what it tracked before is out of date afterwards.
/// </remarks>
public static class TextRevising
{
    private static readonly Refusal ChangedMeanwhile =
        new("Somebody has changed the words of this transcript meanwhile. Look at it as it is now, and try again.");

    /// <summary>Locks a transcript's order of acts and reads the text as it is now; not found where it has none.</summary>
    public static async Task<Result<LockedText>> LockAsync(StudyDb db, TranscriptId transcriptId, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A text is revised within a transaction.");
        var head = (await db.Database.SqlQuery<Head>($"select revision, text_revision from coding_heads where transcript_id = {transcriptId.Value} for update").ToListAsync(cancel)).SingleOrDefault();
        var words = await db.TranscriptTexts.Where(t => t.TranscriptId == transcriptId).Select(t => t.Words).SingleOrDefaultAsync(cancel);
        if (head is null || words is null) return Refusal.NotFound;
        var turns = await db.Turns.Where(t => t.TranscriptId == transcriptId).OrderBy(t => t.Number).Select(t => t.Segment).ToListAsync(cancel);
        return new LockedText(transcriptId, head.TextRevision, head.Revision, new TranscriptText(words), turns);
    }

    /// <summary>The revisions after one, in order: the way from its places to those of now.</summary>
    public static async Task<IReadOnlyList<RevisionStep>> StepsAsync(StudyDb db, TranscriptId transcriptId, int after, CancellationToken cancel) =>
        [.. (await db.TextRevisions.AsNoTracking().Where(r => r.TranscriptId == transcriptId && r.Number > after).OrderBy(r => r.Number).ToListAsync(cancel)).Select(r => r.Step)];

    /// <summary>Makes the next revision of a text.</summary>
    /// <param name="baseRevision">The text revision that the edits were planned on; refused where it is not the last any more.</param>
    /// <param name="by">Null where the app itself does it.</param>
    /// <param name="of">The revision that is taken back.</param>
    public static async Task<Result<Revised>> ApplyAsync(
        StudyDb db, TranscriptId transcriptId, int baseRevision, TextEdits edits, TextRevisionKind kind, MemberId? by, DateTimeOffset at, int? of, CancellationToken cancel)
    {
        if ((await LockAsync(db, transcriptId, cancel)).IsRefused(out var refusal, out var text)) return refusal;
        if (text.TextRevision != baseRevision) return ChangedMeanwhile;
        return await WriteAsync(db, text, edits, kind, by, at, of, new Dictionary<(AnchorKind Kind, Guid Id), Return>(), cancel);
    }

    /// <summary>Makes the next revision of each of several texts: all of them, or none.</summary>
    /// <remarks>Locked in the order of their ids, as everybody who holds several does, so that two cannot wait for one another.</remarks>
    public static async Task<Result<IReadOnlyList<Revised>>> ApplyManyAsync(
        StudyDb db, IEnumerable<TextChange> changes, TextRevisionKind kind, MemberId? by, DateTimeOffset at, CancellationToken cancel)
    {
        var all = changes.ToList();
        var ids = all.Select(c => c.TranscriptId.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = any({ids}) order by transcript_id for update", cancel);
        var revised = new List<Revised>(all.Count);
        foreach (var change in all)
        {
            if ((await ApplyAsync(db, change.TranscriptId, change.BaseRevision, change.Edits, kind, by, at, of: null, cancel)).IsRefused(out var refusal, out var one)) return refusal;
            revised.Add(one);
        }

        return revised;
    }

    /// <summary>Takes back one revision, whatever was changed elsewhere since; refused where the same words were changed again.</summary>
    /// <param name="went">The words that it took away, as they were sealed.</param>
    /// <param name="widened">The anchors that it widened: those that nobody has moved since go back to where they were.</param>
    public static async Task<Result<Revised>> RestoreAsync(
        StudyDb db, TranscriptId transcriptId, int number, IReadOnlyList<string> went, IReadOnlyList<WidenedAnchor> widened, MemberId? by, DateTimeOffset at, CancellationToken cancel)
    {
        if ((await LockAsync(db, transcriptId, cancel)).IsRefused(out var refusal, out var text)) return refusal;
        var revision = await db.TextRevisions.AsNoTracking().SingleOrDefaultAsync(r => r.TranscriptId == transcriptId && r.Number == number, cancel);
        if (revision is null) return Refusal.NotFound;
        var later = await StepsAsync(db, transcriptId, number, cancel);
        if (TextRestoration.Plan(text.Text, text.Turns, revision.Step, later, went).IsRefused(out var no, out var restoration)) return no;

        var kind = revision.Kind == TextRevisionKind.Veil ? TextRevisionKind.Unveil : TextRevisionKind.Restoration;
        var back = (await WidenedSinceAsync(db, revision, widened, cancel)).ToDictionary(w => w.Key, w => new Return(restoration.Expected(w.Value.After), restoration.Back(w.Value.Before)));
        var step = new RevisionStep(text.TextRevision + 1, number, restoration.Edits.Moves);
        foreach (var (anchor, place) in await LateAsync(db, transcriptId, step, cancel)) back[anchor] = new Return(Expected: null, place);
        return await WriteAsync(db, text, restoration.Edits, kind, by, at, number, back, cancel);
    }

    private static async Task<IReadOnlyDictionary<(AnchorKind Kind, Guid Id), WidenedAnchor>> WidenedSinceAsync(
        StudyDb db, TextRevision revision, IReadOnlyList<WidenedAnchor> widened, CancellationToken cancel)
    {
        var ids = widened.Select(w => w.Id).Distinct().ToArray();
        var acts = await db.Database.SqlQuery<Act>(
            $"""
             select a.id, a.coding_id, a.kind, a.of, o.before is null as is_of_first, a.done_at
             from coding_acts a left join coding_acts o on o.id = a.of
             where a.transcript_id = {revision.TranscriptId.Value} and a.revision > {revision.CodingRevision} and a.after is not null
                 and (a.coding_id = any({ids}) or a.coding_id in (select coding_id from coding_acts where id = any({ids})))
             order by a.revision
             """).ToListAsync(cancel);
        return PlacesSince.Follow(widened.Select(w => KeyValuePair.Create((w.Kind, w.Id), w)), acts.Select(a => a.Read()), _ => null);
    }

    /// <summary>Where anchors belong, once a revision is taken back, that came late: on the words they were put on, as far as these are there.</summary>
    private static async Task<IReadOnlyDictionary<(AnchorKind Kind, Guid Id), Segment>> LateAsync(StudyDb db, TranscriptId transcriptId, RevisionStep back, CancellationToken cancel)
    {
        var acts = await db.Database.SqlQuery<Act>(
            $"""
             select a.id, a.coding_id, a.kind, a.of, o.before is null as is_of_first, a.done_at
             from coding_acts a left join coding_acts o on o.id = a.of
             where a.transcript_id = {transcriptId.Value} and a.after is not null
                 and a.coding_id in (select coding_id from coding_acts where transcript_id = {transcriptId.Value} and done_at is not null)
             order by a.revision
             """).ToListAsync(cancel);
        var late = new Dictionary<(AnchorKind Kind, Guid Id), EarlierPlace>(PlacesSince.Follow<EarlierPlace>([], acts.Select(a => a.Read()), a => a.DoneAt));
        foreach (var memo in await db.Memos.AsNoTracking().Where(m => m.TranscriptId == transcriptId && m.DoneAt != null).ToListAsync(cancel))
            late[(AnchorKind.Memo, memo.Id.Value)] = memo.DoneAt!;
        if (late.Count == 0) return new Dictionary<(AnchorKind Kind, Guid Id), Segment>();

        var oldest = late.Values.Min(p => p.TextRevision);
        List<RevisionStep> steps = [.. await StepsAsync(db, transcriptId, oldest, cancel), back];
        var trails = late.Values.Select(p => p.TextRevision).Distinct().ToDictionary(r => r, r => new TextTrail([.. steps.Where(s => s.Number > r)]));
        return late.ToDictionary(l => l.Key, l => trails[l.Value.TextRevision].Carry(l.Value.Segment));
    }

    private static async Task<Revised> WriteAsync(
        StudyDb db, LockedText text, TextEdits edits, TextRevisionKind kind, MemberId? by, DateTimeOffset at, int? of, IReadOnlyDictionary<(AnchorKind Kind, Guid Id), Return> back, CancellationToken cancel)
    {
        var (id, after) = (text.TranscriptId, edits.Apply(text.Text));
        var wordStarts = Transcript.StartsOfWords(after.Words);
        var turns = edits.CarryTurns(text.Turns);
        await db.Database.ExecuteSqlAsync(
            $"""
             with text as (update transcript_texts set words = {after.Words}, word_starts = {wordStarts} where transcript_id = {id.Value}),
                 counts as (update transcripts set length = {after.Length}, word_count = {wordStarts.Length} where id = {id.Value})
             update turns t set segment_start = n.start, segment_end = n.finish
             from unnest({Enumerable.Range(0, turns.Count).ToArray()}, {turns.Select(t => t.Start).ToArray()}, {turns.Select(t => t.End).ToArray()}) as n(number, start, finish)
             where t.transcript_id = {id.Value} and t.number = n.number and (t.segment_start, t.segment_end) <> (n.start, n.finish)
             """,
            cancel);

        var touched = await TouchedAsync(db, id, edits.Moves, back.Keys, cancel);
        var landed = Land(touched, edits, back, after);
        await MoveAsync(db, id, edits.Moves, landed, cancel);

        var (number, revision) = (text.TextRevision + 1, text.Revision + 1);
        await db.Database.ExecuteSqlAsync($"update coding_heads set revision = {revision}, text_revision = {number} where transcript_id = {id.Value}", cancel);
        var recorded = db.TextRevisions.Add(TextRevision.Record(id, number, kind, by, at, revision, edits.Moves, of));
        await db.SaveChangesAsync(cancel);
        recorded.State = EntityState.Detached; // it is done, or undone with the transaction: nobody changes it

        var inverse = edits.Invert(text.Text, text.Turns).Moves;
        var widened = landed.Where(l => inverse.Carry(l.After) != l.Before).Select(l => new WidenedAnchor(l.Kind, l.Id, l.Before, l.After)).ToList();
        return new Revised(id, number, revision, edits.Went(text.Text), widened);
    }

    /// <summary>The anchors whose words change, and those that are to go back.</summary>
    private static async Task<IReadOnlyList<Anchor>> TouchedAsync(StudyDb db, TranscriptId id, TextMoves moves, IEnumerable<(AnchorKind Kind, Guid Id)> back, CancellationToken cancel)
    {
        var (starts, ends) = (moves.All.Select(m => m.Start).ToArray(), moves.All.Select(m => m.End).ToArray());
        var (first, last) = (starts[0], ends[^1]);
        var returning = back.Select(b => b.Id).Distinct().ToArray();
        return await db.Database.SqlQuery<Anchor>(
            $"""
             with anchors (kind, id, segment_start, segment_end) as (
                 select 'Coding', id, segment_start, segment_end from codings where transcript_id = {id.Value}
                 union all select 'ActBefore', id, (before->>'Start')::int, (before->>'End')::int from coding_acts where transcript_id = {id.Value} and before is not null
                 union all select 'ActAfter', id, (after->>'Start')::int, (after->>'End')::int from coding_acts where transcript_id = {id.Value} and after is not null
                 union all select 'Memo', id, segment_start, segment_end from memos where transcript_id = {id.Value}
                 union all select 'ContentNote', id, segment_start, segment_end from content_notes where transcript_id = {id.Value}
                 union all select 'Flag', id, segment_start, segment_end from passage_flags where transcript_id = {id.Value}
                 union all select 'Settled', id, segment_start, segment_end from settled_codings where transcript_id = {id.Value}
                 union all select 'Kept', id, segment_start, segment_end from kept_passages where transcript_id = {id.Value})
             select kind, id, segment_start, segment_end from anchors
             where id = any({returning}) or (segment_start <= {last} and segment_end >= {first} and exists (
                 select 1 from unnest({starts}, {ends}) as e(s, f)
                 where segment_start < case when s = f then s else f end and s < segment_end))
             """).ToListAsync(cancel);
    }

    private static List<Landed> Land(IReadOnlyList<Anchor> touched, TextEdits edits, IReadOnlyDictionary<(AnchorKind Kind, Guid Id), Return> back, TranscriptText after)
    {
        var landed = new List<Landed>(touched.Count);
        foreach (var anchor in touched)
        {
            var before = new Segment(anchor.SegmentStart, anchor.SegmentEnd);
            var kind = Enum.Parse<AnchorKind>(anchor.Kind);
            var isBack = back.TryGetValue((kind, anchor.Id), out var one) && (one.Expected ?? before) == before && !after.Cut(one.To).IsRefused(out _, out _);
            var now = isBack ? one!.To : edits.Carry(before);
            landed.Add(new Landed(kind, anchor.Id, before, now, kind is AnchorKind.Coding or AnchorKind.Settled or AnchorKind.Kept ? after.Words[now.Start..now.End] : ""));
        }

        return landed;
    }

    private static async Task MoveAsync(StudyDb db, TranscriptId id, TextMoves moves, List<Landed> landed, CancellationToken cancel)
    {
        var (starts, ends, landings, lengths) = (moves.Starts.ToArray(), moves.Ends.ToArray(), moves.Landings.ToArray(), moves.Lengths.ToArray());
        var first = starts.Length > 0 ? starts[0] : int.MaxValue; // what ends before the first edit stays as it is
        await PutAsync(AnchorKind.Coding, "codings", withWords: true);
        await PutAsync(AnchorKind.Settled, "settled_codings", withWords: true);
        await PutAsync(AnchorKind.Kept, "kept_passages", withWords: true);
        await PutAsync(AnchorKind.Memo, "memos", withWords: false);
        await PutAsync(AnchorKind.ContentNote, "content_notes", withWords: false);
        await PutAsync(AnchorKind.Flag, "passage_flags", withWords: false);

        var (before, after) = (Of(AnchorKind.ActBefore), Of(AnchorKind.ActAfter));
        await db.Database.ExecuteSqlAsync(
            $"""
             update coding_acts a set
                 before = x.before || jsonb_build_object(
                     'Start', coalesce(b.start, carried((x.before->>'Start')::int, false, {starts}, {ends}, {landings}, {lengths})),
                     'End', coalesce(b.finish, carried((x.before->>'End')::int, true, {starts}, {ends}, {landings}, {lengths}))),
                 after = x.after || jsonb_build_object(
                     'Start', coalesce(n.start, carried((x.after->>'Start')::int, false, {starts}, {ends}, {landings}, {lengths})),
                     'End', coalesce(n.finish, carried((x.after->>'End')::int, true, {starts}, {ends}, {landings}, {lengths})))
             from coding_acts x
                 left join unnest({before.Ids}, {before.Starts}, {before.Ends}) as b(id, start, finish) on b.id = x.id
                 left join unnest({after.Ids}, {after.Starts}, {after.Ends}) as n(id, start, finish) on n.id = x.id
             where a.id = x.id and x.transcript_id = {id.Value}
                 and ((x.before->>'End')::int > {first} or (x.after->>'End')::int > {first} or b.id is not null or n.id is not null)
             """,
            cancel);

        async Task PutAsync(AnchorKind kind, string table, bool withWords)
        {
            var some = Of(kind);
            await db.Database.ExecuteSqlAsync(
                FormattableStringFactory.Create(
                    $$"""
                      update {{table}} a set
                          segment_start = coalesce(n.start, carried(x.segment_start, false, {0}, {1}, {2}, {3})),
                          segment_end = coalesce(n.finish, carried(x.segment_end, true, {0}, {1}, {2}, {3})){{(withWords ? ", words = coalesce(n.words, x.words)" : "")}}
                      from {{table}} x left join unnest({4}, {5}, {6}, {7}) as n(id, start, finish, words) on n.id = x.id
                      where a.id = x.id and x.transcript_id = {8} and (x.segment_end > {9} or n.id is not null)
                      """,
                    starts, ends, landings, lengths, some.Ids, some.Starts, some.Ends, some.Words, id.Value, first),
                cancel);
        }

        Columns Of(AnchorKind kind)
        {
            var some = landed.Where(l => l.Kind == kind).ToList();
            return new([.. some.Select(l => l.Id)], [.. some.Select(l => l.After.Start)], [.. some.Select(l => l.After.End)], [.. some.Select(l => l.Words)]);
        }
    }

    private sealed record Head(long Revision, int TextRevision);

    private sealed record Act(Guid Id, Guid CodingId, string Kind, Guid? Of, bool IsOfFirst, string? DoneAt)
    {
        public ActSince Read() =>
            new(new ActId(Id), new CodingId(CodingId), Enum.Parse<ActKind>(Kind), Of is { } of ? new ActId(of) : null, IsOfFirst, EarlierPlaces.Read(DoneAt));
    }

    private sealed record Anchor(string Kind, Guid Id, int SegmentStart, int SegmentEnd);

    /// <summary>Where a restoration puts an anchor.</summary>
    /// <param name="Expected">Where it must be for that; null where it goes back from wherever it is.</param>
    private sealed record Return(Segment? Expected, Segment To);

    private sealed record Landed(AnchorKind Kind, Guid Id, Segment Before, Segment After, string Words)
    {
        public override string ToString() => $"{Kind} {Id}";
    }

    private sealed record Columns(Guid[] Ids, int[] Starts, int[] Ends, string[] Words)
    {
        public override string ToString() => $"{Ids.Length} anchors";
    }
}
