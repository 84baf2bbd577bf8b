using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Disclosure;

/// <summary>A file that was not made.</summary>
/// <param name="Agreed">Who let it leave; empty while nobody has.</param>
/// <param name="Seconded">The second admin; empty while there is none.</param>
/// <param name="MayAgree">Whether the reader may let it leave, or second that.</param>
public sealed record StoppedRow(
    StoppedExportId Id, string Export, string By, DateTimeOffset At, IReadOnlyList<StoppedPlace> Places, int Blocks, int Warns, string Reason, string Agreed, string Seconded,
    bool MayLeave, bool IsGone, bool MayAgree);

/// <summary>The files that were stopped: one's own, and for study leads and admins everybody's.</summary>
public sealed class ListStoppedExports(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    private const int Most = 200;

    public async Task<Result<IReadOnlyList<StoppedRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var all = member.May(Operation.SeeSmallCells);
        var stopped = await db.StoppedExports.AsNoTracking().Where(s => s.StudyId == studyId && (all || s.StoppedFor == member.Id)).OrderByDescending(s => s.StoppedAt).Take(Most).ToListAsync(cancel);
        var names = await db.Members.Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var now = clock.GetUtcNow();
        string NameOf(MemberId? id) => id is { } one ? names.GetValueOrDefault(one, "") : "";
        return stopped.ConvertAll(s => new StoppedRow(
            s.Id, s.Export, NameOf(s.StoppedFor), s.StoppedAt, [.. s.Places.Select(p => new StoppedPlace(p.Weight, p.Place, p.Category, null, null))], s.Blocks, s.Warns, s.Reason,
            NameOf(s.AgreedBy), NameOf(s.SecondedBy), s.MayLeave(now), s.UsedAt is not null,
            s.UsedAt is null && !s.MayLeave(now) && s.AgreedBy != member.Id && (member.Role == Role.Admin || (member.Role == Role.StudyLead && s.Blocks == 0))));
    }
}
