using System.Runtime.Intrinsics;
using CoreStudy.Anonymisation.Lists;
using CoreStudy.Anonymisation.Tagging;
using CoreStudy.Anonymisation.Texts;
using CoreStudy.Anonymisation.Training.Corpora;

namespace CoreStudy.Anonymisation.Training;

/// <param name="Rate">Of AdaGrad (Duchi, Hazan and Singer 2011).</param>
/// <param name="Decay">L2 on each weight that a line touches.</param>
/// <param name="Prune">Weights nearer to 0 are dropped from the model.</param>
/// <param name="AtLeast">Features that the training text holds more rarely are left out.</param>
internal sealed record TrainingOptions(int Passes = 4, float Rate = 0.08f, float Decay = 1e-6f, float Prune = 0.1f, float Step = 0.06f, int AtLeast = 2, int Seed = 20);

/// <summary>Trains one conditional random field on marked texts, on one thread; the same texts in the same order give the same model.</summary>
internal sealed class Trainer(TrainingOptions options)
{
    private const int L = Label.Count, Row = Label.Row, Most = 200;

    public TaggerModel Train(IReadOnlyList<Document> documents, bool isCaseless, Action<string>? say = null)
    {
        var examples = Examples(documents, isCaseless);
        var keys = Number(examples);
        var weights = new float[keys.Count * Row];
        var squares = new float[keys.Count * Row];
        var (transitions, transitionSquares) = (new float[Row * Row], new float[Row * Row]);
        var (chain, random, order) = (new Chain(), new Random(options.Seed), Enumerable.Range(0, examples.Count).ToArray());
        for (var pass = 1; pass <= options.Passes; pass++)
        {
            random.Shuffle(order);
            var loss = 0.0;
            foreach (var e in order) loss += Learn(examples[e], weights, squares, transitions, transitionSquares, chain);
            say?.Invoke($"pass {pass}: loss {loss / examples.Sum(e => e.Gold.Length):0.0000} a token");
        }

        return Model(keys, weights, transitions);
    }

    private static List<Example> Examples(IReadOnlyList<Document> documents, bool isCaseless)
    {
        var examples = new List<Example>();
        var features = new List<uint>(80);
        foreach (var document in documents)
        {
            var text = TokenisedText.Of(document.Text);
            var writer = new FeatureWriter(text, Gazetteer.Shared, isCaseless);
            var gold = Gold(document, text);
            foreach (var line in text.Lines)
            {
                for (var first = line.First; first < line.End; first += Most)
                {
                    var part = new Line(first, Math.Min(line.End, first + Most), line.HasNoCapitals);
                    var all = new List<uint>(part.Count * 64);
                    var ends = new int[part.Count];
                    for (var i = 0; i < part.Count; i++)
                    {
                        writer.Write(part, first + i, features);
                        foreach (var feature in features) all.Add(feature & TaggerModel.KeyMask);
                        ends[i] = all.Count;
                    }

                    examples.Add(new Example([.. all], ends, gold[first..part.End]));
                }
            }
        }

        return examples;
    }

    private static byte[] Gold(Document document, TokenisedText text)
    {
        var labels = new byte[text.Tokens.Length];
        foreach (var mark in document.Marks)
        {
            var begin = mark.Type switch { "PERSON" => Label.Person, "LOCATION" => Label.Place, "ORGANISATION" => Label.Organisation, _ => 0 };
            if (begin == 0) continue;
            var first = true;
            for (var i = text.IndexAt(mark.Start); i < text.Tokens.Length && text.Tokens[i].Start < mark.End; i++)
            {
                if (labels[i] != 0) continue;
                labels[i] = (byte)(first || labels[i - 1] < begin || labels[i - 1] > Label.Inside(begin) ? begin : Label.Inside(begin));
                first = false;
            }
        }

        return labels;
    }

    /// <summary>Gives each feature that is not too rare a number, and writes the numbers in place of the hashes.</summary>
    private List<uint> Number(List<Example> examples)
    {
        var counts = new byte[1 << TaggerModel.KeyBits];
        foreach (var example in examples)
        {
            foreach (var feature in example.Features) counts[feature] = (byte)Math.Min(255, counts[feature] + 1);
        }

        var numbers = new int[counts.Length];
        var keys = new List<uint>();
        foreach (var example in examples)
        {
            var features = example.Features;
            var (at, to) = (0, 0);
            for (var t = 0; t < example.Ends.Length; t++)
            {
                for (; at < example.Ends[t]; at++)
                {
                    var feature = features[at];
                    if (counts[feature] < options.AtLeast) continue;
                    if (numbers[feature] == 0)
                    {
                        keys.Add(feature);
                        numbers[feature] = keys.Count;
                    }

                    features[to++] = (uint)(numbers[feature] - 1);
                }

                example.Ends[t] = to;
            }

            example.Features = features[..to];
        }

        return keys;
    }

    private double Learn(Example example, float[] weights, float[] squares, float[] transitions, float[] transitionSquares, Chain chain)
    {
        var count = example.Gold.Length;
        chain.Reserve(count);
        var at = 0;
        for (var t = 0; t < count; t++)
        {
            var sum = Vector256<float>.Zero;
            for (; at < example.Ends[t]; at++) sum += Vector256.LoadUnsafe(ref weights[example.Features[at] * Row]);
            sum.CopyTo(chain.ScoresOf(t));
        }

        var gold = 0.0;
        for (var t = 0; t < count; t++)
        {
            gold += chain.ScoresOf(t)[example.Gold[t]];
            if (t > 0) gold += transitions[example.Gold[t - 1] * Row + example.Gold[t]];
        }

        var loss = chain.Run(count, transitions) - gold;
        Span<float> step = stackalloc float[Row];
        at = 0;
        var (rate, decay) = (Vector256.Create(options.Rate), Vector256.Create(options.Decay));
        for (var t = 0; t < count; t++)
        {
            step.Clear();
            for (var l = 0; l < L; l++) step[l] = (float)((l == example.Gold[t] ? 1 : 0) - chain[t, l]);
            var gradient = Vector256.Create<float>(step);
            var isSure = Math.Abs(step[example.Gold[t]]) < 0.002f;
            if (isSure)
            {
                at = example.Ends[t];
                continue;
            }

            for (; at < example.Ends[t]; at++)
            {
                ref var w = ref weights[example.Features[at] * Row];
                ref var s = ref squares[example.Features[at] * Row];
                var (weight, square) = (Vector256.LoadUnsafe(ref w), Vector256.LoadUnsafe(ref s));
                var g = gradient - weight * decay;
                square += g * g;
                weight += rate * g / (Vector256.Sqrt(square) + Vector256.Create(1e-4f));
                weight.StoreUnsafe(ref w);
                square.StoreUnsafe(ref s);
            }
        }

        for (var i = 0; i < L; i++)
        {
            for (var j = 0; j < L; j++)
            {
                if (!Label.MayFollow(i, j)) continue;
                var g = 0.0;
                for (var t = 1; t < count; t++) g += (example.Gold[t - 1] == i && example.Gold[t] == j ? 1 : 0) - chain.Pair(t, i, j);
                if (g == 0) continue;
                transitionSquares[i * Row + j] += (float)(g * g);
                transitions[i * Row + j] += (float)(options.Rate * g / (Math.Sqrt(transitionSquares[i * Row + j]) + 1e-4));
            }
        }

        return loss;
    }

    private TaggerModel Model(List<uint> keys, float[] weights, float[] transitions)
    {
        var order = Enumerable.Range(0, keys.Count).OrderBy(k => keys[k]).ToArray();
        return TaggerModel.Of([.. order.Select(k => keys[k])], k => weights.AsMemory(order[k] * Row, Row), transitions, options.Step, options.Prune);
    }

    private sealed class Example(uint[] features, int[] ends, byte[] gold)
    {
        public uint[] Features { get; set; } = features;

        /// <summary>Where the features of each token end.</summary>
        public int[] Ends { get; } = ends;

        public byte[] Gold { get; } = gold;
    }
}
