using System.Collections.Frozen;
using CoreStudy.Domain;
using CoreStudy.Domain.Exchanges;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Exchanges;

/// <summary>The GUIDs that things of a study came with from other programs, kept and read.</summary>
public static class OutsideIds
{
    /// <summary>Those of some kinds, by the id that the thing has here; of every kind where none is named.</summary>
    public static async Task<FrozenDictionary<(OutsideKind Kind, Guid Ours), Guid>> ReadAsync(StudyDb db, StudyId study, CancellationToken cancel, params OutsideKind[] kinds) =>
        (await db.OutsideIds.AsNoTracking().Where(i => i.StudyId == study && (kinds.Length == 0 || kinds.Contains(i.Kind))).Select(i => new { i.Kind, i.Ours, i.Theirs }).ToListAsync(cancel))
        .ToFrozenDictionary(i => (i.Kind, i.Ours), i => i.Theirs);

    /// <summary>Keeps them in one statement, however many; what has one already keeps that. Things are of one study.</summary>
    public static async Task KeepAsync(StudyDb db, IReadOnlyCollection<OutsideId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return;
        var study = ids.First().StudyId.Value;
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into outside_ids (study_id, kind, ours, theirs)
             select {study}, n.kind, n.ours, n.theirs
             from unnest({ids.Select(i => i.Kind.ToString()).ToArray()}, {ids.Select(i => i.Ours).ToArray()}, {ids.Select(i => i.Theirs).ToArray()}) as n(kind, ours, theirs)
             on conflict do nothing
             """,
            cancel);
    }

    /// <summary>Forgets those of things that are gone for good.</summary>
    public static Task ForgetAsync(StudyDb db, StudyId study, IReadOnlyCollection<Guid> ours, CancellationToken cancel) =>
        db.OutsideIds.Where(i => i.StudyId == study && ours.Contains(i.Ours)).ExecuteDeleteAsync(cancel);
}
