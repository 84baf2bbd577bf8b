using CoreStudy.Domain;
using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Rounds;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Rounds;

/// <summary>A transcript whose work is seen otherwise from a coding revision on.</summary>
public sealed record NewSight(TranscriptId TranscriptId, long Revision);

/// <summary>Begins, opens and ends rounds within the caller's transaction, so that nobody codes between what was seen before and after.</summary>
/// <remarks>
/// The rows of <c>coding_heads</c> of all its transcripts are locked first, in the order of their ids, as everybody who holds several does; then the round's. Each
/// transcript takes a coding revision, by which open desks notice.
/// </remarks>
public static class RoundKeeping
{
    /// <summary>One hands out work at a time in a study, until the transaction ends: what is planned is then still true when it is kept.</summary>
    public static Task LockHandingOutAsync(StudyDb db, StudyId studyId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({studyId.Value.ToString()}, 11))", cancel);

    /// <summary>Holds the transcripts of a round that is to begin.</summary>
    public static Task HoldAsync(StudyDb db, IEnumerable<TranscriptId> transcripts, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A round moves within a transaction.");
        var ids = transcripts.Select(t => t.Value).ToArray();
        return db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = any({ids}) order by transcript_id for update", cancel);
    }

    /// <summary>Holds a round and its transcripts, and reads it as it is then; null where there is none.</summary>
    public static async Task<Round?> HoldAsync(StudyDb db, RoundId id, CancellationToken cancel)
    {
        await HoldAsync(db, await db.RoundTranscripts.Where(t => t.RoundId == id).Select(t => t.TranscriptId).ToListAsync(cancel), cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from rounds where id = {id.Value} for update", cancel);
        return await db.Rounds.Include(r => r.Transcripts).Include(r => r.Coders).SingleOrDefaultAsync(r => r.Id == id, cancel);
    }

    /// <summary>The coding revision of each of a held round's transcripts.</summary>
    public static Task<Dictionary<TranscriptId, long>> RevisionsAsync(StudyDb db, Round round, CancellationToken cancel)
    {
        var ids = round.Transcripts.ConvertAll(t => t.TranscriptId);
        return db.CodingHeads.AsNoTracking().Where(h => ids.Contains(h.TranscriptId)).ToDictionaryAsync(h => h.TranscriptId, h => h.Revision, cancel);
    }

    /// <summary>Opens a held round if everybody has handed in everything that can be coded; to be called once the last hand-in is saved.</summary>
    /// <returns>Whether it is open now.</returns>
    public static async Task<bool> OpenIfCompleteAsync(StudyDb db, Round round, DateTimeOffset at, CancellationToken cancel)
    {
        if (round.State != RoundState.Blind) return false;
        var work = await db.Assignments.AsNoTracking().Where(a => a.RoundId == round.Id && a.State != AssignmentState.Withdrawn).ToListAsync(cancel);
        var ids = round.Transcripts.ConvertAll(t => t.TranscriptId);
        var away = (await db.Transcripts.Where(t => ids.Contains(t.Id) && t.ArchivedAt != null).Select(t => t.Id).ToListAsync(cancel)).ToHashSet();
        return round.IsComplete(work, away) && !round.Open(await RevisionsAsync(db, round, cancel), at).IsRefused(out _, out _);
    }

    /// <summary>Gives each of a round's transcripts a coding revision of its own, by which desks notice that they are to be read anew.</summary>
    public static async Task<IReadOnlyList<NewSight>> MoveSightAsync(StudyDb db, Round round, CancellationToken cancel)
    {
        var ids = round.Transcripts.Select(t => t.TranscriptId.Value).ToArray();
        var moved = await db.Database.SqlQuery<Moved>(
            $"update coding_heads set revision = revision + 1 where transcript_id = any({ids}) returning transcript_id, revision").ToListAsync(cancel);
        return moved.ConvertAll(m => new NewSight(new TranscriptId(m.TranscriptId), m.Revision));
    }

    private sealed record Moved(Guid TranscriptId, long Revision);
}
