using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Corrections;

/// <summary>A researcher takes a correction back.</summary>
public sealed class RestoreCorrection(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<int>> RunAsync(AccountId me, TranscriptId transcriptId, int number, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        if ((await TextRevising.LockAsync(room.Study, transcriptId, cancel)).IsRefused(out var gone, out _)) return gone;
        var revisions = await room.Study.TextRevisions.AsNoTracking().Where(r => r.TranscriptId == transcriptId && r.Number >= number).OrderBy(r => r.Number).ToListAsync(cancel);
        if (revisions.FirstOrDefault(r => r.Number == number) is not { } revision) return Refusal.NotFound;
        if (revision.Kind != TextRevisionKind.Correction) return new Refusal("Only a correction can be taken back here.");
        if (ListTextRevisions.HidesSince(revisions.Where(r => r.Number > number)))
            return new Refusal("Words were hidden or replaced in this transcript since, and taking this back could bring them to light again. Correct the turn instead.");

        if ((await room.RestoreAsync(access.StudyId, transcriptId, number, access.Member.Id, clock.GetUtcNow(), cancel)).IsRefused(out var no, out var revised)) return no;
        await room.CommitAsync(cancel);
        feed.Publish(new TextRevised(access.StudyId, transcriptId, revised.Number, revised.Revision));
        return revised.Number;
    }
}
