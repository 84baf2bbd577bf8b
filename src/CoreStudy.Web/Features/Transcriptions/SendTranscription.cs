using System.Security.Cryptography;
using System.Text;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>A checked transcription is handed on: it becomes a transcript, with its times, and what was typed is kept no longer beside it.</summary>
public sealed class SendTranscription(VaultDoor door, Permissions permissions, ITakenTranscripts takes, TimeProvider clock, ILogger<SendTranscription> logger) : IUseCase
{
    /// <param name="version">The one that the desk shows.</param>
    /// <param name="identifiable">Whether it names people, places or employers; then admins anonymise it first.</param>
    /// <param name="open">Where it identifies nobody, whether it is open for coding at once.</param>
    public async Task<Result<TypingStanding>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, int version, bool identifiable, bool open, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if ((await ReadAsync(recordingId, version, cancel)).IsRefused(out var no, out var typed)) return no;
        var (title, transcription, words) = typed;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"transcription {transcription.Id.Value:n} {version}")));
        var took = await TakeAsync(new TypedTranscript(recordingId, access.InterviewId, title, words.ToDraft(), words.Matches(), hash, identifiable, open));
        if (took.IsRefused(out var notTaken, out var transcript)) return notTaken;

        await using var room = await door.EnterAsync(cancel);
        await room.RemoveAsync<Typing>(transcription.Id.Value, cancel); // the transcript holds its words now
        var sent = await room.Study.Transcriptions.AsNoTracking().SingleAsync(t => t.Id == transcription.Id, cancel);
        var standing = await TypingStanding.ReadAsync(room.Study, sent, access.Member, cancel);
        await room.CommitAsync(cancel);
        logger.TranscriptionSent(transcription.Id, transcript);
        return standing;

        async Task<Result<TranscriptId>> TakeAsync(TypedTranscript one)
        {
            try
            {
                return await takes.TakeAsync(me, one, MarkAsync, cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                return Transcription.ChangedMeanwhile;
            }
        }

        // In the transaction in which the transcript comes: both or neither.
        async Task MarkAsync(StudyDb db, Transcript one)
        {
            var row = await db.Transcriptions.SingleAsync(t => t.Id == transcription.Id, cancel);
            if (row.Version != version) throw new DbUpdateConcurrencyException();
            row.Send(one.Id, access.Member.Id, clock.GetUtcNow());
            db.Audit(AuditEntry.Of(AuditKind.TranscriptionSent, access.Member, AuditSubject.Of(recordingId), AuditDetail.Count("words", words.Words).AndWhether("identifiable", identifiable).AndId("transcript", one.Id)));
        }
    }

    private async Task<Result<(string Title, Transcription Transcription, Typescript Words)>> ReadAsync(RecordingId recordingId, int version, CancellationToken cancel)
    {
        await using var room = await door.EnterAsync(cancel);
        if (await room.Study.Transcriptions.AsNoTracking().SingleOrDefaultAsync(t => t.RecordingId == recordingId, cancel) is not { } transcription) return TypingPlace.Gone;
        if (transcription.MaySend().IsRefused(out var early, out _)) return early;
        if (transcription.Version != version) return Transcription.ChangedMeanwhile;
        if (await room.WordsAsync(transcription, cancel) is not { } words) return TypingPlace.Gone;
        if (words.Unfinished() is { } unfinished) return unfinished;
        var title = await room.Study.Interviews.Where(i => i.Id == transcription.InterviewId).Select(i => i.Title).SingleAsync(cancel);
        return (title, transcription, words);
    }
}
