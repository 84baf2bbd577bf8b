using CoreStudy.Anonymisation;
using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Vault.Papers;
using CoreStudy.Web.Access;

namespace CoreStudy.Web.Features.Redactions;

/// <summary>A stretch of words to be released that the study knows to identify, or that looks like a number or address.</summary>
/// <param name="Segment">In the released words.</param>
/// <param name="Reason">Why an admin said that it identifies nobody; empty where nobody did.</param>
public sealed record ScanFind(Segment Segment, string Words, string Context, string Why, string Reason)
{
    public override string ToString() => $"hit of {Segment.Length} characters";
}

/// <summary>Reads the words to be released once more as every other scan does, and with the words that were replaced elsewhere in the transcript.</summary>
internal static class LeakEstimate
{
    private const int Around = 50;

    public static IReadOnlyList<ScanFind> Of(ReviewFile file, Rendering rendering, ExplainedHits explained, CancellationToken cancel)
    {
        var released = rendering.Words;
        var replaced = file.Sheet.All.Where(r => r.Status == RedactionStatus.Accepted && r.Category is not (IdentifierCategory.Date or IdentifierCategory.Age or IdentifierCategory.Indirect))
            .Select(r => new KnownForm(r.Id, r.Category, RedactionSheet.FormOf(file.Sheet.WordsOf(r)))).Where(f => f.Form.Length > 2)
            .DistinctBy(f => f.Form, StringComparer.OrdinalIgnoreCase);
        var rejected = file.Sheet.All.Where(r => r.Status == RedactionStatus.Rejected).Select(r => rendering.ToReleased(r.Segment)).ToList();
        var scanned = LeakScan.Find(released, file.Register.Knowledge, cancel)
            .Where(f => f.Proposal.Known is not null || (f.Weight is LeakWeight.Blocks && !rejected.Exists(r => r.Overlaps(f.Proposal.Segment))))
            .Select(f => (f.Proposal.Segment, Why: f.Proposal.Known is not null ? "known in this study" : $"looks like: {CategoryWords.Of(f.Proposal.Category)}"));
        // a name that is also an everyday word, such as May, is sought with its capital alone: each “may” would be a find otherwise
        var again = Knowledge.Of(replaced).Find(released).Where(p => p.Score >= LeakScan.WorthSaying).Select(p => (p.Segment, Why: "replaced elsewhere in this transcript"));
        var found = scanned.Concat(again);

        var hits = new List<ScanFind>();
        foreach (var (segment, why) in found.OrderBy(f => f.Segment.Start).ThenByDescending(f => f.Segment.End))
        {
            if (hits.Count > 0 && hits[^1].Segment.Overlaps(segment)) continue;
            if (rendering.Pieces.Any(p => p.Released.Start <= segment.Start && segment.End <= p.Released.End)) continue;
            var words = released[segment.Start..segment.End];
            var reason = explained.Hits.LastOrDefault(h => string.Equals(h.Words, words, StringComparison.OrdinalIgnoreCase))?.Reason ?? "";
            hits.Add(new ScanFind(segment, words, released[Math.Max(0, segment.Start - Around)..Math.Min(released.Length, segment.End + Around)], why, reason));
        }

        return hits;
    }
}
