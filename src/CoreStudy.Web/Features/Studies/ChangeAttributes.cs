using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Studies;

/// <summary>What a study notes about each participant.</summary>
public sealed class ChangeAttributes(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TypedWords words) : IUseCase
{
    /// <param name="id">Null for a new attribute, which comes last.</param>
    /// <param name="kind">Of a new attribute; an old one keeps its own.</param>
    public Task<Result<Done>> SaveAsync(
        AccountId me, StudyId studyId, AttributeId? id, string name, AttributeKind kind, IReadOnlyList<string> choices, CancellationToken cancel) =>
        ChangeAsync(me, studyId, name, async (db, attributes) =>
        {
            if (await words.ForbidAsync(me, studyId, cancel, [new("the name", name), .. choices.Select(c => new ScannedText("the choices", c))]) is { } leak) return leak;
            if (id is { } known)
            {
                if (attributes.Find(a => a.Id == known) is not { } attribute) return Refusal.NotFound;
                if (attribute.Describe(name, choices).IsRefused(out var no, out _)) return no;
                return attribute.Kind == AttributeKind.Choice && await LostAsync(db, attribute, cancel) is { } lost ? lost : Done.Well;
            }

            if (ParticipantAttribute.Create(studyId, name, kind, choices, attributes.Count).IsRefused(out var wrong, out var made)) return wrong;
            db.ParticipantAttributes.Add(made);
            return Done.Well;
        }, cancel);

    /// <param name="by">-1 for one place up, 1 for one down; at the end of the list it stays where it is.</param>
    public Task<Result<Done>> MoveAsync(AccountId me, StudyId studyId, AttributeId id, int by, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", (_, attributes) =>
        {
            if (attributes.Find(a => a.Id == id) is not { } attribute) return Task.FromResult<Result<Done>>(Refusal.NotFound);
            var to = Math.Clamp(attributes.IndexOf(attribute) + by, 0, attributes.Count - 1);
            attributes.Remove(attribute);
            attributes.Insert(to, attribute);
            Number(attributes);
            return Task.FromResult(Done.Well);
        }, cancel);

    /// <summary>Removes an attribute and all that was noted under it.</summary>
    /// <param name="expected">How many values the person was told would be lost; where there are more by now, nothing is removed.</param>
    public Task<Result<Done>> RemoveAsync(AccountId me, StudyId studyId, AttributeId id, int expected, CancellationToken cancel) =>
        ChangeAsync(me, studyId, "", async (db, attributes) =>
        {
            if (attributes.Find(a => a.Id == id) is not { } attribute) return Refusal.NotFound;
            var noted = await NotedAsync(db, studyId, id, cancel);
            if (noted.Count > expected) return new Refusal($"Meanwhile “{attribute.Name}” is noted of {noted.Count} participants. Look again before you remove it.");
            foreach (var participant in noted) participant.Forget(id);
            db.ParticipantAttributes.Remove(attribute);
            attributes.Remove(attribute);
            Number(attributes);
            return Done.Well;
        }, cancel);

    private static void Number(List<ParticipantAttribute> attributes)
    {
        for (var i = 0; i < attributes.Count; i++) attributes[i].MoveTo(i);
    }

    /// <summary>A choice that is noted of somebody stays.</summary>
    private static async Task<Refusal?> LostAsync(StudyDb db, ParticipantAttribute attribute, CancellationToken cancel)
    {
        var lost = (await NotedAsync(db, attribute.StudyId, attribute.Id, cancel)).Select(p => p.Attributes[attribute.Id]).Where(v => !attribute.Choices.Contains(v))
            .GroupBy(v => v).Select(g => (Choice: g.Key, Count: g.Count())).FirstOrDefault();
        return lost.Count == 0 ? null
            : new Refusal($"“{lost.Choice}” is noted of {(lost.Count == 1 ? "1 participant" : $"{lost.Count} participants")}, and stays among the choices. Note something else of them first.");
    }

    private static async Task<List<Participant>> NotedAsync(StudyDb db, StudyId studyId, AttributeId id, CancellationToken cancel) =>
        [.. (await db.Participants.Where(p => p.StudyId == studyId).ToListAsync(cancel)).Where(p => p.Attributes.ContainsKey(id))];

    private async Task<Result<Done>> ChangeAsync(
        AccountId me, StudyId studyId, string name, Func<StudyDb, List<ParticipantAttribute>, Task<Result<Done>>> change, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageStudy, cancel)).IsRefused(out var forbidden, out var member)) return forbidden;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Held until the end, so that nobody notes a value while its attribute goes.
        await db.Database.ExecuteSqlAsync($"select from studies where id = {studyId.Value} for update", cancel);
        var attributes = await db.ParticipantAttributes.Where(a => a.StudyId == studyId).OrderBy(a => a.Position).ToListAsync(cancel);
        if ((await change(db, attributes)).IsRefused(out var refusal, out _)) return refusal;
        db.Audit(AuditEntry.Of(AuditKind.AttributesChanged, member, AuditSubject.Of(studyId)));
        if ((await db.SaveOrRefuseAsync(name, cancel)).IsRefused(out var taken, out _)) return taken;
        await transaction.CommitAsync(cancel);
        feed.Publish(new StudyChanged(studyId));
        return Done.Well;
    }
}
