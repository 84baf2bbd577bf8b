using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>How one transcript stands with one coder.</summary>
public sealed record WorkCell(AssignmentId Id, MemberId Coder, AssignmentState State, DateOnly? DueOn, bool IsOverdue);

public sealed record WorkRow(TranscriptId Id, string Title, TrustId TrustId, string Trust, int Words, bool IsOpen, IReadOnlyList<WorkCell> Cells);

/// <summary>Somebody who has work, or could be given some.</summary>
/// <param name="MayTake">False for who left or no longer codes.</param>
/// <param name="HasWork">Has been given something in what the reader reaches.</param>
/// <param name="TrustIds">The trusts open to them; empty for all.</param>
/// <param name="WordsLeft">Words of what they still have to code there.</param>
public sealed record WorkCoder(MemberId Id, string Name, Role Role, bool MayTake, bool HasWork, IReadOnlyList<TrustId> TrustIds, int WordsLeft);

public sealed record WorkTrust(TrustId Id, string Label);

/// <summary>A page of transcripts with who codes them, and what the page is chosen from.</summary>
/// <param name="Found">How many transcripts fit the filter.</param>
/// <param name="FoundWords">Their words together.</param>
/// <param name="All">How many transcripts there are without any filter.</param>
public sealed record AssignmentPage(
    IReadOnlyList<WorkRow> Rows, IReadOnlyList<WorkCoder> Coders, IReadOnlyList<WorkTrust> Trusts, int Found, long FoundWords, int All,
    int Unassigned, int Overdue, DateOnly Today, bool MayAssign);

/// <summary>Which transcript is with whom, and how it stands.</summary>
public sealed class ListAssignments(IDbContextFactory<StudyDb> databases, Permissions permissions, TimeProvider clock) : IUseCase
{
    public const int PageLength = 50;

    /// <param name="page">From 0.</param>
    public async Task<Result<AssignmentPage>> RunAsync(AccountId me, StudyId studyId, WorkFilter filter, int page, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeProgress, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var today = clock.Today();
        var found = filter.Of(db, member, today);
        var sum = await found.GroupBy(t => 1).Select(g => new { Count = g.Count(), Words = g.Sum(t => (long)t.WordCount) }).SingleOrDefaultAsync(cancel);
        var all = new WorkFilter().Of(db, member, today);
        var count = await all.CountAsync(cancel);
        var unassigned = await new WorkFilter(IsUnassigned: true).Of(db, member, today).CountAsync(cancel);
        var overdue = await new WorkFilter(IsOverdue: true).Of(db, member, today).CountAsync(cancel);
        var rows = await RowsAsync(db, member, found.OrderBy(t => t.Title).ThenBy(t => t.Id).Skip(page * PageLength).Take(PageLength), today, cancel);
        return new AssignmentPage(
            rows, await CodersAsync(db, member, all, cancel),
            [.. (await db.Trusts.Where(t => t.StudyId == studyId && t.ArchivedAt == null).OrderBy(t => t.Label).Select(t => new WorkTrust(t.Id, t.Label)).ToListAsync(cancel)).Where(t => member.ReachesTrust(t.Id))],
            sum?.Count ?? 0, sum?.Words ?? 0, count, unassigned, overdue, today, member.May(Operation.AssignWork));
    }

    /// <summary>Everything that fits the filter, for a file.</summary>
    public async Task<Result<IReadOnlyList<WorkRow>>> AllAsync(AccountId me, StudyId studyId, WorkFilter filter, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeProgress, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await RowsAsync(db, member, filter.Of(db, member, clock.Today()).OrderBy(t => t.Title).ThenBy(t => t.Id), clock.Today(), cancel);
    }

    private static async Task<List<WorkRow>> RowsAsync(StudyDb db, Member member, IQueryable<Transcript> transcripts, DateOnly today, CancellationToken cancel)
    {
        var rows = await (
            from t in transcripts
            join trust in db.Trusts on t.TrustId equals trust.Id
            orderby t.Title, t.Id
            select new { t.Id, t.Title, t.TrustId, Trust = trust.Label, t.WordCount, IsOpen = t.OpenedAt != null }).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.Id);
        var cells = (await db.Assignments.Where(a => a.StudyId == member.StudyId && a.State != AssignmentState.Withdrawn && !a.IsSecondReading && ids.Contains(a.TranscriptId))
            .Select(a => new { a.TranscriptId, a.Id, a.MemberId, a.State, a.DueOn }).ToListAsync(cancel)).ToLookup(a => a.TranscriptId);
        return rows.ConvertAll(r => new WorkRow(
            r.Id, r.Title, r.TrustId, r.Trust, r.WordCount, r.IsOpen,
            [.. cells[r.Id].Select(c => new WorkCell(c.Id, c.MemberId, c.State, c.DueOn, c.DueOn < today && c.State is (AssignmentState.Assigned or AssignmentState.SentBack)))]));
    }

    /// <summary>Who may be given work, and who has some in what the member reaches.</summary>
    private static async Task<List<WorkCoder>> CodersAsync(StudyDb db, Member member, IQueryable<Transcript> reached, CancellationToken cancel)
    {
        var work = await (
            from a in db.Assignments
            join t in reached on a.TranscriptId equals t.Id
            where a.State != AssignmentState.Withdrawn && !a.IsSecondReading
            group new { t.WordCount, IsLeft = a.State == AssignmentState.Assigned || a.State == AssignmentState.SentBack } by a.MemberId into g
            select new { g.Key, Left = g.Sum(w => w.IsLeft ? w.WordCount : 0) }).ToDictionaryAsync(w => w.Key, w => w.Left, cancel);
        var people = await db.Members.AsNoTracking().Where(m => m.StudyId == member.StudyId).OrderBy(m => m.Name).ThenBy(m => m.Id).ToListAsync(cancel);
        return [.. people
            .Where(p => work.ContainsKey(p.Id) || (p.May(Operation.Code) && (p.TrustIds.Count == 0 || p.TrustIds.Any(member.ReachesTrust))))
            .Select(p => new WorkCoder(p.Id, p.Name, p.Role, p.May(Operation.Code), work.ContainsKey(p.Id), p.TrustIds, work.GetValueOrDefault(p.Id)))];
    }
}
