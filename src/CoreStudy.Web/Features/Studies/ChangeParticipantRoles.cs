using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>What participants can be in a study. A role that somebody has stays as it is; targets go with a role.</summary>
public sealed class ChangeParticipantRoles(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    public Task<Result<Done>> AddAsync(AccountId me, StudyId studyId, string role, CancellationToken cancel) =>
        ChangeAsync(me, studyId, async db =>
            await words.ForbidAsync(me, studyId, cancel, new ScannedText("the role", role)) is { } leak ? leak : (await StudyAsync(db, studyId, cancel)).AddParticipantRole(role), cancel);

    public Task<Result<Done>> RenameAsync(AccountId me, StudyId studyId, string role, string name, CancellationToken cancel) =>
        ChangeAsync(me, studyId, async db =>
        {
            if (await words.ForbidAsync(me, studyId, cancel, new ScannedText("the role", name)) is { } leak) return leak;
            var study = await StudyAsync(db, studyId, cancel);
            if (await HeldAsync(db, studyId, role, cancel) is { } held) return held;
            if (study.RenameParticipantRole(role, name).IsRefused(out var no, out _)) return no;
            var renamed = name.Trim();
            await db.RecruitmentTargets.Where(t => t.StudyId == studyId && t.ParticipantRole == role).ExecuteUpdateAsync(t => t.SetProperty(x => x.ParticipantRole, renamed), cancel);
            return Done.Well;
        }, cancel);

    public Task<Result<Done>> RemoveAsync(AccountId me, StudyId studyId, string role, CancellationToken cancel) =>
        ChangeAsync(me, studyId, async db =>
        {
            var study = await StudyAsync(db, studyId, cancel);
            if (await HeldAsync(db, studyId, role, cancel) is { } held) return held;
            if (study.RemoveParticipantRole(role).IsRefused(out var no, out _)) return no;
            await db.RecruitmentTargets.Where(t => t.StudyId == studyId && t.ParticipantRole == role).ExecuteDeleteAsync(cancel);
            return Done.Well;
        }, cancel);

    /// <summary>The study, held until the end, so that nobody takes on a role while it goes.</summary>
    private static Task<Domain.Studies.Study> StudyAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
        db.Studies.FromSql($"select * from studies where id = {studyId.Value} for update").SingleAsync(cancel);

    private static async Task<Refusal?> HeldAsync(StudyDb db, StudyId studyId, string role, CancellationToken cancel) =>
        await db.Participants.CountAsync(p => p.StudyId == studyId && p.Role == role, cancel) switch
        {
            0 => null,
            1 => new Refusal($"1 participant is “{role}”: give them another role first."),
            var held => new Refusal($"{held} participants are “{role}”: give them another role first."),
        };

    private async Task<Result<Done>> ChangeAsync(AccountId me, StudyId studyId, Func<StudyDb, Task<Result<Done>>> change, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var forbidden, out var member)) return forbidden;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await change(db)).IsRefused(out var refusal, out _)) return refusal;
        db.Audit(AuditEntry.Of(AuditKind.ParticipantRolesChanged, member, AuditSubject.Of(studyId)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
