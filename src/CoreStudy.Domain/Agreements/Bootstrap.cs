using System.Numerics;
using System.Runtime.InteropServices;

namespace CoreStudy.Domain.Agreements;

/// <summary>How intervals are drawn.</summary>
/// <param name="Draws">How often the material is drawn anew.</param>
/// <param name="Seed">The same seed gives the same draws, on any machine; it is shown beside the intervals.</param>
/// <param name="Confidence">Of the draws, the share that lies within.</param>
public sealed record BootstrapOptions(int Draws = BootstrapOptions.UsualDraws, ulong Seed = BootstrapOptions.UsualSeed, double Confidence = 0.95)
{
    public const int UsualDraws = 2000;

    public const ulong UsualSeed = 1;

    public int Draws { get; } = Draws is >= 100 and <= 10_000 ? Draws : throw new ArgumentOutOfRangeException(nameof(Draws), Draws, "From 100 to 10,000 draws.");

    public double Confidence { get; } = Confidence is > 0 and < 1 ? Confidence : throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "Between 0 and 1.");
}

/// <summary>A percentile interval (Efron 1979): transcripts are drawn with replacement, as many as there are, the figure is computed anew from each draw, and the outermost are cut off.</summary>
/// <remarks>Transcripts and not units are drawn, since what lies in one conversation is alike; an interval over characters would be far too narrow.</remarks>
/// <param name="Draws">Of which the interval was taken: those that gave a value.</param>
/// <param name="UndefinedDraws">Those in which the figure was not defined, such as where the code did not occur. They are left out.</param>
/// <param name="Clusters">How many transcripts there were to draw from.</param>
public readonly record struct Interval(double Low, double High, int Draws, int UndefinedDraws, int Clusters)
{
    /// <summary>With fewer transcripts than this an interval says little.</summary>
    public const int EnoughClusters = 10;

    /// <summary>To be said beside it.</summary>
    public bool IsRough => Clusters < EnoughClusters;

    /// <summary>
    /// The interval of these draws, linear between two values as in R's type 7. Null where fewer than half of them gave a value: the rest would be a choice.
    /// </summary>
    /// <param name="values">One a draw, NaN where not defined; they are put in another order.</param>
    internal static Interval? Of(Span<double> values, double confidence, int clusters)
    {
        var defined = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i])) values[defined++] = values[i];
        }

        if (clusters < 2 || defined * 2 < values.Length) return null;
        var kept = values[..defined];
        var tail = (1 - confidence) / 2;
        var (low, high) = (tail * (defined - 1), (1 - tail) * (defined - 1));
        return new Interval(At(kept, low), At(kept, high), defined, values.Length - defined, clusters);
    }

    private static double At(Span<double> values, double place)
    {
        var below = (int)Math.Floor(place);
        var value = Select(values, below);
        if (place <= below || below + 1 >= values.Length) return value;
        var next = double.PositiveInfinity; // after selecting, all that is not smaller stands to the right
        foreach (var other in values[(below + 1)..]) next = Math.Min(next, other);
        return value + ((place - below) * (next - value));
    }

    /// <summary>Hoare's selection: the value that would stand here if all were in order, with no greater to its left and no smaller to its right.</summary>
    private static double Select(Span<double> values, int place)
    {
        var (from, to) = (0, values.Length - 1);
        while (from < to)
        {
            var pivot = values[(from + to) / 2];
            var (i, j) = (from, to);
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            if (place <= j) to = j;
            else if (place >= i) from = i;
            else break;
        }

        return values[place];
    }
}

/// <summary>How often each of so many things was drawn in each draw.</summary>
internal sealed class DrawWeights
{
    private static readonly int Block = 4 * Vector<double>.Count;

    private readonly double[] _weights; // block of draws by block: for each thing the weights in these draws

    public DrawWeights(int things, BootstrapOptions options)
    {
        (Things, Draws) = (things, options.Draws);
        Padded = (Draws + Block - 1) / Block * Block;
        _weights = new double[(long)Padded * things];
        var random = new SplitMix(options.Seed);
        for (var draw = 0; draw < Draws; draw++)
        {
            var at = draw / Block * Block * things + (draw % Block);
            for (var i = 0; i < things; i++) _weights[at + (random.Below(things) * Block)]++;
        }
    }

    public int Things { get; }

    public int Draws { get; }

    /// <summary>Room for sums: some draws more, which nobody looks at.</summary>
    public int Padded { get; }

    /// <summary>For each draw the weighted sum over some of the things.</summary>
    /// <param name="things">Which.</param>
    /// <param name="cells">A value for each of them.</param>
    public void Sum(ReadOnlySpan<int> things, ReadOnlySpan<double> cells, Span<double> sums)
    {
        var lanes = Vector<double>.Count;
        for (var block = 0; block < Padded; block += Block)
        {
            var weights = MemoryMarshal.Cast<double, Vector<double>>(_weights.AsSpan(block * Things, Block * Things));
            var (a, b, c, d) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
            for (var i = 0; i < things.Length; i++)
            {
                var cell = new Vector<double>(cells[i]);
                var own = weights.Slice(things[i] * 4, 4);
                a = Vector.FusedMultiplyAdd(own[0], cell, a);
                b = Vector.FusedMultiplyAdd(own[1], cell, b);
                c = Vector.FusedMultiplyAdd(own[2], cell, c);
                d = Vector.FusedMultiplyAdd(own[3], cell, d);
            }

            a.CopyTo(sums[block..]);
            b.CopyTo(sums[(block + lanes)..]);
            c.CopyTo(sums[(block + (2 * lanes))..]);
            d.CopyTo(sums[(block + (3 * lanes))..]);
        }
    }

    /// <summary>Two sums in one going: the weights are read once.</summary>
    public void Sum(ReadOnlySpan<int> things, ReadOnlySpan<double> cells, ReadOnlySpan<double> others, Span<double> sums, Span<double> otherSums)
    {
        var lanes = Vector<double>.Count;
        for (var block = 0; block < Padded; block += Block)
        {
            var weights = MemoryMarshal.Cast<double, Vector<double>>(_weights.AsSpan(block * Things, Block * Things));
            var (a, b, c, d) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
            var (e, f, g, h) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
            for (var i = 0; i < things.Length; i++)
            {
                var (cell, other) = (new Vector<double>(cells[i]), new Vector<double>(others[i]));
                var own = weights.Slice(things[i] * 4, 4);
                var (first, second, third, fourth) = (own[0], own[1], own[2], own[3]);
                a = Vector.FusedMultiplyAdd(first, cell, a);
                e = Vector.FusedMultiplyAdd(first, other, e);
                b = Vector.FusedMultiplyAdd(second, cell, b);
                f = Vector.FusedMultiplyAdd(second, other, f);
                c = Vector.FusedMultiplyAdd(third, cell, c);
                g = Vector.FusedMultiplyAdd(third, other, g);
                d = Vector.FusedMultiplyAdd(fourth, cell, d);
                h = Vector.FusedMultiplyAdd(fourth, other, h);
            }

            a.CopyTo(sums[block..]);
            b.CopyTo(sums[(block + lanes)..]);
            c.CopyTo(sums[(block + (2 * lanes))..]);
            d.CopyTo(sums[(block + (3 * lanes))..]);
            e.CopyTo(otherSums[block..]);
            f.CopyTo(otherSums[(block + lanes)..]);
            g.CopyTo(otherSums[(block + (2 * lanes))..]);
            h.CopyTo(otherSums[(block + (3 * lanes))..]);
        }
    }

    /// <summary>How often a thing was drawn.</summary>
    public double Of(int thing, int draw) => _weights[(draw / Block * Block * Things) + (thing * Block) + (draw % Block)];
}

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere, which a library's generator does not promise.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 up to but not including a bound; the bias of some 2^-64 times the bound is left.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
