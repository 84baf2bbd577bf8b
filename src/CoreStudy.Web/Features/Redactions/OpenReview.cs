using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Vault;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>An admin sits down at the review desk of a transcript, and sees it as it came.</summary>
public sealed class OpenReview(VaultDoor door, Permissions permissions, OriginalGate gate) : IUseCase
{
    public async Task<Result<ReviewDesk>> RunAsync(AccountId me, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if ((await gate.AskAsync(me, access.StudyId, id, cancel)).IsRefused(out var shut, out _)) return shut;
        await using var room = await door.EnterAsync(cancel);
        if ((await ReviewFile.OpenAsync(room, id, forDeed: false, cancel)).IsRefused(out var missing, out var file)) return missing;
        return new ReviewDesk(
            file.Transcript.Title,
            ReviewPicture.Turns(file, file.Render()),
            ReviewPicture.Places(file),
            [.. file.Register.Entries.Select(e => ReviewPicture.Entry(file, e))],
            await ReviewPicture.StandingAsync(file, room.Study, access.Member, cancel),
            file.Rules.Scheme.PersonWords);
    }
}
