using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>What the deeds of an upload have in common: it is gone on with by who began it, and nobody else.</summary>
public sealed class UploadDoor(IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, TimeProvider clock) : IUseCase
{
    /// <summary>Asked at every step of an upload.</summary>
    public Permissions Permissions => permissions;

    /// <summary>What somebody is told whose upload was ended, by them or by time.</summary>
    public static readonly Refusal Ended = new("This upload has ended: it was cancelled, or did not move for three days. Choose the file again to begin anew.");

    /// <summary>What goes on, for whoever may go on with it.</summary>
    internal async Task<Result<OpenUpload>> EnterAsync(AccountId me, StudyId study, RecordingId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.BringInRecordings, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var db = await databases.CreateDbContextAsync(cancel);
        var upload = await db.RecordingUploads.SingleOrDefaultAsync(u => u.Id == id && u.StudyId == study, cancel);
        Refusal? no = upload is null || upload.By != member.Id || !member.ReachesTrust(upload.TrustId) ? Refusal.NotFound
            : upload.IsExpired(clock.GetUtcNow()) || sounds.IsDestroyed(id) ? Ended : null;
        if (no is null) return new OpenUpload(db, upload!, member);
        await db.DisposeAsync();
        return no;
    }

    /// <summary>Destroys what has arrived, and forgets the upload.</summary>
    internal async Task EndAsync(OpenUpload open, CancellationToken cancel)
    {
        sounds.Destroy(open.Upload.StudyId, open.Upload.Id);
        open.Db.RecordingUploads.Remove(open.Upload);
        open.Db.Audit(AuditEntry.Of(AuditKind.RecordingUploadStopped, open.By, await RecordingAudit.SubjectAsync(open.Db, open.Upload.Id, open.Upload.InterviewId, cancel)));
        await open.Db.SaveChangesAsync(cancel);
    }
}

/// <summary>An upload in the hands of who brings it in.</summary>
internal sealed record OpenUpload(StudyDb Db, RecordingUpload Upload, Member By) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Db.DisposeAsync();
}

internal static class RecordingAudit
{
    /// <summary>A recording, called as its interview is called, where that is a label.</summary>
    public static async Task<AuditSubject> SubjectAsync(StudyDb db, RecordingId recording, InterviewId interview, CancellationToken cancel) =>
        AuditSubject.Of(AuditThing.Recording, recording, AuditLabel.Of(await db.Interviews.Where(i => i.Id == interview).Select(i => i.Title).SingleAsync(cancel)));
}
