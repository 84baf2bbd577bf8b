using CoreStudy.Domain;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Data.Codings;

/// <summary>A coding, perhaps of the settled layer, or a passage that a finding, quote, summary or memo holds on to, whose segment does not hold the words it was put on; lengths in UTF-16 code units, never the words themselves.</summary>
/// <param name="WordsFound">How long what the segment holds now is; null where the segment reaches past the text.</param>
public sealed record StrayCoding(TranscriptId TranscriptId, CodingId CodingId, Segment Segment, int WordsKept, int? WordsFound);

/// <summary>Compares each coding, removed ones and those of the settled layer too, and each kept passage, with the text it lies on, one transcript at a time.</summary>
public static class CodingCheck
{
    public static async Task<(int Checked, IReadOnlyList<StrayCoding> Strays)> RunAsync(StudyDb db, CancellationToken cancel)
    {
        var strays = new List<StrayCoding>();
        var count = 0;
        foreach (var transcript in await db.TranscriptTexts.Select(t => t.TranscriptId).ToListAsync(cancel)) // one that is being anonymised has none
        {
            var text = new TranscriptText(await db.TranscriptTexts.Where(t => t.TranscriptId == transcript).Select(t => t.Words).SingleAsync(cancel));
            var codings = await db.Codings.Where(c => c.TranscriptId == transcript).Select(c => new { c.Id, c.Segment, c.Words }).ToListAsync(cancel);
            var settled = await db.SettledCodings.Where(c => c.TranscriptId == transcript).Select(c => new { c.Id, c.Segment, c.Words }).ToListAsync(cancel);
            var kept = await db.KeptPassages.Where(p => p.TranscriptId == transcript).Select(p => new { p.Id, p.Segment, p.Words }).ToListAsync(cancel);
            count += codings.Count + settled.Count + kept.Count;
            foreach (var coding in codings.Concat(settled.Select(s => new { Id = new CodingId(s.Id.Value), s.Segment, s.Words })).Concat(kept.Select(p => new { Id = new CodingId(p.Id.Value), p.Segment, p.Words })))
            {
                var isOutside = text.Cut(coding.Segment).IsRefused(out _, out var found);
                if (!isOutside && string.Equals(found!.Words, coding.Words, StringComparison.Ordinal)) continue;
                strays.Add(new StrayCoding(transcript, coding.Id, coding.Segment, coding.Words.Length, found?.Words.Length));
            }
        }

        return (count, strays);
    }
}
