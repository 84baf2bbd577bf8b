using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Settling;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Settling;

/// <summary>How far the settling of a transcript is.</summary>
public enum SettlingStage
{
    /// <summary>Several coders have handed in, and nobody has begun.</summary>
    Ready,

    UnderWay,

    SignedOff,
}

/// <summary>A transcript that several coders have handed in.</summary>
/// <param name="Round">The round it was coded in; empty where there was none.</param>
/// <param name="Coders">How many coders there are; not who.</param>
/// <param name="Agreed">Passages that all coders agreed on; 0 while nobody has begun, and so the other numbers.</param>
/// <param name="Discussed">Differences that are left to be discussed.</param>
/// <param name="Talks">Talks about differences that nobody has marked as resolved.</param>
/// <param name="IsMine">Whether the reader is one of its coders.</param>
public sealed record SettlementRow(
    TranscriptId TranscriptId, string Title, string Trust, string Round, int Coders, SettlingStage Stage, int Agreed, int Settled, int Discussed, int Open, int Talks, DateTimeOffset? SignedOffAt, bool IsMine)
{
    public int Differences => Settled + Discussed + Open;
}

/// <param name="MaySettle">Whether the reader may begin.</param>
public sealed record SettlementList(IReadOnlyList<SettlementRow> Rows, bool MaySettle);

/// <summary>Lists what can be settled, is being settled, and was; for coders, what of it is theirs and begun.</summary>
public sealed class ListSettlements(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<SettlementList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var maySettle = member.May(Operation.SettleDifferences);
        var reach = member.TrustIds;
        var blind = SettlingDoor.ClosedTo(db, member);
        var transcripts = await (
            from t in db.Transcripts
            join trust in db.Trusts on t.TrustId equals trust.Id
            where t.StudyId == studyId && t.OpenedAt != null && t.ReleasedAt != null && (reach.Count == 0 || reach.Contains(t.TrustId)) && !blind.Contains(t.Id)
            select new { t.Id, t.Title, Trust = trust.Label, IsPutAway = t.ArchivedAt != null }).ToDictionaryAsync(t => t.Id, cancel);

        var begun = (await db.Settlements.AsNoTracking().Where(s => s.StudyId == studyId).ToListAsync(cancel)).Where(s => transcripts.ContainsKey(s.TranscriptId)).ToList();
        var ids = begun.ConvertAll(s => s.TranscriptId);
        var decided = (await db.Differences.Where(d => ids.Contains(d.TranscriptId)).GroupBy(d => new { d.TranscriptId, d.Decision }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel))
            .ToLookup(d => d.Key.TranscriptId, d => (d.Key.Decision, d.Count));
        var talks = await db.Differences.Where(d => ids.Contains(d.TranscriptId) && d.ResolvedAt == null && db.Remarks.Any(r => r.DifferenceId == d.Id))
            .GroupBy(d => d.TranscriptId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var rounds = await db.Rounds.Where(r => r.StudyId == studyId).Select(r => new { r.Id, r.Name }).ToDictionaryAsync(r => r.Id, r => r.Name, cancel);

        var rows = begun.Where(s => maySettle || s.Lanes.Contains(member.Id)).Select(s =>
        {
            var (t, counts) = (transcripts[s.TranscriptId], decided[s.TranscriptId].ToList());
            var (open, discussed) = (Sum(d => d is null), Sum(d => d == DecisionKind.Discuss));
            return new SettlementRow(
                t.Id, t.Title, t.Trust, s.RoundId is { } r ? rounds[r] : "", s.Lanes.Count, s.IsSignedOff ? SettlingStage.SignedOff : SettlingStage.UnderWay, s.AgreedCount,
                s.DifferenceCount - open - discussed, discussed, open, talks.GetValueOrDefault(t.Id), s.SignedOffAt, s.Lanes.Contains(member.Id));

            int Sum(Func<DecisionKind?, bool> which) => counts.Where(c => which(c.Decision)).Sum(c => c.Count);
        }).ToList();
        if (maySettle)
        {
            foreach (var ready in await ReadyAsync(db, studyId, cancel))
            {
                if (!transcripts.TryGetValue(ready.Id, out var t) || t.IsPutAway || begun.Exists(s => s.TranscriptId == t.Id)) continue;
                rows.Add(new SettlementRow(t.Id, t.Title, t.Trust, ready.Round is { } r ? rounds[r] : "", ready.Coders.Count, SettlingStage.Ready, 0, 0, 0, 0, 0, null, ready.Coders.Contains(member.Id)));
            }
        }

        return new SettlementList(rows, maySettle);
    }

    /// <summary>Transcripts of opened rounds, and others that two or more have handed in.</summary>
    private static async Task<IReadOnlyList<(TranscriptId Id, RoundId? Round, IReadOnlyList<MemberId> Coders)>> ReadyAsync(StudyDb db, StudyId studyId, CancellationToken cancel)
    {
        var rounds = await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Coders).Include(r => r.Transcripts)
            .Where(r => r.StudyId == studyId && r.OpenedAt != null && !r.IsSecondReading).OrderByDescending(r => r.OpenedAt).ToListAsync(cancel);
        var ready = rounds.SelectMany(r => r.Transcripts.Select(t => (t.TranscriptId, Round: (RoundId?)r.Id, Coders: (IReadOnlyList<MemberId>)[.. r.Coders.Select(c => c.MemberId)]))).DistinctBy(t => t.TranscriptId).ToList();
        var done = await db.Assignments.Where(a => a.StudyId == studyId && !a.IsSecondReading && (a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff))
            .Select(a => new { a.TranscriptId, a.MemberId }).ToListAsync(cancel);
        var known = ready.Select(r => r.TranscriptId).ToHashSet();
        return
        [
            .. ready.Where(r => r.Coders.Count > 1),
            .. done.GroupBy(d => d.TranscriptId).Where(g => !known.Contains(g.Key)).Select(g => (g.Key, (RoundId?)null, (IReadOnlyList<MemberId>)[.. g.Select(d => d.MemberId).Distinct()])).Where(g => g.Item3.Count > 1),
        ];
    }
}
