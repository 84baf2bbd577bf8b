using CoreStudy.Data;
using CoreStudy.Data.Exchanges;
using CoreStudy.Domain;
using CoreStudy.Domain.Exchanges;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codebooks;

/// <summary>How far a transcript's codings came when a change of the framework took some of them along.</summary>
public sealed record Followed(Guid TranscriptId, long Revision, int Codings);

/// <summary>Codings that follow a change of the framework, within its transaction: each gets a revision and an act, as if somebody had done it at the desk.</summary>
internal sealed class Following(StudyDb db, StudyId studyId, ChangeId change, MemberId by, DateTimeOffset at, CancellationToken cancel)
{
    public Task<IReadOnlyList<Followed>> MergeAsync(CodeId from, CodeId into) => RunAsync(
        $"""
         insert into moving
         select c.id, c.transcript_id, case when d.id is null then {into.Value} else c.code_id end, d.id is not null, d.id
         from codings c left join codings d
             on d.transcript_id = c.transcript_id and d.member_id = c.member_id and d.code_id = {into.Value} and d.removed_at is null
             and d.segment_start = c.segment_start and d.segment_end = c.segment_end and d.round_id is not distinct from c.round_id
         where c.code_id = {from.Value} and c.removed_at is null
         """);

    /// <summary>Some codings of a code go to another.</summary>
    public Task<IReadOnlyList<Followed>> SplitAsync(CodeId from, CodeId into, IReadOnlyCollection<CodingId> codings) => RunAsync(
        $"""
         insert into moving
         select id, transcript_id, {into.Value}, false, null from codings
         where code_id = {from.Value} and id = any({codings.Select(c => c.Value).ToArray()}) and removed_at is null
         """);

    /// <summary>What a change took along goes back, save what its coder has changed since.</summary>
    public Task<IReadOnlyList<Followed>> ReturnAsync(ChangeId undone) => RunAsync(
        $"""
         insert into moving
         select c.id, c.transcript_id, (a.before->>'Code')::uuid, (a.before->>'Removed')::bool, null
         from coding_acts a join codings c on c.id = a.coding_id
         where a.change = {undone.Value} and c.code_id = (a.after->>'Code')::uuid and (c.removed_at is not null) = (a.after->>'Removed')::bool
           and not exists (
             select from codings d where d.transcript_id = c.transcript_id and d.member_id = c.member_id and d.code_id = (a.before->>'Code')::uuid
             and d.segment_start = c.segment_start and d.segment_end = c.segment_end and d.removed_at is null and d.id <> c.id
             and d.round_id is not distinct from c.round_id)
         """);

    /// <summary>Keeps under which ids other programs know codes.</summary>
    public Task KeepAsync(IReadOnlyCollection<OutsideId> ids) => OutsideIds.KeepAsync(db, ids, cancel);

    /// <summary>Who has put this code somewhere is asked to look there again.</summary>
    public async Task<IReadOnlyList<Followed>> LookAgainAsync(CodeId code)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into passage_reviews (change_id, coding_id, study_id, member_id, code_id, revision)
             select {change.Value}, id, study_id, member_id, code_id, revision from codings where code_id = {code.Value} and removed_at is null and round_id is null
             """,
            cancel);
        return [];
    }

    private async Task<IReadOnlyList<Followed>> RunAsync(FormattableString choose)
    {
        // Acts at the desk hold their transcript's row first of all: with all of them held, none is between its check and its save.
        await db.Database.ExecuteSqlAsync(
            $"select 1 from coding_heads where transcript_id in (select id from transcripts where study_id = {studyId.Value}) order by transcript_id for update",
            cancel);
        await db.Database.ExecuteSqlAsync(
            $"create temp table moving (id uuid primary key, transcript_id uuid, code_id uuid, removed bool, survivor uuid) on commit drop", cancel);
        await db.Database.ExecuteSqlAsync(choose, cancel);
        return await db.Database.SqlQuery<Followed>(
            $"""
             with numbered as materialized (
                 select m.*, c.code_id as old_code, c.segment_start, c.segment_end, c.is_unsure, c.question, c.removed_at is not null as was_removed,
                     h.revision + row_number() over (partition by m.transcript_id order by c.segment_start, m.id) as revision
                 from moving m join codings c on c.id = m.id join coding_heads h on h.transcript_id = m.transcript_id),
             changed as (
                 update codings c set code_id = n.code_id, removed_at = case when n.removed then coalesce(c.removed_at, {at}) end, changed_at = {at}, revision = n.revision
                 from numbered n where c.id = n.id),
             acts as (
                 insert into coding_acts (id, transcript_id, revision, member_id, at, kind, coding_id, before, after, change)
                 select gen_random_uuid(), transcript_id, revision, {by.Value}, {at}, 'Follow', id,
                     jsonb_build_object('Code', old_code, 'Start', segment_start, 'End', segment_end, 'Unsure', is_unsure, 'Question', question, 'Removed', was_removed),
                     jsonb_build_object('Code', code_id, 'Start', segment_start, 'End', segment_end, 'Unsure', is_unsure, 'Question', question, 'Removed', removed),
                     {change.Value}
                 from numbered),
             reached as (select transcript_id, max(revision) as revision, count(*)::int as codings from numbered group by transcript_id),
             talked as (
                 update comments k set coding_id = n.survivor, revision = r.revision
                 from numbered n join reached r on r.transcript_id = n.transcript_id where k.coding_id = n.id and n.survivor is not null),
             heads as (
                 update coding_heads h set revision = r.revision from reached r where h.transcript_id = r.transcript_id)
             select transcript_id, revision, codings from reached
             """).ToListAsync(cancel);
    }
}
