using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Recordings;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>A file that somebody chose. Its name is not among it.</summary>
/// <param name="Head">SHA-256 of its first 64 KiB.</param>
/// <param name="Tail">SHA-256 of its last 64 KiB.</param>
public sealed record ChosenFile(long Bytes, byte[] Head, byte[] Tail);

/// <summary>How far an upload is.</summary>
/// <param name="Received">Bytes that are kept, from the beginning: the next part begins there.</param>
public sealed record UploadState(RecordingId Id, long Received, long Bytes);

/// <summary>Begins to bring a recording in, or goes on with the same file where it broke off.</summary>
public sealed class BeginUpload(IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, IOptions<RecordingOptions> options, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<UploadState>> RunAsync(AccountId me, StudyId studyId, InterviewId interviewId, ChosenFile file, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.BringInRecordings, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var interview = await db.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId && i.StudyId == studyId, cancel);
        if (interview is null || !member.ReachesTrust(interview.TrustId)) return Refusal.NotFound;
        if (await WithdrawnAsync(db, interviewId, cancel) is { } gone) return gone;

        var now = clock.GetUtcNow();
        foreach (var mine in await db.RecordingUploads.Where(u => u.InterviewId == interviewId && u.By == member.Id && u.Bytes == file.Bytes && u.ExpiresAt > now).ToListAsync(cancel))
        {
            if (mine.IsOf(file.Bytes, file.Head, file.Tail) && !sounds.IsDestroyed(mine.Id) && sounds.Received(studyId, mine.Id, mine.Bytes) is { } received) return new UploadState(mine.Id, received, mine.Bytes);
        }

        if (RecordingUpload.Begin(interview, member.Id, file.Bytes, file.Head, file.Tail, options.Value.LargestBytes, now).IsRefused(out var no, out var upload)) return no;
        var others = await db.RecordingUploads.Where(u => u.ExpiresAt > now).Select(u => new { u.StudyId, u.Id, u.Bytes }).ToListAsync(cancel);
        if (!sounds.HasRoomFor(file.Bytes, others.Sum(u => u.Bytes - (sounds.Received(u.StudyId, u.Id, u.Bytes) ?? u.Bytes))))
            return new Refusal($"This site has no room left for a file of {FileSize.Of(file.Bytes)}. Nothing was stored. Please tell who runs it, or save the recording as MP3 or M4A, which takes a tenth.");

        sounds.Begin(studyId, upload.Id, upload.Bytes);
        db.RecordingUploads.Add(upload);
        db.Audit(AuditEntry.Of(AuditKind.RecordingUploadBegun, member, await RecordingAudit.SubjectAsync(db, upload.Id, interviewId, cancel)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new RecordingsChanged(studyId));
        return new UploadState(upload.Id, 0, upload.Bytes);
    }

    /// <summary>Why no recording of this interview is taken in any more; null where one is.</summary>
    internal static async Task<Refusal?> WithdrawnAsync(StudyDb db, InterviewId interview, CancellationToken cancel)
    {
        var who = await (
            from i in db.Interviews
            from took in i.Participants
            join p in db.Participants on took.ParticipantId equals p.Id
            where i.Id == interview && p.Withdrawn == WithdrawalScope.AllData
            orderby p.Label
            select p.Label).FirstOrDefaultAsync(cancel);
        return who is null ? null : new Refusal($"{who} took part in this interview and has withdrawn with all data, so no recording of it may be brought in. A voice cannot be cut out for sure.");
    }
}
