using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>An operator creates a study, and becomes its first lead or admin.</summary>
public sealed class CreateStudy(IDbContextFactory<StudyDb> databases, Permissions permissions, TypedWords words, TimeProvider clock) : IUseCase
{
    /// <param name="role">Study lead to plan and read it, or admin to look after its people alone.</param>
    public async Task<Result<StudyId>> RunAsync(AccountId me, string name, string shortName, string description, Role role, CancellationToken cancel)
    {
        if (role is not (Role.StudyLead or Role.Admin)) return Refusal.Forbidden;
        if (!await permissions.IsOperatorAsync(me, cancel)) return Refusal.Forbidden;
        if (Study.Create(name, shortName, description, clock.GetUtcNow()).IsRefused(out var refusal, out var study)) return refusal;
        if (await words.ForbidAsync(me, study.Id, cancel, new("the name", name), new("the short name", shortName), new("the description", description)) is { } leak) return leak;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var person = await db.Users.Where(a => a.Id == me.Value).Select(a => a.Name).SingleAsync(cancel);
        if (Member.Join(study.Id, me, role, person, [], clock.GetUtcNow()).IsRefused(out var no, out var member)) return no;
        db.Studies.Add(study);
        db.Members.Add(member);
        db.Audit(AuditEntry.Of(AuditKind.StudyMade, member, AuditSubject.Of(study.Id), AuditDetail.Word("role", role)));
        if ((await db.SaveOrRefuseAsync(study.Name, cancel)).IsRefused(out var taken, out _)) return taken;
        permissions.Forget();
        return study.Id;
    }
}
