using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

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
        var turns = ReviewPicture.Turns(file, file.Render());
        var textRevision = 0;
        if (file.Review.State == Domain.Redactions.ReviewState.Released)
        {
            var words = await room.Study.TranscriptTexts.Where(t => t.TranscriptId == id).Select(t => t.Words).SingleAsync(cancel);
            var places = await room.Study.Turns.Where(t => t.TranscriptId == id).OrderBy(t => t.Number).Select(t => t.Segment).ToListAsync(cancel);
            textRevision = await room.Study.CodingHeads.Where(h => h.TranscriptId == id).Select(h => h.TextRevision).SingleAsync(cancel);
            turns = [.. turns.Select((t, i) => t with { Released = words[places[i].Start..places[i].End], ReleasedStart = places[i].Start, Pieces = [] })];
        }

        return new ReviewDesk(
            file.Transcript.Title,
            textRevision,
            turns,
            ReviewPicture.Places(file),
            [.. file.Register.Entries.Select(e => ReviewPicture.Entry(file, e))],
            await ReviewPicture.StandingAsync(file, room.Study, access.Member, cancel),
            file.Rules.Scheme.PersonWords);
    }
}
