using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A transcript that the reader is to code, or has coded.</summary>
/// <param name="Coded">Words under the reader's own codings.</param>
/// <param name="Codings">The reader's own.</param>
/// <param name="Remark">What was said when it was last sent back; empty where it never was, or once that was worked off.</param>
/// <param name="RemarkBy">Who said it.</param>
public sealed record MyWorkRow(
    AssignmentId Id, TranscriptId TranscriptId, string Title, string Trust, int Words, int Coded, int Codings, string ContentNote, AssignmentState State,
    DateOnly? DueOn, DateTimeOffset? DoneAt, DateTimeOffset? SignedOffAt, string Remark, string RemarkBy)
{
    /// <summary>The round that it is coded for; null for ordinary work.</summary>
    public string? Round { get; init; }

    /// <summary>Whether the reader sees nothing but their own coding of it, until the round opens.</summary>
    public bool IsBlind { get; init; }

    /// <summary>Whether they code it anew, with what they coded first out of sight.</summary>
    public bool IsSecondReading { get; init; }
}

/// <param name="ToDo">What to do next first: what was sent back, then by its date, the undated last.</param>
/// <param name="Finished">Done and signed off, the last first.</param>
/// <param name="Closed">How many the reader was given that are not open for coding at the moment.</param>
public sealed record MyWork(IReadOnlyList<MyWorkRow> ToDo, IReadOnlyList<MyWorkRow> Finished, int Closed, DateOnly Today);

/// <summary>What the reader is to code, and how far they are.</summary>
public sealed class ListMyWork(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public async Task<Result<MyWork>> RunAsync(AccountId me, StudyId studyId, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await Tallies.RefreshAsync(db, studyId, cancel);
        var rows = await (
            from a in db.Assignments
            join t in db.Transcripts on a.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            join tally in db.TranscriptTallies.VisibleTo(db, member) on new { a.TranscriptId, a.MemberId } equals new { tally.TranscriptId, tally.MemberId } into tallies
            from tally in tallies.DefaultIfEmpty()
            where a.StudyId == studyId && a.MemberId == member.Id && a.State != AssignmentState.Withdrawn && t.ArchivedAt == null
            select new
            {
                a.Id, a.TranscriptId, t.Title, t.TrustId, Trust = trust.Label, t.WordCount, t.ContentNote, a.State, a.DueOn, a.DoneAt, a.SignedOffAt,
                IsOpen = t.OpenedAt != null, Coded = (int?)tally.Words, Codings = (int?)tally.Codings, a.IsSecondReading,
                Round = db.Rounds.Where(r => r.Id == a.RoundId).Select(r => new { r.Name, IsBlind = r.OpenedAt == null && r.CalledOffAt == null }).FirstOrDefault(),
                Again = db.Codings.Count(c => a.IsSecondReading && c.RoundId == a.RoundId && c.TranscriptId == a.TranscriptId && c.MemberId == a.MemberId && c.RemovedAt == null),
                Back = a.Events.Where(e => e.Kind == AssignmentEventKind.SentBack).OrderByDescending(e => e.Number)
                    .Select(e => new { e.Remark, By = db.Members.Where(m => m.Id == e.By).Select(m => m.Name).First() }).FirstOrDefault(),
            }).ToListAsync(cancel);
        var reached = rows.Where(r => member.ReachesTrust(r.TrustId)).ToList();
        var mine = reached.Where(r => r.IsOpen || member.May(Operation.ReadUnopenedTranscripts)).Select(r =>
        {
            var back = r.State == AssignmentState.SentBack ? r.Back : null;
            return new MyWorkRow(
                r.Id, r.TranscriptId, r.Title, r.Trust, r.WordCount, r.IsSecondReading ? 0 : r.Coded ?? 0, r.IsSecondReading ? r.Again : r.Codings ?? 0, r.ContentNote, r.State,
                r.DueOn, r.DoneAt, r.SignedOffAt, back?.Remark ?? "", back?.By ?? "")
            {
                Round = r.Round?.Name, IsBlind = r.Round?.IsBlind ?? false, IsSecondReading = r.IsSecondReading,
            };
        }).ToList();
        return new MyWork(
            [.. mine.Where(r => r.State is AssignmentState.SentBack or AssignmentState.Assigned)
                .OrderBy(r => r.State != AssignmentState.SentBack).ThenBy(r => r.DueOn ?? DateOnly.MaxValue).ThenBy(r => r.Title, ReadingOrder.ForPeople)],
            [.. mine.Where(r => r.State is AssignmentState.Done or AssignmentState.SignedOff).OrderByDescending(r => r.SignedOffAt ?? r.DoneAt)],
            reached.Count - mine.Count, clock.Today());
    }
}
