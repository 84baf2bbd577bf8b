using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Summaries;

/// <summary>Puts a framework matrix away, with all that is written in it, or brings it back.</summary>
public sealed class ArchiveMatrix(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, MatrixId id, bool archive, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.WriteSummaries, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.FrameworkMatrices.SingleOrDefaultAsync(m => m.Id == id && m.StudyId == studyId, cancel) is not { } matrix) return Refusal.NotFound;
        if (archive) matrix.PutAway(clock.GetUtcNow());
        else matrix.BringBack();
        db.Audit(AuditEntry.Of(archive ? AuditKind.MatrixArchived : AuditKind.MatrixBroughtBack, member, AuditSubject.Of(AuditThing.Matrix, id)));
        if ((await db.SaveOrRefuseAsync(matrix.Name, cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new SummariesMoved(studyId, id));
        return Done.Well;
    }
}
