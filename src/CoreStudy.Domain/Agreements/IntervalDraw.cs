using System.Numerics;

namespace CoreStudy.Domain.Agreements;

/// <summary>Draws the figures of two coders, or of all, for many codes: sums of each transcript's small tables, weighted by how often it was drawn.</summary>
internal sealed class IntervalDraw(
    AgreementFigures figures, IReadOnlyList<Coefficient> coefficients, IReadOnlyList<CodeId> codes, BootstrapOptions options, Func<int, DrawWeights> weightsOf)
{
    private readonly AgreementTables _tables = figures.Tables;
    private readonly List<(int Code, bool IsAveraged)> _codes = [.. codes.Select(c => (figures.Tables.CodePlace[c], figures.Tables.CodePlace[c] < figures.Tables.Material.Codes.Count))];
    private readonly Interval?[] _found = new Interval?[(codes.Count + Enum.GetValues<Averaging>().Length) * coefficients.Count];
    private readonly bool _isOverSegments = coefficients.Any(c => c is Coefficient.F1Exact or Coefficient.F1Matched or Coefficient.F1AnyOverlap or Coefficient.SegmentAgreement or Coefficient.SegmentKappa);
    private readonly bool _isUnitizing = coefficients.Any(c => c is Coefficient.UAlpha or Coefficient.UAlphaBinary);
    private readonly int[] _placeInSet = new int[figures.Tables.Transcripts.Count];
    private readonly double[]?[] _pairTotals = new double[]?[figures.Tables.Coders * (figures.Tables.Coders - 1) / 2];
    private int[] _set = [];
    private DrawWeights _weights = null!;
    private int[] _things = [];
    private double[] _cells = [];
    private double[] _otherCells = [];
    private double[] _values = [];
    private Averages _averages = null!;

    /// <summary>Two coders, by their places.</summary>
    public Interval?[] Two(int first, int second, Action codeDone)
    {
        Prepare(t => t.Present.Contains(first) && t.Present.Contains(second));
        if (_set.Length < 2) return Nothing(codeDone);
        var (drawn, pooled) = (new PairColumns(_weights.Padded), new PairColumns(_weights.Padded));
        Total(t => t.Units).CopyTo(drawn[PairColumn.Units], 0);
        Total(t => t.Characters).CopyTo(drawn[PairColumn.Characters], 0);
        var pair = CodeRow.PairPlace(first, second);
        var twins = coefficients.Select(c => coefficients.ToList().FindIndex(other => SameForTwo(other) == SameForTwo(c))).ToArray();
        var rows = new List<(int Thing, CoderTally First, CoderTally Second, PairTally Pair)>();
        for (var at = 0; at < _codes.Count; at++)
        {
            codeDone();
            var (code, isAveraged) = _codes[at];
            rows.Clear();
            foreach (var row in _tables.Rows[code])
            {
                if (_placeInSet[row.Transcript] >= 0) rows.Add(RowOf(row, first, second));
            }

            if (rows.Count == 0) continue;
            SumPairs(rows, drawn);
            if (isAveraged) pooled.AddUsed(drawn);
            var point = figures.PairsOf(code)[pair];
            for (var c = 0; c < coefficients.Count; c++)
            {
                if (coefficients[c] is Coefficient.LightKappa or Coefficient.CongerKappa or Coefficient.SegmentKappa) continue; // of all, or over all codes
                if (twins[c] < c)
                {
                    _found[(at * coefficients.Count) + c] = _found[(at * coefficients.Count) + twins[c]];
                    continue;
                }

                drawn.Measure(coefficients[c], _values);
                if (isAveraged) _averages.Add(c, _values, drawn[PairColumn.Either]);
                if (double.IsFinite(point.Raw(coefficients[c]))) Keep(at, c);
            }
        }

        for (var c = 0; c < coefficients.Count; c++)
        {
            if (coefficients[c] == Coefficient.SegmentKappa)
            {
                pooled.Measure(Coefficient.SegmentAgreement, _values);
                for (var draw = 0; draw < _values.Length; draw++) _values[draw] = PairTable.SegmentKappa(_values[draw], _codes.Count(x => x.IsAveraged));
            }
            else pooled.Measure(coefficients[c], _values);
            KeepAverages(c, twins[c], isOneOverAll: coefficients[c] == Coefficient.SegmentKappa);
        }

        return _found;
    }

    /// <summary>All coders together.</summary>
    public Interval?[] All(Action codeDone)
    {
        var mine = Enumerable.Range(0, coefficients.Count).Where(c => GroupDraw.Holds(coefficients[c])).ToList();
        Prepare(t => t.Coders >= 2);
        if (_set.Length < 2 || mine.Count == 0) return Nothing(codeDone);
        var (units, labels, length) = (Total(t => t.Units), Total(t => (double)t.Units * t.Coders), Total(t => (double)t.Characters * t.Coders));
        var sums = new double[9][];
        for (var cell = 0; cell < sums.Length; cell++) sums[cell] = new double[_weights.Padded];
        var (drawn, pooled) = (new GroupDraw[options.Draws], new GroupDraw[options.Draws]);
        for (var at = 0; at < _codes.Count; at++)
        {
            codeDone();
            var (code, isAveraged) = _codes[at];
            var rows = RowsOf(code);
            if (rows.Count == 0) continue;
            SumGroup(rows, sums);
            for (var draw = 0; draw < drawn.Length; draw++)
            {
                drawn[draw] = new GroupDraw(sums, draw, units[draw], labels[draw], length[draw]);
                if (isAveraged && drawn[draw].Coded > 0) pooled[draw] += drawn[draw];
            }

            foreach (var c in mine)
            {
                if (coefficients[c] == Coefficient.LightKappa) DrawLight(rows);
                else if (coefficients[c] == Coefficient.CongerKappa) DrawConger(rows, drawn);
                else
                {
                    for (var draw = 0; draw < drawn.Length; draw++) _values[draw] = drawn[draw].Raw(coefficients[c]);
                }

                if (isAveraged) _averages.Add(c, _values, sums[4]);

                if (figures.Table(codes[at]).Measure(coefficients[c]).Value is not null) Keep(at, c);
            }
        }

        var averaged = codes.Where((_, i) => _codes[i].IsAveraged).ToList();
        foreach (var c in mine)
        {
            var isPooled = coefficients[c] is not (Coefficient.LightKappa or Coefficient.CongerKappa) && figures.Measure(Between.All, Averaging.Pooled, coefficients[c], averaged).Value is not null;
            Array.Fill(_values, double.NaN);
            for (var draw = 0; draw < pooled.Length; draw++) _values[draw] = isPooled ? pooled[draw].Raw(coefficients[c]) : double.NaN;
            KeepAverages(c, c, isOneOverAll: false);
        }

        return _found;
    }

    /// <summary>For two coders who judged the same units some coefficients are one.</summary>
    private static Coefficient SameForTwo(Coefficient coefficient) => coefficient switch
    {
        Coefficient.FleissKappa or Coefficient.FleissGwetKappa => Coefficient.ScottPi,
        Coefficient.SegmentAgreement => Coefficient.F1Matched,
        Coefficient.UAlphaBinary => Coefficient.UAlpha,
        _ => coefficient,
    };

    private void Prepare(Func<CountedTranscript, bool> isIn)
    {
        _set = [.. figures.Transcripts.Where(t => isIn(_tables.Transcripts[t]))];
        Array.Fill(_placeInSet, -1);
        for (var i = 0; i < _set.Length; i++) _placeInSet[_set[i]] = i;
        if (_set.Length < 2) return;
        _weights = weightsOf(_set.Length);
        (_values, _averages) = (new double[_weights.Padded], new Averages(coefficients.Count, _weights.Padded));
    }

    private Interval?[] Nothing(Action codeDone)
    {
        foreach (var _ in codes) codeDone();
        return _found;
    }

    private void Keep(int row, int coefficient) =>
        _found[(row * coefficients.Count) + coefficient] = Interval.Of(_values.AsSpan(0, options.Draws), options.Confidence, _set.Length);

    private void KeepAverages(int coefficient, int twin, bool isOneOverAll)
    {
        var pooled = Interval.Of(_values.AsSpan(0, options.Draws), options.Confidence, _set.Length);
        for (var how = 0; how < Enum.GetValues<Averaging>().Length; how++)
        {
            _found[((codes.Count + how) * coefficients.Count) + coefficient] =
                isOneOverAll || how == (int)Averaging.Pooled ? pooled : _averages.Take((Averaging)how, twin, options, _set.Length);
        }
    }

    /// <summary>For each draw the sum of something that every transcript has.</summary>
    private double[] Total(Func<CountedTranscript, double> of)
    {
        var total = new double[_weights.Padded];
        _weights.Sum([.. Enumerable.Range(0, _set.Length)], [.. _set.Select(t => of(_tables.Transcripts[t]))], total);
        return total;
    }

    private List<CodeRow> RowsOf(int code) => [.. _tables.Rows[code].Where(r => _placeInSet[r.Transcript] >= 0)];

    private (int Thing, CoderTally First, CoderTally Second, PairTally Pair) RowOf(CodeRow row, int first, int second)
    {
        var present = _tables.Transcripts[row.Transcript].Present;
        var (one, other) = (Array.IndexOf(present, first), Array.IndexOf(present, second));
        return (_placeInSet[row.Transcript], row.Done[one], row.Done[other], row.Pairs[CodeRow.PairPlace(one, other)]);
    }

    private void SumPairs(List<(int Thing, CoderTally First, CoderTally Second, PairTally Pair)> rows, PairColumns drawn)
    {
        Room(rows.Count);
        for (var i = 0; i < rows.Count; i++) _things[i] = rows[i].Thing;
        void Sum(PairColumn cell, Func<CoderTally, CoderTally, PairTally, double> of, PairColumn other, Func<CoderTally, CoderTally, PairTally, double> ofOther)
        {
            for (var i = 0; i < rows.Count; i++) (_cells[i], _otherCells[i]) = (of(rows[i].First, rows[i].Second, rows[i].Pair), ofOther(rows[i].First, rows[i].Second, rows[i].Pair));
            _weights.Sum(_things.AsSpan(0, rows.Count), _cells.AsSpan(0, rows.Count), _otherCells.AsSpan(0, rows.Count), drawn[cell], drawn[other]);
        }

        Sum(PairColumn.Both, (_, _, p) => p.Units, PairColumn.First, (a, _, _) => a.Units);
        Sum(PairColumn.Second, (_, b, _) => b.Units, PairColumn.Squares, (a, b, _) => (double)a.Squares + b.Squares);
        drawn.SetEither();
        if (_isOverSegments)
        {
            Sum(PairColumn.FirstSegments, (a, _, _) => a.Segments, PairColumn.SecondSegments, (_, b, _) => b.Segments);
            Sum(PairColumn.Equal, (_, _, p) => p.Equal, PairColumn.Matched, (_, _, p) => p.Matched);
            Sum(PairColumn.FirstTouched, (_, _, p) => p.FirstTouched, PairColumn.SecondTouched, (_, _, p) => p.SecondTouched);
        }

        if (!_isUnitizing) return;
        if (_tables.Rules.Unit == ComparisonUnit.Character)
        {
            drawn[PairColumn.Both].CopyTo(drawn[PairColumn.BothCharacters], 0);
            drawn[PairColumn.First].CopyTo(drawn[PairColumn.FirstCharacters], 0);
            drawn[PairColumn.Second].CopyTo(drawn[PairColumn.SecondCharacters], 0);
            return;
        }

        Sum(PairColumn.BothCharacters, (_, _, p) => p.Characters, PairColumn.FirstCharacters, (a, _, _) => a.Characters);
        Sum(PairColumn.SecondCharacters, (_, b, _) => b.Characters, PairColumn.Squares, (a, b, _) => (double)a.Squares + b.Squares);
    }

    private void SumGroup(List<CodeRow> rows, double[][] sums)
    {
        Room(rows.Count);
        for (var i = 0; i < rows.Count; i++) _things[i] = _placeInSet[rows[i].Transcript];
        void Sum(int cell, Func<CodeRow, int, double> of)
        {
            for (var i = 0; i < rows.Count; i++) _cells[i] = of(rows[i], _tables.Transcripts[rows[i].Transcript].Coders);
            _weights.Sum(_things.AsSpan(0, rows.Count), _cells.AsSpan(0, rows.Count), sums[cell]);
        }

        static double Over(CodeRow row, Func<int, double> of)
        {
            var sum = 0.0;
            for (var yes = 1; yes < row.UnitsBy.Length; yes++) sum += row.UnitsBy[yes] * of(yes);
            return sum;
        }

        Sum(0, (r, m) => Over(r, yes => 2.0 * yes * (m - yes) / ((double)m * (m - 1))));
        Sum(1, (r, m) => Over(r, yes => 2.0 * yes * (m - yes) / (m - 1)));
        Sum(2, (r, m) => Over(r, yes => (double)yes / m));
        Sum(3, (r, _) => Over(r, yes => yes));
        Sum(4, (r, _) => Over(r, _ => 1));
        Sum(5, (r, m) => r.Done.Take(m).Sum(d => (double)d.Characters));
        Sum(6, (r, m) => r.CodedByBoth / (m - 1));
        Sum(7, (r, m) => ((double)_tables.Transcripts[r.Transcript].Characters * m) - (r.CodedByNeither / (m - 1)));
        Sum(8, (r, m) => r.Done.Take(m).Sum(d => (double)d.Squares));
    }

    /// <summary>The mean over pairs of coders of what each has in the draw; a pair that has none leaves the draw without.</summary>
    private void DrawLight(List<CodeRow> rows)
    {
        Array.Clear(_values);
        var (both, one, other) = (new double[_weights.Padded], new double[_weights.Padded], new double[_weights.Padded]);
        for (var second = 1; second < _tables.Coders; second++)
        {
            for (var first = 0; first < second; first++)
            {
                var units = _pairTotals[CodeRow.PairPlace(first, second)] ??= Total(t => t.Present.Contains(first) && t.Present.Contains(second) ? t.Units : 0);
                var mine = rows.Where(r => _tables.Transcripts[r.Transcript].Present is var p && p.Contains(first) && p.Contains(second)).Select(r => RowOf(r, first, second)).ToList();
                var things = mine.Select(r => r.Thing).ToArray();
                _weights.Sum(things, [.. mine.Select(r => (double)r.Pair.Units)], both);
                _weights.Sum(things, [.. mine.Select(r => (double)r.First.Units)], one);
                _weights.Sum(things, [.. mine.Select(r => (double)r.Second.Units)], other);
                for (var draw = 0; draw < _values.Length; draw++)
                {
                    _values[draw] += YesNoTable.Raw(Coefficient.CohenKappa, both[draw], one[draw] - both[draw], other[draw] - both[draw], units[draw] - one[draw] - other[draw] + both[draw]);
                }
            }
        }

        for (var draw = 0; draw < _values.Length; draw++) _values[draw] /= _tables.Coders * (_tables.Coders - 1) / 2.0;
    }

    private void DrawConger(List<CodeRow> rows, GroupDraw[] drawn)
    {
        Array.Clear(_values);
        if (_set.Any(t => _tables.Transcripts[t].Coders < _tables.Coders))
        {
            Array.Fill(_values, double.NaN);
            return;
        }

        // The sum over pairs of y_i(n - y_j) + y_j(n - y_i) is (c - 1) n Y - (Y^2 - sum of y_i^2), Y the sum of all y.
        var (things, yes, squares) = (rows.Select(r => _placeInSet[r.Transcript]).ToArray(), new double[_weights.Padded], new double[_weights.Padded]);
        for (var i = 0; i < _tables.Coders; i++)
        {
            _weights.Sum(things, [.. rows.Select(r => (double)r.Done[i].Units)], yes);
            for (var draw = 0; draw < yes.Length; draw++) squares[draw] += yes[draw] * yes[draw];
        }

        for (var draw = 0; draw < drawn.Length; draw++)
        {
            var (n, all) = (drawn[draw].Units, drawn[draw].YesLabels);
            var unlike = ((_tables.Coders - 1) * n * all) - ((all * all) - squares[draw]);
            _values[draw] = unlike == 0 ? double.NaN : 1 - (drawn[draw].UnequalShares * n * _tables.Coders * (_tables.Coders - 1) / 2 / unlike);
        }
    }

    private void Room(int rows)
    {
        if (_things.Length < rows) (_things, _cells, _otherCells) = (new int[_set.Length], new double[_set.Length], new double[_set.Length]);
    }
}

/// <summary>All coders on one code in one draw.</summary>
internal readonly record struct GroupDraw(double Units, double Labels, double UnequalShares, double Disagreement, double YesShares, double YesLabels, double Coded, UnitizingSums Unitizing)
{
    public GroupDraw(double[][] sums, int draw, double units, double labels, double length)
        : this(units, labels, sums[0][draw], sums[1][draw], sums[2][draw], sums[3][draw], sums[4][draw], new UnitizingSums(length, sums[5][draw], sums[6][draw], length - sums[7][draw], sums[8][draw]))
    {
    }

    public static bool Holds(Coefficient coefficient) => coefficient is
        Coefficient.PercentAgreement or Coefficient.FleissKappa or Coefficient.FleissGwetKappa or Coefficient.KrippendorffAlpha or Coefficient.GwetAc1
        or Coefficient.BrennanPrediger or Coefficient.LightKappa or Coefficient.CongerKappa or Coefficient.UAlpha or Coefficient.UAlphaBinary;

    public static GroupDraw operator +(GroupDraw one, GroupDraw other) => new(
        one.Units + other.Units, one.Labels + other.Labels, one.UnequalShares + other.UnequalShares, one.Disagreement + other.Disagreement,
        one.YesShares + other.YesShares, one.YesLabels + other.YesLabels, one.Coded + other.Coded, one.Unitizing + other.Unitizing);

    /// <summary>NaN where it is not defined.</summary>
    public double Raw(Coefficient coefficient)
    {
        if (Units == 0) return double.NaN;
        Span<double> shares = [Rest(Units, YesShares), YesShares], labels = [Labels - YesLabels, YesLabels];
        return coefficient switch
        {
            Coefficient.PercentAgreement => 1 - (UnequalShares / Units),
            Coefficient.FleissKappa => NominalFormulas.Fleiss(UnequalShares / Units, labels),
            Coefficient.FleissGwetKappa => NominalFormulas.Fleiss(UnequalShares / Units, shares),
            Coefficient.KrippendorffAlpha => NominalFormulas.Alpha(Disagreement, labels),
            Coefficient.GwetAc1 => NominalFormulas.Ac1(UnequalShares / Units, shares),
            Coefficient.BrennanPrediger => NominalFormulas.BrennanPrediger(UnequalShares / Units, shares),
            Coefficient.UAlpha or Coefficient.UAlphaBinary => Unitizing.OneCode(),
            _ => double.NaN,
        };
    }

    /// <summary>Shares are rounded: nobody's "no" must be 0, and not a remainder.</summary>
    private double Rest(double all, double part) => Labels == YesLabels ? 0 : all - part;
}

/// <summary>For each coefficient and draw the mean over codes, plain and weighted.</summary>
internal sealed class Averages(int coefficients, int draws)
{
    private readonly double[] _sums = new double[coefficients * draws];
    private readonly double[] _counts = new double[coefficients * draws];
    private readonly double[] _weightedSums = new double[coefficients * draws];
    private readonly double[] _weights = new double[coefficients * draws];

    /// <param name="values">One a draw; passed over where not defined.</param>
    /// <param name="coded">Units that somebody coded; a code that nobody used in the draw is passed over.</param>
    public void Add(int coefficient, ReadOnlySpan<double> values, ReadOnlySpan<double> coded)
    {
        Span<double> Of(double[] all) => all.AsSpan(coefficient * draws, draws);
        Span<Vector<double>> sums = Columns.Of(Of(_sums)), counts = Columns.Of(Of(_counts));
        Span<Vector<double>> weightedSums = Columns.Of(Of(_weightedSums)), weights = Columns.Of(Of(_weights));
        ReadOnlySpan<Vector<double>> value = Columns.Of(values), weight = Columns.Of(coded);
        for (var i = 0; i < value.Length; i++)
        {
            var isIn = Vector.BitwiseAnd(Vector.Equals(value[i], value[i]), Vector.GreaterThan(weight[i], Vector<double>.Zero));
            var (own, by) = (Vector.ConditionalSelect(isIn, value[i], Vector<double>.Zero), Vector.ConditionalSelect(isIn, weight[i], Vector<double>.Zero));
            sums[i] += own;
            counts[i] += Vector.ConditionalSelect(isIn, Vector<double>.One, Vector<double>.Zero);
            weightedSums[i] += own * by;
            weights[i] += by;
        }
    }

    public Interval? Take(Averaging how, int coefficient, BootstrapOptions options, int clusters)
    {
        var values = new double[options.Draws];
        for (var draw = 0; draw < values.Length; draw++)
        {
            var at = (coefficient * draws) + draw;
            values[draw] = how == Averaging.Mean ? _sums[at] / _counts[at] : _weightedSums[at] / _weights[at];
        }

        return Interval.Of(values, options.Confidence, clusters);
    }
}
