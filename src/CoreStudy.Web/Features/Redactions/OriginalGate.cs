using CoreStudy.Domain;
using CoreStudy.Domain.Reveals;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>Asks at each reading whether this admin may see the original of a transcript now: opened afresh, with a reason, on record.</summary>
public sealed class OriginalGate(Reveals reveals)
{
    /// <summary>For opening the original, which is noted as a look.</summary>
    public async Task<Result<Done>> AskAsync(AccountId me, StudyId study, TranscriptId transcript, CancellationToken cancel) =>
        (await reveals.AskAsync(me, study, RevealSubject.Of(transcript), cancel)).IsRefused(out var refusal, out _) ? refusal : Done.Well;

    /// <summary>For a deed on an original that is open already: the look was noted when it was opened.</summary>
    public async Task<Result<Done>> StillAsync(AccountId me, StudyId study, TranscriptId transcript, CancellationToken cancel) =>
        (await reveals.StillAsync(me, study, RevealSubject.Of(transcript), cancel)).IsRefused(out var refusal, out _) ? refusal : Done.Well;
}
