using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using CoreStudy.Web.Ui;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>What is to be shared out evenly, and among whom.</summary>
/// <param name="Only">Of what the filter finds, these alone; empty for all of it.</param>
/// <param name="CodersEach">How many coders each transcript is to have, those who have it already included.</param>
public sealed record EvenRequest(WorkFilter Filter, IReadOnlyCollection<TranscriptId> Only, IReadOnlyCollection<MemberId> Coders, int CodersEach);

/// <summary>What one coder would get.</summary>
/// <param name="WordsBefore">What they still have to code now.</param>
/// <param name="WordsMore">What would come on top.</param>
public sealed record CoderShare(MemberId Id, string Name, int WordsBefore, int WordsMore, IReadOnlyList<string> Titles);

/// <summary>Who would get what.</summary>
/// <param name="Given">What would be handed out: shown again when it is kept, and refused if it no longer holds.</param>
/// <param name="Lacking">Transcripts that too few of the chosen coders may have, and how many coders each lacks.</param>
/// <param name="NotOpen">How many transcripts are left out because they are not open for coding.</param>
public sealed record PlanPreview(
    IReadOnlyList<CoderShare> Coders, IReadOnlyList<(TranscriptId Transcript, MemberId Coder)> Given, IReadOnlyList<(string Title, int Coders)> Lacking, int NotOpen)
{
    public int Transcripts => Given.Select(g => g.Transcript).Distinct().Count();
}

/// <summary>The lead looks at an even sharing out before anything is handed out, and then keeps just that.</summary>
public sealed class PlanEvenly(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    private const int MostCodersEach = 10;

    public async Task<Result<PlanPreview>> RunAsync(AccountId me, StudyId studyId, EvenRequest request, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AssignWork, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await PreviewAsync(db, member, request, cancel);
    }

    /// <summary>Hands out what was shown. Plans again while nobody else hands out, and does nothing if the plan would be another one now.</summary>
    /// <param name="shown">What the preview gave.</param>
    public async Task<Result<Done>> KeepAsync(
        AccountId me, StudyId studyId, EvenRequest request, IReadOnlyCollection<(TranscriptId Transcript, MemberId Coder)> shown, DateOnly? dueOn, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AssignWork, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (shown.Count == 0) return new Refusal("There is nothing to hand out.");
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockHandingOutAsync(studyId, cancel);
        if ((await PreviewAsync(db, member, request, cancel)).IsRefused(out var no, out var plan)) return no;
        if (!plan.Given.ToHashSet().SetEquals(shown)) return new Refusal("Work, people or transcripts changed while you were looking, so nothing was handed out. Below is the plan as it would be now.");

        var texts = await db.Transcripts.Where(t => t.StudyId == studyId && plan.Given.Select(g => g.Transcript).Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        var people = await db.Members.Where(m => m.StudyId == studyId && request.Coders.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        foreach (var (transcript, coder) in plan.Given)
        {
            if (Assignment.Give(texts[transcript], people[coder], dueOn, member, clock.GetUtcNow()).IsRefused(out var notGiven, out var assignment)) return notGiven;
            db.Assignments.Add(assignment);
        }

        db.Audit(AuditEntry.Of(
            AuditKind.WorkAssigned, member, AuditSubject.Nothing,
            AuditDetail.Count("assignments", plan.Given.Count).AndCount("transcripts", plan.Transcripts).AndCount("coders", plan.Given.Select(g => g.Coder).Distinct().Count()).AndDay("due", dueOn)));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        feed.Publish(new AssignmentsChanged(studyId));
        return Done.Well;
    }

    private async Task<Result<PlanPreview>> PreviewAsync(StudyDb db, Member member, EvenRequest request, CancellationToken cancel)
    {
        if (request.Coders.Count == 0) return new Refusal("Please choose at least one coder.");
        if (request.CodersEach is < 1 or > MostCodersEach) return new Refusal($"Please give between 1 and {MostCodersEach} coders for each transcript.");
        var people = await db.Members.AsNoTracking().Where(m => m.StudyId == member.StudyId && m.EndedAt == null && request.Coders.Contains(m.Id)).OrderBy(m => m.Name).ThenBy(m => m.Id).ToListAsync(cancel);
        if (people.Count != request.Coders.Distinct().Count()) return Refusal.NotFound;
        if (people.Find(p => !p.May(Operation.Code)) is { } idle) return new Refusal($"{idle.Name} does not code in this study.");

        var found = request.Filter.Of(db, member, clock.Today());
        if (request.Only.Count > 0) found = found.Where(t => request.Only.Contains(t.Id));
        var transcripts = await found.OrderBy(t => t.Title).ThenBy(t => t.Id).Select(t => new { t.Id, t.Title, t.TrustId, t.WordCount, IsOpen = t.OpenedAt != null }).ToListAsync(cancel);
        var open = transcripts.Where(t => t.IsOpen).ToList();
        if (open.Count == 0) return new Refusal("None of these transcripts is open for coding. Open them first.");
        var taken = (await db.Assignments.Where(a => a.State != AssignmentState.Withdrawn && !a.IsSecondReading && found.Any(t => t.Id == a.TranscriptId))
            .Select(a => new { a.TranscriptId, a.MemberId }).ToListAsync(cancel)).ToLookup(a => a.TranscriptId, a => a.MemberId);
        var loads = await (
            from a in db.Assignments
            join t in db.Transcripts on a.TranscriptId equals t.Id
            where request.Coders.Contains(a.MemberId) && t.ArchivedAt == null && (a.State == AssignmentState.Assigned || a.State == AssignmentState.SentBack)
            group t.WordCount by a.MemberId into g
            select new { g.Key, Words = g.Sum() }).ToDictionaryAsync(l => l.Key, l => l.Words, cancel);

        var plan = EvenPlan.Make(
            open.Select(t => new PlannedTranscript(t.Id, t.TrustId, t.WordCount, [.. taken[t.Id]])),
            [.. people.Select(p => new PlannedCoder(p.Id, loads.GetValueOrDefault(p.Id), p.TrustIds))],
            request.CodersEach);
        var byId = open.ToDictionary(t => t.Id);
        var shares = plan.Given.ToLookup(g => g.Coder, g => byId[g.Transcript]);
        return new PlanPreview(
            [.. people.Select(p => new CoderShare(p.Id, p.Name, loads.GetValueOrDefault(p.Id), shares[p.Id].Sum(t => t.WordCount), [.. shares[p.Id].Select(t => t.Title).Order(StringComparer.CurrentCulture)]))],
            plan.Given, [.. plan.Lacking.Select(l => (byId[l.Transcript].Title, l.Coders))], transcripts.Count - open.Count);
    }
}
