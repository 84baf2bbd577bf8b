using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Templates;
using CoreStudy.Interchange.Reports;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Templates;

/// <summary>Somebody brings a file of their team, whose look reports take on. The first of its kind is chosen at once.</summary>
public sealed class AddTemplate(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords typed, StudyFeed feed, TimeProvider clock, ILogger<AddTemplate> logger) : IUseCase
{
    /// <param name="name">What the team calls it.</param>
    public async Task<Result<TemplateId>> RunAsync(AccountId me, StudyId studyId, string name, byte[] file, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageThemes, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (ReportTemplate.Read(file).IsRefused(out var unread, out var read)) return unread;
        // What a master or a head says stands in every report that is made from it.
        if (await typed.ForbidAsync(me, studyId, cancel, new("the name", name), new("the template", read.Words)) is { } leak) return leak;

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.StudyTemplates.CountAsync(t => t.StudyId == studyId, cancel) >= StudyTemplate.Most) return new Refusal($"A study keeps at most {StudyTemplate.Most} templates. Remove one that is not needed first.");
        var kind = read.Template.Kind == TemplateKind.Slides ? StudyTemplateKind.Slides : StudyTemplateKind.Document;
        if (StudyTemplate.Add(studyId, name, kind, read.Template.Bytes, read.Remarks, member.Id, clock.GetUtcNow()).IsRefused(out var no, out var template)) return no;
        template.Choose(!await db.StudyTemplates.AnyAsync(t => t.StudyId == studyId && t.Kind == kind && t.IsChosen, cancel));
        db.StudyTemplates.Add(template);
        db.Audit(AuditEntry.Of(AuditKind.TemplateAdded, member, AuditSubject.Of(studyId), AuditDetail.Word("kind", kind)));
        if ((await db.SaveOrRefuseAsync(name, cancel)).IsRefused(out var clash, out _)) return clash;
        Log.TemplateAdded(logger, studyId, template.Id, kind, template.Content.Length);
        feed.Publish(new TemplatesChanged(studyId));
        return template.Id;
    }
}
