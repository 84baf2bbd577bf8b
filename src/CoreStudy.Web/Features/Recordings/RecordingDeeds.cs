using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Vault;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>An admin names who may hear a recording, or says that one who may listen may also transcribe, or the other way round.</summary>
public sealed class NameHearer(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId study, RecordingId id, MemberId who, Hearing may, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.GrantHearing, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != study || !Enum.IsDefined(may)) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var recording = await db.Recordings.SingleAsync(r => r.Id == id, cancel);
        if (await db.Members.SingleOrDefaultAsync(m => m.Id == who && m.StudyId == study, cancel) is not { } member) return Refusal.NotFound;
        var now = clock.GetUtcNow();
        if (Hearer.Name(recording, member, may, access.Member, now).IsRefused(out var no, out var hearer)) return no;
        if (await db.RecordingHearers.SingleOrDefaultAsync(h => h.RecordingId == id && h.MemberId == who && h.EndedAt == null, cancel) is { } before)
        {
            if (before.May == may) return Done.Well;
            before.End(access.Member, now);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.SaveChangesAsync(cancel); // ended before the next begins
            if ((await AddAsync(db, recording, hearer, access.Member, cancel)).IsRefused(out var taken, out _)) return taken;
            await transaction.CommitAsync(cancel);
        }
        else if ((await AddAsync(db, recording, hearer, access.Member, cancel)).IsRefused(out var taken, out _))
        {
            return taken;
        }

        permissions.Forget();
        feed.Publish(new RecordingsChanged(study));
        return Done.Well;
    }

    private static async Task<Result<Done>> AddAsync(StudyDb db, Recording recording, Hearer hearer, Member by, CancellationToken cancel)
    {
        db.RecordingHearers.Add(hearer);
        db.Audit(AuditEntry.Of(AuditKind.HearingGranted, by, await RecordingAudit.SubjectAsync(db, recording.Id, recording.InterviewId, cancel), AuditDetail.Word("may", hearer.May).AndId("hearer", hearer.MemberId)));
        return await db.SaveOrRefuseAsync("hearer", cancel);
    }
}

/// <summary>An admin ends that somebody may hear a recording; within seconds their player gets nothing more.</summary>
public sealed class EndHearing(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId study, RecordingId id, MemberId who, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.GrantHearing, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != study) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.RecordingHearers.SingleOrDefaultAsync(h => h.RecordingId == id && h.MemberId == who && h.EndedAt == null, cancel) is not { } hearer) return Done.Well;
        hearer.End(access.Member, clock.GetUtcNow());
        db.Audit(AuditEntry.Of(AuditKind.HearingEnded, access.Member, await RecordingAudit.SubjectAsync(db, id, access.InterviewId, cancel), AuditDetail.None.AndId("hearer", who)));
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        feed.Publish(new RecordingsChanged(study));
        return Done.Well;
    }
}

/// <summary>An admin has a recording destroyed: its key first, then its file. That there was one stays on record.</summary>
public sealed class DestroyRecording(VaultDoor door, Permissions permissions, SoundStore sounds, StudyFeed feed, TimeProvider clock, ILogger<DestroyRecording> logger) : IUseCase
{
    /// <param name="why">By hand, or because it was to be kept until it was transcribed.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId study, RecordingId id, RecordingEnd why, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, id, Operation.DestroyRecordings, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (access.StudyId != study || why is not (RecordingEnd.ByHand or RecordingEnd.Transcribed)) return Refusal.NotFound;
        await using (var room = await door.EnterAsync(cancel))
        {
            var db = room.Study;
            await db.Database.ExecuteSqlAsync($"select 1 from recordings where id = {id.Value} for update", cancel); // two who destroy it at once are told of once
            var recording = await db.Recordings.SingleAsync(r => r.Id == id, cancel);
            if (!recording.IsDestroyed)
            {
                await room.DestroyRecordingAsync(recording, why, clock.GetUtcNow(), cancel);
                db.Audit(AuditEntry.Of(AuditKind.RecordingDestroyed, access.Member, await RecordingAudit.SubjectAsync(db, id, access.InterviewId, cancel), AuditDetail.Word("why", why)));
                await room.CommitAsync(cancel); // destroys the key last
            }
        }

        permissions.Forget();
        sounds.Destroy(study, id); // what a crash leaves here, RecordingJobs ends
        logger.RecordingDestroyed(id.Value, access.Member.Id.Value, why);
        feed.Publish(new RecordingsChanged(study));
        return Done.Well;
    }
}
