using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Domain.Agreements;

/// <summary>One coder's segment and the number of its value, from 0: a code among several that exclude each other.</summary>
public readonly record struct ValuedSegment(Segment Segment, int Value);

/// <summary>
/// Krippendorff's family for spans set freely with codes that exclude each other: Krippendorff, Mathet, Bouvry and Widlöcher 2016, On the reliability of unitizing
/// textual continua, Quality and Quantity 50; also Krippendorff, Content Analysis, 4th ed., 2019, 12.6. Tables of several texts add up to that of one long text.
/// </summary>
/// <remarks>What no segment of a coder covers is that coder's gaps. The coefficient of 1995 and 2004 of a like name is another one.</remarks>
public sealed class UnitizingTable
{
    private const double Rounding = 1e-12;

    private readonly int _values;
    private readonly double[,] _alike; // l_ck: rows and columns are gap, then the values
    private readonly double[] _squares; // S_c
    private readonly double[] _sharedSquares; // S*_c

    /// <param name="values">How many codes there are.</param>
    public UnitizingTable(int values) => (_values, _alike, _squares, _sharedSquares) = (values, new double[values + 1, values + 1], new double[values + 1], new double[values + 1]);

    /// <summary>Whether a coder's segments overlapped somewhere: then nothing is defined.</summary>
    public bool HasOverlap { get; private set; }

    /// <summary>Adds a text.</summary>
    /// <param name="length">In characters.</param>
    /// <param name="coders">What each coder who handed it in did, in any order; two at least.</param>
    public void Add(int length, IReadOnlyList<IReadOnlyList<ValuedSegment>> coders)
    {
        var turns = new List<(int Place, bool Begins, int Coder, int Value, int Length)>();
        for (var i = 0; i < coders.Count; i++)
        {
            var (gap, reached) = (length, 0);
            foreach (var (segment, value) in coders[i].OrderBy(s => s.Segment.Start))
            {
                HasOverlap |= segment.Start < reached;
                reached = segment.End;
                gap -= segment.Length;
                _squares[value + 1] += (double)segment.Length * segment.Length;
                turns.Add((segment.Start, true, i, value, segment.Length));
                turns.Add((segment.End, false, i, value, segment.Length));
            }

            _squares[0] += gap;
        }

        turns.Sort((a, b) => a.Place != b.Place ? a.Place.CompareTo(b.Place) : a.Begins.CompareTo(b.Begins)); // ends first: segments may touch
        var (in_, shared, counts, coding, at) = (new int[coders.Count], new double[coders.Count], new int[_values + 1], 0, 0);
        counts[0] = coders.Count;
        foreach (var turn in turns.Append((Place: length, Begins: true, Coder: -1, Value: 0, Length: 0)))
        {
            Run(turn.Place - at);
            at = turn.Place;
            if (turn.Coder < 0) break;
            if (turn.Begins)
            {
                (in_[turn.Coder], shared[turn.Coder]) = (turn.Value + 1, 0);
                counts[0]--;
                counts[turn.Value + 1]++;
                coding++;
            }
            else
            {
                _sharedSquares[turn.Value + 1] += shared[turn.Coder] * shared[turn.Coder];
                in_[turn.Coder] = 0;
                counts[0]++;
                counts[turn.Value + 1]--;
                coding--;
            }
        }

        void Run(int run)
        {
            if (run == 0) return;
            for (var c = 0; c <= _values; c++)
            {
                if (counts[c] == 0) continue;
                for (var k = 0; k <= _values; k++) _alike[c, k] += (double)run * counts[c] * (counts[k] - (c == k ? 1 : 0)) / (coders.Count - 1);
            }

            if (coding < 2) return;
            for (var i = 0; i < in_.Length; i++) shared[i] += in_[i] > 0 ? run : 0;
        }
    }

    /// <summary><see cref="Coefficient.UAlpha"/>, <see cref="Coefficient.UAlphaBinary"/> or <see cref="Coefficient.CuAlpha"/>.</summary>
    public Measured Measure(Coefficient coefficient)
    {
        if (coefficient is not (Coefficient.UAlpha or Coefficient.UAlphaBinary or Coefficient.CuAlpha)) throw new ArgumentOutOfRangeException(nameof(coefficient));
        if (HasOverlap) return Measured.Not(Undefined.CodingsOverlap);
        var labels = Sums(0);
        var length = labels.Sum();
        if (length == 0) return Measured.Not(Undefined.NothingToCompare);
        if (coefficient == Coefficient.CuAlpha) return Cu();
        if (labels[0] == length) return Measured.Not(Undefined.NobodyUsedIt);
        var (observed, expected) = (0.0, 0.0);
        for (var c = 0; c <= _values; c++)
        {
            for (var k = 0; k <= _values; k++)
            {
                if (c == k || (coefficient == Coefficient.UAlphaBinary && c > 0 && k > 0)) continue;
                observed += _alike[c, k];
                expected += labels[c] * labels[k];
            }
        }

        var chance = length - (_squares.Sum() / length);
        return Measured.Of(expected == 0 ? double.NaN : 1 - (observed * chance / expected), Undefined.AllCodedByAll);
    }

    /// <summary><see cref="Coefficient.KuAlpha"/> of one code.</summary>
    public Measured MeasureValue(int value)
    {
        if (HasOverlap) return Measured.Not(Undefined.CodingsOverlap);
        var labels = Sums(1);
        if (labels.Sum() == 0) return Measured.Not(Undefined.NothingCodedByTwo);
        if (labels[value + 1] == 0) return Measured.Not(Undefined.NobodyUsedIt);
        var (all, of) = (labels.Sum(), labels[value + 1]);
        var chance = all - (_sharedSquares.Sum() / all);
        if (chance < Rounding * all) return Measured.Not(Undefined.TooLittleCodedByTwo);
        var apart = of * (all - of) / chance;
        if (apart == 0) return Measured.Not(Undefined.OneCode);
        var row = ((of * all) - _sharedSquares[value + 1]) / chance;
        return Measured.Of(1 - (row / of * (of - _alike[value + 1, value + 1]) / apart), Undefined.OneCode);
    }

    private Measured Cu()
    {
        var labels = Sums(1);
        var all = labels.Sum();
        if (all == 0) return Measured.Not(Undefined.NothingCodedByTwo);
        var (observed, expected) = (0.0, 0.0);
        for (var c = 1; c <= _values; c++)
        {
            for (var k = 1; k <= _values; k++)
            {
                if (c == k) continue;
                observed += _alike[c, k];
                expected += labels[c] * labels[k];
            }
        }

        var chance = all - (_sharedSquares.Sum() / all);
        if (expected > 0 && chance < Rounding * all) return Measured.Not(Undefined.TooLittleCodedByTwo);
        return Measured.Of(expected == 0 ? double.NaN : 1 - (observed * chance / expected), Undefined.OneCode);
    }

    /// <summary>The sums of the rows, from the gaps or without them; in the place of the gaps is then nothing.</summary>
    private double[] Sums(int from)
    {
        var sums = new double[_values + 1];
        for (var c = from; c <= _values; c++)
        {
            for (var k = from; k <= _values; k++) sums[c] += _alike[c, k];
        }

        return sums;
    }
}
