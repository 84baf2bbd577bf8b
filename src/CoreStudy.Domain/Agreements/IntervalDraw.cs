namespace CoreStudy.Domain.Agreements;

/// <summary>Draws the figures of two coders, or of all, for many codes: sums of each transcript's small tables, weighted by how often it was drawn.</summary>
internal sealed class IntervalDraw(
    AgreementFigures figures, IReadOnlyList<Coefficient> coefficients, IReadOnlyList<CodeId> codes, BootstrapOptions options, Func<int, DrawWeights> weightsOf)
{
    private readonly AgreementTables _tables = figures.Tables;
    private readonly List<(int Code, bool IsAveraged)> _codes = [.. codes.Select(c => (figures.Tables.CodePlace[c], figures.Tables.CodePlace[c] < figures.Tables.Material.Codes.Count))];
    private readonly Interval?[] _found = new Interval?[(codes.Count + Enum.GetValues<Averaging>().Length) * coefficients.Count];
    private readonly double[] _values = new double[options.Draws];
    private readonly Averages _averages = new(coefficients.Count, options.Draws);
    private readonly int[] _placeInSet = new int[figures.Tables.Transcripts.Count];
    private int[] _set = [];
    private DrawWeights _weights = null!;
    private int[] _things = [];
    private double[] _cells = [];

    /// <summary>Two coders, by their places.</summary>
    public Interval?[] Two(int first, int second, Action codeDone)
    {
        Prepare(t => t.Present.Contains(first) && t.Present.Contains(second));
        if (_set.Length < 2) return Nothing(codeDone);
        var (units, characters, sums) = (Total(t => t.Units), Total(t => t.Characters), new double[13][]);
        for (var cell = 0; cell < sums.Length; cell++) sums[cell] = new double[_weights.Padded];
        var (drawn, pooled) = (new PairTable[options.Draws], new PairTable[options.Draws]);
        var pair = CodeRow.PairPlace(first, second);
        var twins = coefficients.Select(c => coefficients.ToList().FindIndex(other => SameForTwo(other) == SameForTwo(c))).ToArray();
        for (var at = 0; at < _codes.Count; at++)
        {
            codeDone();
            var (code, isAveraged) = _codes[at];
            var rows = RowsOf(code).Select(row => RowOf(row, first, second)).ToList();
            if (rows.Count == 0) continue;
            SumPairs(rows, sums);
            for (var draw = 0; draw < drawn.Length; draw++)
            {
                drawn[draw] = TableOf(sums, draw, units[draw], characters[draw]);
                if (isAveraged && drawn[draw].Units.Either > 0) pooled[draw] += drawn[draw];
            }

            var point = figures.PairsOf(code)[pair];
            for (var c = 0; c < coefficients.Count; c++)
            {
                if (coefficients[c] is Coefficient.LightKappa or Coefficient.CongerKappa or Coefficient.SegmentKappa) continue; // of all, or over all codes
                if (twins[c] < c)
                {
                    _found[(at * coefficients.Count) + c] = _found[(at * coefficients.Count) + twins[c]];
                    continue;
                }

                for (var draw = 0; draw < drawn.Length; draw++) _values[draw] = drawn[draw].Raw(coefficients[c]);
                if (isAveraged)
                {
                    for (var draw = 0; draw < drawn.Length; draw++) _averages.Add(c, draw, _values[draw], drawn[draw].Units.Either);
                }

                if (double.IsFinite(point.Raw(coefficients[c]))) Keep(at, c);
            }
        }

        for (var c = 0; c < coefficients.Count; c++)
        {
            var (coefficient, averaged) = (coefficients[c], _codes.Count(x => x.IsAveraged));
            for (var draw = 0; draw < pooled.Length; draw++) _values[draw] = pooled[draw].Raw(coefficient, averaged);
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

                if (isAveraged)
                {
                    for (var draw = 0; draw < drawn.Length; draw++) _averages.Add(c, draw, _values[draw], drawn[draw].Coded);
                }

                if (figures.Table(codes[at]).Measure(coefficients[c]).Value is not null) Keep(at, c);
            }
        }

        var averaged = codes.Where((_, i) => _codes[i].IsAveraged).ToList();
        foreach (var c in mine)
        {
            var isPooled = coefficients[c] is not (Coefficient.LightKappa or Coefficient.CongerKappa) && figures.Measure(Between.All, Averaging.Pooled, coefficients[c], averaged).Value is not null;
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
        if (_set.Length >= 2) _weights = weightsOf(_set.Length);
    }

    private Interval?[] Nothing(Action codeDone)
    {
        foreach (var _ in codes) codeDone();
        return _found;
    }

    private void Keep(int row, int coefficient) =>
        _found[(row * coefficients.Count) + coefficient] = Interval.Of(_values, options.Confidence, _set.Length);

    private void KeepAverages(int coefficient, int twin, bool isOneOverAll)
    {
        var pooled = Interval.Of(_values, options.Confidence, _set.Length);
        for (var how = 0; how < Enum.GetValues<Averaging>().Length; how++)
        {
            _found[((codes.Count + how) * coefficients.Count) + coefficient] =
                isOneOverAll || how == (int)Averaging.Pooled ? pooled : _averages.Take((Averaging)how, twin, options.Confidence, _set.Length);
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

    private void SumPairs(List<(int Thing, CoderTally First, CoderTally Second, PairTally Pair)> rows, double[][] sums)
    {
        Room(rows.Count);
        for (var i = 0; i < rows.Count; i++) _things[i] = rows[i].Thing;
        void Sum(int cell, Func<(int Thing, CoderTally First, CoderTally Second, PairTally Pair), double> of)
        {
            for (var i = 0; i < rows.Count; i++) _cells[i] = of(rows[i]);
            _weights.Sum(_things.AsSpan(0, rows.Count), _cells.AsSpan(0, rows.Count), sums[cell]);
        }

        Sum(0, r => r.Pair.Units);
        Sum(1, r => r.First.Units);
        Sum(2, r => r.Second.Units);
        if (coefficients.Any(c => c is Coefficient.F1Exact or Coefficient.F1Matched or Coefficient.F1AnyOverlap or Coefficient.SegmentAgreement or Coefficient.SegmentKappa))
        {
            Sum(3, r => r.First.Segments);
            Sum(4, r => r.Second.Segments);
            Sum(5, r => r.Pair.Equal);
            Sum(6, r => r.Pair.Matched);
            Sum(7, r => r.Pair.FirstTouched);
            Sum(8, r => r.Pair.SecondTouched);
        }

        if (!coefficients.Any(c => c is Coefficient.UAlpha or Coefficient.UAlphaBinary)) return;
        if (_tables.Rules.Unit == ComparisonUnit.Character) Array.Copy(sums, 0, sums, 9, 3);
        else
        {
            Sum(9, r => r.Pair.Characters);
            Sum(10, r => r.First.Characters);
            Sum(11, r => r.Second.Characters);
        }

        Sum(12, r => (double)r.First.Squares + r.Second.Squares);
    }

    private static PairTable TableOf(double[][] sums, int draw, double units, double characters) => new(
        new YesNoTable(sums[0][draw], sums[1][draw] - sums[0][draw], sums[2][draw] - sums[0][draw], units - sums[1][draw] - sums[2][draw] + sums[0][draw]),
        new YesNoTable(sums[9][draw], sums[10][draw] - sums[9][draw], sums[11][draw] - sums[9][draw], characters - sums[10][draw] - sums[11][draw] + sums[9][draw]),
        new SegmentCounts(sums[3][draw], sums[4][draw], sums[5][draw], sums[6][draw], sums[7][draw], sums[8][draw]),
        sums[12][draw]);

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
                var units = Total(t => t.Present.Contains(first) && t.Present.Contains(second) ? t.Units : 0);
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

        for (var draw = 0; draw < _values.Length; draw++)
        {
            var (n, all) = (drawn[draw].Units, drawn[draw].YesLabels);
            var unlike = ((_tables.Coders - 1) * n * all) - ((all * all) - squares[draw]);
            _values[draw] = unlike == 0 ? double.NaN : 1 - (drawn[draw].UnequalShares * n * _tables.Coders * (_tables.Coders - 1) / 2 / unlike);
        }
    }

    private void Room(int rows)
    {
        if (_things.Length < rows) (_things, _cells) = (new int[Math.Max(rows, _set.Length)], new double[Math.Max(rows, _set.Length)]);
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

    /// <param name="value">Passed over where it is not defined.</param>
    /// <param name="coded">Units that somebody coded; a code that nobody used in the draw is passed over.</param>
    public void Add(int coefficient, int draw, double value, double coded)
    {
        if (double.IsNaN(value) || coded == 0) return;
        var at = (coefficient * draws) + draw;
        _sums[at] += value;
        _counts[at]++;
        _weightedSums[at] += value * coded;
        _weights[at] += coded;
    }

    public Interval? Take(Averaging how, int coefficient, double confidence, int clusters)
    {
        var values = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var at = (coefficient * draws) + draw;
            values[draw] = how == Averaging.Mean ? _sums[at] / _counts[at] : _weightedSums[at] / _weights[at];
        }

        return Interval.Of(values, confidence, clusters);
    }
}
