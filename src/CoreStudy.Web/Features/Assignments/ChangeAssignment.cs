using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>One deed on one assignment: asked, done by its rule, saved and told in one way.</summary>
public abstract class ChangeAssignment(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    private protected async Task<Result<Done>> ChangeAsync(
        AccountId me, AssignmentId id, Operation operation, AuditKind kind, Func<Assignment, Member, DateTimeOffset, Result<Done>> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await db.FindAsync(permissions, me, id, operation, cancel)).IsRefused(out var refusal, out var found)) return refusal;
        if (change(found.Assignment, found.Member, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(
            kind, found.Member, AuditSubject.Of(AuditThing.Transcript, found.Assignment.TranscriptId),
            AuditDetail.None.AndId("assignment", id).AndId("coder", found.Assignment.MemberId)));
        if ((await db.SaveWorkAsync(cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new AssignmentsChanged(found.Assignment.StudyId));
        return Done.Well;
    }
}
