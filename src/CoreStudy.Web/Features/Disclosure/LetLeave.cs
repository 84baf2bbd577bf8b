using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Disclosure;

/// <summary>Somebody takes the responsibility that a stopped file leaves as it is: an admin, and a second one where what was found identifies somebody.</summary>
public sealed class LetLeave(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words, TimeProvider clock) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, StoppedExportId id, string reason, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeSmallCells, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the reason", reason)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.StoppedExports.SingleOrDefaultAsync(s => s.Id == id && s.StudyId == studyId, cancel) is not { } stopped) return Refusal.NotFound;
        if (stopped.Agree(member, reason, clock.GetUtcNow()).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(AuditKind.ExportAgreed, member, AuditSubject.Of(studyId), AuditDetail.Count("blocks", stopped.Blocks).AndCount("warns", stopped.Warns).AndWhether("second", stopped.SecondedBy is not null)));
        if ((await db.SaveOrRefuseAsync(stopped.Export, cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
