using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Templates;

/// <summary>Says which template reports of its kind take on, or that they take on none.</summary>
public sealed class ChooseTemplate(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    /// <param name="chosen">False to go back to the look that comes with the site.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, TemplateId id, bool chosen, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.StudyTemplates.Where(t => t.Id == id && t.StudyId == studyId).Select(t => (Domain.Templates.StudyTemplateKind?)t.Kind).SingleOrDefaultAsync(cancel) is not { } kind) return Refusal.NotFound;
        // Not read whole: a template may be 20 MB. The one before gives way first, since one of a kind is chosen at most.
        await db.StudyTemplates.Where(t => t.StudyId == studyId && t.Kind == kind && t.IsChosen).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsChosen, false), cancel);
        if (chosen) await db.StudyTemplates.Where(t => t.Id == id).ExecuteUpdateAsync(s => s.SetProperty(t => t.IsChosen, true), cancel);
        db.Audit(AuditEntry.Of(AuditKind.TemplateChosen, member, AuditSubject.Of(studyId), AuditDetail.Word("kind", kind).AndWhether("taken", !chosen)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new TemplatesChanged(studyId));
        return Done.Well;
    }
}

/// <summary>Removes a template; reports that were made from it stay as they are.</summary>
public sealed class RemoveTemplate(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, TemplateId id, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.StudyTemplates.Where(t => t.Id == id && t.StudyId == studyId).ExecuteDeleteAsync(cancel) == 0) return Refusal.NotFound;
        db.Audit(AuditEntry.Of(AuditKind.TemplateRemoved, member, AuditSubject.Of(studyId)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new TemplatesChanged(studyId));
        return Done.Well;
    }
}
