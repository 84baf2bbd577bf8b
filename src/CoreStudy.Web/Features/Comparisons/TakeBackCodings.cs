using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Codings that came in together.</summary>
/// <param name="Program">The program whose export it was; empty for none in particular.</param>
/// <param name="Codings">How many came.</param>
/// <param name="Standing">How many are there still, whoever changed them; on transcripts that are blind to the reader all that came.</param>
public sealed record BroughtInRow(CodingImportId Id, DateTimeOffset At, string By, ImportedFrom From, string Program, int Codings, int Transcripts, int Standing);

/// <summary>Why a coding that came in stays when the others are taken back.</summary>
public enum StaysSince
{
    /// <summary>Its coder, or a change of the framework, has changed it since.</summary>
    Changed,

    /// <summary>Somebody has said something about it since.</summary>
    TalkedAbout,

    /// <summary>Settling of its transcript rests on it.</summary>
    Settled,

    /// <summary>A quote, finding, summary or memo holds on to it.</summary>
    Quoted,

    /// <summary>Its transcript is in a blind round, and nobody’s work moves there until it opens.</summary>
    Blind,

    /// <summary>Its transcript is put away, or of a trust that is not open to the reader.</summary>
    OutOfReach,
}

/// <summary>A coding that stays.</summary>
/// <param name="Code">Empty, as the coder, where a blind round hides it.</param>
public sealed record StayingCoding(string Transcript, string Code, string Coder, StaysSince Why)
{
    public override string ToString() => Why.ToString();
}

/// <summary>What taking back would do.</summary>
/// <param name="Going">Codings that go.</param>
/// <param name="Round">The open round that keeps showing them as they were handed in; empty for none.</param>
public sealed record TakeBackPlan(CodingImportId Id, int Going, IReadOnlyList<StayingCoding> Staying, string Round);

/// <summary>Who may bring in codings sees what came in, the latest first.</summary>
public sealed class ListBroughtIn(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<IReadOnlyList<BroughtInRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        var blind = db.BlindTo(lead);
        var counts = await (
            from i in db.ImportedCodings
            join c in db.Codings on i.CodingId equals c.Id
            where c.StudyId == studyId
            group new { c.TranscriptId, c.RemovedAt, IsBlind = blind.Contains(c.TranscriptId) } by i.ImportId into g
            select new { g.Key, Codings = g.Count(), Transcripts = g.Select(c => c.TranscriptId).Distinct().Count(), Standing = g.Count(c => c.RemovedAt == null || c.IsBlind) }).ToDictionaryAsync(c => c.Key, cancel);
        var imports = await (
            from i in db.CodingImports.AsNoTracking()
            join m in db.Members on i.MemberId equals m.Id
            where i.StudyId == studyId
            orderby i.At descending, i.Id descending
            select new { Import = i, m.Name }).ToListAsync(cancel);
        return imports.ConvertAll(i => counts.TryGetValue(i.Import.Id, out var count)
            ? new BroughtInRow(i.Import.Id, i.Import.At, i.Name, i.Import.From, i.Import.Program, count.Codings, count.Transcripts, count.Standing)
            : new BroughtInRow(i.Import.Id, i.Import.At, i.Name, i.Import.From, i.Import.Program, 0, 0, 0));
    }
}

/// <summary>Takes back codings that were brought in, all that nobody has built on since; looked at first.</summary>
/// <remarks>Each that goes gets an act of its own, as if its coder had removed it at the desk, so that it stays in the history and what was handed in before is still known.</remarks>
public sealed class TakeBackCodings(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<TakeBackCodings> logger) : IUseCase
{
    /// <summary>What would go and what would stay. Nothing is stored.</summary>
    public async Task<Result<TakeBackPlan>> PlanAsync(AccountId me, StudyId studyId, CodingImportId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        if (!await db.CodingImports.AnyAsync(i => i.Id == id && i.StudyId == studyId, cancel)) return Refusal.NotFound;
        var standing = await ReadAsync(db, lead, id, cancel);
        var hidden = await db.BlindTo(lead).ToHashSetAsync(cancel);
        var staying = standing.Where(s => s.Stays is not null)
            .Select(s => hidden.Contains(new(s.TranscriptId)) ? new StayingCoding(s.Transcript, "", "", StaysSince.Blind) : new StayingCoding(s.Transcript, s.Code, s.Coder, s.Stays!.Value)).ToList();
        var transcripts = standing.Where(s => s.Stays is null).Select(s => new TranscriptId(s.TranscriptId)).Distinct().ToList();
        var at = await db.CodingImports.Where(i => i.Id == id).Select(i => i.At).SingleAsync(cancel);
        var round = await db.Rounds.Where(r => r.StudyId == studyId && r.OpenedAt == at && r.Transcripts.Any(t => transcripts.Contains(t.TranscriptId))).Select(r => r.Name).FirstOrDefaultAsync(cancel);
        return new TakeBackPlan(id, standing.Count(s => s.Stays is null), staying, round ?? "");
    }

    /// <summary>Takes back what can be.</summary>
    /// <returns>How many went.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, StudyId studyId, CodingImportId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ImportCodings, cancel)).IsRefused(out var refusal, out var lead)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        if (!await db.CodingImports.AnyAsync(i => i.Id == id && i.StudyId == studyId, cancel)) return Refusal.NotFound;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // with these held, no act is between its check and its save, and no round begins
        await db.Database.ExecuteSqlAsync(
            $"""
             select 1 from coding_heads where transcript_id in (select c.transcript_id from imported_codings i join codings c on c.id = i.coding_id where i.import_id = {id.Value})
             order by transcript_id for update
             """,
            cancel);
        var going = (await ReadAsync(db, lead, id, cancel)).Where(s => s.Stays is null).Select(s => s.Id).ToArray();
        if (going.Length == 0) return new Refusal("There is nothing to take back: these codings are gone already, or have been changed, talked about, settled or quoted since.");
        var reached = await RemoveAsync(db, lead, going, cancel);
        db.Audit(AuditEntry.Of(AuditKind.ImportedCodingsTakenBack, lead, AuditSubject.Of(studyId), AuditDetail.Count("codings", going.Length).AndCount("transcripts", reached.Count).AndId("import", id)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        Log.CodingsTakenBack(logger, studyId, going.Length, reached.Count);
        foreach (var one in reached) feed.Publish(new CodingsFollowed(studyId, new(one.TranscriptId), one.Revision));
        return going.Length;
    }

    private async Task<IReadOnlyList<Reached>> RemoveAsync(StudyDb db, Member lead, Guid[] going, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        return await db.Database.SqlQuery<Reached>(
            $"""
             with numbered as materialized (
                 select c.id, c.transcript_id, c.code_id, c.segment_start, c.segment_end, c.is_unsure, c.question,
                     h.revision + row_number() over (partition by c.transcript_id order by c.segment_start, c.id) as revision
                 from codings c join coding_heads h on h.transcript_id = c.transcript_id where c.id = any({going})),
             changed as (
                 update codings c set removed_at = {at}, changed_at = {at}, revision = n.revision from numbered n where c.id = n.id),
             acts as (
                 insert into coding_acts (id, transcript_id, revision, member_id, at, kind, coding_id, before, after)
                 select gen_random_uuid(), transcript_id, revision, {lead.Id.Value}, {at}, 'TakeBack', id,
                     jsonb_build_object('Code', code_id, 'Start', segment_start, 'End', segment_end, 'Unsure', is_unsure, 'Question', question, 'Removed', false),
                     jsonb_build_object('Code', code_id, 'Start', segment_start, 'End', segment_end, 'Unsure', is_unsure, 'Question', question, 'Removed', true)
                 from numbered),
             reached as (select transcript_id, max(revision) as revision from numbered group by transcript_id),
             heads as (
                 update coding_heads h set revision = r.revision from reached r where h.transcript_id = r.transcript_id)
             select transcript_id, revision from reached
             """).ToListAsync(cancel);
    }

    /// <summary>What of an import stands, each with the first reason for which it stays.</summary>
    private static async Task<IReadOnlyList<Standing>> ReadAsync(StudyDb db, Member lead, CodingImportId id, CancellationToken cancel)
    {
        var blind = await db.BlindRounds().Where(r => r.StudyId == lead.StudyId).SelectMany(r => r.Transcripts.Select(t => t.TranscriptId)).Distinct().ToListAsync(cancel);
        var (shut, reach) = (blind.ConvertAll(t => t.Value).ToArray(), lead.TrustIds.Select(t => t.Value).ToArray());
        return await db.Database.SqlQuery<Standing>(
            $"""
             with mine as (
                 select c.*, i.revision as came_at, n.at as imported_at from imported_codings i join coding_imports n on n.id = i.import_id join codings c on c.id = i.coding_id where i.import_id = {id.Value}),
             settled as (
                 select x.id::uuid as id from differences d cross join lateral jsonb_array_elements_text(d.codings::jsonb) as x(id) where d.transcript_id in (select transcript_id from mine)
                 union
                 select x.id::uuid from settled_codings s cross join lateral jsonb_array_elements_text(s."from"::jsonb) as x(id) where s.transcript_id in (select transcript_id from mine))
             select c.id, c.transcript_id, t.title as transcript, k.name as code, m.name as coder,
                 case when t.id = any({shut}) then {(int)StaysSince.Blind}
                     when t.archived_at is not null or ({reach.Length > 0} and not t.trust_id = any({reach})) then {(int)StaysSince.OutOfReach}
                     when c.revision <> c.came_at then {(int)StaysSince.Changed}
                     when exists (select from comments x where x.coding_id = c.id and x.removed_at is null and x.written_at > c.imported_at) then {(int)StaysSince.TalkedAbout}
                     when c.id in (select id from settled) then {(int)StaysSince.Settled}
                     when exists (select from kept_passages p where p.coding_id = c.id) then {(int)StaysSince.Quoted}
                 end as why
             from mine c join transcripts t on t.id = c.transcript_id join codes k on k.id = c.code_id join members m on m.id = c.member_id
             where c.removed_at is null
             order by t.title, c.segment_start, c.id
             """).ToListAsync(cancel);
    }

    private sealed record Reached(Guid TranscriptId, long Revision);

    private sealed record Standing(Guid Id, Guid TranscriptId, string Transcript, string Code, string Coder, int? Why)
    {
        public StaysSince? Stays => (StaysSince?)Why;

        public override string ToString() => $"coding {Id}";
    }
}
