using System.Numerics;
using System.Runtime.InteropServices;

namespace CoreStudy.Domain.Agreements;

/// <summary>What is kept of two coders on one code for each draw; the names are those of <see cref="PairTable"/>.</summary>
internal enum PairColumn
{
    Units,
    Characters,
    Both,
    First,
    Second,
    Either,
    FirstSegments,
    SecondSegments,
    Equal,
    Matched,
    FirstTouched,
    SecondTouched,
    BothCharacters,
    FirstCharacters,
    SecondCharacters,
    Squares,
}

/// <summary>Two coders on one code in many draws, column by column, so that one instruction computes several draws.</summary>
/// <remarks>The formulas are those of <see cref="YesNoTable"/>, <see cref="SegmentCounts"/> and <see cref="UnitizingFormulas"/>; a test holds them together.</remarks>
internal sealed class PairColumns
{
    private readonly double[][] _columns;

    public PairColumns(int draws) => _columns = [.. Enum.GetValues<PairColumn>().Select(_ => new double[draws])];

    public double[] this[PairColumn column] => _columns[(int)column];

    public void SetEither()
    {
        Span<Vector<double>> both = Of(PairColumn.Both), first = Of(PairColumn.First), second = Of(PairColumn.Second), either = Of(PairColumn.Either);
        for (var i = 0; i < either.Length; i++) either[i] = first[i] + second[i] - both[i];
    }

    /// <summary>Adds another code's draws, but those in which nobody used it.</summary>
    public void AddUsed(PairColumns other)
    {
        var either = other.Of(PairColumn.Either);
        for (var column = 0; column < _columns.Length; column++)
        {
            Span<Vector<double>> sums = Columns.Of(_columns[column].AsSpan()), added = Columns.Of(other._columns[column].AsSpan());
            for (var i = 0; i < sums.Length; i++) sums[i] += Vector.ConditionalSelect(Vector.GreaterThan(either[i], Vector<double>.Zero), added[i], Vector<double>.Zero);
        }
    }

    /// <summary>A coefficient of two coders in every draw; NaN where it is not defined.</summary>
    public void Measure(Coefficient coefficient, Span<double> values)
    {
        var into = Columns.Of(values);
        Span<Vector<double>> units = Of(PairColumn.Units), both = Of(PairColumn.Both), first = Of(PairColumn.First), second = Of(PairColumn.Second);
        switch (coefficient)
        {
            case Coefficient.F1Exact:
                Matched(PairColumn.Equal, into);
                return;
            case Coefficient.F1Matched or Coefficient.SegmentAgreement:
                Matched(PairColumn.Matched, into);
                return;
            case Coefficient.F1AnyOverlap:
                AnyOverlap(into);
                return;
            case Coefficient.UAlpha or Coefficient.UAlphaBinary:
                UAlpha(into);
                return;
        }

        var two = new Vector<double>(2);
        for (var i = 0; i < into.Length; i++)
        {
            // What is divided by 0 here is 0, and 0/0 is NaN: not defined.
            var (n, a) = (units[i], both[i]);
            var (b, c) = (first[i] - a, second[i] - a);
            var d = n - first[i] - second[i] + a;
            var (yes, no, unequal) = (first[i] + second[i], (n * two) - first[i] - second[i], b + c);
            into[i] = coefficient switch
            {
                Coefficient.PercentAgreement => (a + d) / n,
                Coefficient.CohenKappa => two * ((a * d) - (b * c)) / ((first[i] * (b + d)) + (second[i] * (c + d))),
                Coefficient.ScottPi or Coefficient.FleissKappa or Coefficient.FleissGwetKappa => Vector<double>.One - (two * n * unequal / (yes * no)),
                Coefficient.KrippendorffAlpha => Vector<double>.One - (unequal * ((two * n) - Vector<double>.One) / (yes * no)),
                Coefficient.GwetAc1 => Ac1((a + d) / n, yes * no / (two * n * n)) + (Vector<double>.Zero / (yes * no)),
                Coefficient.BrennanPrediger => ((a + d - unequal) / n) + (Vector<double>.Zero / (yes * no)),
                Coefficient.Precision => a / first[i],
                Coefficient.Recall => a / second[i],
                Coefficient.F1 => two * a / yes,
                Coefficient.Jaccard => a / (a + unequal),
                _ => new Vector<double>(double.NaN),
            };
        }
    }

    private static Vector<double> Ac1(Vector<double> agreement, Vector<double> chance) => (agreement - chance) / (Vector<double>.One - chance);

    private void Matched(PairColumn pairs, Span<Vector<double>> into)
    {
        Span<Vector<double>> units = Of(PairColumn.Units), matched = Of(pairs);
        Span<Vector<double>> first = Of(PairColumn.FirstSegments), second = Of(PairColumn.SecondSegments);
        for (var i = 0; i < into.Length; i++) into[i] = ((matched[i] + matched[i]) / (first[i] + second[i])) + (Vector<double>.Zero / units[i]);
    }

    private void AnyOverlap(Span<Vector<double>> into)
    {
        Span<Vector<double>> units = Of(PairColumn.Units), first = Of(PairColumn.FirstSegments), second = Of(PairColumn.SecondSegments);
        Span<Vector<double>> firstTouched = Of(PairColumn.FirstTouched), secondTouched = Of(PairColumn.SecondTouched);
        for (var i = 0; i < into.Length; i++)
        {
            var (precision, recall) = (firstTouched[i] / first[i], secondTouched[i] / second[i]);
            var apart = Vector.Equals(firstTouched[i] * secondTouched[i], Vector<double>.Zero);
            var mean = Vector.ConditionalSelect(apart, Vector<double>.Zero, (precision + precision) * recall / (precision + recall));
            into[i] = mean + (Vector<double>.Zero / (first[i] + second[i])) + (Vector<double>.Zero / units[i]);
        }
    }

    private void UAlpha(Span<Vector<double>> into)
    {
        Span<Vector<double>> characters = Of(PairColumn.Characters), both = Of(PairColumn.BothCharacters), first = Of(PairColumn.FirstCharacters);
        Span<Vector<double>> second = Of(PairColumn.SecondCharacters), squares = Of(PairColumn.Squares);
        var two = new Vector<double>(2);
        for (var i = 0; i < into.Length; i++)
        {
            var (length, coded) = (two * characters[i], first[i] + second[i]);
            var (gaps, unequal) = (length - coded, two * (coded - (two * both[i])));
            into[i] = Vector<double>.One - (unequal * (length - ((squares[i] + gaps) / length)) / (two * coded * gaps));
        }
    }

    private Span<Vector<double>> Of(PairColumn column) => Columns.Of(_columns[(int)column].AsSpan());
}

/// <summary>Columns of draws as vectors; their length is a multiple of a vector's.</summary>
internal static class Columns
{
    public static Span<Vector<double>> Of(Span<double> column) => MemoryMarshal.Cast<double, Vector<double>>(column);

    public static ReadOnlySpan<Vector<double>> Of(ReadOnlySpan<double> column) => MemoryMarshal.Cast<double, Vector<double>>(column);
}
