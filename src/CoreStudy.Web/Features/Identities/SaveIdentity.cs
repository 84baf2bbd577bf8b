using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Identities;

/// <summary>Keeps who a participant is, sealed by their key; an empty form forgets it.</summary>
public sealed class SaveIdentity(VaultDoor door, Permissions permissions, Reveals reveals, ILogger<SaveIdentity> logger) : IUseCase
{
    public const int LongestName = 200;

    public const int LongestContact = 500;

    public const int LongestNotes = 4000;

    /// <param name="version">The version that was on the screen; 0 where nothing was kept. Refused where somebody else wrote meanwhile.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, ParticipantId id, Identity identity, uint version, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.Of(id), cancel)).IsRefused(out var closed, out _)) return closed;
        if (Check(identity) is { } wrong) return wrong;
        await using var room = await door.EnterAsync(cancel);
        // Held until the end, so that no withdrawal comes between the look and the writing.
        var participant = await room.Study.Participants.FromSql($"select * from participants where id = {id.Value} for share").AsNoTracking().SingleOrDefaultAsync(p => p.StudyId == studyId, cancel);
        if (participant is null || !member.ReachesTrust(participant.TrustId)) return Refusal.NotFound;
        if (room.IsKeyDestroyed(KeyOwner.Of(id)) || participant.Withdrawn is Domain.Participants.WithdrawalScope.AllData)
            return new Refusal($"The key of {participant.Label} was destroyed: who they are cannot be kept any more.");

        if (Trimmed(identity) is not { Name.Length: > 0 } kept)
        {
            if ((await room.ReadPaperAsync<Identity>(id.Value, cancel))?.Version is { } now && now != version) return new Refusal("Somebody else changed this meanwhile. Look at theirs, then do it again.");
            await room.RemoveAsync<Identity>(id.Value, cancel);
        }
        else if ((await room.WriteAsync(KeyOwner.Of(id), studyId, id.Value, kept, cancel, version: version)).IsRefused(out var clash, out _))
        {
            return clash;
        }

        room.Study.Audit(AuditEntry.Of(AuditKind.IdentitySaved, member, AuditSubject.Of(participant)));
        await room.CommitAsync(cancel);
        logger.IdentitySaved(id.Value, member.Id.Value);
        return Done.Well;
    }

    internal static Identity Trimmed(Identity identity) => new(identity.Name.Trim(), identity.Contact.Trim(), identity.Notes.Trim());

    internal static Refusal? Check(Identity identity)
    {
        var (name, contact, notes) = Trimmed(identity);
        if (name.Length == 0 && contact.Length + notes.Length > 0) return new Refusal("Please give the name too. To forget who this is, empty every field.");
        if (name.Length > LongestName) return new Refusal($"A name may have at most {LongestName} characters; this has {name.Length}.");
        if (contact.Length > LongestContact) return new Refusal($"The contact may have at most {LongestContact} characters; this has {contact.Length}.");
        return notes.Length > LongestNotes ? new Refusal($"The notes may have at most {LongestNotes} characters; these have {notes.Length}.") : null;
    }
}
