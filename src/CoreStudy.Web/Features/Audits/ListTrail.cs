using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui.Trails;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Audits;

/// <summary>Somebody by whose deeds the trail can be searched.</summary>
public sealed record TrailPerson(AccountId Id, string Name);

/// <summary>A page of the trail, newest first.</summary>
/// <param name="HasMore">Whether there are older entries.</param>
/// <param name="Checked">Null where the chain has never been checked.</param>
public sealed record TrailPage(IReadOnlyList<TrailRow> Rows, bool HasMore, IReadOnlyList<TrailPerson> People, TrailState? Checked);

/// <summary>Reads the audit trail of a study, or what concerns none, a page at a time.</summary>
public sealed class ListTrail(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public const int PageRows = 50;

    /// <param name="studyId">Null for what concerns no study, which operators alone may read.</param>
    /// <param name="before">Entries with a lower number than this; null for the newest.</param>
    public async Task<Result<TrailPage>> RunAsync(AccountId me, StudyId? studyId, TrailFilter filter, long? before, CancellationToken cancel)
    {
        if ((await permissions.MaySeeTrailAsync(me, studyId, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var entries = await db.EntriesAsync(studyId, filter, before ?? long.MaxValue, PageRows + 1, clock.LocalTimeZone, cancel);
        var rows = await db.SayAsync(studyId, await db.WithoutHiddenCountsAsync(reader.Member, [.. entries.Take(PageRows)], cancel), cancel);
        var people = studyId is { } study
            ? await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == study).OrderBy(m => m.Name).Select(m => new TrailPerson(m.AccountId, m.Name)).ToListAsync(cancel)
            : (await db.Users.OrderBy(a => a.Name).Select(a => new { a.Id, a.Name }).ToListAsync(cancel)).ConvertAll(a => new TrailPerson(new AccountId(a.Id), a.Name));
        return new TrailPage(rows, entries.Count > PageRows, people, await TrailState.ReadAsync(db, cancel));
    }
}
