using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>The lead takes work back. Codings stay where they are.</summary>
public sealed class WithdrawAssignments(IDbContextFactory<StudyDb> databases, Permissions permissions, StudyFeed feed, TimeProvider clock) : IUseCase
{
    private static readonly Result<Done> InBlindRound = new Refusal("This is coded in a blind round. Call the round off, or open it, first.");

    public async Task<Result<WorkOutcome>> RunAsync(AccountId me, StudyId studyId, IReadOnlyCollection<AssignmentId> assignments, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.AssignWork, cancel)).IsRefused(out var refusal, out var member)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if ((await db.FindManyAsync(member, assignments, cancel)).IsRefused(out var notHere, out var found)) return notHere;
        var blind = (await db.BlindRounds().Where(r => r.StudyId == studyId).Select(r => r.Id).ToListAsync(cancel)).ToHashSet();
        var refused = found.Select(f => (f.Title, Answer: f.Assignment.RoundId is { } round && blind.Contains(round) ? InBlindRound : f.Assignment.Withdraw(member, clock.GetUtcNow())))
            .Select(f => f.Answer.IsRefused(out var no, out _) ? $"“{f.Title}”: {no.Sentence}" : null).OfType<string>().ToList();
        if (refused.Count < found.Count) db.Audit(AuditEntry.Of(AuditKind.WorkWithdrawn, member, AuditSubject.Nothing, AuditDetail.Count("assignments", found.Count - refused.Count)));
        if ((await db.SaveWorkAsync(cancel)).IsRefused(out var clash, out _)) return clash;
        if (refused.Count < found.Count) feed.Publish(new AssignmentsChanged(studyId));
        return new WorkOutcome(found.Count - refused.Count, refused);
    }
}
