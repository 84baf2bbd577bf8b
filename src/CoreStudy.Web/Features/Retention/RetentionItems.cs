using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Retention;
using CoreStudy.Vault;
using CoreStudy.Vault.Keys;
using CoreStudy.Vault.Papers;
using CoreStudy.Vault.Recordings;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Retention;

/// <summary>One thing that a retention date concerns: destroyed whole, in a transaction of its own.</summary>
/// <param name="Subject">Of its papers in the vault, or the recording itself.</param>
internal sealed record RetentionItem(RetentionKind Kind, Guid Subject);

/// <summary>What of a kind is kept, and how one of it is destroyed.</summary>
internal static class RetentionItems
{
    public static async Task<IReadOnlyList<RetentionItem>> ListAsync(VaultRoom room, StudyId study, RetentionKind kind, CancellationToken cancel) => kind switch
    {
        RetentionKind.Recordings => [.. (await room.Study.Recordings.Where(r => r.StudyId == study && r.DestroyedAt == null).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancel)).Select(r => new RetentionItem(kind, r.Value))],
        RetentionKind.Originals => [.. (await room.ListOriginalsAsync(study, cancel)).Select(t => new RetentionItem(kind, t.Value))],
        RetentionKind.Identities => [.. (await room.ListAsync<Identity>(study, cancel)).Concat(await room.ListAsync<PlaceName>(study, cancel)).Concat(await room.ListAsync<Identifier>(study, cancel)).Select(p => new RetentionItem(kind, p.Subject)).Distinct()],
        RetentionKind.Evidence => [.. (await room.ListAsync<Evidence>(study, cancel)).Select(p => new RetentionItem(kind, p.Subject)).Distinct()],
        _ => [],
    };

    /// <summary>One of a kind that can be destroyed now; null where there is none, or where all that are left wait for a decision.</summary>
    public static async Task<RetentionItem?> NextAsync(VaultRoom room, StudyId study, RetentionKind kind, CancellationToken cancel)
    {
        var veiled = await ListVeiledAsync(room, study, cancel);
        return (await ListAsync(room, study, kind, cancel)).FirstOrDefault(i => !IsWaiting(i, veiled));
    }

    /// <summary>In how many of these a passage is hidden until an admin decides.</summary>
    public static async Task<int> CountWaitingAsync(VaultRoom room, StudyId study, IReadOnlyList<RetentionItem> items, CancellationToken cancel)
    {
        var veiled = await ListVeiledAsync(room, study, cancel);
        return items.Count(i => IsWaiting(i, veiled));
    }

    /// <summary>The words under a veil lie with the original: it waits for the decision.</summary>
    private static bool IsWaiting(RetentionItem item, HashSet<TranscriptId> veiled) => item.Kind == RetentionKind.Originals && veiled.Contains(new TranscriptId(item.Subject));

    private static async Task<HashSet<TranscriptId>> ListVeiledAsync(VaultRoom room, StudyId study, CancellationToken cancel) =>
        [.. await room.Study.PassageFlags.Where(f => f.StudyId == study && f.State == FlagState.Open).Select(f => f.TranscriptId).Distinct().ToListAsync(cancel)];

    /// <summary>Removes one thing. A key that seals nothing any more is destroyed with it, so that older backups are shut too.</summary>
    public static async Task DestroyAsync(VaultRoom room, StudyId study, RetentionItem item, DateTimeOffset at, CancellationToken cancel)
    {
        HashSet<KeyOwner> owners = [];
        if (item.Kind == RetentionKind.Recordings)
        {
            var recording = await room.Study.Recordings.SingleAsync(r => r.Id == new RecordingId(item.Subject), cancel);
            await room.DestroyRecordingAsync(recording, RecordingEnd.Retention, at, cancel);
            room.Study.Audit(AuditEntry.Of(AuditKind.RecordingDestroyed, by: null, study, AuditSubject.Of(recording.Id), AuditDetail.Word("why", RecordingEnd.Retention)));
        }
        else if (item.Kind == RetentionKind.Originals)
        {
            owners.UnionWith((await room.ListAsync<PastWords>(study, cancel)).Where(p => p.Subject == item.Subject).Select(p => p.Owner));
            owners.UnionWith(await room.RemoveOriginalAsync(study, new TranscriptId(item.Subject), cancel));
            await room.RemoveAsync<PastWords>(item.Subject, cancel); // words of the original that were redacted late
        }
        else if (item.Kind == RetentionKind.Identities)
        {
            owners.UnionWith((await room.ListAsync<Identity>(study, cancel)).Concat(await room.ListAsync<PlaceName>(study, cancel)).Concat(await room.ListAsync<Identifier>(study, cancel)).Where(p => p.Subject == item.Subject).Select(p => p.Owner));
            await room.RemoveAsync<Identity>(item.Subject, cancel);
            await room.RemoveAsync<PlaceName>(item.Subject, cancel);
            await room.RemoveAsync<Identifier>(item.Subject, cancel);
        }
        else if (item.Kind == RetentionKind.Evidence)
        {
            owners.UnionWith((await room.ListAsync<Evidence>(study, cancel)).Where(p => p.Subject == item.Subject).Select(p => p.Owner));
            await room.RemoveAsync<Evidence>(item.Subject, cancel);
            (await room.Study.Consents.SingleOrDefaultAsync(c => c.Id == new ConsentId(item.Subject), cancel))?.LoseEvidence();
        }

        foreach (var owner in owners)
        {
            if (await room.CountAsync(owner, cancel) == 0) room.DestroyKey(owner);
        }
    }
}
