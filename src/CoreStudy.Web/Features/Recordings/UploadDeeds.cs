using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Recordings;
using CoreStudy.Interchange.Media;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>Tells how far an upload is.</summary>
public sealed class AskUpload(UploadDoor door, SoundStore sounds) : IUseCase
{
    public async Task<Result<UploadState>> RunAsync(AccountId me, StudyId study, RecordingId id, CancellationToken cancel)
    {
        if ((await door.EnterAsync(me, study, id, cancel)).IsRefused(out var refusal, out var open)) return refusal;
        await using (open) return sounds.Received(study, id, open.Upload.Bytes) is { } received ? new UploadState(id, received, open.Upload.Bytes) : UploadDoor.Ended;
    }
}

/// <summary>Gives an upload up: what has arrived is destroyed.</summary>
public sealed class StopUpload(UploadDoor door, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId study, RecordingId id, CancellationToken cancel)
    {
        if ((await door.EnterAsync(me, study, id, cancel)).IsRefused(out var refusal, out var open)) return refusal;
        await using (open) await door.EndAsync(open, cancel);
        feed.Publish(new RecordingsChanged(study));
        return Done.Well;
    }
}

/// <summary>Looks at what has arrived and makes it a recording, which who brought it in may hear. What is no recording that browsers play is refused, and destroyed.</summary>
public sealed class FinishUpload(UploadDoor door, SoundStore sounds, StudyFeed feed, TimeProvider clock, ILogger<FinishUpload> logger) : IUseCase
{
    public async Task<Result<RecordingId>> RunAsync(AccountId me, StudyId study, RecordingId id, CancellationToken cancel)
    {
        if ((await door.EnterAsync(me, study, id, cancel)).IsRefused(out var refusal, out var open)) return refusal;
        await using var closing = open;
        var (db, bytes) = (open.Db, open.Upload.Bytes);
        if (sounds.Received(study, id, bytes) != bytes) return new Refusal("The file has not arrived whole yet. Go on with the upload, then it is finished.");

        MediaFacts? facts;
        await using (var sound = sounds.Read(study, id))
        {
            if (MediaProbe.Read(sound, bytes).IsRefused(out var no, out facts))
            {
                await door.EndAsync(open, cancel);
                feed.Publish(new RecordingsChanged(study));
                return no;
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Held until the end: a withdrawal either finds the recording, or has ended the upload.
        var upload = await db.RecordingUploads.FromSql($"select * from recording_uploads where id = {id.Value} for update").AsNoTracking().SingleOrDefaultAsync(cancel);
        if (upload is null || upload.IsExpired(clock.GetUtcNow())) return UploadDoor.Ended;
        if (await BeginUpload.WithdrawnAsync(db, upload.InterviewId, cancel) is { } gone) return gone;
        var recording = Recording.From(upload, new SoundFormat(facts.Container, facts.Codec, facts.ContentType), facts.DurationMs, clock.GetUtcNow());
        db.RecordingUploads.Remove(open.Upload);
        db.Recordings.Add(recording);
        db.RecordingHearers.Add(Hearer.WhoBroughtItIn(recording));
        var detail = AuditDetail.Count("bytes", bytes);
        if (recording.DurationMs is { } ms) detail = detail.AndCount("minutes", (ms + 30_000) / 60_000);
        db.Audit(AuditEntry.Of(AuditKind.RecordingBroughtIn, open.By, await RecordingAudit.SubjectAsync(db, id, recording.InterviewId, cancel), detail));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        door.Permissions.Forget();
        logger.RecordingBroughtIn(id.Value, recording.InterviewId.Value, open.By.Id.Value, bytes);
        feed.Publish(new RecordingsChanged(study));
        return id;
    }
}
