using CoreStudy.Data;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access.Tokens;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Ui.Api;

/// <summary>Tells the audit trail of what a program reads that belongs to no one study; what belongs to one passes the gate, which tells it.</summary>
public sealed class ApiTrail(IDbContextFactory<StudyDb> databases)
{
    public async Task TellAsync(ApiCaller caller, ExportedList list, int rows, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Audit(AuditEntry.Of(AuditKind.ListExported, caller.Me, null, AuditSubject.Nothing, AuditDetail.Word("list", list).AndCount("rows", rows).AndId("token", caller.Token)));
        await db.SaveChangesAsync(cancel);
    }
}
