using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Flags;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Flags;

/// <summary>A flagged passage in a list; without the words, which are sealed.</summary>
/// <param name="Turn">From 0.</param>
/// <param name="Characters">How long the passage is.</param>
/// <param name="Decided">Who decided; null while it is open.</param>
public sealed record FlagRow(
    FlagId Id, TranscriptId TranscriptId, string Title, string Trust, int Turn, int Characters, IdentifierCategory? Category, string FlaggedBy, DateTimeOffset FlaggedAt,
    FlagState State, string? Decided, DateTimeOffset? DecidedAt);

/// <summary>An admin looks through the passages that readers have flagged.</summary>
public sealed class ListFlags(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>The open ones first, the oldest first.</summary>
    public async Task<Result<IReadOnlyList<FlagRow>>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.ManageAnonymisation, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var reach = member.TrustIds;
        var rows = await (
            from f in db.PassageFlags
            join t in db.Transcripts on f.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            join flagger in db.Members on f.FlaggedBy equals flagger.Id
            where f.StudyId == studyId && (reach.Count == 0 || reach.Contains(t.TrustId))
            select new
            {
                f.Id, f.TranscriptId, t.Title, Trust = trust.Label, f.Segment, f.Category, By = flagger.Name, f.FlaggedAt, f.State, f.DecidedAt,
                Decided = db.Members.Where(m => m.Id == f.DecidedBy).Select(m => m.Name).FirstOrDefault(),
                Turn = db.Turns.Where(turn => turn.TranscriptId == f.TranscriptId && turn.Segment.Start <= f.Segment.Start).Max(turn => (int?)turn.Number) ?? 0,
            }).ToListAsync(cancel);
        return rows.OrderBy(r => r.State != FlagState.Open).ThenBy(r => r.FlaggedAt)
            .Select(r => new FlagRow(r.Id, r.TranscriptId, r.Title, r.Trust, r.Turn, r.Segment.Length, r.Category, r.By, r.FlaggedAt, r.State, r.Decided, r.DecidedAt)).ToList();
    }
}
