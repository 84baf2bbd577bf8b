using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Rounds;

/// <param name="HandedIn">Whether, by transcript.</param>
public sealed record RoundCoderRow(MemberId Id, string Name, IReadOnlyDictionary<TranscriptId, bool> HandedIn)
{
    public int Done => HandedIn.Count(h => h.Value);
}

public sealed record RoundTranscriptRow(TranscriptId Id, string Title, string Trust, int Words);

/// <summary>A round as its list shows it: who has handed in what, and never what or how much they coded.</summary>
/// <param name="By">Who planned it.</param>
/// <param name="OpenedBy">Who opened it early; null where it opened by itself, or is not open.</param>
/// <param name="CalledOffBy">Null where it was not called off.</param>
/// <param name="Repeats">The round that it follows, such as “Round 1”.</param>
/// <param name="IsMine">Whether the reader codes in it.</param>
public sealed record RoundRow(
    RoundId Id, int Number, string Name, RoundState State, ComparisonUnit Unit, string Version, DateTimeOffset StartedAt, string By, DateOnly? DueOn, DateTimeOffset? OpenedAt, string? OpenedBy,
    DateTimeOffset? CalledOffAt, string? CalledOffBy, string Reason, int? Share, int? Seed, RoundId? RepeatsId, string? Repeats, bool IsSecondReading, bool IsMine,
    IReadOnlyList<RoundTranscriptRow> Transcripts, IReadOnlyList<RoundCoderRow> Coders)
{
    public int HandedIn => Coders.Sum(c => c.Done);

    public int Work => Coders.Sum(c => c.HandedIn.Count);
}

/// <param name="MayManage">Whether the reader plans rounds, opens them early and calls them off.</param>
/// <param name="SeesWork">Whether they may look at blind coding.</param>
public sealed record RoundList(IReadOnlyList<RoundRow> Rounds, DateOnly Today, bool MayManage, bool SeesWork);

/// <summary>The rounds of a study, the newest first, with who has handed in.</summary>
public sealed class ListRounds(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<RoundList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeRounds, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rounds = await db.Rounds.AsNoTracking().Include(r => r.Transcripts).Include(r => r.Coders).AsSplitQuery().Where(r => r.StudyId == studyId).OrderByDescending(r => r.Number).ToListAsync(cancel);
        var people = await db.Members.IgnoreAutoIncludes().Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var versions = await db.FrameworkVersions.Where(v => v.StudyId == studyId).Select(v => new { v.Id, v.Name }).ToDictionaryAsync(v => v.Id, v => v.Name, cancel);
        var texts = (await (
            from t in db.Transcripts
            join trust in db.Trusts on t.TrustId equals trust.Id
            where t.StudyId == studyId && db.RoundTranscripts.Any(r => r.TranscriptId == t.Id)
            select new { t.TrustId, Row = new RoundTranscriptRow(t.Id, t.Title, trust.Label, t.WordCount) }).ToListAsync(cancel))
            .Where(t => member.ReachesTrust(t.TrustId)).ToDictionary(t => t.Row.Id, t => t.Row);
        var handedIn = (await db.Assignments.Where(a => a.StudyId == studyId && a.RoundId != null && (a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff))
            .Select(a => new { a.RoundId, a.TranscriptId, a.MemberId }).ToListAsync(cancel)).Select(a => (a.RoundId!.Value, a.TranscriptId, a.MemberId)).ToHashSet();
        var names = rounds.ToDictionary(r => r.Id, r => r.Name);
        string? NameOf(MemberId? id) => id is { } one ? people.GetValueOrDefault(one) : null;
        return new RoundList(
            [.. rounds.Select(r => (Round: r, Texts: r.Transcripts.Where(t => texts.ContainsKey(t.TranscriptId)).Select(t => texts[t.TranscriptId]).OrderBy(t => t.Title, ReadingOrder.ForPeople).ToList()))
                .Where(r => r.Texts.Count > 0).Select(r => new RoundRow(
                    r.Round.Id, r.Round.Number, r.Round.Name, r.Round.State, r.Round.Unit, versions[r.Round.VersionId], r.Round.StartedAt, NameOf(r.Round.StartedBy)!, r.Round.DueOn,
                    r.Round.OpenedAt, NameOf(r.Round.OpenedBy), r.Round.CalledOffAt, NameOf(r.Round.CalledOffBy), r.Round.Reason, r.Round.Share, r.Round.Seed,
                    r.Round.Repeats, r.Round.Repeats is { } before ? names[before] : null, r.Round.IsSecondReading, r.Round.Coders.Exists(c => c.MemberId == member.Id), r.Texts,
                    [.. r.Round.Coders.Select(c => new RoundCoderRow(
                        c.MemberId, people[c.MemberId], r.Texts.ToDictionary(t => t.Id, t => r.Round.State == RoundState.Open && r.Round.OpenedBy is null || handedIn.Contains((r.Round.Id, t.Id, c.MemberId)))))
                        .OrderBy(c => c.Name, ReadingOrder.ForPeople)]))],
            clock.Today(), member.May(Operation.ManageRounds), member.May(Operation.FollowBlindRounds));
    }
}
