using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>Where a transcription stands; no words of it.</summary>
/// <param name="Version">Goes up with every change.</param>
/// <param name="Typist">Who began to type.</param>
/// <param name="IsTypist">Whether that is the reader.</param>
/// <param name="CanOthersCheck">Whether somebody besides the typist could check it.</param>
/// <param name="MaySendOpen">Whether the reader may hand it on without anonymisation, where it identifies nobody.</param>
public sealed record TypingStanding(
    int Version, TranscriptionState State, string Typist, bool IsTypist, string ChangedBy, bool IsChangedByMe, DateTimeOffset ChangedAt, string CheckedBy, bool IsCheckedByTypist, bool CanOthersCheck, bool MaySendOpen,
    Guid? Transcript)
{
    internal static async Task<TypingStanding> ReadAsync(StudyDb db, Transcription transcription, Member reader, CancellationToken cancel)
    {
        var ids = new[] { transcription.Typist, transcription.ChangedBy, transcription.CheckedBy ?? transcription.Typist };
        var names = await db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return new TypingStanding(
            transcription.Version, transcription.State, names[transcription.Typist], transcription.Typist == reader.Id, names[transcription.ChangedBy], transcription.ChangedBy == reader.Id, transcription.ChangedAt,
            transcription.CheckedBy is { } checker ? names[checker] : "", transcription.IsCheckedByTypist,
            await db.CanOthersCheckAsync(transcription, cancel), reader.May(Operation.ImportTranscripts), transcription.TranscriptId?.Value);
    }
}

/// <summary>What is typed of a recording, for who types on.</summary>
/// <param name="Left">Where it was left: milliseconds of the sound, and the turn.</param>
public sealed record TypingDesk(TypingStanding Standing, IReadOnlyList<TypedSpeaker> Speakers, IReadOnlyList<TypedTurn> Turns, Transcription.Place Left)
{
    public override string ToString() => $"{Turns.Count} turns";
}

/// <summary>Somebody who may transcribe a recording reads what is typed of it; that is on record.</summary>
public sealed class ReadTyping(VaultDoor door, Permissions permissions) : IUseCase
{
    /// <returns>A refusal that is <see cref="TypingPlace.Gone"/> where nobody has begun.</returns>
    public async Task<Result<TypingDesk>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        if (await db.Transcriptions.AsNoTracking().SingleOrDefaultAsync(t => t.RecordingId == recordingId, cancel) is not { } transcription) return TypingPlace.Gone;
        var standing = await TypingStanding.ReadAsync(db, transcription, access.Member, cancel);
        if (transcription.State == TranscriptionState.Sent) return new TypingDesk(standing, [], [], default);
        if (await room.WordsAsync(transcription, cancel) is not { } words) return TypingPlace.Gone;
        db.Audit(AuditEntry.Of(AuditKind.TranscriptionOpened, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("turns", words.Turns.Count)));
        await room.CommitAsync(cancel);
        return new TypingDesk(standing, words.Speakers, words.Turns, new(transcription.LeftAtMs, transcription.LeftTurn));
    }

    /// <summary>Where it stands, for a window that is open: whether somebody else has changed it.</summary>
    public async Task<Result<TypingStanding>> StandingAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        return await room.Study.Transcriptions.AsNoTracking().SingleOrDefaultAsync(t => t.RecordingId == recordingId, cancel) is { } transcription
            ? await TypingStanding.ReadAsync(room.Study, transcription, access.Member, cancel)
            : TypingPlace.Gone;
    }
}
