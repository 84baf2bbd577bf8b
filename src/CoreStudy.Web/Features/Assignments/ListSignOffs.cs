using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>A coding that waits to be read by somebody else.</summary>
/// <param name="Unsure">Passages that the coder marked “not sure”.</param>
/// <param name="Open">Those of them that nobody has replied to.</param>
/// <param name="Times">How often it was sent back before.</param>
/// <param name="IsMine">The reader's own coding: somebody else signs it off.</param>
public sealed record WaitingRow(
    AssignmentId Id, TranscriptId TranscriptId, string Title, string Trust, string Coder, int Words, int Coded, int Codings, int Unsure, int Open,
    DateTimeOffset DoneAt, int Times, bool IsMine);

/// <summary>A coding that was sent back.</summary>
/// <param name="State">How the assignment stands now.</param>
public sealed record SentBackRow(
    AssignmentId Id, int Number, TranscriptId TranscriptId, string Title, string Coder, string By, DateTimeOffset At, string Remark, AssignmentState State);

/// <summary>What the reader signed off last, which they may still take back.</summary>
public sealed record SignedRow(AssignmentId Id, TranscriptId TranscriptId, string Title, string Coder, DateTimeOffset At);

/// <param name="Waiting">The oldest of what waits.</param>
/// <param name="WaitingInAll">How many wait, shown or not.</param>
public sealed record SignOffs(IReadOnlyList<WaitingRow> Waiting, int WaitingInAll, IReadOnlyList<SignedRow> SignedByMe, IReadOnlyList<SentBackRow> SentBack);

/// <summary>What waits to be signed off, the oldest first, and what was sent back.</summary>
public sealed class ListSignOffs(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int Latest = 100;
    private const int LatestSigned = 10;

    /// <param name="most">How many of those that wait are wanted; passages marked “not sure” are counted for these alone.</param>
    public async Task<Result<SignOffs>> RunAsync(AccountId me, StudyId studyId, int most, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SignOff, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await Tallies.RefreshAsync(db, studyId, cancel);
        var reached = new WorkFilter().Of(db, member, today: default);
        // What is in a blind round is signed off once that is open.
        var blind = db.BlindRounds().Where(r => r.StudyId == studyId);
        var done = db.Assignments.Where(a => a.StudyId == studyId && a.State == AssignmentState.Done && !a.IsSecondReading && !blind.Any(r => r.Id == a.RoundId));
        var replies = db.Comments.VisibleTo(db, member);
        var waiting = await (
            from a in done
            join t in reached on a.TranscriptId equals t.Id
            join trust in db.Trusts on t.TrustId equals trust.Id
            join coder in db.Members on a.MemberId equals coder.Id
            join tally in db.TranscriptTallies.VisibleTo(db, member) on new { a.TranscriptId, a.MemberId } equals new { tally.TranscriptId, tally.MemberId } into tallies
            from tally in tallies.DefaultIfEmpty()
            orderby a.DoneAt, t.Title
            select new
            {
                a.Id, a.TranscriptId, a.MemberId, t.Title, Trust = trust.Label, Coder = coder.Name, t.WordCount, Coded = (int?)tally.Words, Codings = (int?)tally.Codings,
                DoneAt = a.DoneAt!.Value, Times = a.Events.Count(e => e.Kind == AssignmentEventKind.SentBack),
            }).Take(most).ToListAsync(cancel);
        var inAll = waiting.Count < most ? waiting.Count : await done.CountAsync(a => reached.Any(t => t.Id == a.TranscriptId), cancel);
        var texts = waiting.Select(w => w.TranscriptId).Distinct().ToList();
        var unsure = (await db.Codings.VisibleTo(db, member).Where(c => texts.Contains(c.TranscriptId) && c.IsUnsure && c.RemovedAt == null)
            .GroupBy(c => new { c.TranscriptId, c.MemberId })
            .Select(g => new { g.Key, All = g.Count(), Open = g.Count(c => !replies.Any(x => x.CodingId == c.Id && x.RemovedAt == null && x.MemberId != c.MemberId)) })
            .ToListAsync(cancel)).ToDictionary(u => (u.Key.TranscriptId, u.Key.MemberId));
        var sentBack = await (
            from a in db.Assignments
            join t in reached on a.TranscriptId equals t.Id
            join coder in db.Members on a.MemberId equals coder.Id
            from e in a.Events
            join sender in db.Members on e.By equals sender.Id
            where a.StudyId == studyId && e.Kind == AssignmentEventKind.SentBack
            orderby e.At descending
            select new SentBackRow(a.Id, e.Number, t.Id, t.Title, coder.Name, sender.Name, e.At, e.Remark, a.State)).Take(Latest).ToListAsync(cancel);
        var signed = await (
            from a in db.Assignments
            join t in reached on a.TranscriptId equals t.Id
            join coder in db.Members on a.MemberId equals coder.Id
            where a.StudyId == studyId && a.State == AssignmentState.SignedOff
                && a.Events.Any(e => e.Kind == AssignmentEventKind.SignedOff && e.By == member.Id && e.Number == a.Events.Max(x => x.Number))
            orderby a.SignedOffAt descending
            select new SignedRow(a.Id, t.Id, t.Title, coder.Name, a.SignedOffAt!.Value)).Take(LatestSigned).ToListAsync(cancel);
        return new SignOffs(
            waiting.ConvertAll(w => new WaitingRow(
                w.Id, w.TranscriptId, w.Title, w.Trust, w.Coder, w.WordCount, w.Coded ?? 0, w.Codings ?? 0,
                unsure.GetValueOrDefault((w.TranscriptId, w.MemberId))?.All ?? 0, unsure.GetValueOrDefault((w.TranscriptId, w.MemberId))?.Open ?? 0,
                w.DoneAt, w.Times, w.MemberId == member.Id)),
            inAll, signed, sentBack);
    }
}
