using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Findings;

/// <summary>Puts a finding elsewhere: up or down among those of its theme, or under another theme.</summary>
public sealed class PlaceFinding(FindingDesk desk) : FindingDeed(desk)
{
    /// <param name="steps">Places down; up where negative. Beyond the first or last it stays there.</param>
    public Task<Result<Done>> StepAsync(AccountId me, StudyId studyId, FindingId id, int steps, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, id, cancel)).IsRefused(out var gone, out var finding)) return gone;
            var all = await doing.Db.Findings.Where(f => f.ThemeId == finding.ThemeId).OrderBy(f => f.Order).ThenBy(f => f.Id).ToListAsync(cancel);
            var at = all.IndexOf(finding);
            all.RemoveAt(at);
            all.Insert(Math.Clamp(at + steps, 0, all.Count), finding);
            for (var i = 0; i < all.Count; i++) all[i].Place(i);
            doing.Tell(AuditKind.FindingChanged, id, AuditDetail.None.AndWhether("moved", true));
            return Done.Well;
        }, cancel);

    /// <summary>It comes last under its new theme; its evidence and quotes go along.</summary>
    public Task<Result<Done>> MoveAsync(AccountId me, StudyId studyId, FindingId id, ThemeId theme, CancellationToken cancel) =>
        DoAsync<Done>(me, studyId, Operation.ManageThemes, async doing =>
        {
            if ((await FindingAsync(doing, id, cancel)).IsRefused(out var gone, out var finding)) return gone;
            if (!await doing.Db.Themes.AnyAsync(t => t.Id == theme && t.StudyId == studyId && t.Status != ThemeStatus.Dropped, cancel)) return Refusal.NotFound;
            if (finding.ThemeId == theme) return Done.Well;
            var last = await doing.Db.Findings.Where(f => f.ThemeId == theme).MaxAsync(f => (int?)f.Order, cancel) ?? -1;
            doing.Db.Add(finding.Move(theme, last + 1, doing.By.Id, doing.At));
            doing.Tell(AuditKind.FindingChanged, id, AuditDetail.None.AndWhether("moved", true));
            return Done.Well;
        }, cancel);
}
