using CoreStudy.Domain.Agreements;

namespace CoreStudy.Domain.Tests.Agreements;

/// <summary>Krippendorff's family once more, from arrays with a place for every character.</summary>
internal sealed class UnitizingByCharacter
{
    private readonly double[,] _alike;
    private readonly double[] _squares;
    private readonly double[] _shared;

    public UnitizingByCharacter(int length, int values, List<List<ValuedSegment>> coders)
    {
        (_alike, _squares, _shared) = (new double[values + 1, values + 1], new double[values + 1], new double[values + 1]);
        int ValueAt(List<ValuedSegment> coder, int at) => coder.Where(s => s.Segment.Start <= at && at < s.Segment.End).Select(s => s.Value + 1).SingleOrDefault();
        for (var at = 0; at < length; at++)
        {
            for (var i = 0; i < coders.Count; i++)
            {
                for (var j = 0; j < coders.Count; j++)
                {
                    if (i != j) _alike[ValueAt(coders[i], at), ValueAt(coders[j], at)] += 1.0 / (coders.Count - 1);
                }

                if (ValueAt(coders[i], at) == 0) _squares[0]++;
            }
        }

        foreach (var coder in coders)
        {
            foreach (var (segment, value) in coder)
            {
                _squares[value + 1] += Math.Pow(segment.Length, 2);
                _shared[value + 1] += Math.Pow(Enumerable.Range(segment.Start, segment.Length).Count(at => coders.Exists(other => other != coder && ValueAt(other, at) > 0)), 2);
            }
        }
    }

    public double? U(bool isBinary)
    {
        var expected = Expected(_alike, _squares, 0);
        bool IsUnlike(int c, int k) => isBinary ? c == 0 != (k == 0) : c != k;
        return Ratio(Sum(_alike, 0, IsUnlike), Sum(expected, 0, IsUnlike));
    }

    public double? Cu() => Sum(_alike, 1, (_, _) => true) == 0 ? null : Ratio(Sum(_alike, 1, (c, k) => c != k), Sum(Expected(_alike, _shared, 1), 1, (c, k) => c != k));

    public double? Ku(int value)
    {
        if (Sum(_alike, 1, (_, _) => true) == 0) return null;
        var expected = Expected(_alike, _shared, 1);
        var (row, expectedRow) = (Sum(_alike, 1, (c, _) => c == value + 1), Sum(expected, 1, (c, _) => c == value + 1));
        var apart = Sum(expected, 1, (c, k) => c == value + 1 && k != c);
        return row == 0 || apart < 1e-9 ? null : 1 - (expectedRow / row * Sum(_alike, 1, (c, k) => c == value + 1 && k != c) / apart);
    }

    private static double? Ratio(double observed, double expected) => expected < 1e-9 ? null : 1 - (observed / expected);

    private static double[,] Expected(double[,] alike, double[] squares, int from)
    {
        var all = Sum(alike, from, (_, _) => true);
        var chance = all - (squares.Skip(from).Sum() / all);
        if (chance < 1e-9) return new double[squares.Length, squares.Length]; // nothing can be expected of so little
        var expected = new double[squares.Length, squares.Length];
        for (var c = from; c < squares.Length; c++)
        {
            for (var k = from; k < squares.Length; k++)
            {
                expected[c, k] = ((Sum(alike, from, (x, _) => x == c) * Sum(alike, from, (_, y) => y == k)) - (c == k ? squares[c] : 0)) / chance;
            }
        }

        return expected;
    }

    private static double Sum(double[,] matrix, int from, Func<int, int, bool> counts)
    {
        var sum = 0.0;
        for (var c = from; c < matrix.GetLength(0); c++)
        {
            for (var k = from; k < matrix.GetLength(1); k++) sum += counts(c, k) ? matrix[c, k] : 0;
        }

        return sum;
    }
}
