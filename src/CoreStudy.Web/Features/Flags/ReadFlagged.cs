using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Flags;

/// <summary>The words under a veil, in as many parts as turns were veiled.</summary>
/// <param name="Parts">A part is null where the key that sealed it was destroyed.</param>
public sealed record FlaggedWords(IReadOnlyList<string?> Parts)
{
    public override string ToString() => $"{Parts.Count} parts";
}

/// <summary>Shows an admin, to whom the gate of the transcript is open, what was flagged.</summary>
public sealed class ReadFlagged(VaultDoor door, Permissions permissions, Reveals reveals) : IUseCase
{
    public async Task<Result<FlaggedWords>> RunAsync(AccountId me, StudyId studyId, FlagId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        if (await room.Study.PassageFlags.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.StudyId == studyId, cancel) is not { } flag) return Refusal.NotFound;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.Of(flag.TranscriptId), cancel)).IsRefused(out var closed, out _)) return closed;
        return new FlaggedWords((await room.PastAsync(flag.TranscriptId, flag.TextRevision, cancel))?.Went ?? [null]);
    }
}
