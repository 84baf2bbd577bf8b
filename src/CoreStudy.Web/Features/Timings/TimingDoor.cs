using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Timings;

/// <summary>Who may say when the turns of a transcript start: who corrects transcripts, and was named to hear a recording of its interview.</summary>
public sealed class TimingDoor(IDbContextFactory<StudyDb> databases, Permissions permissions, HeardRecordings recordings) : IUseCase
{
    public static readonly Refusal NotAHearer = new("The times of turns are set by listening. An admin can name you to hear the recording of this interview.");

    /// <summary>Asked before anything of a transcript's times.</summary>
    public Permissions Permissions => permissions;

    /// <summary>The access, with the recordings that they may hear: one at least.</summary>
    public async Task<Result<Timing>> OpenAsync(AccountId me, TranscriptId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.ReadTranscripts, cancel)).IsRefused(out var unread, out _)) return unread;
        if ((await permissions.AskAsync(me, id, Operation.CorrectTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var interview = await db.Transcripts.Where(t => t.Id == id).Select(t => t.InterviewId).SingleAsync(cancel);
        var heard = await recordings.OfAsync(me, access.StudyId, interview, cancel);
        return heard.Count == 0 ? NotAHearer : new Timing(access, heard);
    }
}

/// <summary>Somebody who may set times, and what they may hear.</summary>
public sealed record Timing(TranscriptAccess Access, IReadOnlyList<HeardRecording> Recordings);
