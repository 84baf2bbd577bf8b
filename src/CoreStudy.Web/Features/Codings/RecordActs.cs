using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Codings;

/// <summary>A member does things at the desk: each is kept for good, or refused with a sentence, by itself and in order.</summary>
public sealed class RecordActs(Permissions permissions, ActQueue queue) : IUseCase
{
    /// <summary>Acts in one sending at most.</summary>
    public const int MostActs = 200;

    public async Task<Result<ActsOutcome>> RunAsync(AccountId me, TranscriptId transcriptId, IReadOnlyList<DeskAct> acts, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.Code, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (acts.Count > MostActs) return new Refusal($"At most {MostActs} acts can be sent at once; these are {acts.Count}.");
        return await queue.RecordAsync(access, acts);
    }
}

/// <summary>What became of the acts of one sending.</summary>
/// <param name="Revision">The transcript's revision after them.</param>
/// <param name="Changes">What these acts changed.</param>
public sealed record ActsOutcome(long Revision, IReadOnlyList<ActResult> Results, ChangeSet Changes);

/// <summary>Whether an act was kept, at which revision; or why not, in a sentence.</summary>
public sealed record ActResult(ActId Id, long? Revision, string? Why)
{
    public bool IsKept => Revision is not null;
}
