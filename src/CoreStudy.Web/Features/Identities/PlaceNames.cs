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

/// <summary>A trust or a site with what it is really called.</summary>
/// <param name="TrustId">The trust itself, or the trust of the site.</param>
/// <param name="SiteId">Null for a trust.</param>
/// <param name="Version">For saving; 0 where nothing is kept.</param>
public sealed record PlaceNameRow(TrustId TrustId, SiteId? SiteId, string Label, string Trust, string Name, IReadOnlyList<string> OtherNames, uint Version)
{
    /// <summary>Of its paper in the vault.</summary>
    public Guid Subject => SiteId?.Value ?? TrustId.Value;

    public override string ToString() => $"{Label}, {(Version > 0 ? "known" : "not known")}";
}

/// <summary>What the trusts and sites of a study are really called, for an admin to whom the gate is open.</summary>
public sealed class ReadPlaceNames(VaultDoor door, Permissions permissions, Reveals reveals) : IUseCase
{
    public async Task<Result<IReadOnlyList<PlaceNameRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if ((await reveals.AskAsync(me, studyId, RevealSubject.AllPlaces, cancel)).IsRefused(out var closed, out _)) return closed;
        await using var room = await door.EnterAsync(cancel);
        var trusts = await room.Study.Trusts.AsNoTracking().Where(t => t.StudyId == studyId).OrderBy(t => t.Label).ToListAsync(cancel);
        var sites = await room.Study.Sites.AsNoTracking().Where(s => s.StudyId == studyId).OrderBy(s => s.Label).ToListAsync(cancel);
        var names = (await room.ReadAllAsync<PlaceName>(studyId, cancel)).ToDictionary(p => p.Subject);
        PlaceNameRow Row(TrustId trust, SiteId? site, string label, string of, Guid subject) => names.GetValueOrDefault(subject) is { } paper
            ? new(trust, site, label, of, paper.Content.Name, paper.Content.OtherNames, paper.Version)
            : new(trust, site, label, of, "", [], 0);
        return trusts.Where(t => member.ReachesTrust(t.Id))
            .SelectMany(t => sites.Where(s => s.TrustId == t.Id).Select(s => Row(t.Id, s.Id, s.Label, t.Label, s.Id.Value)).Prepend(Row(t.Id, null, t.Label, t.Label, t.Id.Value))).ToList();
    }
}

/// <summary>Keeps what a trust or site is really called, with the other names it goes by; an empty name forgets it.</summary>
public sealed class SavePlaceName(VaultDoor door, Permissions permissions, Reveals reveals, ILogger<SavePlaceName> logger) : IUseCase
{
    /// <param name="place">The trust or site as it was on the screen; only its ids and its version are taken from it.</param>
    /// <param name="otherNames">Those that are empty or there twice are left out.</param>
    public async Task<Result<Done>> RunAsync(AccountId me, StudyId studyId, PlaceNameRow place, string name, IEnumerable<string> otherNames, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeIdentities, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        var subject = place.SiteId is { } site ? RevealSubject.Of(site) : RevealSubject.Of(place.TrustId);
        if ((await reveals.AskAsync(me, studyId, subject, cancel)).IsRefused(out var closed, out _)) return closed;
        var others = otherNames.Select(o => o.Trim()).Where(o => o.Length > 0 && !o.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (name.Trim().Length == 0 && others.Count > 0) return new Refusal("Please give the name too. To forget it, empty every field.");
        if (others.Append(name).Any(n => n.Trim().Length > SaveIdentity.LongestName)) return new Refusal($"A name may have at most {SaveIdentity.LongestName} characters.");
        if (others.Count > 30) return new Refusal("At most 30 other names can be kept.");

        await using var room = await door.EnterAsync(cancel);
        var owner = KeyOwner.Of(studyId);
        if (room.IsKeyDestroyed(owner)) return new Refusal("The key of this study was destroyed: real names cannot be kept any more.");
        if (name.Trim().Length == 0) await room.RemoveAsync<PlaceName>(place.Subject, cancel);
        else if ((await room.WriteAsync(owner, studyId, place.Subject, new PlaceName(name.Trim(), others), cancel, version: place.Version)).IsRefused(out var clash, out _)) return clash;

        room.Study.Audit(AuditEntry.Of(AuditKind.PlaceNameSaved, member, place.SiteId is { } one ? AuditSubject.Of(AuditThing.Site, one) : AuditSubject.Of(AuditThing.Trust, place.TrustId)));
        await room.CommitAsync(cancel);
        logger.PlaceNameSaved(place.Subject, member.Id.Value);
        return Done.Well;
    }
}
