using CoreStudy.Data.Transcripts;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Corrections;

/// <summary>A researcher takes a correction back.</summary>
public sealed class RestoreCorrection(VaultDoor door, Permissions permissions, StudyFeed feed, TypedWords typed, TimeProvider clock) : IUseCase
{
    public async Task<Result<int>> RunAsync(AccountId me, TranscriptId transcriptId, int number, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, transcriptId, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        if ((await TextRevising.LockAsync(room.Study, transcriptId, cancel)).IsRefused(out var gone, out var before)) return gone;
        var revisions = await room.Study.TextRevisions.AsNoTracking().Where(r => r.TranscriptId == transcriptId && r.Number >= number).OrderBy(r => r.Number).ToListAsync(cancel);
        if (revisions.FirstOrDefault(r => r.Number == number) is not { } revision) return Refusal.NotFound;
        if (revision.Kind != TextRevisionKind.Correction) return new Refusal("Only a correction can be taken back here.");
        if (ListTextRevisions.HidesSince(revisions.Where(r => r.Number > number)))
            return new Refusal("Words were hidden or replaced in this transcript since, and taking this back could bring them to light again. Correct the turn instead.");

        if ((await room.RestoreAsync(access.StudyId, transcriptId, number, access.Member.Id, clock.GetUtcNow(), cancel)).IsRefused(out var no, out var revised)) return no;
        if ((await TextRevising.LockAsync(room.Study, transcriptId, cancel)).IsRefused(out var lost, out var after)) return lost;
        for (var i = 0; i < after.Turns.Count; i++)
        {
            var (was, now) = (before.Text.Words[before.Turns[i].Start..before.Turns[i].End], after.Text.Words[after.Turns[i].Start..after.Turns[i].End]);
            if (was != now && await typed.BringsBackAsync(access.StudyId, was, now, cancel))
                return new Refusal("This would bring back words that the study keeps apart by now. Correct the turn instead.");
        }

        var transcript = await room.Study.Transcripts.AsNoTracking().SingleAsync(t => t.Id == transcriptId, cancel);
        room.Study.Audit(AuditEntry.Of(AuditKind.TextRestored, access.Member, AuditSubject.Of(transcript), AuditDetail.Count("revision", revised.Number).AndCount("of", number)));
        await room.CommitAsync(cancel);
        feed.Publish(new TextRevised(access.StudyId, transcriptId, revised.Number, revised.Revision));
        return revised.Number;
    }
}
