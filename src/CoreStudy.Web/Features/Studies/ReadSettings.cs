using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>What participants can be, and how many are.</summary>
public sealed record RoleRow(string Name, int Participants);

/// <summary>Something noted about each participant, and of how many it is known.</summary>
public sealed record AttributeRow(AttributeId Id, string Name, AttributeKind Kind, IReadOnlyList<string> Choices, int Values);

/// <summary>A trust in the grid of targets.</summary>
public sealed record TargetTrust(TrustId Id, string Label);

/// <summary>What a lead settles about a study.</summary>
public sealed record StudySettings(
    string Name, string ShortName, string Description, IReadOnlyList<RoleRow> Roles, IReadOnlyList<AttributeRow> Attributes, IReadOnlyList<TargetTrust> Trusts,
    IReadOnlyDictionary<(TrustId Trust, string Role), int> Targets, StudyApproach Approach, QuoteLabelStyle QuoteLabels);

/// <summary>The settings of a study, for who may change them. Counts are of all participants, put away or not, for all would be touched.</summary>
public sealed class ReadSettings(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<StudySettings>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancel);
        var participants = await db.Participants.Where(p => p.StudyId == studyId).Select(p => new { p.Role, p.Attributes }).ToListAsync(cancel);
        var attributes = await db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == studyId).OrderBy(a => a.Position).ToListAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId && t.ArchivedAt == null).OrderBy(t => t.Label).Select(t => new TargetTrust(t.Id, t.Label)).ToListAsync(cancel);
        var targets = await db.RecruitmentTargets.Where(t => t.StudyId == studyId).ToDictionaryAsync(t => (t.TrustId, t.ParticipantRole), t => t.Count, cancel);
        return new StudySettings(
            study.Name, study.ShortName, study.Description,
            [.. study.ParticipantRoles.Select(r => new RoleRow(r, participants.Count(p => p.Role == r)))],
            [.. attributes.Select(a => new AttributeRow(a.Id, a.Name, a.Kind, a.Choices, participants.Count(p => p.Attributes.ContainsKey(a.Id))))],
            [.. trusts.Where(t => member.ReachesTrust(t.Id))], targets, study.Approach, study.QuoteLabels);
    }
}
