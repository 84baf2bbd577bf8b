using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using ComparisonUnit = CoreStudy.Domain.Agreements.ComparisonUnit;

namespace CoreStudy.Web.Features.Comparisons;

/// <param name="Repeats">The round that it follows.</param>
public sealed record ComparableRound(RoundId Id, int Number, string Name, RoundState State, ComparisonUnit Unit, int Coders, int Transcripts, DateTimeOffset? OpenedAt, RoundId? Repeats, bool IsSecondReading);

/// <summary>What there is to be compared in a study, for who may see it.</summary>
/// <param name="Blind">How many rounds are still blind.</param>
/// <param name="Transcripts">That two have coded at least, in trusts that the reader reaches.</param>
/// <param name="Labels">Of speakers, for those who compare the turns of some.</param>
public sealed record ComparableThings(
    StudyApproach Approach, IReadOnlyList<ComparableRound> Rounds, int Blind, IReadOnlyList<NamedThing<TranscriptId>> Transcripts, IReadOnlyList<NamedThing<MemberId>> Coders,
    IReadOnlyList<string> Roles, IReadOnlyList<string> Labels, bool MayImport);

/// <summary>Which rounds and transcripts can be compared.</summary>
public sealed class ListComparable(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int MostLabels = 60;

    public async Task<Result<ComparableThings>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeComparisons, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancel);
        var rounds = await db.Rounds.AsNoTracking().AsSplitQuery().Include(r => r.Transcripts).Include(r => r.Coders).Where(r => r.StudyId == studyId && r.CalledOffAt == null).OrderByDescending(r => r.Number).ToListAsync(cancel);
        var transcripts = await db.Transcripts.Where(t => t.StudyId == studyId && t.ReleasedAt != null && t.OpenedAt != null && t.ArchivedAt == null)
            .Where(t => db.Assignments.Count(a => a.TranscriptId == t.Id && a.State != AssignmentState.Withdrawn) > 1).OrderBy(t => t.Title).Select(t => new { t.Id, t.Title, t.TrustId }).ToListAsync(cancel);
        var coders = await db.Members.Where(m => m.StudyId == studyId && db.Assignments.Any(a => a.MemberId == m.Id)).OrderBy(m => m.Name).Select(m => new NamedThing<MemberId>(m.Id, m.Name)).ToListAsync(cancel);
        var reached = transcripts.Where(t => reader.ReachesTrust(t.TrustId)).Select(t => t.Id).ToList();
        var labels = await db.Speakers.Where(s => reached.Contains(s.TranscriptId)).Select(s => s.Label).Distinct().OrderBy(l => l).Take(MostLabels).ToListAsync(cancel);
        return new ComparableThings(
            study.Approach,
            [.. rounds.Where(r => r.State == RoundState.Open).Select(r => new ComparableRound(r.Id, r.Number, r.Name, r.State, r.Unit.ForFigures(), r.Coders.Count, r.Transcripts.Count, r.OpenedAt, r.Repeats, r.IsSecondReading))],
            rounds.Count(r => r.State == RoundState.Blind), [.. transcripts.Where(t => reader.ReachesTrust(t.TrustId)).Select(t => new NamedThing<TranscriptId>(t.Id, t.Title))], coders,
            study.ParticipantRoles, labels, reader.May(Operation.ImportCodings));
    }
}

internal static class RoundUnits
{
    /// <summary>A round's unit as the figures know it.</summary>
    public static ComparisonUnit ForFigures(this Domain.Rounds.ComparisonUnit unit) => Enum.Parse<ComparisonUnit>(unit.ToString());
}
