using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>How a batch stands.</summary>
/// <param name="Planned">Passages that are not coded yet, since it was stopped.</param>
/// <param name="Refused">Passages that could not be coded, as at the desk.</param>
/// <param name="Left">Passages that were changed by hand, and stayed when the batch was taken back.</param>
public sealed record BatchRow(CodingBatchId Id, string Code, BatchUnit Unit, DateTimeOffset BegunAt, DateTimeOffset? TakenBackAt, int Transcripts, int Planned, int Coded, int Refused, int TakenBack, int Left)
{
    public int All => Planned + Coded + Refused + TakenBack + Left;
}

/// <summary>Codes planned passages as the person who asks, through the same door as the desk; goes on with a batch that was stopped.</summary>
public sealed class CodeInBulk(IDbContextFactory<StudyDb> databases, Permissions permissions, IActDoor door, StudyFeed feed, TimeProvider clock, ILogger<CodeInBulk> logger) : IUseCase
{
    /// <summary>Keeps the plan, then codes it.</summary>
    /// <param name="progress">How many passages are through.</param>
    /// <param name="stop">Stops after the passages that are on their way; the batch can be gone on with.</param>
    public async Task<Result<BatchRow>> RunAsync(AccountId me, StudyId studyId, BulkPlan plan, IProgress<int>? progress, CancellationToken stop)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, stop)).IsRefused(out var refusal, out var member)) return refusal;
        if (CodingBatch.Begin(studyId, member.Id, plan.CodeId, plan.Unit, [.. plan.Passages.Select(p => (p.TranscriptId, p.Segment, p.TextRevision))], clock.GetUtcNow()).IsRefused(out var no, out var batch)) return no;
        await using (var db = await databases.CreateDbContextAsync(stop))
        {
            if (!await db.Codes.AnyAsync(c => c.Id == plan.CodeId && c.StudyId == studyId, stop)) return Refusal.NotFound;
            var ids = plan.Passages.Select(p => p.TranscriptId).Distinct().ToList();
            if (await db.Transcripts.CountAsync(t => t.StudyId == studyId && ids.Contains(t.Id), stop) != ids.Count) return Refusal.NotFound;
            db.CodingBatches.Add(batch);
            db.Audit(AuditEntry.Of(
                AuditKind.CodedInBulk, member, AuditSubject.Of(studyId),
                AuditDetail.Count("passages", batch.Codings.Count).AndCount("transcripts", ids.Count).AndId("code", plan.CodeId).AndId("batch", batch.Id).AndWord("unit", plan.Unit)));
            await db.SaveChangesAsync(stop);
        }

        Log.BatchBegun(logger, studyId, batch.Id, batch.Codings.Count);
        return await GoOnAsync(me, studyId, batch.Id, progress, stop);
    }

    /// <summary>Codes what is left of a batch.</summary>
    public async Task<Result<BatchRow>> GoOnAsync(AccountId me, StudyId studyId, CodingBatchId batchId, IProgress<int>? progress, CancellationToken stop)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, CancellationToken.None)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var batch = await db.CodingBatches.Include(b => b.Codings).SingleOrDefaultAsync(b => b.Id == batchId && b.StudyId == studyId && b.MemberId == member.Id, CancellationToken.None);
        if (batch is null) return Refusal.NotFound;
        if (batch.TakenBackAt is not null) return new Refusal("This batch has been taken back.");
        var done = batch.Codings.Count(c => c.State != BatchedState.Planned);
        foreach (var some in Chunks(batch.Codings.Where(c => c.State == BatchedState.Planned)))
        {
            if (stop.IsCancellationRequested) break;
            List<DeskAct> acts = [.. some.Select(c => new Apply(c.ActId, c.CodingId, batch.CodeId, c.Segment, IsUnsure: false, "") { TextRevision = c.TextRevision })];
            var results = (await door.DoAsync(me, some[0].TranscriptId, acts, CancellationToken.None)).IsRefused(out _, out var kept) ? [] : kept.Where(r => r.IsKept).ToDictionary(r => r.Id, r => r.Revision!.Value);
            foreach (var coding in some)
            {
                if (results.TryGetValue(coding.ActId, out var revision)) coding.Coded(revision);
                else coding.Refuse();
            }

            await db.SaveChangesAsync(CancellationToken.None);
            progress?.Report(done += some.Length);
        }

        feed.Publish(new CodingsBatched(studyId));
        return await BatchReading.RowAsync(db, batch, CancellationToken.None);
    }

    /// <summary>What goes through the door together: of one transcript, in order, not too many.</summary>
    internal static IEnumerable<BatchedCoding[]> Chunks(IEnumerable<BatchedCoding> codings) =>
        codings.GroupBy(c => c.TranscriptId).OrderBy(g => g.Key.Value).SelectMany(g => g.OrderBy(c => c.Segment.Start).Chunk(IActDoor.MostActs));
}

/// <summary>Takes back all codings of a batch that nobody has changed since; what was changed by hand stays.</summary>
public sealed class TakeBackBulk(IDbContextFactory<StudyDb> databases, Permissions permissions, IActDoor door, StudyFeed feed, TimeProvider clock, ILogger<TakeBackBulk> logger) : IUseCase
{
    public async Task<Result<BatchRow>> RunAsync(AccountId me, StudyId studyId, CodingBatchId batchId, IProgress<int>? progress, CancellationToken stop)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, CancellationToken.None)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var batch = await db.CodingBatches.Include(b => b.Codings).SingleOrDefaultAsync(b => b.Id == batchId && b.StudyId == studyId && b.MemberId == member.Id, CancellationToken.None);
        if (batch is null) return Refusal.NotFound;
        foreach (var planned in batch.Codings.Where(c => c.State == BatchedState.Planned)) planned.TakeBack(); // it was never made
        var done = batch.Codings.Count(c => c.State != BatchedState.Coded);
        foreach (var some in CodeInBulk.Chunks(batch.Codings.Where(c => c.State == BatchedState.Coded)))
        {
            if (stop.IsCancellationRequested) break;
            await TakeBackAsync(db, member, me, some);
            await db.SaveChangesAsync(CancellationToken.None);
            progress?.Report(done += some.Length);
        }

        if (batch.Codings.TrueForAll(c => c.State != BatchedState.Coded) && batch.TakenBackAt is null)
        {
            batch.TakeBack(clock.GetUtcNow());
            db.Audit(AuditEntry.Of(
                AuditKind.BulkCodingTakenBack, member, AuditSubject.Of(studyId),
                AuditDetail.Count("passages", batch.Codings.Count(c => c.State == BatchedState.TakenBack)).AndId("code", batch.CodeId).AndId("batch", batch.Id)));
            await db.SaveChangesAsync(CancellationToken.None);
            Log.BatchTakenBack(logger, studyId, batch.Id);
        }

        feed.Publish(new CodingsBatched(studyId));
        return await BatchReading.RowAsync(db, batch, CancellationToken.None);
    }

    private async Task TakeBackAsync(StudyDb db, Member member, AccountId me, BatchedCoding[] some)
    {
        var ids = some.Select(c => c.CodingId).ToList();
        var now = await db.Codings.VisibleTo(db, member).AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => (c.Revision, IsRemoved: c.RemovedAt != null));
        var acts = new Dictionary<ActId, BatchedCoding>();
        foreach (var coding in some)
        {
            if (!now.TryGetValue(coding.CodingId, out var state)) coding.Leave();
            else if (state.IsRemoved) coding.TakeBack();
            else if (state.Revision != coding.Revision) coding.Leave();
            else acts[ActId.New()] = coding;
        }

        if (acts.Count == 0 || (await door.DoAsync(me, some[0].TranscriptId, [.. acts.Select(a => new Remove(a.Key, a.Value.CodingId))], CancellationToken.None)).IsRefused(out _, out var results)) return;
        foreach (var result in results)
        {
            if (result.IsKept) acts[result.Id].TakeBack();
            else acts[result.Id].Leave();
        }
    }
}

/// <summary>A person's own batches in a study, the latest first.</summary>
public sealed class ListBulk(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int Most = 20;

    public async Task<Result<IReadOnlyList<BatchRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var batches = await db.CodingBatches.AsNoTracking().Include(b => b.Codings).Where(b => b.StudyId == studyId && b.MemberId == member.Id).OrderByDescending(b => b.BegunAt).Take(Most).ToListAsync(cancel);
        var used = batches.ConvertAll(b => b.CodeId);
        var names = await db.Codes.Where(c => used.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        return batches.ConvertAll(b => BatchReading.Row(b, names[b.CodeId]));
    }
}

internal static class BatchReading
{
    public static async Task<BatchRow> RowAsync(StudyDb db, CodingBatch batch, CancellationToken cancel) =>
        Row(batch, await db.Codes.Where(c => c.Id == batch.CodeId).Select(c => c.Name).SingleAsync(cancel));

    /// <param name="code">The name of its code.</param>
    public static BatchRow Row(CodingBatch batch, string code)
    {
        int Of(BatchedState state) => batch.Codings.Count(c => c.State == state);
        return new BatchRow(
            batch.Id, code, batch.Unit, batch.BegunAt, batch.TakenBackAt, batch.Codings.Select(c => c.TranscriptId).Distinct().Count(),
            Of(BatchedState.Planned), Of(BatchedState.Coded), Of(BatchedState.Refused), Of(BatchedState.TakenBack), Of(BatchedState.Left));
    }
}
