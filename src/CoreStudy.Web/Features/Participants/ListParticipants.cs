using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Participants;

/// <summary>A participant by label, never by name.</summary>
/// <param name="Attributes">What is known of those that the study notes, without what is held back.</param>
/// <param name="HeldBack">Attributes whose values too few share to be shown to this reader.</param>
public sealed record ParticipantRow(
    ParticipantId Id, string Label, string Role, TrustId TrustId, string Trust, int Interviews, IReadOnlyDictionary<AttributeId, string> Attributes, bool IsArchived,
    IReadOnlyCollection<AttributeId> HeldBack);

/// <summary>A trust to choose in a form.</summary>
/// <param name="IsArchived">Then it is not offered for a new participant.</param>
public sealed record TrustChoice(TrustId Id, string Label, bool IsArchived);

/// <summary>Something noted about each participant.</summary>
public sealed record AttributeColumn(AttributeId Id, string Name, AttributeKind Kind, IReadOnlyList<string> Choices);

/// <summary>The participants a member may see, and what a new one can be.</summary>
public sealed record ParticipantList(
    IReadOnlyList<ParticipantRow> Participants, IReadOnlyList<TrustChoice> Trusts, IReadOnlyList<string> Roles, IReadOnlyList<AttributeColumn> Attributes, bool MayManage, int SmallestCell);

/// <summary>The participants of a study, in the trusts the member reaches.</summary>
public sealed class ListParticipants(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<ParticipantList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeInterviews, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId).OrderBy(t => t.Label).Select(t => new TrustChoice(t.Id, t.Label, t.ArchivedAt != null)).ToListAsync(cancel);
        var labels = trusts.ToDictionary(t => t.Id, t => t.Label);
        var participants = await db.Participants.AsNoTracking().Where(p => p.StudyId == studyId).OrderBy(p => p.Label).ToListAsync(cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == studyId && i.ArchivedAt == null).SelectMany(i => i.Participants)
            .GroupBy(p => p.ParticipantId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var attributes = await db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == studyId).OrderBy(a => a.Position).ToListAsync(cancel);
        var people = await PeopleColumns.ReadAsync(db, studyId, cancel);
        var keys = people.All.Select(c => c.Key).ToList();
        var kept = member.May(Operation.SeeSmallCells) ? null : people.Coarsen(keys);
        // role and trust are what work is organised by, and stay; what the study notes besides is held back
        List<AttributeId> HeldBack(ParticipantId id) => kept is null ? [] : [.. attributes.Select(a => a.Id).Where(a => keys.IndexOf(PeopleColumns.KeyOf(a)) >= kept.GetValueOrDefault(id))];
        ParticipantRow Row(Participant p)
        {
            var held = HeldBack(p.Id);
            return new ParticipantRow(
                p.Id, p.Label, p.Role, p.TrustId, labels[p.TrustId], interviews.GetValueOrDefault(p.Id), p.Attributes.Where(a => !held.Contains(a.Key)).ToDictionary(), p.ArchivedAt is not null, held);
        }

        return new ParticipantList(
            [.. participants.Where(p => member.ReachesTrust(p.TrustId)).Select(Row)],
            [.. trusts.Where(t => member.ReachesTrust(t.Id))], roles, [.. attributes.Select(a => new AttributeColumn(a.Id, a.Name, a.Kind, a.Choices))],
            member.May(Operation.ManageInterviews), people.SmallestCell);
    }
}
