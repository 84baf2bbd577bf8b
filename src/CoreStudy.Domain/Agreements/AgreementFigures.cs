namespace CoreStudy.Domain.Agreements;

/// <summary>Whose agreement: of two, or of all coders together.</summary>
public readonly record struct Between
{
    private Between(MemberId first, MemberId second) => (First, Second) = (first, second);

    /// <summary>All coders of the material; references are left out.</summary>
    public static Between All { get; }

    /// <summary>Precision and recall are of the first against the second.</summary>
    public static Between Two(MemberId first, MemberId second) =>
        first != second ? new(first, second) : throw new ArgumentException("A coder cannot be compared with themselves.", nameof(second));

    public MemberId First { get; }

    public MemberId Second { get; }

    public bool IsAll => First == Second;
}

/// <summary>How several codes make one figure. Codes that nobody used are in none of them.</summary>
public enum Averaging
{
    /// <summary>The mean of the codes' figures, of those that are defined.</summary>
    Mean,

    /// <summary>The same, each code weighing as many units as at least one coder coded with it.</summary>
    Weighted,

    /// <summary>The codes' tables added up, then one figure computed (De Vries and others 2008).</summary>
    Pooled,
}

/// <summary>How much was compared; printed beside every figure.</summary>
/// <param name="Transcripts">Handed in by two at least.</param>
/// <param name="Units">Of the unit of comparison, in these transcripts.</param>
/// <param name="Coders">Who handed in one of them.</param>
/// <param name="HandedIn">Transcripts that one of them at least handed in: of these the share that was coded twice is told.</param>
public sealed record Extent(int Transcripts, long Units, int Coders, int HandedIn);

/// <summary>Figures of agreement over some transcripts. Nothing is counted again; asking is cheap, and may be done from several threads.</summary>
public sealed class AgreementFigures
{
    private readonly AgreementTables _tables;
    private readonly int[] _transcripts;
    private readonly Func<TranscriptId, bool>? _counts;
    private readonly bool[] _isIn;
    private readonly PairTable[]?[] _pairs; // for each code, by CodeRow.PairPlace
    private readonly YesNoTable[] _silent; // for each pair, what a code that neither used has
    private readonly YesNoTable[] _silentCharacters;
    private readonly GroupTable?[] _groups;
    private GroupTable? _allCodes;

    internal AgreementFigures(AgreementTables tables, int[] transcripts, Func<TranscriptId, bool>? counts)
    {
        (_tables, _transcripts, _counts) = (tables, transcripts, counts);
        _isIn = new bool[tables.Transcripts.Count];
        var pairs = tables.Members.Length * (tables.Members.Length - 1) / 2;
        (_silent, _silentCharacters) = (new YesNoTable[pairs], new YesNoTable[pairs]);
        foreach (var t in transcripts)
        {
            _isIn[t] = true;
            var counted = tables.Transcripts[t];
            for (var second = 1; second < counted.Present.Length; second++)
            {
                for (var first = 0; first < second; first++)
                {
                    var pair = CodeRow.PairPlace(counted.Present[first], counted.Present[second]);
                    _silent[pair] += new YesNoTable(0, 0, 0, counted.Units);
                    _silentCharacters[pair] += new YesNoTable(0, 0, 0, counted.Characters);
                }
            }
        }

        _pairs = new PairTable[]?[tables.Rows.Length];
        _groups = new GroupTable?[tables.Rows.Length];
    }

    public AgreementTables Tables => _tables;

    /// <summary>The places of the transcripts that are counted.</summary>
    internal IReadOnlyList<int> Transcripts => _transcripts;

    /// <summary>What was compared, by all coders or by two.</summary>
    public Extent Extent(Between who)
    {
        var places = who.IsAll ? null : (int[])[PlaceOf(who.First), PlaceOf(who.Second)];
        var compared = _transcripts.Select(t => _tables.Transcripts[t])
            .Where(t => places is null ? t.Coders >= 2 : places.All(t.Present.Contains)).ToList();
        var whose = who.IsAll ? _tables.Material.Coders : [who.First, who.Second];
        var handedIn = _tables.Material.Transcripts.Count(t => (_counts is null || _counts(t.Id)) && whose.Any(t.HandedIn.Contains));
        return new Extent(compared.Count, compared.Sum(t => (long)t.Units), places?.Length ?? compared.SelectMany(t => t.Present.Take(t.Coders)).Distinct().Count(), handedIn);
    }

    /// <summary>Two coders on one code or group.</summary>
    public PairTable Table(MemberId first, MemberId second, CodeId code)
    {
        var (one, other) = (PlaceOf(first), PlaceOf(second));
        var table = PairsOf(CodeOf(code))[CodeRow.PairPlace(Math.Min(one, other), Math.Max(one, other))];
        return one < other ? table : table.Turned;
    }

    /// <summary>All coders on one code or group.</summary>
    public GroupTable Table(CodeId code) => _groups[CodeOf(code)] ??= SumGroup([CodeOf(code)]);

    /// <summary>One code or group.</summary>
    public Measured Measure(Between who, CodeId code, Coefficient coefficient) =>
        who.IsAll ? Table(code).Measure(coefficient) : Table(who.First, who.Second, code).Measure(coefficient);

    /// <summary>Several codes in one figure.</summary>
    /// <param name="codes">All codes of the material where none are given; groups only where they are.</param>
    public Measured Measure(Between who, Averaging how, Coefficient coefficient, IReadOnlyCollection<CodeId>? codes = null)
    {
        codes ??= _tables.Material.Codes;
        if (how == Averaging.Pooled || coefficient == Coefficient.SegmentKappa) return Pooled(who, coefficient, codes);
        var (sum, weights) = (0.0, 0.0);
        foreach (var code in codes)
        {
            var coded = who.IsAll ? Table(code).Coded : Table(who.First, who.Second, code).Units.Either;
            if (coded == 0 || Measure(who, code, coefficient).Value is not { } value) continue;
            var weight = how == Averaging.Mean ? 1 : coded;
            (sum, weights) = (sum + (weight * value), weights + weight);
        }

        return Measured.Of(sum / weights, Undefined.NoCodeMeasured);
    }

    /// <summary>Codes that at least one of them used.</summary>
    public IReadOnlyList<CodeId> UsedCodes(Between who, IReadOnlyCollection<CodeId>? codes = null) =>
        [.. (codes ?? _tables.Material.Codes).Where(c => who.IsAll ? Table(c).Coded > 0 : Table(who.First, who.Second, c).Units.Either > 0)];

    private Measured Pooled(Between who, Coefficient coefficient, IReadOnlyCollection<CodeId> codes)
    {
        var used = UsedCodes(who, codes);
        if (used.Count == 0) return Measured.Not(Undefined.NoCodeMeasured);
        if (who.IsAll && ReferenceEquals(codes, _tables.Material.Codes)) return (_allCodes ??= SumGroup([.. used.Select(CodeOf)])).Measure(coefficient);
        if (who.IsAll) return SumGroup([.. used.Select(CodeOf)]).Measure(coefficient);
        return used.Select(c => Table(who.First, who.Second, c)).Aggregate((one, other) => one + other).Measure(coefficient, codes.Count);
    }

    internal PairTable[] PairsOf(int code) => _pairs[code] ??= SumPairs(code);

    private PairTable[] SumPairs(int code)
    {
        var pairs = new PairTable[_silent.Length];
        var sums = new PairSum[_silent.Length];
        foreach (var row in _tables.Rows[code].Where(r => _isIn[r.Transcript]))
        {
            var present = _tables.Transcripts[row.Transcript].Present;
            for (var second = 1; second < present.Length; second++)
            {
                for (var first = 0; first < second; first++)
                {
                    sums[CodeRow.PairPlace(present[first], present[second])].Add(row.Done[first], row.Done[second], row.Pairs[CodeRow.PairPlace(first, second)]);
                }
            }
        }

        for (var pair = 0; pair < pairs.Length; pair++) pairs[pair] = sums[pair].Table(_silent[pair].Neither, _silentCharacters[pair].Neither);
        return pairs;
    }

    /// <summary>Intervals by drawing transcripts, on all processors.</summary>
    /// <param name="coefficients">Which. Those that are not of two are drawn for all coders only, and the other way round.</param>
    /// <param name="codes">Codes and groups; averages are over the codes among them. All where none are given.</param>
    /// <param name="progress">From 0 to 1.</param>
    public Intervals Bootstrap(
        IReadOnlyList<Coefficient> coefficients, BootstrapOptions? options = null, IReadOnlyList<CodeId>? codes = null, IProgress<double>? progress = null, CancellationToken cancel = default) =>
        Intervals.Draw(this, coefficients, codes ?? [.. _tables.CodePlace.OrderBy(c => c.Value).Select(c => c.Key)], options ?? new BootstrapOptions(), progress, cancel);

    private GroupTable SumGroup(int[] codes)
    {
        var judgements = new LabelCounts(2);
        var (coded, unitizing) = (0.0, default(UnitizingSums));
        Span<int> counts = stackalloc int[2];
        foreach (var code in codes)
        {
            var used = new bool[_isIn.Length];
            foreach (var row in _tables.Rows[code].Where(r => _isIn[r.Transcript]))
            {
                var counted = _tables.Transcripts[row.Transcript];
                used[row.Transcript] = true;
                if (counted.Coders < 2) continue;
                for (var yes = 0; yes <= counted.Coders; yes++)
                {
                    (counts[0], counts[1]) = (counted.Coders - yes, yes);
                    judgements.Add(counts, row.UnitsBy[yes]);
                    if (yes > 0) coded += row.UnitsBy[yes];
                }

                var (characters, squares) = (0.0, 0.0);
                for (var i = 0; i < counted.Coders; i++) (characters, squares) = (characters + row.Done[i].Characters, squares + row.Done[i].Squares);
                unitizing += new UnitizingSums(
                    (double)counted.Coders * counted.Characters, characters, row.CodedByBoth / (counted.Coders - 1), row.CodedByNeither / (counted.Coders - 1), squares);
            }

            foreach (var t in _transcripts.Where(t => !used[t] && _tables.Transcripts[t].Coders >= 2))
            {
                var counted = _tables.Transcripts[t];
                (counts[0], counts[1]) = (counted.Coders, 0);
                judgements.Add(counts, counted.Units);
                unitizing += new UnitizingSums((double)counted.Coders * counted.Characters, 0, 0, (double)counted.Coders * counted.Characters, 0);
            }
        }

        return new GroupTable(judgements, Light(codes), Conger(codes, judgements), unitizing, coded);
    }

    /// <summary>Light 1971, Psychological Bulletin 76(5): the mean of Cohen's kappa over all pairs of coders.</summary>
    private Measured Light(int[] codes)
    {
        if (_tables.Coders < 2) return Measured.Not(Undefined.OneCoder);
        var isUsed = codes.Any(code => _tables.Rows[code].Any(r => _isIn[r.Transcript]));
        var (sum, pairs) = (0.0, 0);
        for (var second = 1; second < _tables.Coders; second++)
        {
            for (var first = 0; first < second; first++)
            {
                var pair = CodeRow.PairPlace(first, second);
                var table = codes.Aggregate(default(YesNoTable), (all, code) => all + PairsOf(code)[pair].Units);
                if (table.Measure(Coefficient.CohenKappa).Value is not { } kappa) return Measured.Not(isUsed ? Undefined.AnUndefinedPair : Undefined.NobodyUsedIt);
                (sum, pairs) = (sum + kappa, pairs + 1);
            }
        }

        return Measured.Of(sum / pairs);
    }

    /// <summary>Conger 1980, Psychological Bulletin 88(2): chance is the mean over pairs of coders of the sum of the products of their shares.</summary>
    private Measured Conger(int[] codes, LabelCounts judgements)
    {
        if (judgements.PairableUnits == 0) return Measured.Not(Undefined.NothingToCompare);
        if (judgements.Judgements.Fewest != _tables.Coders) return Measured.Not(Undefined.MissingJudgements);
        var yes = new double[_tables.Coders];
        foreach (var code in codes)
        {
            foreach (var row in _tables.Rows[code].Where(r => _isIn[r.Transcript] && _tables.Transcripts[r.Transcript].Coders == yes.Length)) // others have no units
            {
                for (var i = 0; i < yes.Length; i++) yes[i] += row.Done[i].Units; // coders come before references
            }
        }

        var (chance, pairs) = (0.0, 0);
        for (var second = 1; second < yes.Length; second++)
        {
            for (var first = 0; first < second; first++, pairs++)
            {
                chance += ((yes[first] * (judgements.Units - yes[second])) + (yes[second] * (judgements.Units - yes[first]))) / (judgements.Units * judgements.Units);
            }
        }

        return Measured.Of(chance == 0 ? double.NaN : 1 - (judgements.UnequalShares / judgements.PairableUnits / (chance / pairs)), yes[0] == 0 ? Undefined.NobodyUsedIt : Undefined.AllCodedByAll);
    }

    internal int PlaceOf(MemberId coder) => _tables.Place.TryGetValue(coder, out var place) ? place : throw new ArgumentException("This coder is not in the material.", nameof(coder));

    private int CodeOf(CodeId code) => _tables.CodePlace.TryGetValue(code, out var place) ? place : throw new ArgumentException("This code is not in the material.", nameof(code));

    private struct PairSum
    {
        private double _first, _second, _both, _firstCharacters, _secondCharacters, _bothCharacters, _squares;
        private SegmentCounts _segments;

        public void Add(CoderTally first, CoderTally second, PairTally pair)
        {
            _first += first.Units;
            _second += second.Units;
            _both += pair.Units;
            _firstCharacters += first.Characters;
            _secondCharacters += second.Characters;
            _bothCharacters += pair.Characters;
            _squares += (double)first.Squares + second.Squares;
            _segments += new SegmentCounts(first.Segments, second.Segments, pair.Equal, pair.Matched, pair.FirstTouched, pair.SecondTouched);
        }

        public readonly PairTable Table(double units, double characters) => new(
            new YesNoTable(_both, _first - _both, _second - _both, units - _first - _second + _both),
            new YesNoTable(_bothCharacters, _firstCharacters - _bothCharacters, _secondCharacters - _bothCharacters, characters - _firstCharacters - _secondCharacters + _bothCharacters),
            _segments,
            _squares);
    }
}
