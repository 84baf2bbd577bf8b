using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>Somebody who has compared what was typed with the sound says that it is right, or takes that back.</summary>
public sealed class CheckTranscription(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<CheckTranscription> logger) : IUseCase
{
    /// <param name="version">The one that the desk shows.</param>
    public async Task<Result<TypingStanding>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, int version, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.HoldAsync(recordingId, cancel) is not { } transcription || await room.WordsAsync(transcription, cancel) is not { } words) return TypingPlace.Gone;
        if (transcription.Version != version) return Transcription.ChangedMeanwhile;
        if (transcription.Check(access.Member.Id, await db.CanOthersCheckAsync(transcription, cancel), words, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(
            AuditKind.TranscriptionChecked, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("words", words.Words).AndWhether("typist", transcription.IsCheckedByTypist)));
        var standing = await TypingStanding.ReadAsync(db, transcription, access.Member, cancel);
        await room.CommitAsync(cancel);
        logger.TranscriptionChecked(transcription.Id, access.Member.Id);
        feed.Publish(new StudyChanged(studyId));
        return standing;
    }

    /// <summary>It is typed on after all.</summary>
    public async Task<Result<TypingStanding>> TakeBackAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.HoldAsync(recordingId, cancel) is not { } transcription) return TypingPlace.Gone;
        var before = transcription.State;
        if (transcription.TakeBack().IsRefused(out var no, out _)) return no;
        if (before != transcription.State) db.Audit(AuditEntry.Of(AuditKind.TranscriptionTakenBack, access.Member, AuditSubject.Of(recordingId)));
        var standing = await TypingStanding.ReadAsync(db, transcription, access.Member, cancel);
        await room.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return standing;
    }
}
