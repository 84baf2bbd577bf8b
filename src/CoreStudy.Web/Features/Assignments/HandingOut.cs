using CoreStudy.Data;
using CoreStudy.Data.Rounds;
using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Web.Features.Assignments;

/// <summary>What the deeds on assignments have in common: who is asked, what is read, how a clash is told.</summary>
public static class HandingOut
{
    private static readonly Refusal Clash = new("Somebody else changed this meanwhile. It is shown now as it stands; please look and try again.");

    /// <summary>One hands out at a time in a study, until the transaction ends: what is planned is then still true when it is kept.</summary>
    public static Task LockHandingOutAsync(this StudyDb db, StudyId studyId, CancellationToken cancel) =>
        RoundKeeping.LockHandingOutAsync(db, studyId, cancel); // rounds hand out work too

    /// <summary>The assignment with what happened to it, for a member who may do this on its transcript.</summary>
    public static async Task<Result<(Assignment Assignment, Member Member)>> FindAsync(
        this StudyDb db, Permissions permissions, AccountId me, AssignmentId id, Operation operation, CancellationToken cancel)
    {
        if (await db.Assignments.Where(a => a.Id == id).Select(a => new { a.TranscriptId }).SingleOrDefaultAsync(cancel) is not { } place) return Refusal.NotFound;
        if ((await permissions.AskAsync(me, place.TranscriptId, operation, cancel)).IsRefused(out var refusal, out var access)) return refusal;
        return (await db.Assignments.Include(a => a.Events).SingleAsync(a => a.Id == id, cancel), access.Member);
    }

    /// <summary>These assignments with the titles of their transcripts, all in trusts that the member reaches, or none.</summary>
    public static async Task<Result<IReadOnlyList<(Assignment Assignment, string Title)>>> FindManyAsync(
        this StudyDb db, Member member, IReadOnlyCollection<AssignmentId> ids, CancellationToken cancel)
    {
        var rows = await (
            from a in db.Assignments.Include(a => a.Events)
            join t in db.Transcripts on a.TranscriptId equals t.Id
            where a.StudyId == member.StudyId && ids.Contains(a.Id)
            orderby t.Title
            select new { Assignment = a, t.Title, t.TrustId }).ToListAsync(cancel);
        if (rows.Count == 0 || rows.Count != ids.Distinct().Count() || rows.Exists(r => !member.ReachesTrust(r.TrustId))) return Refusal.NotFound;
        return rows.ConvertAll(r => (r.Assignment, r.Title));
    }

    /// <summary>Saves what became of assignments; when somebody was quicker, nothing is saved and the refusal says so.</summary>
    public static async Task<Result<Done>> SaveWorkAsync(this StudyDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return Done.Well;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Clash;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Clash; // the next event of the same assignment
        }
    }
}
