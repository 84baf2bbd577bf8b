using CoreStudy.Data.Codings;
using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>A difference that is to be decided.</summary>
/// <param name="Act">Made in the browser: the same decision sent twice is made once.</param>
/// <param name="Seen">The difference's revision that the settler had before them.</param>
public sealed record ToDecide(ActId Act, DifferenceId Difference, long Seen);

/// <summary>Somebody settles a difference, or several in the same way, or otherwise than before.</summary>
public sealed class DecideDifference(SettlingDoor door, Permissions permissions, TypedWords typed, TimeProvider clock) : IUseCase
{
    /// <summary>How many differences can be decided at once.</summary>
    public const int Most = 500;

    /// <param name="textRevision">The text that a written segment is of.</param>
    /// <param name="after">The settlement's revision that the browser knows.</param>
    public Task<Result<SettlingChanges>> RunAsync(
        AccountId me, TranscriptId id, ActId act, DifferenceId difference, long seen, Decision decision, int textRevision, long after, CancellationToken cancel) =>
        RunAsync(me, id, [new ToDecide(act, difference, seen)], decision, textRevision, after, cancel);

    /// <summary>The same decision for several differences: each is an act of its own, and all are made or none.</summary>
    public async Task<Result<SettlingChanges>> RunAsync(AccountId me, TranscriptId id, IReadOnlyList<ToDecide> which, Decision decision, int textRevision, long after, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.SettleDifferences, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (which.Count is 0 or > Most) return new Refusal($"Between 1 and {Most} differences can be decided at once.");
        if (decision.Reason.Length > 0 && await typed.ForbidAsync(me, access.StudyId, cancel, new ScannedText("the reason", decision.Reason)) is { } leak) return leak;
        return await door.ActAsync(me, id, Operation.SettleDifferences, which[0].Act, after, room => DecideAsync(room, which, decision, textRevision, cancel), cancel);
    }

    private async Task<Result<Done>> DecideAsync(SettlingRoom room, IReadOnlyList<ToDecide> which, Decision decision, int textRevision, CancellationToken cancel)
    {
        if ((await OnTextAsync(room, decision, textRevision, cancel)).IsRefused(out var no, out var now)) return no;
        var ids = which.Select(w => w.Difference).ToList();
        var differences = await room.Db.Differences.Where(d => d.TranscriptId == room.Settlement.TranscriptId && ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        var standing = (await room.Db.SettledCodings.Where(s => s.DifferenceId != null && ids.Contains(s.DifferenceId.Value) && s.RemovedAt == null).ToListAsync(cancel)).ToLookup(s => s.DifferenceId);
        var codings = SettlingReading.InLanes(room.Settlement, await Layers.AsOfAsync(
            room.Db, room.Settlement.TranscriptId, room.Settlement.AtRevision, room.Settlement.Lanes, [.. differences.Values.SelectMany(d => d.Codings)], cancel)).ToDictionary(c => c.Id);
        var at = clock.GetUtcNow();
        foreach (var (act, id, seen) in which)
        {
            if (!differences.TryGetValue(id, out var difference)) return Refusal.NotFound;
            List<LaneCoding> its = [.. difference.Codings.Where(codings.ContainsKey).Select(c => codings[c])];
            if (its.Count == 0 && now.Kind is not (DecisionKind.None or DecisionKind.Discuss)) return new Refusal("The words of this difference were withdrawn, and its codings with them. Settle it as none (x).");
            if (now.Draft(its, room.Settlement.Lanes.Count).IsRefused(out var incomplete, out var drafts)) return incomplete;
            var withWords = new List<(SettledDraft, string)>(drafts.Count);
            foreach (var draft in drafts)
            {
                if (room.Text.Text.Cut(draft.Segment).IsRefused(out var outside, out var excerpt)) return outside;
                withWords.Add((draft, excerpt.Words));
            }

            if (room.Settlement.Decide(act, difference, seen, now, withWords, [.. standing[id]], room.Member.Id, at).IsRefused(out var late, out var decided)) return late;
            room.Db.SettledCodings.AddRange(decided.Added);
            room.Db.SettlingActs.Add(decided.Act);
        }

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
