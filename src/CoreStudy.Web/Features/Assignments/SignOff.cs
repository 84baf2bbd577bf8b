using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A supervisor has read a coding and finds it good.</summary>
public sealed class SignOff(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock)
    : ChangeAssignment(databases, permissions, feed, clock)
{
    public Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel) =>
        ChangeAsync(me, id, Operation.SignOff, AuditKind.WorkSignedOff, (assignment, by, at) => assignment.SignOff(by, at), cancel);
}
