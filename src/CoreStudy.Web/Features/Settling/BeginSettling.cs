using System.Security.Cryptography;
using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>Somebody begins to settle a transcript: what all coders agree on is taken over at once, and the differences are listed.</summary>
/// <remarks>Where a round has been opened on it, its coders' codings are taken as they were handed in; otherwise those of now, of everybody who has handed in.</remarks>
public sealed class BeginSettling(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<BeginSettling> logger) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.SettleDifferences, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await TextRevising.LockAsync(db, id, cancel)).IsRefused(out var gone, out var text)) return gone;
        if (await db.Settlements.AnyAsync(s => s.TranscriptId == id, cancel)) return Done.Well; // somebody else has begun
        if (await SettlingDoor.IsBlindAsync(db, access.Member, id, cancel)) return new Refusal("A blind round is under way on this transcript. It can be settled when the round is open.");

        var (round, lanes, revision) = await LanesAsync(db, id, text.Revision, cancel);
        var order = lanes.ToArray();
        RandomNumberGenerator.Shuffle(order.AsSpan());
        var codings = (await Layers.AsOfAsync(db, id, revision, order, codings: null, cancel)).Select(c => new LaneCoding(c.Id, Array.IndexOf(order, c.MemberId), c.CodeId, c.Segment)).ToList();
        var transcript = await db.Transcripts.AsNoTracking().SingleAsync(t => t.Id == id, cancel);
        if (Settlement.Begin(transcript, text.Text, round, order, codings, revision, access.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var begun)) return no;

        db.Settlements.Add(begun.Settlement);
        db.Differences.AddRange(begun.Differences);
        db.SettledCodings.AddRange(begun.Settled);
        db.SettlingActs.Add(begun.Act);
        db.Audit(AuditEntry.Of(
            AuditKind.SettlingBegun, access.Member, AuditSubject.Of(transcript),
            AuditDetail.Count("agreed", begun.Settled.Count).AndCount("differences", begun.Differences.Count).AndCount("coders", order.Length)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        logger.SettlingBegun(id, begun.Settled.Count, begun.Differences.Count);
        feed.Publish(new SettlingMoved(access.StudyId, id));
        return Done.Well;
    }

    /// <summary>Whose codings are set side by side, and as of when.</summary>
    private static async Task<(RoundId? Round, IReadOnlyList<MemberId> Lanes, long Revision)> LanesAsync(StudyDb db, TranscriptId id, long now, CancellationToken cancel)
    {
        var round = await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Coders).Include(r => r.Transcripts.Where(t => t.TranscriptId == id))
            .Where(r => r.OpenedAt != null && !r.IsSecondReading && r.Transcripts.Any(t => t.TranscriptId == id)).OrderByDescending(r => r.OpenedAt).FirstOrDefaultAsync(cancel);
        if (round?.Transcripts.SingleOrDefault()?.OpenedAtRevision is { } opened)
        {
            var coders = round.Coders.Select(c => c.MemberId).ToList();
            return (round.Id, round.OpenedBy is null ? coders : await HandedInByAsync(db, id, coders, round.OpenedAt!.Value, cancel), opened);
        }

        var done = await db.Assignments.Where(a => a.TranscriptId == id && !a.IsSecondReading && (a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff))
            .Select(a => a.MemberId).Distinct().ToListAsync(cancel);
        return (null, done, now);
    }

    /// <summary>Of a round that was opened early, those who had handed in by then: the silence of the others says nothing.</summary>
    internal static async Task<IReadOnlyList<MemberId>> HandedInByAsync(StudyDb db, TranscriptId id, List<MemberId> coders, DateTimeOffset at, CancellationToken cancel)
    {
        var last = await (
            from a in db.Assignments
            from e in a.Events
            where a.TranscriptId == id && coders.Contains(a.MemberId) && e.At <= at
                && (e.Kind == AssignmentEventKind.Done || e.Kind == AssignmentEventKind.TakenUp || e.Kind == AssignmentEventKind.SentBack)
            orderby e.At, e.Number
            select new { a.MemberId, e.Kind }).ToListAsync(cancel);
        return [.. last.GroupBy(e => e.MemberId).Where(g => g.Last().Kind == AssignmentEventKind.Done).Select(g => g.Key)];
    }
}
