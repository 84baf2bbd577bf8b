using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>Who has just signed off by mistake takes it back.</summary>
public sealed class TakeBackSignOff(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock)
    : ChangeAssignment(databases, permissions, feed, clock)
{
    public Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel) =>
        ChangeAsync(me, id, Operation.SignOff, AuditKind.SignOffTakenBack, (assignment, by, at) => assignment.TakeBackSignOff(by, at), cancel);
}
