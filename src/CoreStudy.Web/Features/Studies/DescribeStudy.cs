using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>Changes what a study is called, and what its participants can be.</summary>
public sealed class DescribeStudy(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed) : IUseCase
{
    public async Task<Result<Done>> RunAsync(
        AccountId me, StudyId studyId, string name, string shortName, string description, IReadOnlyList<string> participantRoles, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.SingleAsync(s => s.Id == studyId, cancel);
        if (study.Describe(name, shortName, description).IsRefused(out var no, out _)) return no;
        if (study.NameParticipantRoles(participantRoles).IsRefused(out var noRole, out _)) return noRole;
        var inUse = await db.Participants.Where(p => p.StudyId == studyId).Select(p => p.Role).Distinct().ToListAsync(cancel);
        if (inUse.Find(role => !study.ParticipantRoles.Contains(role)) is { } missing) return new Refusal($"“{missing}” is the role of participants, and cannot be left out.");
        if ((await db.SaveOrRefuseAsync(study.Name, cancel)).IsRefused(out var taken, out _)) return taken;
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
