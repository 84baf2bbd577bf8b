using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Identities;

/// <summary>A participant with who they are.</summary>
/// <param name="Name">Empty where nothing is kept.</param>
/// <param name="Version">For saving, to notice that somebody else wrote meanwhile; 0 where nothing is kept.</param>
/// <param name="IsDestroyed">Their key was destroyed: nothing can be kept under this label any more.</param>
public sealed record IdentityRow(ParticipantId Id, string Label, string Trust, string Name, string Contact, string Notes, uint Version, DateTimeOffset? ChangedAt, bool IsDestroyed)
{
    public bool IsKept => Version > 0;

    public override string ToString() => $"{Label}, {(IsKept ? "known" : "not known")}";
}

/// <summary>Who the participants of a study are, for an admin to whom the gate is open; in the trusts the admin reaches.</summary>
public sealed class ReadIdentities(VaultDoor door, Permissions permissions, Reveals reveals) : IUseCase
{
    public async Task<Result<IReadOnlyList<IdentityRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.AllParticipants, cancel)).IsRefused(out var closed, out _)) return closed;
        await using var room = await door.EnterAsync(cancel);
        return await ReadAsync(room, member, cancel);
    }

    internal static async Task<List<IdentityRow>> ReadAsync(VaultRoom room, Member member, CancellationToken cancel)
    {
        var labels = await room.Study.Trusts.Where(t => t.StudyId == member.StudyId).ToDictionaryAsync(t => t.Id, t => t.Label, cancel);
        var participants = await room.Study.Participants.AsNoTracking().Where(p => p.StudyId == member.StudyId).OrderBy(p => p.Label).ToListAsync(cancel);
        var papers = (await room.ReadAllAsync<Identity>(member.StudyId, cancel)).ToDictionary(p => p.Subject);
        return [.. participants.Where(p => member.ReachesTrust(p.TrustId)).Select(p => papers.GetValueOrDefault(p.Id.Value) is { } paper
            ? new IdentityRow(p.Id, p.Label, labels[p.TrustId], paper.Content.Name, paper.Content.Contact, paper.Content.Notes, paper.Version, paper.ChangedAt, IsDestroyed: false)
            : new IdentityRow(p.Id, p.Label, labels[p.TrustId], "", "", "", 0, null, room.IsKeyDestroyed(KeyOwner.Of(p.Id))))];
    }
}
