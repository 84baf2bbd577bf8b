using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>Something that happened to an assignment, and who did it.</summary>
public sealed record WorkEvent(AssignmentEventKind Kind, string By, DateTimeOffset At, string Remark);

/// <summary>One assignment with what happened to it, in order.</summary>
public sealed record AssignmentStory(
    AssignmentId Id, TranscriptId TranscriptId, string Title, string Coder, AssignmentState State, DateOnly? DueOn, IReadOnlyList<WorkEvent> Events);

/// <summary>What happened to an assignment: for its own coder, and for those who see progress.</summary>
public sealed class ReadAssignment(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    public async Task<Result<AssignmentStory>> RunAsync(AccountId me, AssignmentId id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Assignments.Where(a => a.Id == id).Select(a => new { a.TranscriptId, a.MemberId, a.State, a.DueOn }).SingleOrDefaultAsync(cancel) is not { } found) return Refusal.NotFound;
        if ((await permissions.AskAsync(me, found.TranscriptId, Operation.ReadTranscripts, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        if (found.MemberId != access.Member.Id && !access.Member.May(Operation.SeeProgress)) return Refusal.NotFound;
        var events = await (
            from e in db.AssignmentEvents
            join m in db.Members on e.By equals m.Id
            where e.AssignmentId == id
            orderby e.Number
            select new WorkEvent(e.Kind, m.Name, e.At, e.Remark)).ToListAsync(cancel);
        return new AssignmentStory(
            id, found.TranscriptId, await db.Transcripts.Where(t => t.Id == found.TranscriptId).Select(t => t.Title).SingleAsync(cancel),
            await db.Members.Where(m => m.Id == found.MemberId).Select(m => m.Name).SingleAsync(cancel), found.State, found.DueOn, events);
    }
}
