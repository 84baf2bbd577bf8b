using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>Somebody settles a difference, or settles it otherwise.</summary>
public sealed class DecideDifference(SettlingDoor door, Permissions permissions, TypedWords typed, TimeProvider clock) : IUseCase
{
    /// <param name="seen">The difference's revision that the settler had before them.</param>
    /// <param name="textRevision">The text that a written segment is of.</param>
    /// <param name="after">The settlement's revision that the browser knows.</param>
    public async Task<Result<SettlingChanges>> RunAsync(
        AccountId me, TranscriptId id, ActId act, DifferenceId differenceId, long seen, Decision decision, int textRevision, long after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.SettleDifferences, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (decision.Reason.Length > 0 && await typed.ForbidAsync(me, access.StudyId, cancel, new ScannedText("the reason", decision.Reason)) is { } leak) return leak;
        return await door.ActAsync(me, id, Operation.SettleDifferences, act, after, room => DecideAsync(room, act, differenceId, seen, decision, textRevision, cancel), cancel);
    }

    private async Task<Result<Done>> DecideAsync(SettlingRoom room, ActId act, DifferenceId id, long seen, Decision decision, int textRevision, CancellationToken cancel)
    {
        if ((await room.FindAsync(id, cancel)).IsRefused(out var missing, out var difference)) return missing;
        var codings = await room.CodingsAsync(difference, cancel);
        if (codings.Count == 0) return new Refusal("The codings of this difference are gone: the words were withdrawn.");
        if ((await OnTextAsync(room, decision, textRevision, cancel)).IsRefused(out var no, out var now)) return no;
        if (now.Draft(codings, room.Settlement.Lanes.Count).IsRefused(out var incomplete, out var drafts)) return incomplete;

        var withWords = new List<(SettledDraft, string)>(drafts.Count);
        foreach (var draft in drafts)
        {
            if (room.Text.Text.Cut(draft.Segment).IsRefused(out var outside, out var excerpt)) return outside;
            withWords.Add((draft, excerpt.Words));
        }

        var standing = await room.Db.SettledCodings.Where(s => s.DifferenceId == id && s.RemovedAt == null).ToListAsync(cancel);
        if (room.Settlement.Decide(act, difference, seen, now, withWords, standing, room.Member.Id, clock.GetUtcNow()).IsRefused(out var late, out var decided)) return late;
        room.Db.SettledCodings.AddRange(decided.Added);
        room.Db.SettlingActs.Add(decided.Act);
        return Done.Well;
    }

    /// <summary>The decision with a code that can be used, and its segment on the text of now.</summary>
    private static async Task<Result<Decision>> OnTextAsync(SettlingRoom room, Decision decision, int textRevision, CancellationToken cancel)
    {
        if (decision is not { Kind: DecisionKind.Write, CodeId: { } code, Segment: { } segment }) return decision;
        var used = await room.Db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == code && c.StudyId == room.Settlement.StudyId, cancel);
        while (used?.MergedInto is { } into) used = await room.Db.Codes.AsNoTracking().SingleAsync(c => c.Id == into, cancel);
        if (used is null) return new Refusal("This code is not in the codebook of the study.");
        if (used.IsRetired) return new Refusal($"“{used.Name}” has been retired from the codebook.");
        if (textRevision < room.Text.TextRevision) segment = new TextPath([.. (await TextRevising.StepsAsync(room.Db, room.Settlement.TranscriptId, textRevision, cancel)).Select(s => s.Moves)]).Carry(segment);
        return decision with { CodeId = used.Id, Segment = segment };
    }
}
