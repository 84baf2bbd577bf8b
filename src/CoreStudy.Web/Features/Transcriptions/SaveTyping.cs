using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>What changed at the desk since it last saved.</summary>
/// <param name="Version">The one that the desk has.</param>
/// <param name="Save">The desk’s name for this saving; the same when it is sent again.</param>
/// <param name="Changes">As <see cref="Typescript.Change"/> takes them.</param>
/// <param name="Speakers">All of them, where one came or is called otherwise; null where not.</param>
public sealed record TypingChanges(int Version, Guid Save, IReadOnlyList<TurnChange> Changes, IReadOnlyList<TypedSpeaker>? Speakers, Transcription.Place Left)
{
    public override string ToString() => $"{Changes.Count} changed turns";
}

/// <summary>The desk saves what was typed. What somebody else saved meanwhile is never overwritten: that is a refusal.</summary>
public sealed class SaveTyping(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<SaveTyping> logger) : IUseCase
{
    /// <summary>After so long another saving by the same typist is put on record again.</summary>
    public static readonly TimeSpan Sitting = TimeSpan.FromMinutes(30);

    /// <returns>The new version.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, TypingChanges typed, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.HoldAsync(recordingId, cancel) is not { } transcription) return TypingPlace.Gone;
        if (transcription.IsDone(typed.Save)) return transcription.Version;
        if (await room.WordsAsync(transcription, cancel) is not { } before) return TypingPlace.Gone;
        if (typed.Version == transcription.Version && await db.ForbidNewcomersAsync(transcription, typed.Speakers, cancel) is { } stranger) return stranger;
        if (typed.Version != transcription.Version) typed = typed with { Changes = [], Speakers = null }; // on other words: they are not tried, and the next line says so
        if (before.Change(typed.Changes, typed.Speakers).IsRefused(out var unfit, out var words)) return unfit;

        var at = clock.GetUtcNow();
        var isSitting = transcription.ChangedBy == access.Member.Id && transcription.Version > 1 && at - transcription.ChangedAt < Sitting;
        if (transcription.Save(typed.Version, typed.Save, words, typed.Left, access.Member.Id, at).IsRefused(out var no, out _)) return no;
        if ((await room.KeepAsync(transcription, words, cancel)).IsRefused(out var clash, out _)) return clash;
        if (!isSitting) db.Audit(AuditEntry.Of(AuditKind.TranscriptionTyped, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("words", words.Words)));
        await room.CommitAsync(cancel);
        logger.TranscriptionSaved(transcription.Id, transcription.Version, transcription.TurnCount, transcription.WordCount);
        if (!isSitting) feed.Publish(new StudyChanged(studyId));
        return transcription.Version;
    }
}
