using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Rounds;

/// <summary>A transcript that a round can have.</summary>
/// <param name="HasCodings">Who has coded in it, as far as the reader may see.</param>
/// <param name="Coders">Who has it to code.</param>
/// <param name="Finished">Of these, who says that it is coded.</param>
/// <param name="InRound">Who codes it in a round, blind or open.</param>
public sealed record TranscriptChoice(
    TranscriptId Id, string Title, TrustId TrustId, string Trust, string Roles, int Words, IReadOnlyList<MemberId> HasCodings, IReadOnlyList<MemberId> Coders, IReadOnlyList<MemberId> Finished,
    IReadOnlyList<MemberId> InRound)
{
    /// <summary>What a sample is stratified by: its trust, and the roles of who takes part.</summary>
    public string Kind => Roles.Length > 0 ? $"{Trust}, {Roles}" : Trust;
}

/// <param name="TrustIds">The trusts open to them; empty for all.</param>
public sealed record CoderChoice(MemberId Id, string Name, Role Role, IReadOnlyList<TrustId> TrustIds);

public sealed record VersionChoice(VersionId Id, string Name, DateTimeOffset FrozenAt);

/// <summary>What a lead chooses from when planning a round.</summary>
public sealed record RoundChoices(IReadOnlyList<TranscriptChoice> Transcripts, IReadOnlyList<CoderChoice> Coders, IReadOnlyList<VersionChoice> Versions, int NextNumber, DateOnly Today);

/// <summary>Reads what a round can be made of: transcripts that are open for coding, those who code, frozen frameworks.</summary>
public sealed class ReadRoundChoices(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<RoundChoices>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageRounds, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await Tallies.RefreshAsync(db, studyId, cancel);
        var rows = await (
            from t in db.Transcripts
            join trust in db.Trusts on t.TrustId equals trust.Id
            where t.StudyId == studyId && t.OpenedAt != null && t.ArchivedAt == null
            select new
            {
                t.Id, t.Title, t.TrustId, Trust = trust.Label, t.WordCount,
                Roles = db.Interviews.Where(i => i.Id == t.InterviewId).SelectMany(i => i.Participants).Join(db.Participants, i => i.ParticipantId, p => p.Id, (i, p) => p.Role).Distinct().ToList(),
            }).ToListAsync(cancel);
        var coded = (await db.TranscriptTallies.VisibleTo(db, member).Where(t => t.Codings > 0).Select(t => new { t.TranscriptId, t.MemberId }).ToListAsync(cancel)).ToLookup(t => t.TranscriptId, t => t.MemberId);
        var work = (await db.Assignments.Where(a => a.StudyId == studyId && a.State != AssignmentState.Withdrawn && !a.IsSecondReading)
            .Select(a => new { a.TranscriptId, a.MemberId, IsDone = a.State == AssignmentState.Done || a.State == AssignmentState.SignedOff, IsInRound = a.RoundId != null }).ToListAsync(cancel)).ToLookup(a => a.TranscriptId);
        var people = await db.Members.AsNoTracking().Where(m => m.StudyId == studyId && m.EndedAt == null).ToListAsync(cancel);
        return new RoundChoices(
            [.. rows.Where(r => member.ReachesTrust(r.TrustId)).OrderBy(r => r.Title, ReadingOrder.ForPeople).Select(r => new TranscriptChoice(
                r.Id, r.Title, r.TrustId, r.Trust, string.Join(" and ", r.Roles.Order(StringComparer.Ordinal)), r.WordCount, [.. coded[r.Id]], [.. work[r.Id].Select(w => w.MemberId)],
                [.. work[r.Id].Where(w => w.IsDone).Select(w => w.MemberId)], [.. work[r.Id].Where(w => w.IsInRound).Select(w => w.MemberId)]))],
            [.. people.Where(p => p.May(Operation.Code)).OrderBy(p => p.Role).ThenBy(p => p.Name, ReadingOrder.ForPeople).Select(p => new CoderChoice(p.Id, p.Name, p.Role, p.TrustIds))],
            [.. (await db.FrameworkVersions.Where(v => v.StudyId == studyId).OrderByDescending(v => v.FrozenAt).Select(v => new { v.Id, v.Name, v.FrozenAt }).ToListAsync(cancel)).Select(v => new VersionChoice(v.Id, v.Name, v.FrozenAt))],
            (await db.Rounds.Where(r => r.StudyId == studyId).MaxAsync(r => (int?)r.Number, cancel) ?? 0) + 1,
            clock.Today());
    }
}
