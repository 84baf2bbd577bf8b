using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>How few people a study lets be told apart, and how many work where.</summary>
/// <param name="SmallestCell">k.</param>
public sealed record DisclosureChoice(
    int SmallestCell, IReadOnlyList<TargetTrust> Trusts, IReadOnlyList<string> Roles, IReadOnlyDictionary<(TrustId Trust, string Role), int> Workforce);

/// <summary>A workforce as somebody typed it.</summary>
/// <param name="Typed">From 0 to 9,999; empty where nobody knows.</param>
public sealed record TypedWorkforce(TrustId TrustId, string Role, string Typed);

/// <summary>Who manages a study says how few are too few, and against how many people a participant is to be counted.</summary>
public sealed class ChangeDisclosure(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<DisclosureChoice>> ReadAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId && t.ArchivedAt == null).OrderBy(t => t.Label).Select(t => new TargetTrust(t.Id, t.Label)).ToListAsync(cancel);
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var workforce = await db.WorkforceCounts.Where(w => w.StudyId == studyId).ToDictionaryAsync(w => (w.TrustId, w.ParticipantRole), w => w.Count, cancel);
        return new DisclosureChoice(await PeopleColumns.SmallestCellAsync(db, studyId, cancel), [.. trusts.Where(t => member.ReachesTrust(t.Id))], roles, workforce);
    }

    /// <param name="typedSmallestCell">A number from 3 to 50.</param>
    /// <param name="cells">Those that were typed; others stay as they are.</param>
    public async Task<Result<Done>> SaveAsync(AccountId me, StudyId studyId, string typedSmallestCell, IReadOnlyList<TypedWorkforce> cells, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (cells.Any(c => !member.ReachesTrust(c.TrustId))) return Refusal.NotFound;
        if (Number(typedSmallestCell) is not { } smallest) return new Refusal($"“{typedSmallestCell.Trim()}” is no whole number.");
        if (DisclosureSettings.Set(studyId, smallest).IsRefused(out var no, out var settings)) return no;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var study = await db.Studies.FromSql($"select * from studies where id = {studyId.Value} for update").SingleAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).Select(t => t.Id).ToListAsync(cancel);
        await db.DisclosureSettings.Where(s => s.StudyId == studyId).ExecuteDeleteAsync(cancel);
        db.DisclosureSettings.Add(settings);
        foreach (var cell in cells)
        {
            if (!trusts.Contains(cell.TrustId)) return Refusal.NotFound;
            if (!study.ParticipantRoles.Contains(cell.Role)) return new Refusal($"“{cell.Role}” is not a participant role of this study any more.");
            await db.WorkforceCounts.Where(w => w.TrustId == cell.TrustId && w.ParticipantRole == cell.Role).ExecuteDeleteAsync(cancel);
            if (cell.Typed.Trim().Length == 0) continue;
            if (Number(cell.Typed) is not { } count) return new Refusal($"“{cell.Typed.Trim()}” is no whole number. Leave it empty where nobody knows.");
            if (WorkforceCount.Set(studyId, cell.TrustId, cell.Role, count).IsRefused(out var wrong, out var workforce)) return wrong;
            db.WorkforceCounts.Add(workforce);
        }

        db.Audit(AuditEntry.Of(AuditKind.DisclosureSettingsChanged, member, AuditSubject.Of(studyId), AuditDetail.Count("smallestCell", smallest).AndCount("workforces", cells.Count)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }

    private static int? Number(string typed) => int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
