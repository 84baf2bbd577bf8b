using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>One hit, as somebody ticked it.</summary>
public readonly record struct HitKey(TranscriptId TranscriptId, Segment Segment);

/// <summary>A passage that would be coded.</summary>
/// <param name="Turn">From 1.</param>
/// <param name="Words">Shortened where it is long.</param>
public sealed record PlannedPassage(TranscriptId TranscriptId, string Title, int Turn, string Speaker, Segment Segment, int TextRevision, string Words)
{
    public override string ToString() => $"{Segment.Length} characters at {Segment.Start}";
}

/// <summary>What coding the hits of a search would do.</summary>
/// <param name="Hits">How many hits were looked at.</param>
/// <param name="CodedAlready">Passages that lie in a coding of the person's own with this code.</param>
/// <param name="InReading">Hits on transcripts of which they are doing a second reading, where nothing is coded in bulk.</param>
public sealed record BulkPlan(CodeId CodeId, BatchUnit Unit, IReadOnlyList<PlannedPassage> Passages, int Hits, int CodedAlready, int InReading)
{
    public int Transcripts => Passages.Select(p => p.TranscriptId).Distinct().Count();
}

/// <summary>Shows what coding hits of a search would do, before anything is done.</summary>
public sealed class PlanBulk(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    private const int LongestWords = 240;

    /// <param name="ticked">Hits that were chosen; null for all that are found.</param>
    public async Task<Result<BulkPlan>> RunAsync(AccountId me, StudyId studyId, SearchAsk ask, IReadOnlyCollection<HitKey>? ticked, CodeId codeId, BatchUnit unit, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out _)) return refusal;
        if ((await permissions.AskAsync(me, studyId, Operation.Code, cancel)).IsRefused(out var no, out var member)) return no;
        if (SearchQuery.Read(ask.Text, ask.ByStem).IsRefused(out var unclear, out var query)) return unclear;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var code = await db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == codeId && c.StudyId == studyId, cancel);
        if (code is null) return new Refusal("Choose a code.");
        if (code.IsRetired) return new Refusal($"“{code.Name}” has been retired from the codebook.");
        var (stems, nearly) = await SearchReading.KnowAsync(db, member, query, cancel);
        if (new SearchMatcher(query, stems, nearly).TsQuery is not { } tsQuery) return new BulkPlan(codeId, unit, [], 0, 0, 0);

        var found = SearchReading.Found(db, member, tsQuery, ask);
        var among = ticked?.Select(t => t.TranscriptId).Distinct().ToList();
        if (among is not null) found = found.Where(w => among.Contains(w.TranscriptId));
        var keys = await found.OrderBy(w => w.TranscriptId).ThenBy(w => w.TurnNumber).Select(w => new { w.TranscriptId, w.TurnNumber }).Take(CodingBatch.Most + 1).ToListAsync(cancel);
        if (keys.Count > CodingBatch.Most) return new Refusal($"More than {CodingBatch.Most:N0} turns were found. Narrow the search, or tick some of them.");

        var reading = await db.BlindRounds().Where(r => r.StudyId == studyId && r.IsSecondReading && r.Coders.Any(c => c.MemberId == member.Id))
            .SelectMany(r => r.Transcripts, (r, t) => t.TranscriptId).ToListAsync(cancel);
        var turns = await SearchReading.TurnsAsync(db, [.. keys.Select(k => (k.TranscriptId, k.TurnNumber))], cancel);
        var words = turns.Select(t => SearchWords.Of(t.Words)).ToList();
        var matcher = new SearchMatcher(query, query.ByStem ? await SearchReading.StemsAsync(db, words.SelectMany(w => w).Select(w => w.Word).Concat(stems.Keys), cancel) : stems, nearly);
        var places = await SearchTurns.PlacesAsync(db, [.. turns.Select(t => t.TranscriptId).Distinct()], cancel);
        var own = (await db.Codings.VisibleTo(db, member).Where(c => c.MemberId == member.Id && c.CodeId == codeId && c.RemovedAt == null)
            .Select(c => new { c.TranscriptId, c.Segment }).ToListAsync(cancel)).ToLookup(c => c.TranscriptId, c => c.Segment);

        var (passages, hits, coded, inReading) = (new List<PlannedPassage>(), 0, 0, 0);
        foreach (var (turn, said) in turns.Zip(words))
        {
            var chosen = matcher.Hits(said).Where(h => ticked is null || ticked.Contains(new HitKey(turn.TranscriptId, Shifted(h, turn)))).ToList();
            hits += chosen.Count;
            if (reading.Contains(turn.TranscriptId))
            {
                inReading += chosen.Count;
                continue;
            }

            foreach (var place in Units(unit, turn, chosen).Select(h => Shifted(h, turn)))
            {
                if (own[turn.TranscriptId].Any(c => c.Start <= place.Start && place.End <= c.End)) coded++;
                else passages.Add(new PlannedPassage(turn.TranscriptId, places[turn.TranscriptId].Title, turn.Number + 1, turn.Speaker, place, turn.TextRevision, Short(turn.Words[(place.Start - turn.Segment.Start)..(place.End - turn.Segment.Start)])));
            }
        }

        return new BulkPlan(codeId, unit, passages, hits, coded, inReading);
    }

    /// <summary>The hits' places in units, each once, in order; within the turn.</summary>
    private static IEnumerable<Segment> Units(BatchUnit unit, ReadTurn turn, List<Segment> hits)
    {
        if (hits.Count == 0) return [];
        if (unit == BatchUnit.Phrase) return hits;
        var all = new Segment(0, turn.Words.Length);
        if (unit == BatchUnit.Turn) return [all];
        var sentences = TextUnits.Sentences(new TranscriptText(turn.Words), [all]);
        return hits.Select(h => sentences.Where(s => s.Overlaps(h)).ToList()).Where(s => s.Count > 0).Select(s => new Segment(s[0].Start, s[^1].End)).Distinct();
    }

    private static Segment Shifted(Segment segment, ReadTurn turn) => new(turn.Segment.Start + segment.Start, turn.Segment.Start + segment.End);

    private static string Short(string words)
    {
        if (words.Length <= LongestWords) return words;
        var cut = LongestWords;
        if (char.IsLowSurrogate(words[cut])) cut--;
        return words[..cut].TrimEnd() + " …";
    }
}
