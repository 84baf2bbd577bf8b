using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Transcriptions;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Transcriptions;

/// <summary>Somebody begins to type what they hear; where another has begun already, it is theirs that is opened.</summary>
public sealed class BeginTranscription(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock, ILogger<BeginTranscription> logger) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, RecordingId recordingId, CancellationToken cancel)
    {
        if ((await permissions.AskTypingAsync(me, studyId, recordingId, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        var db = room.Study;
        await db.Database.ExecuteSqlAsync($"select 1 from recordings where id = {recordingId.Value} for share", cancel); // held, so that it is not destroyed between this and the sealing
        var recording = await db.Recordings.SingleAsync(r => r.Id == recordingId, cancel);
        if (await db.Transcriptions.AnyAsync(t => t.RecordingId == recordingId, cancel)) return Done.Well;
        var interview = await db.Interviews.AsNoTracking().SingleAsync(i => i.Id == access.InterviewId, cancel);
        var ids = interview.Participants.ConvertAll(p => p.ParticipantId);
        var people = await db.Participants.Where(p => ids.Contains(p.Id)).OrderBy(p => p.Label).Select(p => new { p.Id, p.Label }).ToListAsync(cancel);
        var blank = Typescript.Blank(interview.Interviewer, people.Select(p => (p.Id, p.Label)));
        if (Transcription.Begin(recording, access.Member.Id, blank, clock.GetUtcNow()).IsRefused(out var no, out var transcription)) return no;
        db.Transcriptions.Add(transcription);
        if ((await room.KeepAsync(transcription, blank, cancel)).IsRefused(out var clash, out _)) return clash;
        db.Audit(AuditEntry.Of(AuditKind.TranscriptionBegun, access.Member, AuditSubject.Of(recordingId)));
        try
        {
            await room.CommitAsync(cancel);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Done.Well; // somebody else began at this moment
        }

        logger.TranscriptionBegun(transcription.Id, recordingId, access.Member.Id);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
