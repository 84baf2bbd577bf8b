using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Settling;

/// <summary>Those who settle and the coders concerned say something about a difference, answer, and mark the talk as resolved.</summary>
public sealed class TalkAboutDifference(SettlingDoor door, Permissions permissions, TypedWords typed, TimeProvider clock) : IUseCase
{
    public async Task<Result<SettlingChanges>> SayAsync(AccountId me, TranscriptId id, ActId act, DifferenceId differenceId, RemarkId remarkId, string text, long after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.Code, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (await typed.ForbidAsync(me, access.StudyId, cancel, new ScannedText("the remark", text)) is { } leak) return leak;
        return await door.ActAsync(me, id, operation: null, act, after, async room =>
        {
            if ((await room.FindAsync(differenceId, cancel)).IsRefused(out var missing, out var difference)) return missing;
            if (room.Settlement.Say(act, remarkId, difference, text, room.Member.Id, clock.GetUtcNow()).IsRefused(out var no, out var said)) return no;
            room.Db.Remarks.Add(said.Remark);
            room.Db.SettlingActs.Add(said.Act);
            return Done.Well;
        }, cancel);
    }

    /// <param name="isResolved">False to open the talk again.</param>
    public Task<Result<SettlingChanges>> ResolveAsync(AccountId me, TranscriptId id, ActId act, DifferenceId differenceId, bool isResolved, long after, CancellationToken cancel) =>
        door.ActAsync(me, id, operation: null, act, after, async room =>
        {
            if ((await room.FindAsync(differenceId, cancel)).IsRefused(out var missing, out var difference)) return missing;
            room.Db.SettlingActs.Add(room.Settlement.Resolve(act, difference, isResolved, room.Member.Id, clock.GetUtcNow()));
            return Done.Well;
        }, cancel);
}
