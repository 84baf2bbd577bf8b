using CoreStudy.Domain;
using CoreStudy.Domain.Codings;

namespace CoreStudy.Web.Live;

/// <summary>The door through which other screens than the desk code: what goes in is done in the transcript's one order of acts, heard at open desks, and undone there like anything else.</summary>
public interface IActDoor
{
    /// <summary>Acts in one sending at most.</summary>
    const int MostActs = 200;

    /// <summary>Does acts of one member on one transcript; each is kept for good, or refused with a sentence, by itself and in order.</summary>
    /// <remarks>The member's right to code there is asked first, and what was typed is looked through.</remarks>
    Task<Result<IReadOnlyList<ActResult>>> DoAsync(AccountId me, TranscriptId transcriptId, IReadOnlyList<DeskAct> acts, CancellationToken cancel);
}

/// <summary>Whether an act was kept, at which revision; or why not, in a sentence.</summary>
public sealed record ActResult(ActId Id, long? Revision, string? Why)
{
    public bool IsKept => Revision is not null;
}
