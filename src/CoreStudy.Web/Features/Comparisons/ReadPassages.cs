using CoreStudy.Data;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Who put the code on a passage.</summary>
public enum PassageKind
{
    /// <summary>Everybody who is compared.</summary>
    Together,

    /// <summary>The first of two.</summary>
    OnlyFirst,

    /// <summary>The second of two.</summary>
    OnlySecond,

    /// <summary>Some of several, not all.</summary>
    Some,
}

/// <summary>A passage behind a figure.</summary>
/// <param name="Turn">In which it begins, from 1.</param>
/// <param name="Units">How many units of comparison it stands for.</param>
/// <param name="By">Who coded it.</param>
/// <param name="Words">Shortened where it is long.</param>
public sealed record ComparedPassage(TranscriptId Transcript, string Title, Segment Segment, int Turn, string Speaker, PassageKind Kind, IReadOnlyList<string> By, int Units, string Words)
{
    public override string ToString() => $"{Kind}, {Segment.Length} characters at {Segment.Start}";
}

/// <summary>The passages behind one figure: where two coders agree on a code, and where only one used it.</summary>
public sealed class ReadPassages(IDbContextFactory<StudyDb> databases, Permissions permissions) : IUseCase
{
    /// <summary>Passages shown at most; the counts stand in the table anyway.</summary>
    public const int Most = 1000;

    private const int LongestWords = 420;

    /// <param name="row">A code or a theme of the comparison.</param>
    public async Task<Result<IReadOnlyList<ComparedPassage>>> RunAsync(AccountId me, StudyId studyId, Comparison comparison, CodeId row, Between who, CancellationToken cancel)
    {
        if ((await permissions.AskAsync(me, studyId, Operation.SeeComparisons, cancel)).IsRefused(out var refusal, out var reader)) return refusal;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var ids = comparison.Places.Select(p => p.Id).ToList();
        // what was read may have been put away or taken up blindly since
        var blind = db.BlindRounds();
        var texts = await (
            from t in db.Transcripts
            join x in db.TranscriptTexts on t.Id equals x.TranscriptId
            where t.StudyId == studyId && ids.Contains(t.Id) && t.ReleasedAt != null
            where !blind.Any(r => r.Transcripts.Any(y => y.TranscriptId == t.Id))
            select new { t.Id, t.Title, t.TrustId, x.Words }).AsNoTracking().ToListAsync(cancel);
        var speakers = (await db.Speakers.Where(s => ids.Contains(s.TranscriptId)).ToListAsync(cancel)).ToDictionary(s => (s.TranscriptId, s.Number), s => s.Label);
        var found = new List<ComparedPassage>();
        foreach (var text in texts.Where(t => reader.ReachesTrust(t.TrustId)).OrderBy(t => t.Title, Ui.ReadingOrder.ForPeople))
        {
            var reading = comparison.Readings[text.Id];
            foreach (var (segment, by, units) in Stretches(reading, comparison, row, who))
            {
                if (segment.End > text.Words.Length) continue; // the words were changed since the comparison was read
                var turn = TurnOf(reading, segment.Start);
                var kind = who.IsAll ? by.Count == reading.HandedIn.Count(h => h != Comparison.Settled) ? PassageKind.Together : PassageKind.Some
                    : by.Count == 2 ? PassageKind.Together : by[0] == who.First ? PassageKind.OnlyFirst : PassageKind.OnlySecond;
                found.Add(new ComparedPassage(
                    text.Id, text.Title, segment, turn is null ? 0 : turn.Number + 1, turn is null ? "" : speakers.GetValueOrDefault((text.Id, turn.SpeakerNumber), ""), kind, [.. by.Select(comparison.NameOf)], units,
                    Short(text.Words[segment.Start..segment.End])));
                if (found.Count == Most) return found;
            }
        }

        return found;
    }

    /// <summary>Stretches of one transcript with those who coded them, in order; each is what one judgement, or a run of like ones, is about.</summary>
    private static IEnumerable<(Segment Segment, IReadOnlyList<MemberId> By, int Units)> Stretches(PlaceReading reading, Comparison comparison, CodeId row, Between who)
    {
        var coders = who.IsAll ? [.. comparison.Coders.Select(c => c.Id).Where(reading.HandedIn.Contains)] : (IReadOnlyList<MemberId>)[who.First, who.Second];
        if (coders.Count < 2 || !coders.All(reading.HandedIn.Contains)) return [];
        var codes = comparison.CodesOf(row);
        return reading.Unit == ComparisonUnit.Character ? OfCharacters(reading, coders, codes) : OfUnits(reading, coders, codes, comparison.Ask.Rule);
    }

    private static IEnumerable<(Segment, IReadOnlyList<MemberId>, int)> OfUnits(PlaceReading reading, IReadOnlyList<MemberId> coders, IReadOnlyList<CodeId> codes, UnitRule rule)
    {
        var by = new SortedDictionary<int, List<MemberId>>();
        foreach (var coder in coders)
        {
            foreach (var unit in reading.UnitsOf(coder, codes, rule))
            {
                if (!by.TryGetValue(unit, out var who)) by[unit] = who = [];
                who.Add(coder);
            }
        }

        if (reading.Unit == ComparisonUnit.Transcript)
        {
            if (by.TryGetValue(0, out var who)) yield return (who.SelectMany(c => reading.SegmentsOf(c, codes)).MinBy(s => s.Start), who, 1);
            yield break;
        }

        (int From, int To, List<MemberId> By)? run = null;
        foreach (var (unit, who) in by)
        {
            // words are told in runs; sentences and turns one by one
            if (run is { } open && reading.Unit == ComparisonUnit.Word && open.To == unit && open.By.SequenceEqual(who))
            {
                run = open with { To = unit + 1 };
                continue;
            }

            if (run is { } done) yield return (new Segment(reading.Units[done.From].Start, reading.Units[done.To - 1].End), done.By, done.To - done.From);
            run = (unit, unit + 1, who);
        }

        if (run is { } last) yield return (new Segment(reading.Units[last.From].Start, reading.Units[last.To - 1].End), last.By, last.To - last.From);
    }

    private static IEnumerable<(Segment, IReadOnlyList<MemberId>, int)> OfCharacters(PlaceReading reading, IReadOnlyList<MemberId> coders, IReadOnlyList<CodeId> codes)
    {
        var segments = coders.Select(c => reading.SegmentsOf(c, codes)).ToList();
        var edges = segments.SelectMany(s => s).Concat(reading.Units).SelectMany(s => new[] { s.Start, s.End }).Distinct().Order().ToList();
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var (start, end) = (edges[i], edges[i + 1]);
            if (!reading.Units.Any(u => u.Start <= start && end <= u.End)) continue;
            List<MemberId> by = [.. coders.Where((_, c) => segments[c].Exists(s => s.Start <= start && end <= s.End))];
            if (by.Count > 0) yield return (new Segment(start, end), by, end - start);
        }
    }

    private static Turn? TurnOf(PlaceReading reading, int place)
    {
        var (low, high) = (0, reading.Turns.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (reading.Turns[middle].Segment.End <= place) low = middle + 1;
            else high = middle;
        }

        return low < reading.Turns.Count ? reading.Turns[low] : null;
    }

    private static string Short(string words)
    {
        var plain = words.ReplaceLineEndings(" ").Trim();
        if (plain.Length <= LongestWords) return plain;
        var cut = LongestWords;
        while (cut > LongestWords - 40 && !char.IsWhiteSpace(plain[cut])) cut--;
        if (char.IsLowSurrogate(plain[cut])) cut--;
        return plain[..cut].TrimEnd() + " …";
    }
}
