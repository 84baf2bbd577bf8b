using System.Runtime.CompilerServices;
using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Audits;

/// <summary>What leaves.</summary>
/// <param name="Rows">Newest first, read a batch at a time as they are asked for.</param>
public sealed record TrailFile(IAsyncEnumerable<IReadOnlyList<TrailRow>> Rows);

/// <summary>Takes what a filter finds out of the trail as a file; the trail is told before the first row leaves.</summary>
/// <remarks>It streams past the gate for exports, and is noted as those are: a trail holds ids, counts and labels alone, so there is nothing to scan in it.</remarks>
public sealed class ExportTrail(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    private const int BatchRows = 1000;

    /// <returns>What the filter finds, the entry about this export included.</returns>
    public async Task<Result<TrailFile>> RunAsync(AccountId me, StudyId? studyId, TrailFilter filter, CancellationToken cancel)
    {
        if ((await permissions.MaySeeTrailAsync(me, studyId, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var member = studyId is { } study ? await db.Members.SingleOrDefaultAsync(m => m.StudyId == study && m.AccountId == me && m.EndedAt == null, cancel) : null;
        var detail = AuditDetail.Word("list", ExportedList.AuditTrail).AndDay("from", filter.From).AndDay("until", filter.Until);
        if (filter.Kind is { } kind) detail = detail.AndWord("kind", kind);
        if (filter.By is { } by) detail = detail.AndId("by", by);
        var told = member is null ? AuditEntry.Of(AuditKind.ListExported, me, studyId, AuditSubject.Nothing, detail) : AuditEntry.Of(AuditKind.ListExported, member, AuditSubject.Of(member.StudyId), detail);
        db.Audit(told);
        await db.SaveChangesAsync(cancel);
        return new TrailFile(RowsAsync(studyId, member, filter, told.Number + 1, cancel));
    }

    private async IAsyncEnumerable<IReadOnlyList<TrailRow>> RowsAsync(StudyId? studyId, Member? reader, TrailFilter filter, long before, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        while (true)
        {
            var entries = await db.EntriesAsync(studyId, filter, before, BatchRows, clock.LocalTimeZone, cancel);
            if (entries.Count > 0) yield return await db.SayAsync(studyId, await db.WithoutHiddenCountsAsync(reader, entries, cancel), cancel);
            if (entries.Count < BatchRows) yield break;
            before = entries[^1].Number;
        }
    }
}
