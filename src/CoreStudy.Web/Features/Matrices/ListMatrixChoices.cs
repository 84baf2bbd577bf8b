using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Matrices;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Matrices;

/// <summary>What matrices and pictures can be made of.</summary>
/// <param name="Codes">In the order of the framework.</param>
public sealed record MatrixChoices(
    IReadOnlyList<MatrixLine> Codes, IReadOnlyList<Choice<TrustId>> Trusts, IReadOnlyList<string> Roles, IReadOnlyList<AttributeChoice> Attributes, IReadOnlyList<Choice<MemberId>> Coders)
{
    public string AttributeName(AttributeId? id) => Attributes.FirstOrDefault(a => a.Id == id)?.Name ?? "an attribute";
}

/// <summary>What a reader can choose among for matrices and pictures: of trusts, those that they reach.</summary>
public sealed class ListMatrixChoices(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<MatrixChoices>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var reach = reader.TrustIds;
        var framework = await Framework.ReadAsync(db, studyId, cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == studyId && (reach.Count == 0 || reach.Contains(t.Id))).Select(t => new { t.Id, t.Label }).ToListAsync(cancel);
        var roles = await db.Studies.Where(s => s.Id == studyId).Select(s => s.ParticipantRoles).SingleAsync(cancel);
        var attributes = await db.ParticipantAttributes.AsNoTracking().Where(a => a.StudyId == studyId).OrderBy(a => a.Position).ToListAsync(cancel);
        var known = await db.Participants.AsNoTracking().Where(p => p.StudyId == studyId && (reach.Count == 0 || reach.Contains(p.TrustId))).Select(p => p.Attributes).ToListAsync(cancel);
        var members = await db.Members.Where(m => m.StudyId == studyId && m.Role != Role.Admin).Select(m => new { m.Id, m.Name }).ToListAsync(cancel);
        return new MatrixChoices(
            [.. framework.Codes.Select(c => Framework.LineOf(c, c.Depth))],
            [.. trusts.OrderBy(t => t.Label, ReadingOrder.ForPeople).Select(t => new Choice<TrustId>(t.Id, t.Label))],
            roles,
            [.. attributes.Select(a => new AttributeChoice(a.Id, a.Name, [.. known.Select(k => k.GetValueOrDefault(a.Id)).OfType<string>().Distinct().OrderBy(v => a.Choices.IndexOf(v)).ThenBy(v => v, ReadingOrder.ForPeople)]))],
            [.. members.OrderBy(m => m.Name, ReadingOrder.ForPeople).Select(m => new Choice<MemberId>(m.Id, m.Name))]);
    }
}
