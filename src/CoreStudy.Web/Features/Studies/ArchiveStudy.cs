using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Puts a whole study away, so that it stays as it is, or brings it back.</summary>
public sealed class ArchiveStudy(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, bool archive, CancellationToken cancel)
    {
        // Asked to see it, for nothing that changes a study is allowed while it is put away.
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!member.May(Operation.ManageStudy)) return Refusal.Forbidden;
        if (!member.Reaches([])) return new Refusal("Only who works for every trust of a study can put it away or bring it back.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (archive) study.Archive(clock.GetUtcNow());
        else study.BringBack();
        db.Audit(AuditEntry.Of(archive ? AuditKind.StudyArchived : AuditKind.StudyBroughtBack, member, AuditSubject.Of(studyId)));
        await db.SaveChangesAsync(cancel);
        permissions.Forget();
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
