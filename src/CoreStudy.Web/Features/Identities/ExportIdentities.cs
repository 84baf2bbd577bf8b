using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Vault;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Identities;

/// <summary>Takes the list of who participants are out of the app as a table, for a reason that the study lead sees.</summary>
public sealed class ExportIdentities(IDbContextFactory<StudyDb> databases, VaultDoor door, Permissions permissions, Reveals reveals, StudyFeed feed, TimeProvider clock, ILogger<ExportIdentities> logger) : IUseCase
{
    /// <param name="why">Why a file is needed; up to 200 characters, kept on record.</param>
    /// <returns>The table as CSV.</returns>
    public async Task<Result<string>> RunAsync(AccountId me, StudyId studyId, string why, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.AllParticipants, cancel)).IsRefused(out var closed, out var open)) return closed;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var reveal = await db.Reveals.SingleAsync(r => r.Id == open.Id, cancel);
            if (reveal.Export(why, clock.GetUtcNow()).IsRefused(out var unfit, out _)) return unfit;
            db.Audit(AuditEntry.Of(AuditKind.IdentitiesExported, member, AuditSubject.Of(studyId), AuditDetail.None.AndId("reveal", reveal.Id)));
            await db.SaveChangesAsync(cancel); // on record before a word leaves
        }

        await using var room = await door.EnterAsync(cancel);
        var rows = (await ReadIdentities.ReadAsync(room, member, cancel)).Where(r => r.IsKept).ToList();
        logger.IdentitiesExported(rows.Count, studyId.Value, member.Id.Value);
        feed.Publish(new IdentityRead(studyId));
        return Csv.Write(["Label", "Name", "Contact", "Notes"], rows.Select(r => new[] { r.Label, r.Name, r.Contact, r.Notes }));
    }
}
