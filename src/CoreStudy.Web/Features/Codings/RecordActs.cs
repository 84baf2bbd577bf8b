using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A member does things at the desk: each is kept for good, or refused with a sentence, by itself and in order.</summary>
/// <remarks>What was typed is looked through before the acts stand in the line of the transcript; acts without words are not.</remarks>
public sealed class RecordActs(Permissions permissions, ActQueue queue, TypedWords typed, IDbContextFactory<StudyDb> databases) : IUseCase, IActDoor
{
    /// <summary>Acts in one sending at most.</summary>
    public const int MostActs = IActDoor.MostActs;

    public async Task<Result<ActsOutcome>> RunAsync(AccountId me, TranscriptId transcriptId, IReadOnlyList<DeskAct> acts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.Code, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (acts.Count > MostActs) return new Refusal($"At most {MostActs} acts can be sent at once; these are {acts.Count}.");
        var refused = await RefusedAsync(me, access.StudyId, acts, cancel);
        if (refused.Count == 0) return await queue.RecordAsync(access, acts);
        var outcome = await queue.RecordAsync(access, [.. acts.Where(a => !refused.ContainsKey(a.Id))]);
        return outcome with { Results = [.. outcome.Results, .. refused.Select(r => new ActResult(r.Key, null, r.Value))] };
    }

    async Task<Result<IReadOnlyList<ActResult>>> IActDoor.DoAsync(AccountId me, TranscriptId transcriptId, IReadOnlyList<DeskAct> acts, CancellationToken cancel) =>
        (await RunAsync(me, transcriptId, acts, cancel)).IsRefused(out var refusal, out var outcome) ? refusal : outcome.Results.ToList();

    /// <summary>Acts whose words tell who somebody is, each with why; one that was kept before, when nobody knew yet, is not among them.</summary>
    private async Task<Dictionary<ActId, string>> RefusedAsync(AccountId me, StudyId studyId, IReadOnlyList<DeskAct> acts, CancellationToken cancel)
    {
        var refused = new Dictionary<ActId, string>();
        foreach (var act in acts)
        {
            if (TypedIn(act) is { Text.Length: > 0 } text && await typed.ForbidAsync(me, studyId, cancel, text) is { } leak) refused[act.Id] = leak.Sentence;
        }

        if (refused.Count == 0) return refused;
        var ids = refused.Keys.ToList();
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var known in await db.CodingActs.Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancel)) refused.Remove(known);
        return refused;
    }

    private static ScannedText? TypedIn(DeskAct act) => act switch
    {
        WriteMemo memo => new("the memo", memo.Text),
        WriteComment comment => new("the comment", comment.Text),
        Doubt doubt => new("the question", doubt.Question),
        Apply apply => new("the question", apply.Question),
        ProposeCode code => new("the name of the code", code.Name),
        _ => null,
    };
}

/// <summary>What became of the acts of one sending.</summary>
/// <param name="Revision">The transcript's revision after them.</param>
/// <param name="Changes">What these acts changed.</param>
public sealed record ActsOutcome(long Revision, IReadOnlyList<ActResult> Results, ChangeSet Changes);
