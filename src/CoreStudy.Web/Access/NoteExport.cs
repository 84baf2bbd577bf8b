using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Access;

/// <summary>Notes in the audit trail that a list leaves the app, before it does. Whoever hands a file out asks first, and hands nothing out when refused.</summary>
public interface IExportNotes
{
    /// <param name="rows">How many rows leave.</param>
    Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, ExportedList list, int rows, CancellationToken cancel);
}

/// <summary>The same, in the database.</summary>
public sealed class NoteExport(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase, IExportNotes
{
    public async Task<Result<Done>> RunAsync(AccountId by, StudyId studyId, ExportedList list, int rows, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(by, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Audit(AuditEntry.Of(AuditKind.ListExported, member, AuditSubject.Of(studyId), AuditDetail.Word("list", list).AndCount("rows", rows)));
        await db.SaveChangesAsync(cancel);
        return Done.Well;
    }
}
