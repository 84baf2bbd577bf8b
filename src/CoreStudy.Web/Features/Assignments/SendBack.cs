using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A supervisor asks a coder to look at something again.</summary>
public sealed class SendBack(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock)
    : ChangeAssignment(databases, permissions, feed, clock)
{
    public Task<Result<Done>> RunAsync(AccountId me, AssignmentId id, string remark, CancellationToken cancel) =>
        ChangeAsync(me, id, Operation.SignOff, AuditKind.WorkSentBack, (assignment, by, at) => assignment.SendBack(by, remark, at), cancel,
            studyId => words.ForbidAsync(me, studyId, cancel, new ScannedText("the remark", remark)));
}
