using System.Numerics;
using System.Runtime.InteropServices;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>
/// What coders did, counted once: for each transcript and code small tables that add up, from which all figures, of any part of the material, are computed
/// without counting again. See <see cref="Over"/>.
/// </summary>
/// <remarks>Only transcripts that at least two have handed in are in it; the rest is not compared.</remarks>
public sealed class AgreementTables
{
    /// <summary>More coders of one transcript than this cannot be compared at once.</summary>
    public const int MostCoders = 64;

    private AgreementTables(AgreementMaterial material, ComparisonRules rules, IReadOnlyList<CountedTranscript> transcripts, IReadOnlyList<CodeRow>[] rows)
    {
        (Material, Rules, Transcripts, Rows) = (material, rules, transcripts, rows);
        Members = MembersOf(material);
        Place = Members.Select((m, i) => (m, i)).ToDictionary(p => p.m, p => p.i);
        CodePlace = CodesOf(material).Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);
    }

    public AgreementMaterial Material { get; }

    public ComparisonRules Rules { get; }

    /// <summary>Transcripts that can be compared.</summary>
    internal IReadOnlyList<CountedTranscript> Transcripts { get; }

    /// <summary>For each code and then each group, in the order of the material: the transcripts in which somebody used it.</summary>
    internal IReadOnlyList<CodeRow>[] Rows { get; }

    /// <summary>Coders, then references.</summary>
    internal MemberId[] Members { get; }

    internal Dictionary<MemberId, int> Place { get; }

    internal Dictionary<CodeId, int> CodePlace { get; }

    internal int Coders => Material.Coders.Count;

    /// <summary>Counts everything, on all processors.</summary>
    /// <param name="progress">From 0 to 1.</param>
    /// <exception cref="ArgumentException">A coding reaches past the end of its transcript, an id stands for two things, or more than <see cref="MostCoders"/> handed one transcript in.</exception>
    public static AgreementTables Count(AgreementMaterial material, ComparisonRules rules, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var members = MembersOf(material);
        var codes = CodesOf(material);
        if (members.Distinct().Count() != members.Length) throw new ArgumentException("A coder is there twice, or is a reference too.", nameof(material));
        if (codes.DistinctBy(c => c.Id).Count() != codes.Count) throw new ArgumentException("A code is there twice, or a group has the id of a code.", nameof(material));
        var place = members.Select((m, i) => (m, i)).ToDictionary(p => p.m, p => p.i);
        var codePlaces = codes.SelectMany((c, i) => c.Codes.Select(id => (id, i))).ToLookup(p => p.id, p => p.i).ToDictionary(g => g.Key, g => g.ToArray());

        var compared = material.Transcripts
            .Select(t => (Transcript: t, Present: t.HandedIn.Where(place.ContainsKey).Select(m => place[m]).Distinct().Order().ToArray()))
            .Where(t => t.Present.Length >= 2).ToList();
        if (compared.Exists(t => t.Present.Length > MostCoders)) throw new ArgumentException($"At most {MostCoders} coders of one transcript can be compared at once.", nameof(material));
        if (compared.Exists(t => t.Transcript.Codings.Any(c => c.Segment.End > t.Transcript.Length))) throw new ArgumentException("A coding reaches past the end of its transcript.", nameof(material));
        var counted = new CountedTranscript[compared.Count];
        var found = new List<(int Code, CodeRow Row)>[compared.Count];
        var done = 0;
        Parallel.For(0, compared.Count, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            var (transcript, present) = compared[i];
            counted[i] = new CountedTranscript(transcript.Id, transcript.Length, UnitsOf(transcript, rules.Unit), present, present.Count(p => p < material.Coders.Count));
            found[i] = new TranscriptCounter(transcript, counted[i], i, rules).Count(place, codePlaces, cancel);
            progress?.Report((double)Interlocked.Increment(ref done) / compared.Count);
        });

        var rows = new List<CodeRow>[codes.Count];
        for (var code = 0; code < rows.Length; code++) rows[code] = [];
        foreach (var (code, row) in found.SelectMany(f => f)) rows[code].Add(row);
        return new AgreementTables(material, rules, counted, rows);
    }

    /// <summary>The figures of all the material, or of some transcripts: those of one trust, one role, one round, or one alone.</summary>
    public AgreementFigures Over(Func<TranscriptId, bool>? counts = null) =>
        new(this, [.. Enumerable.Range(0, Transcripts.Count).Where(t => counts is null || counts(Transcripts[t].Id))], counts);

    private static int UnitsOf(ComparedTranscript transcript, ComparisonUnit unit) => unit switch
    {
        ComparisonUnit.Character => transcript.Length,
        ComparisonUnit.Transcript => 1,
        _ => transcript.Units.Count,
    };

    private static MemberId[] MembersOf(AgreementMaterial material) => [.. material.Coders, .. material.References ?? []];

    private static List<CodeGroup> CodesOf(AgreementMaterial material) => [.. material.Codes.Select(c => new CodeGroup(c, [c])), .. material.Groups ?? []];
}

/// <summary>A transcript that can be compared.</summary>
/// <param name="Units">How many units of comparison it has.</param>
/// <param name="Present">The places of those who handed it in, ascending: coders, then references.</param>
/// <param name="Coders">How many of them are coders.</param>
internal sealed record CountedTranscript(TranscriptId Id, int Characters, int Units, int[] Present, int Coders);

/// <summary>One code in one transcript.</summary>
/// <param name="Transcript">Its place among those compared.</param>
/// <param name="Done">What each did who is present, in their order.</param>
/// <param name="Pairs">What each two did alike: (0,1), (0,2), (1,2), (0,3) ... of those present.</param>
/// <param name="UnitsBy">Units that exactly so many coders coded; references do not count, and those that no coder coded are at 0.</param>
/// <param name="CodedByBoth">The sum over ordered pairs of coders of characters that both coded.</param>
/// <param name="CodedByNeither">The same of characters that neither coded.</param>
internal sealed record CodeRow(int Transcript, CoderTally[] Done, PairTally[] Pairs, int[] UnitsBy, double CodedByBoth, double CodedByNeither)
{
    public static int PairPlace(int first, int second) => (second * (second - 1) / 2) + first;
}

internal readonly record struct CoderTally(int Units, int Characters, int Segments, long Squares);

internal readonly record struct PairTally(int Units, int Characters, int Equal, int Matched, int FirstTouched, int SecondTouched);

/// <summary>Counts one transcript: for each code one sweep over where its codings begin and end, never a step for each character.</summary>
internal sealed class TranscriptCounter(ComparedTranscript transcript, CountedTranscript counted, int at, ComparisonRules rules)
{
    private readonly int _present = counted.Present.Length;
    private readonly List<Segment>[] _segments = [.. counted.Present.Select(_ => new List<Segment>())];
    private readonly List<Segment>[] _inUnits = [.. counted.Present.Select(_ => new List<Segment>())];
    private readonly List<(int Place, int Coder)> _turns = [];

    public List<(int Code, CodeRow Row)> Count(Dictionary<MemberId, int> place, Dictionary<CodeId, int[]> codePlaces, CancellationToken cancel)
    {
        var local = new Dictionary<int, int>();
        for (var i = 0; i < _present; i++) local[counted.Present[i]] = i;
        var codings = new List<(int Code, int Coder, Segment Segment)>(transcript.Codings.Count);
        foreach (var coding in transcript.Codings)
        {
            if (!codePlaces.TryGetValue(coding.Code, out var codes) || !place.TryGetValue(coding.Coder, out var coder) || !local.TryGetValue(coder, out var own)) continue;
            foreach (var code in codes) codings.Add((code, own, coding.Segment));
        }

        codings.Sort((a, b) => a.Code != b.Code ? a.Code.CompareTo(b.Code) : a.Coder != b.Coder ? a.Coder.CompareTo(b.Coder) : a.Segment.Start.CompareTo(b.Segment.Start));
        var rows = new List<(int, CodeRow)>();
        for (int from = 0, to; from < codings.Count; from = to)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var mine in _segments) mine.Clear();
            for (to = from; to < codings.Count && codings[to].Code == codings[from].Code; to++) SegmentMatching.Join(_segments[codings[to].Coder], codings[to].Segment);
            rows.Add((codings[from].Code, CountCode()));
        }

        return rows;
    }

    private CodeRow CountCode()
    {
        var (unitPairs, characterPairs) = (new int[_present * (_present - 1) / 2], new int[_present * (_present - 1) / 2]);
        var charactersBy = new int[counted.Coders + 1];
        Sweep(_segments, counted.Characters, characterPairs, charactersBy);
        var unitsBy = charactersBy;
        if (rules.Unit == ComparisonUnit.Character) unitPairs = characterPairs;
        else
        {
            for (var i = 0; i < _present; i++) UnitRuns.Find(_segments[i], transcript.Units, rules, _inUnits[i]);
            unitsBy = new int[counted.Coders + 1];
            Sweep(_inUnits, counted.Units, unitPairs, unitsBy);
        }

        var done = new CoderTally[_present];
        for (var i = 0; i < _present; i++)
        {
            var (characters, squares) = (0, 0L);
            foreach (var segment in _segments[i])
            {
                characters += segment.Length;
                squares += (long)segment.Length * segment.Length;
            }

            var units = characters;
            if (rules.Unit != ComparisonUnit.Character)
            {
                units = 0;
                foreach (var run in _inUnits[i]) units += run.Length;
            }

            done[i] = new CoderTally(units, characters, _segments[i].Count, squares);
        }

        var pairs = new PairTally[unitPairs.Length];
        for (var second = 1; second < _present; second++)
        {
            for (var first = 0; first < second; first++)
            {
                var pair = CodeRow.PairPlace(first, second);
                if (characterPairs[pair] == 0) continue;
                ReadOnlySpan<Segment> one = CollectionsMarshal.AsSpan(_segments[first]), other = CollectionsMarshal.AsSpan(_segments[second]);
                pairs[pair] = new PairTally(
                    unitPairs[pair], characterPairs[pair], SegmentMatching.Equal(one, other), SegmentMatching.Match(one, other, rules.Overlap),
                    SegmentMatching.Touched(one, other), SegmentMatching.Touched(other, one));
            }
        }

        // Without a common character two can still meet in a unit: a word of which each coded another part.
        if (rules.Unit != ComparisonUnit.Character)
        {
            for (var pair = 0; pair < pairs.Length; pair++) pairs[pair] = pairs[pair] with { Units = unitPairs[pair] };
        }

        var (both, neither, m) = (0.0, 0.0, counted.Coders);
        for (var y = 0; y <= m; y++)
        {
            both += (double)charactersBy[y] * y * (y - 1);
            neither += (double)charactersBy[y] * (m - y) * (m - y - 1);
        }

        return new CodeRow(at, done, pairs, unitsBy, both, neither);
    }

    /// <summary>From each place where somebody begins or ends to the next, the same coders are in: one step for each such run.</summary>
    private void Sweep(List<Segment>[] segments, int length, int[] pairs, int[] by)
    {
        _turns.Clear();
        for (var i = 0; i < segments.Length; i++)
        {
            foreach (var segment in segments[i])
            {
                _turns.Add((segment.Start, i));
                _turns.Add((segment.End, i));
            }
        }

        _turns.Sort();
        var (inside, coders, reached, coded) = (0UL, counted.Coders == 64 ? ulong.MaxValue : (1UL << counted.Coders) - 1, 0, 0);
        foreach (var (place, coder) in _turns)
        {
            var run = place - reached;
            if (run > 0 && inside != 0)
            {
                var yes = BitOperations.PopCount(inside & coders);
                by[yes] += run;
                coded += run;
                for (var second = inside; second != 0; second &= second - 1)
                {
                    var j = BitOperations.TrailingZeroCount(second);
                    for (var first = inside & ((1UL << j) - 1); first != 0; first &= first - 1) pairs[CodeRow.PairPlace(BitOperations.TrailingZeroCount(first), j)] += run;
                }
            }

            inside ^= 1UL << coder; // a segment that touches the one before ends it and begins at once
            reached = place;
        }

        by[0] += length - coded;
    }
}
