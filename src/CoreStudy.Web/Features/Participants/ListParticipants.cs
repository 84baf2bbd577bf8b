using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>A participant by label, never by name.</summary>
public sealed record ParticipantRow(ParticipantId Id, string Label, string Role, TrustId TrustId, string Trust, int Interviews);

/// <summary>The participants a member may see, and what a new one can be.</summary>
public sealed record ParticipantList(
    IReadOnlyList<ParticipantRow> Participants, IReadOnlyList<(TrustId Id, string Label)> Trusts, IReadOnlyList<string> Roles, bool MayManage);

/// <summary>The participants of a study, in the trusts the member reaches.</summary>
public sealed class ListParticipants(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ParticipantList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from p in db.Participants
            join t in db.Trusts on p.TrustId equals t.Id
            where p.StudyId == studyId
            orderby p.Label
            select new ParticipantRow(p.Id, p.Label, p.Role, t.Id, t.Label, db.Interviews.Count(i => i.Participants.Any(x => x.ParticipantId == p.Id)))).ToListAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new { t.Id, t.Label }).ToListAsync(cancel);
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        return new ParticipantList(
            [.. rows.Where(r => member.ReachesTrust(r.TrustId))], [.. trusts.Where(t => member.ReachesTrust(t.Id)).Select(t => (t.Id, t.Label))], roles,
            member.May(Operation.ManageInterviews));
    }
}
