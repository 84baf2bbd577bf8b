using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>What came of a deed on several assignments.</summary>
/// <param name="Changed">How many it was done for.</param>
/// <param name="Refused">Why it was not done for the others, a sentence each.</param>
public sealed record WorkOutcome(int Changed, IReadOnlyList<string> Refused);

/// <summary>The lead gives transcripts to coders by hand: each of these to each of those.</summary>
public sealed class AssignTranscripts(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    /// <param name="dueOn">Null for no date.</param>
    public async Task<Result<WorkOutcome>> RunAsync(
        AccountId me, StudyId studyId, IReadOnlyCollection<TranscriptId> transcripts, IReadOnlyCollection<MemberId> coders, DateOnly? dueOn, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AssignWork, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        if (transcripts.Count == 0) return new Refusal("Please choose at least one transcript.");
        if (coders.Count == 0) return new Refusal("Please choose at least one coder.");

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockHandingOutAsync(studyId, cancel);
        var texts = await db.Transcripts.Where(t => t.StudyId == studyId && transcripts.Contains(t.Id)).OrderBy(t => t.Title).ToListAsync(cancel);
        var people = await db.Members.Where(m => m.StudyId == studyId && coders.Contains(m.Id)).OrderBy(m => m.Name).ToListAsync(cancel);
        if (texts.Count != transcripts.Distinct().Count() || people.Count != coders.Distinct().Count() || texts.Exists(t => !member.ReachesTrust(t.TrustId))) return Refusal.NotFound;

        var taken = (await db.Assignments.Where(a => a.State != AssignmentState.Withdrawn && !a.IsSecondReading && transcripts.Contains(a.TranscriptId))
            .Select(a => new { a.TranscriptId, a.MemberId }).ToListAsync(cancel)).Select(a => (a.TranscriptId, a.MemberId)).ToHashSet();
        var refused = new List<string>();
        var given = new List<Assignment>();
        foreach (var (text, coder) in texts.SelectMany(t => people.Select(p => (t, p))))
        {
            if (taken.Contains((text.Id, coder.Id))) refused.Add($"{coder.Name} has “{text.Title}” already.");
            else if (Assignment.Give(text, coder, dueOn, member, clock.GetUtcNow()).IsRefused(out var no, out var assignment)) refused.Add(no.Sentence);
            else given.Add(assignment);
        }

        db.Assignments.AddRange(given);
        if (given.Count > 0)
        {
            db.Audit(AuditEntry.Of(
                AuditKind.WorkAssigned, member, AuditSubject.Nothing,
                AuditDetail.Count("assignments", given.Count).AndCount("transcripts", given.Select(g => g.TranscriptId).Distinct().Count()).AndCount("coders", given.Select(g => g.MemberId).Distinct().Count()).AndDay("due", dueOn)));
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (given.Count > 0) feed.Publish(new AssignmentsChanged(studyId));
        return new WorkOutcome(given.Count, refused);
    }
}
