using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Says how a study regards agreement between coders: where coding is somebody's reading, no coefficient is shown unasked.</summary>
public sealed class ChangeApproach(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, StudyApproach approach, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (study.Approach == approach) return Done.Well;
        study.Regard(approach);
        db.Audit(AuditEntry.Of(AuditKind.ApproachChanged, member, AuditSubject.Of(studyId), AuditDetail.Word("approach", approach)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
