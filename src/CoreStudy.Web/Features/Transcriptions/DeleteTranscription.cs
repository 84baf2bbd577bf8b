using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>Somebody starts over: what was typed of a recording is gone for good. What was handed on stays a transcript.</summary>
public sealed class DeleteTranscription(VaultDoor door, Permissions permissions, StudyFeed feed, ILogger<DeleteTranscription> logger) : IUseCase
{
    /// <param name="version">The one that the desk shows: nobody deletes words that they have not seen.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, int version, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.HoldAsync(recordingId, cancel) is not { } transcription) return Done.Well;
        if (transcription.Version != version) return Transcription.ChangedMeanwhile;
        var lost = transcription.State == TranscriptionState.Sent ? 0 : transcription.WordCount;
        await room.RemoveAsync<Typing>(transcription.Id.Value, cancel);
        db.Transcriptions.Remove(transcription);
        db.Audit(AuditEntry.Of(AuditKind.TranscriptionDeleted, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("words", lost)));
        await room.CommitAsync(cancel);
        logger.TranscriptionDeleted(transcription.Id, access.Member.Id, lost);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
