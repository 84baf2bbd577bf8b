using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>How a study anonymises, for who may see its settings.</summary>
/// <param name="MayChange">Whether the reader may change it: admins alone.</param>
public sealed record AnonymisationSettings(ReplacementScheme Scheme, double Threshold, bool MayReleaseAlone, bool MayChange);

/// <summary>Reads how a study anonymises.</summary>
public sealed class ReadAnonymisationSettings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<AnonymisationSettings>> RunAsync(AccountId me, StudyId study, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rules = await db.AnonymisationRules.AsNoTracking().SingleOrDefaultAsync(r => r.StudyId == study, cancel) ?? AnonymisationRules.UsualOf(study);
        return new AnonymisationSettings(rules.Scheme, rules.Threshold, rules.MayReleaseAlone, member.May(Operation.ManageAnonymisation));
    }
}

/// <summary>An admin settles how a study anonymises. What is released already stays as it is.</summary>
public sealed class ChangeAnonymisationSettings(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords typed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(
        AccountId me, StudyId study, IEnumerable<string> personWords, DateDetail dates, int ageBand, bool keepTitles, double threshold, bool mayReleaseAlone, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var words = personWords.ToList();
        if (await typed.ForbidAsync(me, study, cancel, [.. words.Select(w => new ScannedText("the words for people", w))]) is { } leak) return leak;
        if (ReplacementScheme.Choose(words, dates, ageBand, keepTitles).IsRefused(out var unfit, out var scheme)) return unfit;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rules = await db.AnonymisationRules.SingleOrDefaultAsync(r => r.StudyId == study, cancel);
        if (rules is null) db.AnonymisationRules.Add(rules = AnonymisationRules.UsualOf(study));
        if (rules.Change(scheme, threshold, mayReleaseAlone).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(AuditKind.AnonymisationRulesChanged, member, AuditSubject.Of(study), AuditDetail.None.AndWhether("alone", mayReleaseAlone)));
        await db.SaveChangesAsync(cancel);
        feed.Publish(new StudyChanged(study));
        return Done.Well;
    }
}
