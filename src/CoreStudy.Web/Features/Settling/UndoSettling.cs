using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>Somebody takes back their last decision on a transcript that still stands, or makes again what they took back.</summary>
public sealed class UndoSettling(SettlingDoor door, TimeProvider clock) : IUseCase
{
    public Task<Result<SettlingChanges>> UndoAsync(AccountId me, TranscriptId id, ActId act, long after, CancellationToken cancel) =>
        door.ActAsync(me, id, Operation.SettleDifferences, act, after, room => UndoAsync(room, act, cancel), cancel);

    public Task<Result<SettlingChanges>> RedoAsync(AccountId me, TranscriptId id, ActId act, long after, CancellationToken cancel) =>
        door.ActAsync(me, id, Operation.SettleDifferences, act, after, room => RedoAsync(room, act, cancel), cancel);

    private async Task<Result<Done>> UndoAsync(SettlingRoom room, ActId act, CancellationToken cancel)
    {
        if (await Decisions(room).Where(a => a.UndoneAt == null).OrderByDescending(a => a.Revision).FirstOrDefaultAsync(cancel) is not { } last) return new Refusal("There is nothing to undo.");
        var (difference, codings) = await ConcernedAsync(room, last, cancel);
        if (room.Settlement.Undo(act, last, difference, codings, room.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var undo)) return no;
        room.Db.SettlingActs.Add(undo);
        return Done.Well;
    }

    private async Task<Result<Done>> RedoAsync(SettlingRoom room, ActId act, CancellationToken cancel)
    {
        var lastDone = await Decisions(room).Where(a => a.UndoneAt == null).MaxAsync(a => (long?)a.Revision, cancel) ?? 0;
        if (await Decisions(room).Where(a => a.UndoneAt > lastDone).OrderByDescending(a => a.UndoneAt).FirstOrDefaultAsync(cancel) is not { } last) return new Refusal("There is nothing to do again.");
        var (difference, codings) = await ConcernedAsync(room, last, cancel);
        if (room.Settlement.Redo(act, last, difference, codings, room.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var redo)) return no;
        room.Db.SettlingActs.Add(redo);
        return Done.Well;
    }

    private static IQueryable<SettlingAct> Decisions(SettlingRoom room) =>
        room.Db.SettlingActs.Where(a => a.TranscriptId == room.Settlement.TranscriptId && a.MemberId == room.Member.Id && a.Kind == SettlingActKind.Decide);

    private static async Task<(Difference Difference, IReadOnlyList<SettledCoding> Codings)> ConcernedAsync(SettlingRoom room, SettlingAct last, CancellationToken cancel)
    {
        var ids = last.Added.Concat(last.Removed).ToList();
        return (
            await room.Db.Differences.SingleAsync(d => d.Id == last.DifferenceId, cancel),
            await room.Db.SettledCodings.Where(s => ids.Contains(s.Id)).ToListAsync(cancel));
    }
}
