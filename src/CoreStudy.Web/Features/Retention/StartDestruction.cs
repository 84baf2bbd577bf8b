using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Retention;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Retention;

/// <summary>An admin confirms that one kind is to be destroyed; the job then does it, thing by thing, and goes on after a restart.</summary>
public sealed class StartDestruction(VaultDoor door, Permissions permissions, RetentionJobs jobs, StudyFeed feed, TimeProvider clock, ILogger<StartDestruction> logger) : IUseCase
{
    /// <param name="typedName">The study's short name, typed to confirm.</param>
    /// <param name="seen">How many things the admin was shown; refused where there are more by now.</param>
    public async Task<Result<DestructionId>> RunAsync(AccountId me, StudyId studyId, RetentionKind kind, int seen, string typedName, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.DestroyDue, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (member.TrustIds.Count > 0) return new Refusal("You work for certain trusts alone. What belongs to the whole study is destroyed by an admin of every trust.");
        await using var room = await door.EnterAsync(cancel);
        var name = await room.Study.Studies.Where(s => s.Id == studyId).Select(s => s.ShortName).SingleAsync(cancel);
        if (!typedName.Trim().Equals(name, StringComparison.Ordinal)) return new Refusal($"To confirm, type the study’s short name exactly: {name}.");
        var items = await RetentionItems.ListAsync(room, studyId, kind, cancel);
        if (await RetentionItems.CountWaitingAsync(room, studyId, items, cancel) is > 0 and var waiting)
            return new Refusal($"In {(waiting == 1 ? "one transcript" : $"{waiting:N0} transcripts")} a passage is hidden until an admin decides about it, and its words would go with the original. Decide about it first, under “Flagged passages”.");
        if (items.Count > seen) return new Refusal($"There are {items.Count:N0} by now, not {seen:N0}. Please look again, then confirm.");
        if (items.Count == 0 && kind != RetentionKind.Recordings) return new Refusal("There is nothing of this kind to destroy.");
        var destruction = Destruction.Start(studyId, kind, items.Count, member.Id, clock.GetUtcNow());
        if (items.Count == 0) destruction.Finish(clock.GetUtcNow()); // of recordings elsewhere, for the record
        room.Study.Destructions.Add(destruction);
        room.Study.Audit(AuditEntry.Of(AuditKind.DestructionStarted, member, AuditSubject.Of(studyId), AuditDetail.Word("what", kind).AndCount("things", items.Count).AndId("destruction", destruction.Id)));
        if ((await room.Study.SaveOrRefuseAsync("destruction of this kind that is under way", cancel)).IsRefused(out var clash, out _)) return clash;
        await room.CommitAsync(cancel);
        logger.DestructionStarted(destruction.Id.Value, studyId.Value, kind, items.Count, member.Id.Value);
        if (destruction.IsRunning) jobs.Wake();
        feed.Publish(new RetentionMoved(studyId));
        return destruction.Id;
    }
}

/// <summary>Stops a destruction between two things. What is gone by then stays gone.</summary>
public sealed class StopDestruction(VaultDoor door, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, DestructionId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.DestroyDue, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var room = await door.EnterAsync(cancel);
        if (await room.Study.Destructions.FromSql($"select * from destructions where id = {id.Value} for update").SingleOrDefaultAsync(d => d.StudyId == studyId, cancel) is not { } destruction) return Refusal.NotFound;
        destruction.Stop(clock.GetUtcNow());
        room.Study.Audit(AuditEntry.Of(AuditKind.DestructionStopped, member, AuditSubject.Of(studyId), AuditDetail.Word("what", destruction.Kind).AndCount("things", destruction.Destroyed).AndId("destruction", id)));
        await room.CommitAsync(cancel);
        feed.Publish(new RetentionMoved(studyId));
        return Done.Well;
    }
}
