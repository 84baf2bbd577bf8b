using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Audits;
using CoreStudy.Web.Access;
using CoreStudy.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Timings;

/// <summary>Somebody who hears the recording says when the turns of a transcript start. No word changes, and no coding moves.</summary>
public sealed class SetTurnTimes(IDbContextFactory<StudyDb> databases, TimingDoor door, StudyFeed feed) : IUseCase
{
    /// <param name="before">The times that they had before them, a turn each: who else has set them since is not overwritten.</param>
    /// <param name="after">The times to be, in milliseconds from the start of the recording; null where a turn has none.</param>
    /// <returns>How many turns got another time.</returns>
    public async Task<Result<int>> RunAsync(AccountId me, TranscriptId id, IReadOnlyList<long?> before, IReadOnlyList<long?> after, CancellationToken cancel)
    {
        if ((await door.OpenAsync(me, id, cancel)).IsRefused(out var refusal, out var timing)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var deed = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = {id.Value} for update", cancel);
        var transcript = await db.Transcripts.Include(t => t.Turns.OrderBy(x => x.Number)).SingleAsync(t => t.Id == id, cancel);
        if (!transcript.Turns.Select(t => t.StartMs).SequenceEqual(before)) return new Refusal("Somebody has set times of this transcript meanwhile. Load the page again to see them.");
        if (transcript.TimeTurns(after).IsRefused(out var no, out var changed)) return no;
        if (changed == 0) return 0;
        db.Audit(AuditEntry.Of(AuditKind.TurnTimesSet, timing.Access.Member, AuditSubject.Of(transcript), AuditDetail.Count("turns", changed)));
        await db.SaveChangesAsync(cancel);
        await deed.CommitAsync(cancel);
        feed.Publish(new TurnsTimed(timing.Access.StudyId, id));
        return changed;
    }
}
