using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Audits;

/// <summary>An entry of the audit trail of another installation, which came along with the study.</summary>
/// <param name="Number">Its number in the trail that it was in.</param>
/// <param name="Came">With which archive, from 1.</param>
/// <param name="What">The kind of deed; counts are not told, since some may be hidden from the reader by a blind round.</param>
public sealed record EarlierTrailRow(int Came, long Number, DateTimeOffset At, string Who, string What, string About);

/// <summary>What happened to a study before it came here, newest first.</summary>
/// <param name="All">How many entries there are; more than rows where they are very many.</param>
/// <param name="Broken">How many of them do not say what was hashed.</param>
public sealed record EarlierTrail(IReadOnlyList<EarlierTrailRow> Rows, int All, int Broken);

/// <summary>Reads the evidence that came with archives, for those who may read the audit trail.</summary>
public sealed class ListEarlierTrail(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public const int MostRows = 5000;

    public async Task<Result<EarlierTrail>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.MaySeeTrailAsync(me, studyId, cancel)).IsRefused(out var refusal, out _)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var entries = db.EarlierAuditEntries.AsNoTracking().Where(e => e.StudyId == studyId);
        var all = await entries.CountAsync(cancel);
        if (all == 0) return new EarlierTrail([], 0, 0);
        var some = await entries.OrderByDescending(e => e.Restoration).ThenByDescending(e => e.Number).Take(MostRows)
            .Select(e => new { e.Restoration, e.Number, e.At, e.AccountId, e.MemberId, e.Kind, e.SubjectKind, e.SubjectId, e.Label }).ToListAsync(cancel);
        var broken = await db.Restorations.Where(r => r.StudyId == studyId).SumAsync(r => r.BrokenEntries, cancel);
        var members = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel); // a restoration keeps the ids of members
        return new EarlierTrail(
            some.ConvertAll(e => new EarlierTrailRow(
                e.Restoration, e.Number, e.At, e.MemberId is { } by && members.TryGetValue(by, out var name) ? name : e.AccountId is null ? "CoreStudy there" : "An account there",
                Enum.TryParse<AuditKind>(e.Kind, out var kind) ? TrailWords.Of(kind) : e.Kind,
                e.SubjectKind == nameof(AuditThing.Member) && e.SubjectId is { } id && members.TryGetValue(new MemberId(id), out var whom) ? whom
                    : string.Join(' ', new[] { Enum.TryParse<AuditThing>(e.SubjectKind, out var thing) ? TrailWords.Of(thing) : e.SubjectKind, e.Label }.Where(w => w.Length > 0)))),
            all, broken);
    }
}
