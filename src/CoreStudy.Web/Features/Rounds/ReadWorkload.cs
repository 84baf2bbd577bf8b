using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Rounds;

/// <summary>What one coder did, week by week.</summary>
/// <param name="Weeks">Weeks in which they coded, the first first.</param>
/// <param name="Transcripts">In how many transcripts they have put codes.</param>
public sealed record CoderWork(MemberId Id, string Name, IReadOnlyList<WorkWeek> Weeks, int Transcripts)
{
    public int Codings => Weeks.Sum(w => w.Codings);

    public TimeSpan Time => TimeSpan.FromTicks(Weeks.Sum(w => w.Time.Ticks));

    /// <summary>Codings put in an hour at the desk; null below one hour, where it says nothing.</summary>
    public double? AnHour => Time >= TimeSpan.FromHours(1) ? Codings / Time.TotalHours : null;
}

/// <param name="SeesAll">Whether these are all coders; otherwise the reader's own work alone.</param>
/// <param name="HidesBlind">Whether work in a blind round is left out for this reader.</param>
public sealed record Workload(IReadOnlyList<CoderWork> Coders, bool SeesAll, bool HidesBlind);

/// <summary>Speed and volume of coding: a coder's own for themselves; everybody's for the lead, by name and never ranked.</summary>
public sealed class ReadWorkload(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<Workload>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (seesAll, reach) = (member.May(Operation.SeeWorkload), member.TrustIds);
        var acts = await (
            from a in db.CodingActs.VisibleTo(db, member)
            join t in db.Transcripts on a.TranscriptId equals t.Id
            where t.StudyId == studyId && t.ArchivedAt == null && (seesAll || a.MemberId == member.Id) && (reach.Count == 0 || reach.Contains(t.TrustId)) && a.Kind != ActKind.Follow && a.Kind != ActKind.Import && a.Kind != ActKind.TakeBack
            select new { a.MemberId, a.TranscriptId, a.At, a.Kind }).ToListAsync(cancel);
        var names = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var coders = acts.GroupBy(a => a.MemberId).Select(g => new CoderWork(
            g.Key, names[g.Key], WorkWeek.Of(g.Select(a => (a.At, a.Kind)), clock.LocalTimeZone), g.Where(a => a.Kind == ActKind.Apply).Select(a => a.TranscriptId).Distinct().Count()));
        return new Workload([.. coders.OrderBy(c => c.Name, ReadingOrder.ForPeople)], seesAll, seesAll && await db.BlindTo(member).AnyAsync(cancel));
    }
}
