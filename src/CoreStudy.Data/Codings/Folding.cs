using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>
/// One coder puts one code on the very same words once. Where a change of a text would bring two such codings to the same place, they become one: the
/// earliest stays, with the comments of all.
/// </summary>
public static class Folding
{
    /// <summary>To be called before the text is changed, with its codings locked.</summary>
    /// <param name="carry">Where a place comes to be.</param>
    /// <param name="revision">The coding revision that the change will take.</param>
    /// <returns>How many went into another.</returns>
    public static async Task<int> FoldAsync(StudyDb db, TranscriptId transcript, Func<Segment, Segment> carry, long revision, DateTimeOffset at, CancellationToken cancel)
    {
        var live = await db.Codings.Where(c => c.TranscriptId == transcript && c.RemovedAt == null)
            .Select(c => new { c.Id, c.MemberId, c.CodeId, c.Segment, c.CodedAt }).ToListAsync(cancel);
        var folded = live.GroupBy(c => (c.MemberId, c.CodeId, carry(c.Segment))).Where(g => g.Count() > 1)
            .SelectMany(g => g.OrderBy(c => c.CodedAt).ThenBy(c => c.Id.Value) is var order ? order.Skip(1).Select(c => (Gone: c.Id.Value, Into: order.First().Id.Value)) : []).ToList();
        if (folded.Count == 0) return 0;
        var (gone, into) = (folded.Select(f => f.Gone).ToArray(), folded.Select(f => f.Into).ToArray());
        await db.Database.ExecuteSqlAsync(
            $"update comments c set coding_id = f.stays, revision = {revision} from unnest({gone}, {into}) as f(gone, stays) where c.coding_id = f.gone", cancel);
        await db.Database.ExecuteSqlAsync($"delete from passage_reviews where coding_id = any({gone})", cancel);
        await db.Database.ExecuteSqlAsync($"update codings set removed_at = {at}, changed_at = {at}, revision = {revision} where id = any({gone})", cancel);
        return gone.Length;
    }
}
