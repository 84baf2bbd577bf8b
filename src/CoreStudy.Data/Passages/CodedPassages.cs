using CoreStudy.Data.Codings;
using CoreStudy.Data.Themes;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Passages;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Passages;

/// <summary>
/// The index of coded passages, which every question over the study is asked of. Acts of coding pay nothing for it: whoever asks first has what
/// moved since taken in again, transcript by transcript, so that it is true as of that moment.
/// </summary>
public static class CodedPassages
{
    private const int Together = 40;

    /// <summary>Takes in again the transcripts of a study that changed since they were last. Not within a transaction of the caller.</summary>
    /// <remarks>Some transcripts at a time, each time in a transaction of its own: what was taken in stays, though the caller leaves.</remarks>
    public static async Task RefreshAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var moved = await MovedAsync(db, studyId, null, cancel);
        if (moved.Length == 0) return;
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        foreach (var some in moved.Select(m => m.TranscriptId).Chunk(Together))
        {
            await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                // One at a time: two would both write the same rows.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({studyId.Value.ToString()}, 8))", cancel);
                await TakeInAsync(db, studyId, await MovedAsync(db, studyId, some, cancel), cancel);
                await transaction.CommitAsync(cancel);
            });
        }
    }

    /// <summary>The passages that fit the filter and that the reader may see: in the trusts they reach, of transcripts that are in use, past no blind round.</summary>
    /// <remarks>As of the last <see cref="RefreshAsync"/>.</remarks>
    public static IQueryable<CodedPassage> Matching(StudyDb db, Member reader, PassageFilter filter)
    {
        var (transcripts, isSettled) = (db.Transcripts.ReadableBy(reader), filter.Layer == PassageLayer.Settled);
        if (filter.Trusts.Count > 0) transcripts = transcripts.Where(t => filter.Trusts.Contains(t.TrustId));
        if (filter.Interviews.Count > 0) transcripts = transcripts.Where(t => filter.Interviews.Contains(t.InterviewId));
        if (filter.Transcripts.Count > 0) transcripts = transcripts.Where(t => filter.Transcripts.Contains(t.Id));
        if (filter.Kinds.Count > 0) transcripts = transcripts.Where(t => db.Interviews.Any(i => i.Id == t.InterviewId && filter.Kinds.Contains(i.Kind)));
        if (filter.Sites.Count > 0) transcripts = transcripts.Where(t => db.Interviews.Any(i => i.Id == t.InterviewId && i.SiteId != null && filter.Sites.Contains(i.SiteId.Value)));

        var passages = db.CodedPassages.AsNoTracking().VisibleTo(db, reader).Where(p => p.IsSettled == isSettled && transcripts.Any(t => t.Id == p.TranscriptId));
        if (filter.Codes.Count > 0 || filter.Themes.Count > 0)
        {
            var (codes, themed) = (filter.WithSubcodes && filter.Codes.Count > 0 ? db.Below(filter.Codes) : filter.Codes.AsQueryable(), db.CodesOf(filter.Themes));
            passages = (filter.Codes.Count, filter.Themes.Count) switch
            {
                (_, 0) => passages.Where(p => codes.Contains(p.CodeId)),
                (0, _) => passages.Where(p => themed.Contains(p.CodeId)),
                _ => passages.Where(p => codes.Contains(p.CodeId) || themed.Contains(p.CodeId)),
            };
        }

        if (filter.Coders.Count > 0) passages = passages.Where(p => p.MemberId != null && filter.Coders.Contains(p.MemberId.Value));
        if (filter.Participants.Count > 0) passages = passages.Where(p => p.ParticipantId != null && filter.Participants.Contains(p.ParticipantId.Value));
        if (filter.ParticipantRoles.Count > 0) passages = passages.Where(p => db.Participants.Any(x => x.Id == p.ParticipantId && filter.ParticipantRoles.Contains(x.Role)));
        foreach (var attribute in filter.Attributes.GroupBy(a => a.Attribute))
        {
            var people = db.ParticipantsWith(attribute.Key, attribute.Select(a => a.Value));
            passages = passages.Where(p => people.Any(x => x.Id == p.ParticipantId));
        }

        if (filter.From is { } from) passages = passages.Where(p => p.CodedAt >= new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero));
        if (filter.To is { } to) passages = passages.Where(p => p.CodedAt < new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        return passages;
    }

    /// <summary>Every passage that the reader may see, coders' and settled ones: what is sought there by its id.</summary>
    public static IQueryable<CodedPassage> OfBothLayers(StudyDb db, Member reader) =>
        Matching(db, reader, PassageFilter.All).Concat(Matching(db, reader, PassageFilter.All with { Layer = PassageLayer.Settled }));

    /// <summary>In the order in which they are read: by trust, transcript and place.</summary>
    public static IQueryable<CodedPassage> InReadingOrder(this IQueryable<CodedPassage> passages, StudyDb db) =>
        from p in passages
        join t in db.Transcripts on p.TranscriptId equals t.Id
        join trust in db.Trusts on t.TrustId equals trust.Id
        orderby trust.Label, t.Title, p.TranscriptId, p.Segment.Start, p.Segment.End, p.Id
        select p;

    /// <summary>Participants of whom an attribute has one of these values.</summary>
    public static IQueryable<Participant> ParticipantsWith(this StudyDb db, AttributeId attribute, IEnumerable<string> values)
    {
        var (id, some) = (attribute.Value.ToString(), values.ToArray());
        return db.Participants.FromSql($"select * from participants where attributes ->> {id} = any({some})");
    }

    /// <summary>These codes and all codes below them.</summary>
    /// <remarks>Unpacked from an array: of a list that a recursion makes, the planner takes it that half of all codes are in it, and reads the whole study.</remarks>
    public static IQueryable<CodeId> Below(this StudyDb db, IReadOnlyCollection<CodeId> codes)
    {
        var top = codes.Select(c => c.Value).ToArray();
        return db.Codes.FromSql(
            $"""
             select c.* from unnest(array(
                 with recursive below as (select id from codes where id = any({top}) union select c.id from codes c join below b on c.parent_id = b.id)
                 select id from below)) as chosen(id) join codes c on c.id = chosen.id
             """).Select(c => c.Id);
    }

    /// <param name="among">Null for all transcripts of the study.</param>
    private static async Task<Moved[]> MovedAsync(StudyDb db, StudyId studyId, Guid[]? among, CancellationToken cancel) => [.. await db.Database.SqlQuery<Moved>(
        $"""
         with merged as (select coalesce(sum(hashtextextended(id::text || merged_into::text, 0) % 1000000007), 0)::bigint as merges from codes where study_id = {studyId.Value} and merged_into is not null),
             now as (
                 select t.id as transcript_id, h.revision, coalesce(s.revision, -1) as settled_revision, case when s.transcript_id is null then 0 else k.merges end as merges
                 from transcripts t join coding_heads h on h.transcript_id = t.id left join settlements s on s.transcript_id = t.id cross join merged k
                 where t.study_id = {studyId.Value})
         select n.transcript_id, n.revision, n.settled_revision, n.merges
         from now n left join passage_marks m on m.transcript_id = n.transcript_id
         where (n.revision, n.settled_revision, n.merges) is distinct from (coalesce(m.revision, 0), coalesce(m.settled_revision, -1), coalesce(m.merges, 0))
             and ({among == null} or n.transcript_id = any({among ?? Array.Empty<Guid>()}))
         order by n.transcript_id
         """).ToListAsync(cancel)];

    private static async Task TakeInAsync(StudyDb db, StudyId studyId, Moved[] moved, CancellationToken cancel)
    {
        if (moved.Length == 0) return; // somebody else was quicker
        var ids = moved.Select(m => new TranscriptId(m.TranscriptId)).ToList();
        // Read after the revisions: what is added meanwhile is at most taken in early, and looked at again next time.
        var codings = await StandingAsync(db, ids, cancel);
        var facts = await FactsAsync(db, ids, cancel);
        var rows = codings.GroupBy(c => c.TranscriptId).Where(g => facts.ContainsKey(g.Key)).SelectMany(g => facts[g.Key].Rows(g)).ToDictionary(r => r.Id);
        var before = await db.CodedPassages.AsNoTracking().Where(p => ids.Contains(p.TranscriptId)).Select(p => new PassageRow(
            p.Id, p.IsSettled, p.TranscriptId.Value, p.CodeId.Value, p.MemberId == null ? null : p.MemberId.Value.Value, p.ParticipantId == null ? null : p.ParticipantId.Value.Value, p.Segment.Start, p.Segment.End,
            p.FirstTurn, p.LastTurn, p.FirstSentence, p.LastSentence, p.FirstWord, p.EndWord, p.NewWords, p.OwnNewWords, p.CodedAt)).ToDictionaryAsync(r => r.Id, cancel);

        var gone = before.Keys.Where(id => !rows.ContainsKey(id)).ToArray();
        if (gone.Length > 0) await db.Database.ExecuteSqlAsync($"delete from coded_passages where id = any({gone})", cancel);
        var changed = rows.Values.Where(r => !before.TryGetValue(r.Id, out var was) || was != r).ToList();
        if (changed.Count > 0) await PutAsync(db, studyId, changed, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into passage_marks (transcript_id, revision, settled_revision, merges)
             select * from unnest({moved.Select(m => m.TranscriptId).ToArray()}, {moved.Select(m => m.Revision).ToArray()}, {moved.Select(m => m.SettledRevision).ToArray()}, {moved.Select(m => m.Merges).ToArray()})
             on conflict (transcript_id) do update set revision = excluded.revision, settled_revision = excluded.settled_revision, merges = excluded.merges
             """, cancel);
    }

    private static async Task<IReadOnlyList<StandingCoding>> StandingAsync(StudyDb db, List<TranscriptId> ids, CancellationToken cancel)
    {
        var codings = await db.Codings.AsNoTracking().Where(c => ids.Contains(c.TranscriptId) && c.RemovedAt == null && c.RoundId == null)
            .Select(c => new StandingCoding(c.Id.Value, false, c.TranscriptId, c.CodeId, c.MemberId, c.Segment, c.CodedAt)).ToListAsync(cancel);
        var decided = await db.SettledCodings.Where(s => ids.Contains(s.TranscriptId) && s.RemovedAt == null).ToDictionaryAsync(s => s.Id.Value, s => s.DecidedAt, cancel);
        if (decided.Count == 0) return codings;
        var settled = await Layers.SettledAsync(db, ids, cancel);
        return [.. codings, .. settled.Where(s => decided.ContainsKey(s.Id.Value)).Select(s => new StandingCoding(s.Id.Value, true, s.TranscriptId, s.CodeId, null, s.Segment, decided[s.Id.Value]))];
    }

    /// <summary>One that has no words, since it is being anonymised, has no passages.</summary>
    private static async Task<Dictionary<TranscriptId, PassageFacts>> FactsAsync(StudyDb db, List<TranscriptId> ids, CancellationToken cancel)
    {
        var texts = await db.TranscriptTexts.AsNoTracking().Where(t => ids.Contains(t.TranscriptId)).ToListAsync(cancel);
        var turns = await (
            from t in db.Turns
            join s in db.Speakers on new { t.TranscriptId, Number = t.SpeakerNumber } equals new { s.TranscriptId, s.Number }
            where ids.Contains(t.TranscriptId)
            orderby t.TranscriptId, t.Number
            select new { t.TranscriptId, t.Segment, Speaker = s.IsInterviewer ? null : s.ParticipantId }).ToListAsync(cancel);
        var turnsOf = turns.ToLookup(t => t.TranscriptId, t => (t.Segment, t.Speaker));
        return texts.ToDictionary(t => t.TranscriptId, t => new PassageFacts([.. turnsOf[t.TranscriptId]], t.Words, t.WordStarts));
    }

    private static Task<int> PutAsync(StudyDb db, StudyId studyId, IReadOnlyList<PassageRow> rows, CancellationToken cancel)
    {
        return db.Database.ExecuteSqlAsync(
            $"""
             insert into coded_passages (
                 study_id, id, is_settled, transcript_id, code_id, member_id, participant_id, segment_start, segment_end,
                 first_turn, last_turn, first_sentence, last_sentence, first_word, end_word, new_words, own_new_words, coded_at)
             select {studyId.Value}, n.* from unnest(
                 {Column(r => r.Id)}, {Column(r => r.IsSettled)}, {Column(r => r.TranscriptId)}, {Column(r => r.CodeId)}, {Column(r => r.MemberId)}, {Column(r => r.ParticipantId)}, {Column(r => r.Start)}, {Column(r => r.End)},
                 {Column(r => r.FirstTurn)}, {Column(r => r.LastTurn)}, {Column(r => r.FirstSentence)}, {Column(r => r.LastSentence)}, {Column(r => r.FirstWord)}, {Column(r => r.EndWord)},
                 {Column(r => r.NewWords)}, {Column(r => r.OwnNewWords)}, {Column(r => r.CodedAt)}) as n
             on conflict (id) do update set
                 is_settled = excluded.is_settled, transcript_id = excluded.transcript_id, code_id = excluded.code_id, member_id = excluded.member_id, participant_id = excluded.participant_id,
                 segment_start = excluded.segment_start, segment_end = excluded.segment_end, first_turn = excluded.first_turn, last_turn = excluded.last_turn,
                 first_sentence = excluded.first_sentence, last_sentence = excluded.last_sentence, first_word = excluded.first_word, end_word = excluded.end_word,
                 new_words = excluded.new_words, own_new_words = excluded.own_new_words, coded_at = excluded.coded_at
             """, cancel);

        T[] Column<T>(Func<PassageRow, T> of) => [.. rows.Select(of)];
    }

    private sealed record Moved(Guid TranscriptId, long Revision, long SettledRevision, long Merges);
}
