using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>The lead gives assignments another due date, or none.</summary>
public sealed class RescheduleAssignments(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<WorkOutcome>> RunAsync(AccountId me, StudyId studyId, IReadOnlyCollection<AssignmentId> assignments, DateOnly? dueOn, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AssignWork, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await db.FindManyAsync(member, assignments, cancel)).IsRefused(out var notHere, out var found)) return notHere;
        var refused = found.Select(f => (f.Title, Answer: f.Assignment.Reschedule(dueOn, member, clock.GetUtcNow())))
            .Select(f => f.Answer.IsRefused(out var no, out _) ? $"“{f.Title}”: {no.Sentence}" : null).OfType<string>().ToList();
        if (refused.Count < found.Count) db.Audit(AuditEntry.Of(AuditKind.WorkRescheduled, member, AuditSubject.Nothing, AuditDetail.Count("assignments", found.Count - refused.Count).AndDay("due", dueOn)));
        if ((await db.SaveWorkAsync(cancel)).IsRefused(out var clash, out _)) return clash;
        if (refused.Count < found.Count) feed.Publish(new AssignmentsChanged(studyId));
        return new WorkOutcome(found.Count - refused.Count, refused);
    }
}
