using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Changes what a study is called, and what is said of it.</summary>
public sealed class DescribeStudy(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, string name, string shortName, string description, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (await words.ForbidAsync(me, studyId, cancel, new("the name", name), new("the short name", shortName), new("the description", description)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (study.Describe(name, shortName, description).IsRefused(out var no, out _)) return no;
        db.Audit(AuditEntry.Of(AuditKind.StudyChanged, member, AuditSubject.Of(studyId)));
        if ((await db.SaveOrRefuseAsync(study.Name, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
