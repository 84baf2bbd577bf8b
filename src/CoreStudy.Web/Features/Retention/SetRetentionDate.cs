using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Retention;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Retention;

/// <summary>Says until when a study may keep one kind of what identifies, as its data plan has it.</summary>
public sealed class SetRetentionDate(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <param name="until">The last day; null takes the date away.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, RetentionKind kind, DateOnly? until, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!Enum.IsDefined(kind)) return Refusal.NotFound;
        if (until is { Year: < 2000 or > 2199 }) return new Refusal("Please check the year of this date.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rule = await db.RetentionRules.SingleOrDefaultAsync(r => r.StudyId == studyId && r.Kind == kind, cancel);
        if (until is not { } day)
        {
            if (rule is not null) db.RetentionRules.Remove(rule);
        }
        else if (rule is null)
        {
            db.RetentionRules.Add(RetentionRule.Set(studyId, kind, day, member.Id, clock.GetUtcNow()));
        }
        else
        {
            rule.Move(day, member.Id, clock.GetUtcNow());
        }

        db.Audit(AuditEntry.Of(AuditKind.RetentionDateSet, member, AuditSubject.Of(studyId), AuditDetail.Word("what", kind).AndDay("until", until)));
        if ((await db.SaveOrRefuseAsync("this date", cancel)).IsRefused(out var clash, out _)) return clash;
        feed.Publish(new RetentionMoved(studyId));
        return Done.Well;
    }
}
