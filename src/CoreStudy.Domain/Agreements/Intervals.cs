using System.Collections.Concurrent;

namespace CoreStudy.Domain.Agreements;

/// <summary>Intervals of many figures, from the same draws of transcripts.</summary>
/// <remarks>
/// Each figure is drawn from the transcripts that it rests on: that of two coders from those that both handed in. What is drawn are the tables of each transcript,
/// so that no text is counted again.
/// </remarks>
public sealed class Intervals
{
    private readonly AgreementFigures _figures;
    private readonly IReadOnlyList<Coefficient> _coefficients;
    private readonly Dictionary<CodeId, int> _codes;
    private readonly Interval?[][] _all; // pairs, then all coders; for each the codes and then the averages, coefficient by coefficient

    private Intervals(AgreementFigures figures, BootstrapOptions options, IReadOnlyList<Coefficient> coefficients, IReadOnlyList<CodeId> codes, Interval?[][] all)
    {
        (_figures, Options, _coefficients, _all) = (figures, options, coefficients, all);
        _codes = codes.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
    }

    public BootstrapOptions Options { get; }

    /// <summary>Of one code or group. Null where the figure is not defined, rests on one transcript, or half of the draws or more gave nothing.</summary>
    public Interval? Of(Between who, CodeId code, Coefficient coefficient) => Find(who, _codes[code], coefficient);

    /// <summary>Over the codes that were asked for.</summary>
    public Interval? Of(Between who, Averaging how, Coefficient coefficient) => Find(who, _codes.Count + (int)how, coefficient);

    /// <param name="codes">Codes and groups; averages are over the codes among them.</param>
    internal static Intervals Draw(
        AgreementFigures figures, IReadOnlyList<Coefficient> coefficients, IReadOnlyList<CodeId> codes, BootstrapOptions options, IProgress<double>? progress, CancellationToken cancel)
    {
        var members = figures.Tables.Members.Length;
        var pairs = members * (members - 1) / 2;
        var all = new Interval?[pairs + 1][];
        var weights = new ConcurrentDictionary<int, Lazy<DrawWeights>>();
        DrawWeights Weights(int transcripts) => weights.GetOrAdd(transcripts, n => new Lazy<DrawWeights>(() => new DrawWeights(n, options))).Value;

        var (work, done) = ((pairs * codes.Count) + 1.0, 0);
        void Count()
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(Interlocked.Increment(ref done) / work);
        }

        foreach (var code in codes)
        {
            cancel.ThrowIfCancellationRequested();
            figures.PairsOf(figures.Tables.CodePlace[code]);
        }

        // All coders together take longest, so they come first.
        Parallel.For(0, pairs + 1, new ParallelOptions { CancellationToken = cancel }, task =>
        {
            var at = task == 0 ? pairs : task - 1;
            var draw = new IntervalDraw(figures, coefficients, codes, options, Weights);
            var second = (int)((Math.Sqrt((8.0 * at) + 1) + 1) / 2); // the last whose pairs begin at or before this one
            all[at] = at == pairs ? draw.All(cancel.ThrowIfCancellationRequested) : draw.Two(at - CodeRow.PairPlace(0, second), second, Count);
        });
        progress?.Report(1);
        return new Intervals(figures, options, coefficients, codes, all);
    }

    private Interval? Find(Between who, int row, Coefficient coefficient)
    {
        if (who.IsAll) return _all[^1][(row * _coefficients.Count) + PlaceOf(coefficient)];
        var (first, second) = (_figures.PlaceOf(who.First), _figures.PlaceOf(who.Second));
        var turned = first < second ? coefficient : coefficient switch
        {
            Coefficient.Precision => Coefficient.Recall,
            Coefficient.Recall => Coefficient.Precision,
            _ => coefficient,
        };
        return _all[CodeRow.PairPlace(Math.Min(first, second), Math.Max(first, second))][(row * _coefficients.Count) + PlaceOf(turned)];
    }

    private int PlaceOf(Coefficient coefficient)
    {
        for (var i = 0; i < _coefficients.Count; i++)
        {
            if (_coefficients[i] == coefficient) return i;
        }

        throw new ArgumentException("This coefficient was not drawn.", nameof(coefficient));
    }
}
