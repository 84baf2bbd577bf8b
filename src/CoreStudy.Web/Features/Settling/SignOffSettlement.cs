using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>A supervisor finds the settled transcript good, or opens it again.</summary>
public sealed class SignOffSettlement(SettlingDoor door, Permissions permissions, TypedWords typed, TimeProvider clock) : IUseCase
{
    public Task<Result<SettlingChanges>> RunAsync(AccountId me, TranscriptId id, long after, CancellationToken cancel) =>
        door.ActAsync(me, id, Operation.SignOff, default, after, async room =>
        {
            var decided = await room.Db.Differences.Where(d => d.TranscriptId == id).GroupBy(d => d.Decision).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
            var open = decided.Where(d => d.Key is null).Sum(d => d.Count);
            if (room.Settlement.SignOff(open, room.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var act)) return no;
            room.Db.SettlingActs.Add(act);
            await AuditAsync(room, AuditKind.SettlementSignedOff, AuditDetail.Count("left", decided.Where(d => d.Key == Domain.Settling.DecisionKind.Discuss).Sum(d => d.Count)), cancel);
            return Done.Well;
        }, cancel);

    public async Task<Result<SettlingChanges>> ReopenAsync(AccountId me, TranscriptId id, string reason, long after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.SignOff, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (await typed.ForbidAsync(me, access.StudyId, cancel, new ScannedText("the reason", reason)) is { } leak) return leak;
        return await door.ActAsync(me, id, Operation.SignOff, default, after, async room =>
        {
            if (room.Settlement.Reopen(reason, room.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var act)) return no;
            room.Db.SettlingActs.Add(act);
            await AuditAsync(room, AuditKind.SettlementReopened, AuditDetail.None, cancel);
            return Done.Well;
        }, cancel);
    }

    private static async Task AuditAsync(SettlingRoom room, AuditKind kind, AuditDetail detail, CancellationToken cancel)
    {
        var transcript = await room.Db.Transcripts.AsNoTracking().SingleAsync(t => t.Id == room.Settlement.TranscriptId, cancel);
        room.Db.Audit(AuditEntry.Of(kind, room.Member, AuditSubject.Of(transcript), detail));
    }
}
