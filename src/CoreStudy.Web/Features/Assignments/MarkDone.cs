using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A coder says that what they were to code is coded.</summary>
public sealed class MarkDone(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock)
    : ChangeAssignment(databases, permissions, feed, clock)
{
    public Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel) =>
        ChangeAsync(me, id, Operation.Code, AuditKind.WorkMarkedDone, (assignment, by, at) => assignment.MarkDone(by, at), cancel);
}
