using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A coder goes on with what they had said was done.</summary>
public sealed class TakeUpAgain(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock)
    : ChangeAssignment(databases, permissions, feed, clock)
{
    public Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel) =>
        ChangeAsync(me, id, Operation.Code, AuditKind.WorkTakenUpAgain, (assignment, by, at) => assignment.TakeUpAgain(by, at), cancel);
}
