using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>The one way to what is typed of a recording: whoever was named to transcribe it, and nobody else.</summary>
internal static class TypingPlace
{
    public static readonly Refusal Gone = new("There is no transcription of this recording any more. Somebody deleted it, or the recording was destroyed.");

    public static async Task<Result<RecordingAccess>> AskTypingAsync(this Permissions permissions, AccountId me, StudyId study, RecordingId recording, CancellationToken cancel) =>
        (await permissions.AskAsync(me, recording, Operation.Transcribe, cancel)).IsRefused(out var refusal, out var access) ? refusal
        : access.StudyId == study ? access : Refusal.NotFound;

    /// <summary>The transcription, held until the transaction ends, so that two savings come one after the other.</summary>
    public static async Task<Transcription?> HoldAsync(this StudyDb db, RecordingId recording, CancellationToken cancel) =>
        await db.Transcriptions.FromSql($"select * from transcriptions where recording_id = {recording.Value} for update").SingleOrDefaultAsync(cancel);

    /// <summary>Its words; null where they are gone, with the key of the recording or otherwise.</summary>
    public static async Task<Typescript?> WordsAsync(this VaultRoom room, Transcription transcription, CancellationToken cancel)
    {
        if (await room.ReadAsync<Typing>(transcription.Id.Value, cancel) is not { } typing) return null;
        return Typescript.Of(typing.Speakers, typing.Turns).IsRefused(out var broken, out var words) ? throw new InvalidOperationException(broken.Sentence) : words;
    }

    public static Task<Result<Done>> KeepAsync(this VaultRoom room, Transcription transcription, Typescript words, CancellationToken cancel) =>
        room.WriteAsync(Vault.Keys.KeyOwner.Of(transcription.RecordingId), transcription.StudyId, transcription.Id.Value, Typing.Of(words), cancel);

    /// <summary>Whether somebody besides the typist may hear this recording and transcribe it, and so could check.</summary>
    public static async Task<bool> CanOthersCheckAsync(this StudyDb db, Transcription transcription, CancellationToken cancel)
    {
        var trust = await db.Recordings.Where(r => r.Id == transcription.RecordingId).Select(r => r.TrustId).SingleAsync(cancel);
        var others = await (
            from h in db.RecordingHearers
            join m in db.Members on h.MemberId equals m.Id
            where h.RecordingId == transcription.RecordingId && h.EndedAt == null && h.May == Hearing.Transcribe && m.Id != transcription.Typist && m.EndedAt == null
            select m).AsNoTracking().ToListAsync(cancel);
        var accounts = others.ConvertAll(m => m.AccountId.Value);
        var locked = await db.Users.Where(a => accounts.Contains(a.Id) && a.LockoutEnd == Account.Never).Select(a => a.Id).ToListAsync(cancel);
        return others.Exists(m => m.ReachesTrust(trust) && !locked.Contains(m.AccountId.Value));
    }

    /// <summary>Why speakers cannot be these: a participant among them takes part in the interview.</summary>
    public static async Task<Refusal?> ForbidNewcomersAsync(this StudyDb db, Transcription transcription, IReadOnlyList<TypedSpeaker>? speakers, CancellationToken cancel)
    {
        var named = speakers?.Select(s => s.ParticipantId).OfType<ParticipantId>().ToHashSet() ?? [];
        if (named.Count == 0) return null;
        var part = await db.Interviews.Where(i => i.Id == transcription.InterviewId).SelectMany(i => i.Participants).Select(p => p.ParticipantId).ToListAsync(cancel);
        return named.IsSubsetOf(part) ? null : new Refusal("A speaker was matched to somebody who did not take part in this interview.");
    }
}
