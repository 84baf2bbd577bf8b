using CoreStudy.Data;
using CoreStudy.Data.Interviews;
using CoreStudy.Data.Recordings;
using CoreStudy.Data.Summaries;
using CoreStudy.Domain;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Recordings;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Summaries;
using CoreStudy.Vault.Recordings;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Recordings;

/// <summary>A recording as the list of a study’s recordings shows it.</summary>
/// <param name="Number">Which of its interview it is, in the order in which they came, from 1.</param>
/// <param name="OfHowMany">How many recordings its interview has or had.</param>
/// <param name="Step">How far the interview has come.</param>
/// <param name="Hearers">Who may hear it now: members who are named, in the team, and work for its trust.</param>
/// <param name="IsMine">Whether the reader is among them.</param>
/// <param name="IsPromised">Whether it was to be kept until it was transcribed, as it is by now; never said to who may not see consents.</param>
public sealed record StudyRecording(
    RecordingId Id, InterviewId InterviewId, string Interview, bool IsPutAway, int Number, int OfHowMany, string Trust, InterviewStep Step, SoundFormat Format, long Bytes, long? DurationMs,
    string BroughtInBy, DateTimeOffset BroughtInAt, DateTimeOffset? DestroyedAt, RecordingEnd? DestroyedFor, IReadOnlyList<string> Hearers, bool IsMine, bool IsPromised)
{
    public bool IsDestroyed => DestroyedAt is not null;
}

/// <param name="Until">The last day on which recordings of the study may be here; null where none was set.</param>
/// <param name="IsDue">Whether that day is over.</param>
public sealed record StudyRecordings(IReadOnlyList<StudyRecording> Recordings, DateOnly? Until, bool IsDue);

/// <summary>Every recording of a study, in the trusts the member reaches; never their sound.</summary>
public sealed class ListStudyRecordings(IDbContextFactory<StudyDb> databases, Permissions permissions, SoundStore sounds, TimeProvider clock) : IUseCase
{
    public async Task<Result<StudyRecordings>> RunAsync(AccountId me, StudyId study, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, study, Operation.SeeRecordings, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var trusts = await db.Trusts.Where(t => t.StudyId == study).ToDictionaryAsync(t => t.Id, t => t.Label, cancel);
        var interviews = await db.Interviews.Where(i => i.StudyId == study).Select(i => new { i.Id, i.Title, i.TrustId, IsPutAway = i.ArchivedAt != null }).ToDictionaryAsync(i => i.Id, cancel);
        var members = await db.Members.AsNoTracking().Where(m => m.StudyId == study).ToDictionaryAsync(m => m.Id, cancel);
        var recordings = (await db.Recordings.AsNoTracking().Where(r => r.StudyId == study).OrderBy(r => r.BroughtInAt).ThenBy(r => r.Id).ToListAsync(cancel)).FindAll(r => member.ReachesTrust(r.TrustId));
        var hearers = (await (
            from h in db.RecordingHearers
            join r in db.Recordings on h.RecordingId equals r.Id
            where r.StudyId == study && h.EndedAt == null
            select new { h.RecordingId, h.MemberId }).ToListAsync(cancel)).ToLookup(h => h.RecordingId, h => h.MemberId);
        var materials = await InterviewMaterials.ReadAsync(db, study, cancel);
        var blind = await BlindCases.ReadAsync(db, member, cancel);
        var promised = member.May(Operation.SeeConsents) ? (await PromisedRecordings.ReadAsync(db, study, cancel)).Select(p => p.Interview).ToHashSet() : [];
        var rule = await db.RetentionRules.AsNoTracking().SingleOrDefaultAsync(r => r.StudyId == study && r.Kind == RetentionKind.Recordings, cancel);
        return new StudyRecordings(
            [.. recordings.GroupBy(r => r.InterviewId).SelectMany(of => of.Select((r, i) => RowOf(r, i + 1, of.Count())))], rule?.Until, rule?.IsDue(clock.Today()) ?? false);

        StudyRecording RowOf(Recording r, int number, int ofHowMany)
        {
            var interview = interviews[r.InterviewId];
            var destroyedAt = r.DestroyedAt ?? (sounds.IsDestroyed(r.Id) ? r.BroughtInAt : null);
            var named = destroyedAt is not null ? [] : hearers[r.Id].Select(h => members[h]).Where(m => m.EndedAt is null && m.ReachesTrust(r.TrustId)).ToList();
            return new StudyRecording(
                r.Id, r.InterviewId, interview.Title, interview.IsPutAway, number, ofHowMany, trusts[r.TrustId], materials.StepOf(r.InterviewId, blind.Hide(SummaryCase.Of(r.InterviewId))), r.Format, r.Bytes, r.DurationMs,
                members[r.BroughtInBy].Name, r.BroughtInAt, destroyedAt, r.DestroyedFor,
                [.. named.Select(m => m.Name).Order(StringComparer.CurrentCulture)], named.Exists(m => m.Id == member.Id), destroyedAt is null && promised.Contains(r.InterviewId));
        }
    }
}
