using CoreStudy.Data;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Searching;

/// <summary>A turn that shares telling words with a passage.</summary>
/// <param name="Shared">The words that they share, as the turn has them, the most telling first.</param>
/// <param name="Likeness">Of the most alike turn 1, of others less.</param>
public sealed record LikeTurn(FoundTurn Turn, IReadOnlyList<string> Shared, double Likeness)
{
    public override string ToString() => Turn.ToString();
}

/// <param name="Words">The passage itself.</param>
/// <param name="Telling">Its telling words, by which others are found.</param>
public sealed record LikeFindings(string Title, int Turn, string Speaker, string Words, IReadOnlyList<string> Telling, IReadOnlyList<LikeTurn> Turns)
{
    public override string ToString() => $"{Turns.Count} turns";
}

/// <summary>Turns that speak of the same as a passage, as far as words tell: the rarer a word they share, the more it counts.</summary>
/// <remarks>
/// A word of the passage weighs log(N/n), where n of the N turns that the reader may read hold it (Spärck Jones 1972, inverse document frequency); a turn has the sum of the weights of
/// the words that it shares, made smaller for long turns, which share more by chance. Forms of a word are one; the study's stop words do not count. Nothing leaves the database.
/// </remarks>
public sealed class FindLike(IDbContextFactory<StudyDb> databases, Permissions permissions, HeavyWork heavy) : IUseCase
{
    private const int Most = 30;

    private const int MostWords = 24;

    /// <summary>Of a longer passage its beginning is compared; in UTF-16 code units.</summary>
    private const int MostPassage = 4000;

    public async Task<Result<LikeFindings>> RunAsync(AccountId me, StudyId studyId, TranscriptId transcriptId, Segment segment, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.Explore, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        if (heavy.Forbid(me, HeavyKind.Search) is { } tooMuch) return tooMuch;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var readable = SearchReading.Readable(db, reader);
        var source = await readable.Where(t => t.Id == transcriptId).Select(t => new { t.Title, t.Text.Words }).SingleOrDefaultAsync(cancel);
        if (source is null) return Refusal.NotFound;
        var text = new TranscriptText(source.Words);
        if (segment.Length > MostPassage) segment = text.SnapOutwards(new Segment(segment.Start, segment.Start + MostPassage));
        if (text.Cut(segment).IsRefused(out var outside, out var excerpt)) return outside;
        var own = await db.Turns.Where(t => t.TranscriptId == transcriptId && t.Segment.Start < segment.End && t.Segment.End > segment.Start).OrderBy(t => t.Number).ToListAsync(cancel);
        if (own.Count == 0) return Refusal.NotFound;
        var speaker = await db.Speakers.Where(s => s.TranscriptId == transcriptId && s.Number == own[0].SpeakerNumber).Select(s => s.Label).SingleAsync(cancel);

        var stop = (await StopWordsOfStudy.ReadAsync(db, studyId, cancel)).ToHashSet();
        var words = SearchWords.Of(excerpt.Words).Select(w => w.Word).Where(w => w.Length > 2 && !w.All(char.IsDigit)).ToList();
        var stems = await SearchReading.StemsAsync(db, words.Concat(stop), cancel);
        var stopStems = stop.Select(w => stems[w]).ToHashSet(); // “ones” is left out with “one”
        words.RemoveAll(w => stopStems.Contains(stems[w]));
        var weights = await WeightsAsync(db, readable, words, stems, cancel);
        if (weights.Count == 0) return new LikeFindings(source.Title, own[0].Number + 1, speaker, excerpt.Words, [], []);

        var (lexemes, weight) = (weights.Select(w => SearchMatcher.StemLexeme(w.Key)).ToArray(), weights.Select(w => w.Value).ToArray());
        var (first, last) = (own[0].Number, own[^1].Number);
        var ids = await readable.Select(t => t.Id.Value).ToArrayAsync(cancel);
        var alike = await db.Database.SqlQuery<Alike>(
            $"""
             select w.transcript_id, w.turn_number, sum(x.weight) / (1 + ln(1 + w.word_count / 60.0)) as score
             from unnest({lexemes}, {weight}) as x(lexeme, weight) join turn_words w on w.words @@ x.lexeme::tsquery
             where w.study_id = {studyId.Value} and w.transcript_id = any({ids}) and not (w.transcript_id = {transcriptId.Value} and w.turn_number between {first} and {last})
             group by w.transcript_id, w.turn_number, w.word_count
             having count(*) > 1 or sum(x.weight) > 4
             order by score desc, w.transcript_id, w.turn_number limit {Most}
             """).ToListAsync(cancel);
        var turns = await SearchReading.TurnsAsync(db, [.. alike.Select(a => (new TranscriptId(a.TranscriptId), a.TurnNumber))], cancel);
        var scores = alike.ToDictionary(a => (new TranscriptId(a.TranscriptId), a.TurnNumber), a => a.Score);
        var said = turns.Select(t => SearchWords.Of(t.Words)).ToList();
        var theirs = await SearchReading.StemsAsync(db, said.SelectMany(w => w).Select(w => w.Word), cancel);
        var places = await SearchTurns.PlacesAsync(db, [.. turns.Select(t => t.TranscriptId).Distinct()], cancel);
        var found = turns.Select((turn, i) =>
        {
            var shared = said[i].Where(w => weights.ContainsKey(theirs[w.Word])).ToList();
            return new LikeTurn(
                SearchTurns.Of(turn, places[turn.TranscriptId], [.. shared.Select(w => w.Segment)]),
                [.. shared.GroupBy(w => theirs[w.Word]).OrderByDescending(g => weights[g.Key]).Select(g => g.First().Word)], scores[(turn.TranscriptId, turn.Number)] / alike[0].Score);
        }).ToList();
        var telling = weights.OrderByDescending(w => w.Value).Select(w => words.First(x => stems[x] == w.Key)).ToList();
        return new LikeFindings(source.Title, first + 1, speaker, excerpt.Words, telling, found);
    }

    /// <summary>The passage's most telling stems, each with its weight; those that stand nowhere else are of no use.</summary>
    private static async Task<Dictionary<string, double>> WeightsAsync(StudyDb db, IQueryable<Transcript> readable, List<string> words, Dictionary<string, string> stems, CancellationToken cancel)
    {
        var times = words.GroupBy(w => stems[w]).ToDictionary(g => g.Key, g => g.Count());
        var sought = times.Keys.ToList();
        var all = await readable.SumAsync(t => t.TurnCount, cancel);
        var held = await db.WordCounts.Where(c => sought.Contains(c.Stem) && readable.Any(t => t.Id == c.TranscriptId)).GroupBy(c => c.Stem).Select(g => new { g.Key, Turns = g.Sum(c => c.Turns) }).ToListAsync(cancel);
        return held.Where(h => h.Turns > 1 && h.Turns < all).Select(h => (h.Key, Weight: Math.Log((double)all / h.Turns) * (1 + (Math.Log(times[h.Key]) / 2))))
            .OrderByDescending(w => w.Weight).ThenBy(w => w.Key, StringComparer.Ordinal).Take(MostWords).ToDictionary(w => w.Key, w => w.Weight);
    }

    private sealed record Alike(Guid TranscriptId, int TurnNumber, double Score);
}
