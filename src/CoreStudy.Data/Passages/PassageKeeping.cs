using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Passages;

/// <summary>Keeps the places of codings for findings, quotes and summaries to hold on to, and lets them go.</summary>
/// <remarks>Within the caller's transaction. The transcript's row of <c>coding_heads</c> is held, so that the words do not move between the look and the keeping.</remarks>
public static class PassageKeeping
{
    /// <summary>The passage that a coding makes; null where the reader may not see it, or it was taken away.</summary>
    /// <param name="coding">Of the coding, or of the settled coding.</param>
    /// <remarks>As of the last <see cref="CodedPassages.RefreshAsync"/>.</remarks>
    public static Task<CodedPassage?> FindAsync(StudyDb db, Member reader, Guid coding, CancellationToken cancel) =>
        CodedPassages.OfBothLayers(db, reader).SingleOrDefaultAsync(p => p.Id == coding, cancel);

    /// <summary>Keeps its place as it is now; not found where the reader may not see it, or it was taken away.</summary>
    public static async Task<Result<KeptPassage>> KeepAsync(StudyDb db, Member reader, Guid coding, DateTimeOffset at, CancellationToken cancel)
    {
        if (await FindAsync(db, reader, coding, cancel) is not { } passage) return Refusal.NotFound;
        await HoldAsync(db, passage.TranscriptId, cancel);
        if (passage.IsSettled)
        {
            var id = new SettledCodingId(coding);
            return await db.SettledCodings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, cancel) is { } settled ? KeptPassage.Of(settled, reader.Id, at) : Refusal.NotFound;
        }

        var codingId = new CodingId(coding);
        return await db.Codings.AsNoTracking().SingleOrDefaultAsync(c => c.Id == codingId && c.RemovedAt == null, cancel) is { } one ? KeptPassage.Of(one, reader.Id, at) : Refusal.NotFound;
    }

    /// <summary>A kept passage that the reader sees, with the text held; null where they do not.</summary>
    public static async Task<KeptPassage?> LockedAsync(StudyDb db, Member reader, KeptPassageId id, CancellationToken cancel)
    {
        if (await db.KeptPassages.VisibleTo(db, reader).Where(k => k.Id == id).Select(k => (TranscriptId?)k.TranscriptId).SingleOrDefaultAsync(cancel) is not { } transcript) return null;
        await HoldAsync(db, transcript, cancel);
        return await db.KeptPassages.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancel);
    }

    /// <summary>The revision that the text of a transcript is at.</summary>
    public static Task<int> TextRevisionAsync(StudyDb db, TranscriptId transcript, CancellationToken cancel) =>
        db.CodingHeads.Where(h => h.TranscriptId == transcript).Select(h => h.TextRevision).SingleAsync(cancel);

    /// <summary>Whether a coding is evidence of a finding already.</summary>
    public static async Task<bool> IsEvidenceAsync(StudyDb db, FindingId finding, Guid coding, CancellationToken cancel)
    {
        var (one, settled) = (new CodingId(coding), new SettledCodingId(coding));
        await using var everybodys = await db.ForEverybodyAsync(cancel);
        return await db.Evidence.AnyAsync(e => e.FindingId == finding && db.KeptPassages.Any(k => k.Id == e.PassageId && (k.CodingId == one || k.SettledCodingId == settled)), cancel);
    }

    /// <summary>Where the parts of a quote lie now, with the text held, and the revision of the text.</summary>
    public static async Task<(IReadOnlyDictionary<KeptPassageId, Segment> Places, int TextRevision)> PlacesAsync(StudyDb db, Quote quote, CancellationToken cancel)
    {
        await HoldAsync(db, quote.TranscriptId, cancel);
        var ids = quote.Parts.Select(p => p.PassageId).OfType<KeptPassageId>().ToList();
        var places = await db.KeptPassages.AsNoTracking().Where(k => ids.Contains(k.Id)).Select(k => new { k.Id, k.Segment }).ToDictionaryAsync(k => k.Id, k => k.Segment, cancel);
        return (places, await TextRevisionAsync(db, quote.TranscriptId, cancel));
    }

    /// <summary>Puts the parts of a changed quote in the place of those before.</summary>
    public static async Task ReplacePartsAsync(StudyDb db, Quote quote, IReadOnlyCollection<QuotePart> before, ComposedQuote changed, CancellationToken cancel)
    {
        foreach (var part in before) db.Entry(part).State = EntityState.Detached; // new parts take their numbers
        await db.QuoteParts.Where(p => p.QuoteId == quote.Id).ExecuteDeleteAsync(cancel);
        await db.KeptPassages.Where(k => changed.LetGo.Contains(k.Id)).ExecuteDeleteAsync(cancel);
        db.AddRange(changed.Kept);
        db.AddRange(quote.Parts);
    }

    /// <summary>What held on to them is gone.</summary>
    public static async Task LetGoAsync(StudyDb db, IReadOnlyCollection<KeptPassageId> passages, CancellationToken cancel) =>
        db.KeptPassages.RemoveRange(await db.KeptPassages.Where(k => passages.Contains(k.Id)).ToListAsync(cancel));

    private static Task<int> HoldAsync(StudyDb db, TranscriptId transcript, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select 1 from coding_heads where transcript_id = {transcript.Value} for update", cancel);
}
