using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>A target as somebody typed it.</summary>
/// <param name="Typed">A number from 1 to 999; empty or 0 for no target.</param>
public sealed record TypedTarget(TrustId TrustId, string Role, string Typed);

/// <summary>Why a cell of the grid of targets cannot be kept.</summary>
public sealed record TargetFault(TrustId TrustId, string Role, string Sentence);

/// <summary>Sets how many participants of each role a study wants from each trust: all that was typed, or nothing of it.</summary>
public sealed class SaveTargets(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    /// <returns>What is wrong, cell by cell; with nothing wrong, all is saved. Cells that are not given stay as they are.</returns>
    public async Task<Result<IReadOnlyList<TargetFault>>> RunAsync(AccountId me, StudyId studyId, IReadOnlyList<TypedTarget> cells, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (cells.Any(c => !member.ReachesTrust(c.TrustId))) return Refusal.NotFound;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var study = await db.Studies.FromSql($"select * from studies where id = {studyId.Value} for update").SingleAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).ToDictionaryAsync(t => t.Id, cancel);
        var targets = await db.RecruitmentTargets.AsNoTracking().Where(t => t.StudyId == studyId).ToDictionaryAsync(t => (t.TrustId, t.ParticipantRole), cancel);

        var faults = new List<TargetFault>();
        foreach (var cell in cells)
        {
            if (!trusts.TryGetValue(cell.TrustId, out var trust)) return Refusal.NotFound;
            if (Read(study, trust, cell).IsRefused(out var fault, out var wanted))
            {
                faults.Add(new TargetFault(cell.TrustId, cell.Role, fault.Sentence));
                continue;
            }

            var old = targets.GetValueOrDefault((cell.TrustId, cell.Role));
            if (old?.Count == wanted.Target?.Count) continue;
            if (old is not null) await db.RecruitmentTargets.Where(t => t.TrustId == cell.TrustId && t.ParticipantRole == cell.Role).ExecuteDeleteAsync(cancel);
            if (wanted.Target is { } target) db.RecruitmentTargets.Add(target);
        }

        if (faults.Count > 0) return faults;
        db.Audit(AuditEntry.Of(AuditKind.TargetsSet, member, AuditSubject.Of(studyId), AuditDetail.Count("targets", cells.Count)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return faults;
    }

    private static Result<Wanted> Read(Study study, Trust trust, TypedTarget cell)
    {
        var typed = cell.Typed.Trim();
        if (!study.ParticipantRoles.Contains(cell.Role)) return new Refusal($"“{cell.Role}” is not a participant role of this study any more.");
        if (typed.Length == 0 || typed.All(c => c == '0')) return new Wanted(null);
        if (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 999)
            return new Refusal($"“{typed}” is no whole number from 1 to 999. Leave it empty for no target.");
        return RecruitmentTarget.Set(study, trust, cell.Role, count).IsRefused(out var no, out var target) ? no : new Wanted(target);
    }

    private sealed record Wanted(RecruitmentTarget? Target);
}
