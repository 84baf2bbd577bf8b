using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Interviews;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Redactions;

/// <param name="DecidedBy">Empty where nobody has said that all is decided.</param>
/// <param name="ReleasedBy">Empty before release.</param>
/// <param name="LeakHits">What the last scan of the words to be released found unexplained; null before the first.</param>
public sealed record AnonymisationRow(
    TranscriptId Id, string Title, string Trust, InterviewKind Kind, int Turns, DateTimeOffset ImportedAt, ReviewState State, int Places, int Left,
    string DecidedBy, DateTimeOffset? DecidedAt, string ReleasedBy, DateTimeOffset? ReleasedAt, int? LeakHits);

/// <param name="MayReview">Whether the reader may sit down at the review desk; others see states and counts alone.</param>
/// <param name="Flags">Passages of released transcripts that readers flagged and nobody has decided; 0 for who cannot decide them.</param>
public sealed record AnonymisationList(IReadOnlyList<AnonymisationRow> Transcripts, bool MayReview, int Flags);

/// <summary>The transcripts that came in with names, and how far each is: for admins, and without the desk for who plans the study.</summary>
public sealed class ListAnonymisations(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<AnonymisationList>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeStudy, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (!member.May(Operation.ManageAnonymisation) && !member.May(Operation.AssignWork)) return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var rows = await (
            from a in db.TranscriptReviews.AsNoTracking()
            join t in db.Transcripts on a.TranscriptId equals t.Id
            join i in db.Interviews on t.InterviewId equals i.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            where a.StudyId == studyId && t.ArchivedAt == null
            orderby t.ImportedAt
            select new { a, t.Title, t.TrustId, Trust = trust.Label, i.Kind, t.TurnCount, t.ImportedAt }).ToListAsync(cancel);
        var names = await db.Members.Where(m => m.StudyId == studyId).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        var flagged = !member.May(Operation.ManageAnonymisation) ? [] : await (
            from f in db.PassageFlags
            join t in db.Transcripts on f.TranscriptId equals t.Id
            where f.StudyId == studyId && f.State == FlagState.Open
            select t.TrustId).ToListAsync(cancel);
        string Name(MemberId? id) => id is { } one ? names.GetValueOrDefault(one, "") : "";
        return new AnonymisationList(
            [.. rows.Where(r => member.ReachesTrust(r.TrustId)).Select(r => new AnonymisationRow(
                r.a.TranscriptId, r.Title, r.Trust, r.Kind, r.TurnCount, r.ImportedAt, r.a.State, r.a.Places, r.a.Left, Name(r.a.DecidedBy), r.a.DecidedAt, Name(r.a.ReleasedBy),
                r.a.ReleasedAt, r.a.LeakHits))],
            member.May(Operation.ManageAnonymisation),
            flagged.Count(member.ReachesTrust));
    }
}
