using System.Runtime.InteropServices;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Domain.Redactions;

namespace CoreStudy.Anonymisation.Tagging;

/// <summary>A run of tokens that the tagger holds for a name.</summary>
/// <param name="End">Exclusive.</param>
/// <param name="Score">The highest probability of a token of it to be part of a name.</param>
internal readonly record struct TaggedRun(int First, int End, IdentifierCategory Category, double Score, bool IsCaseless);

/// <summary>Finds names with two models: one for lines with capitals, one for lines without.</summary>
internal sealed class Tagger(TaggerModel cased, TaggerModel caseless, Gazetteer lists)
{
    /// <summary>Tokens taken at once; a longer line is cut.</summary>
    private const int Most = 600;

    /// <summary>The runs whose tokens are all at least so probable.</summary>
    public List<TaggedRun> Tag(TokenisedText text, double threshold, Action<double> progress, CancellationToken cancel)
    {
        var runs = new List<TaggedRun>();
        var chain = new Chain();
        var features = new List<uint>(80);
        FeatureWriter? withCase = null, withoutCase = null;
        var done = 0;
        foreach (var whole in text.Lines)
        {
            for (var first = whole.First; first < whole.End; first += Most)
            {
                cancel.ThrowIfCancellationRequested();
                var line = new Line(first, Math.Min(whole.End, first + Most), whole.HasNoCapitals);
                var writer = line.HasNoCapitals ? withoutCase ??= new FeatureWriter(text, lists, true) : withCase ??= new FeatureWriter(text, lists, false);
                var model = line.HasNoCapitals ? caseless : cased;
                chain.Reserve(line.Count);
                for (var i = 0; i < line.Count; i++)
                {
                    writer.Write(line, line.First + i, features);
                    model.Score(CollectionsMarshal.AsSpan(features), chain.ScoresOf(i));
                }

                chain.Run(line.Count, model.Transitions);
                Collect(line, chain, threshold, runs);
                if ((line.End >> 9) != (done >> 9)) progress((double)line.End / text.Tokens.Length);
                done = line.End;
            }
        }

        return runs;
    }

    private static void Collect(Line line, Chain chain, double threshold, List<TaggedRun> runs)
    {
        Span<double> sums = stackalloc double[Label.Row];
        for (var i = 0; i < line.Count;)
        {
            if (1 - chain[i, Label.Outside] < threshold)
            {
                i++;
                continue;
            }

            var (start, most) = (i, 0.0);
            sums.Clear();
            do
            {
                for (var l = 1; l < Label.Count; l++) sums[(l + 1) & ~1] += chain[i, l];
                most = Math.Max(most, 1 - chain[i, Label.Outside]);
                i++;
            }
            while (i < line.Count && 1 - chain[i, Label.Outside] >= threshold && !StartsAnother(chain, i));
            var category = sums[2] >= sums[4] && sums[2] >= sums[6] ? IdentifierCategory.Person : sums[4] >= sums[6] ? IdentifierCategory.Place : IdentifierCategory.Organisation;
            runs.Add(new TaggedRun(line.First + start, line.First + i, category, Math.Clamp(most, 0, 1), line.HasNoCapitals));
        }
    }

    private static bool StartsAnother(Chain chain, int at)
    {
        var (begin, inside) = (0.0, 0.0);
        for (var l = 1; l < Label.Count; l++)
        {
            if (Label.Begins(l)) begin += chain[at, l];
            else inside += chain[at, l];
        }

        return begin > inside;
    }
}
